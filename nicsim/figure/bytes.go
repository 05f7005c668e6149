package figure

import (
	"encoding/hex"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
)

// BytesOptions say how a structure's bytes are drawn. Marked are the bytes that a
// rule looked at.
type BytesOptions struct {
	Lang   rulebook.Lang
	Marked []trace.Ref
}

// View is a structure as it is drawn: its bytes through a layout.
type View struct {
	*codec.Record
	Object trace.Object
}

// Look chooses the layout that an object's own header asks for: its revision, or
// the newest one that is not above it.
func Look(o trace.Object) (View, error) {
	s, err := catalog.Lookup(o.Structure)
	if err != nil {
		return View{}, err
	}
	options := catalog.Options{Arch: o.Arch}
	if header, ok := codec.HeaderOf(o.Bytes); ok && s.Versioned() {
		for _, r := range s.Revisions {
			if r.Number <= max(int(header.Revision), s.Revisions[0].Number) {
				options.Revision = r.Number
			}
		}
	}
	layout, err := s.Layout(options)
	if err != nil {
		return View{}, err
	}
	return View{codec.Decode(layout, o.Bytes), o}, nil
}

// Bytes draws a grid of the bytes beside a tree of the members. Cells carry
// data-at, members data-path, data-from and data-to: the bytes they lie in. Both
// can be walked with the arrow keys once a script moves their tabindex.
func Bytes(v View, o BytesOptions) string {
	b := bytesDrawer{&page{}, v, o}
	b.open("div", "class", "bytes")
	b.hex()
	b.tree()
	b.close("div")
	return b.String()
}

type bytesDrawer struct {
	*page
	View
	BytesOptions
}

const columns = 16

// hex draws the grid: offsets, bytes, and what they are as letters.
func (b bytesDrawer) hex() {
	bytes := b.Object.Bytes
	owners := b.owners(len(bytes))
	b.open("table", "class", "hex", "role", "grid", "aria-readonly", "true", "aria-label", rulebook.Label("hex", b.Lang, b.Object.Structure))
	for row := 0; row < len(bytes); row += columns {
		end := min(row+columns, len(bytes))
		b.open("tr")
		b.tag("th", hex.EncodeToString([]byte{byte(row >> 8), byte(row)}), "scope", "row")
		for at := row; at < end; at++ {
			b.tag("td", hex.EncodeToString(bytes[at:at+1]), "data-at", number(at), "tabindex", when(at == 0, "0", "-1"), "class", classes(owners[at], when(b.marked(at), "marked", "")))
		}
		b.tag("td", letters(bytes[row:end]), "class", "letters", "aria-hidden", "true", when(end < row+columns, "colspan", ""), number(1+row+columns-end))
		b.close("tr")
	}
	b.close("table")
}

// owners says, for each byte, which outermost member it belongs to, as a class.
func (b bytesDrawer) owners(n int) []string {
	owners := make([]string, n)
	for i := range owners {
		owners[i] = "pad"
		if i >= b.Layout.Size {
			owners[i] = "behind"
		}
	}
	outer := 0
	for i := range b.Layout.Slots {
		s := &b.Layout.Slots[i]
		if s.Parent >= 0 {
			continue
		}
		for at := s.Offset; at < min(s.End(), n); at++ {
			owners[at] = "m" + number(outer%6)
			if at >= b.Reach() {
				owners[at] += " absent"
			}
		}
		outer++
	}
	return owners
}

func (b bytesDrawer) marked(at int) bool {
	for _, r := range b.Marked {
		if r.Offset <= at && at < r.Offset+r.Length {
			return true
		}
	}
	return false
}

func letters(bytes []byte) string {
	text := make([]byte, len(bytes))
	for i, c := range bytes {
		text[i] = '.'
		if c > ' ' && c < 0x7F {
			text[i] = c
		}
	}
	return string(text)
}

// tree draws the members, containers as branches.
func (b bytesDrawer) tree() {
	b.open("ul", "class", "tree", "role", "tree", "aria-label", rulebook.Label("tree", b.Lang, b.Object.Structure))
	b.members(-1, 1)
	b.close("ul")
}

func (b bytesDrawer) members(parent, level int) {
	for i := parent + 1; i < len(b.Layout.Slots) && b.Layout.Slots[i].Parent >= parent; i++ {
		if b.Layout.Slots[i].Parent == parent {
			b.member(i, level)
		}
	}
}

func (b bytesDrawer) member(i, level int) {
	s := &b.Layout.Slots[i]
	branch := s.Kind.Container() && !b.folded(i)
	present := b.Present(i)
	attributes := []string{
		"role", "treeitem", "aria-level", number(level), when(branch, "aria-expanded", ""), "true", "tabindex", when(i == 0, "0", "-1"),
		"class", classes("member", s.Kind.String(), when(!present, "absent", "")),
		"data-path", string(s.Path), "data-from", number(s.Offset), "data-to", number(s.End()),
	}
	b.open("li", attributes...)
	b.row(i, present)
	if branch {
		b.open("ul", "role", "group")
		b.members(i, level+1)
		b.close("ul")
	}
	b.close("li")
}

// folded: arrays of bytes, strings and GUIDs are one value, also out of reach.
func (b bytesDrawer) folded(i int) bool {
	s := &b.Layout.Slots[i]
	return b.Text(i) != "" || codec.One(s) && s.Offset >= b.Reach()
}

func (b bytesDrawer) row(i int, present bool) {
	s := &b.Layout.Slots[i]
	b.open("span", "class", "row")
	b.tag("span", lastName(s.Path), "class", "name")
	b.tag("span", b.Text(i), "class", "value")
	if version := b.Version(i); version != "" {
		b.tag("span", version, "class", "beside")
	}
	if missing := b.Missing(i); missing > 0 {
		b.tag("span", rulebook.Label("missing", b.Lang, number(missing)), "class", "note")
	}
	if !present {
		b.tag("span", rulebook.Label("absent", b.Lang), "class", "note")
	}
	b.tag("span", place(s, b.Lang), "class", "place")
	b.tag("span", s.Type, "class", "type")
	b.close("span")
}

// place is where a member lies: "+0x70 4", "+0x4 8…9 bits" for bits.
func place(s *catalog.Slot, lang rulebook.Lang) string {
	text := "+" + strings.ToLower(ndis.Hex(uint64(s.Offset), 1))
	if s.Bits == 0 {
		return text + " " + number(s.Size)
	}
	text += " " + number(s.Bit)
	if s.Bits > 1 {
		text += "…" + number(s.Bit+s.Bits-1)
	}
	return text + " " + rulebook.Label("bits", lang)
}

func lastName(path ndis.Path) string {
	text := string(path)
	if open := strings.LastIndexByte(text, '['); open >= 0 && strings.HasSuffix(text, "]") {
		return text[open:]
	}
	return text[strings.LastIndexByte(text, '.')+1:]
}
