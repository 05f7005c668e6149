package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// structure shows a structure that was passed, and lets its sender send it
// otherwise.
func (m *Model) structure() app.UI {
	parts := []app.UI{words("h2", "", m.say("structure")), m.choosingStructure()}
	view, ok := m.View()
	if !ok {
		parts = append(parts, words("p", "empty", m.say("structure-none")))
		return el("section", attrs{"class", "structure", "aria-label", m.say("structure")}, parts...)
	}
	if m.object() == nil {
		parts = append(parts, words("p", "note", m.say("structure-not-sent")))
	}
	if e, ok := m.Editing(); ok {
		parts = append(parts, m.header(e, view))
	} else if view.Packet != nil {
		parts = append(parts, words("p", "note", m.say("packet-of-step", rulebook.Party(view.Object.From, m.Lang))))
	} else {
		parts = append(parts, words("p", "note", m.say("structure-of-ndis", rulebook.Party(view.Object.From, m.Lang))))
	}
	parts = append(parts, m.member(view), el("p", attrs{"id", LitID, "class", "lit-path"}), &Island{ID: BytesID, HTML: figure.Bytes(view, figure.BytesOptions{Lang: m.Lang, Marked: m.marked()})})
	if view.Packet == nil {
		parts = append(parts, m.notes(view.Layout.Structure))
	}
	return el("section", attrs{"class", "structure", "aria-label", m.say("structure")}, parts...)
}

// marked are the bytes that the open event looked at.
func (m *Model) marked() []trace.Ref {
	var refs []trace.Ref
	if m.Current == nil {
		return nil
	}
	for _, f := range m.Current.Facts {
		if f.Ref != nil && f.Ref.Object == m.Shown.Object {
			refs = append(refs, *f.Ref)
		}
	}
	return refs
}

// choosingStructure lists what was passed, and what the selected driver could
// pass.
func (m *Model) choosingStructure() app.UI {
	var options []option
	for i, o := range m.Trace.Objects {
		label := strconv.Itoa(i+1) + " · " + catalog.ShortName(figure.Named(&o, m.Lang))
		if o.Structure != "" && o.Name != o.Structure {
			label += " (" + o.Name + ")"
		}
		options = append(options, option{strconv.Itoa(i), label + " — " + rulebook.Party(o.From, m.Lang)})
	}
	value := none
	if m.Shown.Object >= 0 {
		value = strconv.Itoa(m.Shown.Object)
	}
	for _, s := range m.unsent() {
		options = append(options, option{s, m.say("not-sent", catalog.ShortName(s))})
		if m.object() == nil && s == m.Shown.Structure {
			value = s
		}
	}
	if value == none {
		options = append([]option{{none, m.say("choose")}}, options...)
	}
	return m.selecting(control{do: "show", label: m.say("which")}, value, options)
}

// unsent lists what the selected driver could pass and this run did not come to.
func (m *Model) unsent() []string {
	d, ok := m.Scenario.DriverAt(m.Driver)
	if !ok {
		return nil
	}
	sent := map[string]bool{}
	for _, o := range m.Trace.Objects {
		sent[o.Structure] = sent[o.Structure] || o.From == d.Party
	}
	var names []string
	for _, p := range driver.Passes(d.Kind.Party) {
		if !sent[p.Structure] {
			names = append(names, p.Structure)
		}
	}
	return names
}

// View is the structure that is shown; one that was not sent is shown as it
// would begin.
func (m *Model) View() (figure.View, bool) {
	if m.object() != nil {
		v, err := figure.LookIn(m.Trace, m.Shown.Object)
		return v, err == nil
	}
	d, ok := m.Scenario.DriverAt(m.Shown.Driver)
	s, err := catalog.Lookup(m.Shown.Structure)
	if !ok || err != nil {
		return figure.View{}, false
	}
	return sketch(m.Scenario, d, s)
}

// sketch is a structure as a driver would send it, as far as that is known
// without a run: the header, and the members that its entry gives.
func sketch(sc *scenario.Scenario, d scenario.Placed, s *catalog.Structure) (figure.View, bool) {
	resolved := d.Driver.Resolved()
	registers := resolved.Choose(sc.Host).Register
	revision, ok := s.RevisionFor(registers)
	if !ok && len(s.Revisions) > 0 {
		revision = s.Revisions[0]
	}
	entry := resolved.Sending(s.Name, "default", registers)
	if entry != nil && entry.Revision != nil {
		if stated, ok := s.Revision(*entry.Revision); ok {
			revision = stated
		}
	}
	layout, err := s.Layout(catalog.Options{Arch: sc.Arch, Revision: revision.Number})
	if err != nil {
		return figure.View{}, false
	}
	r := codec.New(layout)
	if entry != nil {
		for _, member := range entry.Members {
			_ = r.SetText(member.Path, member.Text) // what the layout does not have stays out
		}
	}
	o := trace.Object{Name: s.Name, From: d.Party, Where: "default", Structure: s.Name, Arch: sc.Arch, Bytes: r.Bytes()[:layout.Size]}
	return figure.View{Record: r, Object: o}, true
}

// Edited is the driver that sends what is shown, and its entry for it; nil where
// it sends what is right.
type Edited struct {
	scenario.Placed
	Structure string
	Where     string
	Registers ndis.Version
	Entry     *driver.Send
}

// Editing is what can be changed about the structure that is shown; false where
// nothing can.
func (m *Model) Editing() (Edited, bool) {
	e := Edited{Structure: m.Shown.Structure, Where: "default"}
	ok := false
	if o := m.object(); o != nil {
		e.Structure, e.Where = o.Structure, o.Where
		e.Placed, ok = m.Scenario.DriverOf(o.From)
	} else {
		e.Placed, ok = m.Scenario.DriverAt(m.Shown.Driver)
	}
	if !ok || e.Where == "" {
		return Edited{}, false
	}
	resolved := e.Driver.Resolved()
	e.Registers = resolved.Choose(m.Scenario.Host).Register
	e.Entry = resolved.Sending(e.Structure, e.Where, e.Registers)
	return e, true
}

// header edits the header: revision and size, and what is seldom changed.
func (m *Model) header(e Edited, v figure.View) app.UI {
	s := catalog.MustLookup(e.Structure)
	entry := driver.Send{}
	if e.Entry != nil {
		entry = *e.Entry
	}
	parts := []app.UI{m.whoSends(e)}
	delivered := m.writing(control{do: "header", arg: "delivered", label: m.say("delivered"), hint: m.say("delivered-hint")}, intText(entry.Delivered), strconv.Itoa(len(v.Object.Bytes)), "")
	if s.Versioned() && len(s.Revisions) > 0 {
		parts = append(parts, el("div", attrs{"class", "pair"}, m.revision(e, s, entry), m.size(e, s, entry, v)),
			el("details", attrs{"class", "more"},
				words("summary", "", m.say("more")),
				m.writing(control{do: "header", arg: "type", label: "Type", hint: m.say("type-hint")}, typeText(entry), s.Object, ""),
				delivered,
				m.checking(control{do: "header", arg: "null", label: m.say("null")}, "true", entry.Null)))
	} else { // without a header, its call says how long it is
		parts = append(parts, m.size(e, s, entry, v), delivered)
	}
	if e.Entry != nil {
		parts = append(parts, m.editing("right", "", m.say("send-right"), "class", "primary"))
	}
	return el("div", attrs{"class", "header"}, parts...)
}

func (m *Model) whoSends(e Edited) app.UI {
	registers := "—"
	if e.Registers != 0 {
		registers = e.Registers.String()
	}
	return words("p", "hint", m.say("sent-by", rulebook.Party(e.Party, m.Lang), registers))
}

func typeText(s driver.Send) string {
	if s.Type == nil {
		return ""
	}
	return s.Type.String()
}

func intText(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// revision lists the revisions with their versions and sizes.
func (m *Model) revision(e Edited, s *catalog.Structure, entry driver.Send) app.UI {
	right := m.say("right-unknown")
	if number, _, ok := negotiate.Required(s, e.Registers, m.Scenario.Arch); ok {
		right = m.say("right-is", strconv.Itoa(number))
	}
	options := []option{{none, right}}
	value := none
	for _, r := range s.Revisions {
		options = append(options, option{strconv.Itoa(r.Number), m.revisionLabel(s, r)})
	}
	if entry.Revision != nil {
		value = strconv.Itoa(*entry.Revision)
		if _, known := s.Revision(*entry.Revision); !known {
			options = append(options, option{value, m.say("unknown-revision", value)})
		}
	}
	return m.selecting(control{do: "header", arg: "revision", label: "Revision"}, value, options)
}

func (m *Model) revisionLabel(s *catalog.Structure, r catalog.Revision) string {
	last := s.LastVersion(r)
	span := r.Since.String()
	if last != r.Since {
		span += "–" + last.String()
	}
	size, err := s.Size(catalog.Options{Arch: m.Scenario.Arch, Revision: r.Number})
	if err != nil {
		return strconv.Itoa(r.Number) + " · " + span
	}
	return m.say("revision-option", strconv.Itoa(r.Number), span, strconv.Itoa(size))
}

func (m *Model) size(e Edited, s *catalog.Structure, entry driver.Send, v figure.View) app.UI {
	text := intText(entry.Size)
	if entry.Sizeof {
		text = "sizeof"
	}
	return m.writing(control{do: "header", arg: "size", label: "Size", hint: m.say("size-hint")}, text, strconv.Itoa(v.Layout.Size), "sizes")
}

// notes are what is doubtful about the structure.
func (m *Model) notes(s *catalog.Structure) app.UI {
	var items []app.UI
	for _, n := range s.Notes {
		items = append(items, words("li", "", rulebook.Note(n.Code, n.Args, m.Lang)))
	}
	link := el("a", attrs{"href", ndis.DocURL(s.Doc), "target", "_blank", "rel", "noopener"}, app.Text(s.Name+" — "+s.Header))
	return el("div", attrs{"class", "notes"}, link, el("ul", attrs{}, items...))
}
