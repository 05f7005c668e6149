package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/dump"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
)

// reading takes what people paste, says what it recognised, and shows the bytes
// and the members.
func (c *Catalogue) reading() []app.UI {
	parts := []app.UI{
		words("h2", "", c.say("tool-bytes")),
		words("p", "hint", c.say("paste-hint")),
		el("label", attrs{"for", PasteID}, app.Text(c.say("paste"))),
		el("textarea", attrs{"id", PasteID, "rows", "8", "spellcheck", "false", "autocomplete", "off", "data-value", "=" + c.Paste}),
		el("div", attrs{"class", "row fields"},
			c.choosing("as", c.say("paste-as"), c.formatOptions()),
			c.writing(control{do: "option", arg: "structure", label: c.say("structure")}, c.Place.option("structure"), c.say("by-header"), ""),
			c.selecting(control{do: "option", arg: "arch", label: c.say("arch")}, c.Place.arch().String(), archOptions())),
	}
	read, err := c.read()
	if err != nil {
		return append(parts, words("p", "refused", c.mistake(err)))
	}
	parts = append(parts, c.recognised(read)...)
	if v, ok := c.View(); ok {
		parts = append(parts, words("p", "object", v.Object.Structure+" · "+v.Layout.Arch.String()), el("p", attrs{"id", LitID, "class", "lit-path"}),
			c.island(BytesID, func() string { return figure.Bytes(v, figure.BytesOptions{Lang: c.Lang}) }))
	} else if len(read.Bytes) > 0 {
		parts = append(parts, c.candidates(read)...)
	}
	return parts
}

func (c *Catalogue) formatOptions() []option {
	options := []option{{none, c.say("recognise")}}
	for _, f := range dump.Formats() {
		options = append(options, option{string(f), string(f)})
	}
	return options
}

// mistake is an error in words, with its place.
func (c *Catalogue) mistake(err error) string {
	e := err.(*ndis.Error)
	text := rulebook.Error(e, c.Lang)
	if e.At != "" {
		text = e.At + ": " + text
	}
	return text
}

// read reads the paste; an empty one is a structure as it begins.
func (c *Catalogue) read() (dump.Dump, error) {
	if c.Paste == "" {
		return dump.Dump{}, nil
	}
	return dump.Read(c.Paste, dump.Options{Format: dump.Format(c.Place.option("as")), Structure: c.Place.option("structure")})
}

// recognised says what the paste was taken for, and what is doubtful.
func (c *Catalogue) recognised(d dump.Dump) []app.UI {
	if d.Format == "" {
		return nil
	}
	at := ""
	if d.Addressed {
		at = ndis.Hex(d.Address, 8)
	}
	parts := []app.UI{words("p", "note", c.say("recognised", string(d.Format), strconv.Itoa(len(d.Bytes)), at))}
	for _, n := range d.Notes {
		parts = append(parts, words("p", "note", c.mistake(n)))
	}
	return parts
}

// View is the structure that is shown: what was pasted, or an empty one of the
// structure that was named.
func (c *Catalogue) View() (figure.View, bool) {
	d, err := c.read()
	if err != nil {
		return figure.View{}, false
	}
	s := c.named(d)
	if s == nil {
		return figure.View{}, false
	}
	if c.Paste == "" {
		return c.empty(s)
	}
	v, err := figure.Look(trace.Object{Structure: s.Name, Arch: c.archOf(d), Bytes: d.Bytes, Address: d.Address})
	return v, err == nil
}

// archOf is the chosen architecture, unless the paste's pointers are of another
// width.
func (c *Catalogue) archOf(d dump.Dump) ndis.Arch {
	if d.Pointer == ndis.X86.Pointer() && c.Place.option("arch") == "" {
		return ndis.X86
	}
	return c.Place.arch()
}

// empty is a structure of which only the header is filled in.
func (c *Catalogue) empty(s *catalog.Structure) (figure.View, bool) {
	l, err := s.Layout(c.layoutOptions(c.Place.arch()))
	if err != nil {
		return figure.View{}, false
	}
	bytes, err := codec.Encode(l, nil)
	if err != nil {
		return figure.View{}, false
	}
	return figure.View{Record: codec.Decode(l, bytes), Object: trace.Object{Structure: s.Name, Arch: l.Arch, Bytes: bytes}}, true
}

// named is the structure that the address or the paste names, or that the header
// says; nil where none is sure.
func (c *Catalogue) named(d dump.Dump) *catalog.Structure {
	for _, name := range []string{c.Place.option("structure"), d.Structure} {
		if s, err := catalog.Lookup(name); name != "" && err == nil {
			return s
		}
	}
	if all := c.fitting(d); len(all) == 1 {
		return all[0]
	}
	return nil
}

// fitting are the structures that the header may begin.
func (c *Catalogue) fitting(d dump.Dump) []*catalog.Structure {
	header, ok := codec.HeaderOf(d.Bytes)
	if !ok {
		return nil
	}
	return catalog.ByHeader(header, c.archOf(d))
}

// candidates offers the structures that the header may begin.
func (c *Catalogue) candidates(d dump.Dump) []app.UI {
	all := c.fitting(d)
	if len(all) == 0 {
		return []app.UI{words("p", "note", c.say("no-candidate"))}
	}
	var items []app.UI
	for _, s := range all {
		items = append(items, el("li", attrs{}, c.button("option-is", "structure "+s.Name, s.Name)))
	}
	return []app.UI{words("p", "note", c.say("candidates", strconv.Itoa(len(all)))), el("ul", attrs{"class", "names"}, items...)}
}
