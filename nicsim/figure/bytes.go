package figure

import (
	"encoding/hex"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
	"ndisplayground/nicsim/rulebook"
)

// BytesOptions say how bytes are drawn. Marked are the bytes that a
// rule looked at.
type BytesOptions struct {
	Lang   rulebook.Lang
	Marked []trace.Ref
}

// View is an object as it is drawn: a structure's bytes through a layout, or a
// packet's through its layers. The Record of a packet is nil, and so is the Packet
// of a structure.
type View struct {
	*codec.Record
	Packet *packet.Packet
	Object trace.Object
}

// Look chooses the layout that an object's own header asks for: its revision, or
// the newest one that is not above it. What has no structure is a packet.
func Look(o trace.Object) (View, error) {
	if o.Structure == "" {
		return lookAtPacket(o), nil
	}
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
	return View{Record: codec.Decode(layout, o.Bytes), Object: o}, nil
}

// Bytes draws a grid of the bytes beside a tree of the members, or of a packet's
// layers and fields. Cells carry data-at, members data-path, data-from and data-to:
// the bytes they lie in. Both can be walked with the arrow keys once a script moves
// their tabindex.
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

// Of more bytes than foldAbove, which only packets have, the grid shows those
// before foldFrom and the last foldTo.
const (
	foldAbove = 4096
	foldFrom  = 2048
	foldTo    = 64
)

// hex draws the grid: offsets, bytes, and what they are as letters.
func (b bytesDrawer) hex() {
	bytes := b.Object.Bytes
	owners := b.owners(len(bytes))
	b.open("table", "class", "hex", "role", "grid", "aria-readonly", "true", "aria-label", rulebook.Label("hex", b.Lang, Named(&b.Object, b.Lang)))
	for row := 0; row < len(bytes); row += columns {
		if row == foldFrom && len(bytes) > foldAbove {
			row = (len(bytes) - foldTo) &^ (columns - 1)
			b.open("tr", "class", "folded")
			b.tag("td", rulebook.Label("not-shown", b.Lang, number(row-foldFrom)), "colspan", number(columns+2))
			b.close("tr")
		}
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

// owners says, for each byte, which outermost member or layer it belongs to, as a
// class.
func (b bytesDrawer) owners(n int) []string {
	if b.Packet != nil {
		return layerOwners(b.Packet)
	}
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
	label := when(b.Packet == nil, "tree", "layers")
	b.open("ul", "class", "tree", "role", "tree", "aria-label", rulebook.Label(label, b.Lang, Named(&b.Object, b.Lang)))
	if b.Packet == nil {
		b.members(-1, 1)
	} else {
		b.layers()
	}
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
	b.treeItem(level, branch, i == 0, classes("member", s.Kind.String(), when(!present, "absent", "")), Part{s.Path, s.Offset, s.End()})
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
	text := offset(s.Offset)
	if s.Bits == 0 {
		return text + " " + number(s.Size)
	}
	text += " " + number(s.Bit)
	if s.Bits > 1 {
		text += "…" + number(s.Bit+s.Bits-1)
	}
	return text + " " + rulebook.Label("bits", lang)
}

func offset(at int) string { return "+" + strings.ToLower(ndis.Hex(uint64(at), 1)) }

func lastName(path ndis.Path) string {
	text := string(path)
	if open := strings.LastIndexByte(text, '['); open >= 0 && strings.HasSuffix(text, "]") {
		return text[open:]
	}
	return text[strings.LastIndexByte(text, '.')+1:]
}
