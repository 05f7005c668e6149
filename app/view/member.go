package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/nicsim/figure"
)

// member is the member that was chosen in the grid or in the tree: where it
// lies, what it takes.
func (m *Model) member(v figure.View) app.UI {
	if v.Packet != nil {
		return m.field(v)
	}
	i, ok := v.Layout.Find(m.Member)
	if !ok {
		return words("p", "editor hint", m.say("member-none"))
	}
	s := &v.Layout.Slots[i]
	parts := []app.UI{
		el("p", attrs{"class", "path"}, words("code", "", string(s.Path)), words("span", "type", s.Type)),
		words("p", "hint", m.where(s)),
	}
	if e, ok := m.Editing(); ok {
		parts = append(parts, m.edit(e, v, i)...)
	}
	return el("div", attrs{"class", "editor", "role", "group", "aria-label", m.say("member")}, parts...)
}

// field is the field of a packet that was chosen.
func (m *Model) field(v figure.View) app.UI {
	f := v.Field(m.Member)
	if f == nil {
		return words("p", "editor hint", m.say("member-none"))
	}
	first, end := f.At/8, (f.At+f.Bits+7)/8
	where := m.say("lies-at", ndis.Hex(uint64(first), 2), strconv.Itoa(first), strconv.Itoa(end-first))
	if f.At%8 != 0 || f.Bits%8 != 0 {
		where += " · " + m.say("bits-from-top", strconv.Itoa(f.At%8), strconv.Itoa(f.At%8+f.Bits-1))
	}
	return el("div", attrs{"class", "editor", "role", "group", "aria-label", m.say("member")},
		el("p", attrs{"class", "path"}, words("code", "", f.Name), words("span", "type", m.say("bits-wide", strconv.Itoa(f.Bits)))),
		words("p", "hint", where),
		words("code", "", f.Text))
}

// where says where a member lies.
func (m *Model) where(s *catalog.Slot) string {
	text := m.say("lies-at", ndis.Hex(uint64(s.Offset), 2), strconv.Itoa(s.Offset), strconv.Itoa(s.Size))
	if s.Bits > 0 {
		text += " · " + m.say("bits-at", strconv.Itoa(s.Bit), strconv.Itoa(s.Bit+s.Bits-1))
	}
	return text + " · " + m.say("since", s.Since.String())
}

// edit is the control that fits the member: flags, a choice, or text.
func (m *Model) edit(e Edited, v figure.View, i int) []app.UI {
	s := &v.Layout.Slots[i]
	path := string(s.Path)
	text := v.Text(i)
	if s.Kind.Container() && text == "" {
		return []app.UI{words("p", "hint", m.say("member-container"))}
	}
	var parts []app.UI
	switch {
	case s.Group() != nil && s.Group().Kind == catalog.Flags:
		parts = append(parts, m.flags(v, s))
	case s.Group() != nil && !s.Kind.Container():
		parts = append(parts, m.constants(v, s))
	}
	parts = append(parts, m.writing(control{do: "member", arg: path, label: m.say("value"), hint: m.say("value-hint")}, text, "", ""))
	if overridden(e, s.Path) {
		parts = append(parts, m.editing("clear-member", path, m.say("clear-member")))
	}
	return parts
}

// overridden reports whether the driver's entry gives the member, or the part of
// the header that it is.
func overridden(e Edited, path ndis.Path) bool {
	if e.Entry == nil {
		return false
	}
	switch path {
	case ndis.PathType:
		return e.Entry.Type != nil
	case ndis.PathRevision:
		return e.Entry.Revision != nil
	case ndis.PathSize:
		return e.Entry.Size != nil || e.Entry.Sizeof
	}
	for _, a := range e.Entry.Members {
		if a.Path == path {
			return true
		}
	}
	return false
}

// flags has a box for each flag.
func (m *Model) flags(v figure.View, s *catalog.Slot) app.UI {
	value, _ := v.Value(s.Path)
	parts := []app.UI{words("legend", "", s.Group().Name)}
	for _, c := range s.Group().Constants {
		on := c.Value != 0 && value&c.Value == c.Value || c.Value == 0 && value == 0
		parts = append(parts, m.checking(control{do: "flag", arg: string(s.Path) + " " + c.Name, label: m.constant(c)}, c.Name, on))
	}
	return el("fieldset", attrs{"class", "flags"}, parts...)
}

func (m *Model) constant(c catalog.Constant) string {
	text := c.Name + " = " + ndis.Hex(c.Value, 0)
	if c.Since != 0 {
		text += " · " + m.say("since", c.Since.String())
	}
	return text
}

// constants offers each value that has a name.
func (m *Model) constants(v figure.View, s *catalog.Slot) app.UI {
	leaf := v.Layout.Leaf(s.Path)
	value, _ := v.Value(s.Path)
	chosen := none
	options := []option{{none, m.say("unnamed-value")}}
	for _, c := range s.Group().Constants {
		options = append(options, option{c.Name, m.constant(c)})
		if uint64(codec.Signed(v.Layout, leaf, value)) == c.Value || value == c.Value {
			chosen = c.Name
		}
	}
	return m.selecting(control{do: "member", arg: string(s.Path) + " ", label: s.Group().Name}, chosen, options)
}
