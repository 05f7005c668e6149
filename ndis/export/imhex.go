package export

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// imHex is a pattern of ImHex for the record's declared layout, placed at 0.
func imHex(r *codec.Record) (string, error) {
	l := r.Declared()
	root := tree(l)
	w := hexpatWriter{open: openEnd(&root), names: unique{}, bodies: map[string]string{}, enums: map[string]bool{}}
	name := w.container(&root, "")
	var t lines
	t.line("// ", title(l), ": ", ndis.Hex(uint64(l.Size), 2), " bytes.")
	if url := ndis.DocURL(l.Structure.Doc); url != "" {
		t.line("// ", url)
	}
	t.line("#pragma endian little")
	if w.open != nil {
		t.line("import std.mem;")
	}
	t.WriteString(w.String())
	t.line("\n", name, " ", snake(name), " @ 0x00;")
	return t.String(), nil
}

// hexpatWriter holds the types that are written; each stands before its users.
type hexpatWriter struct {
	lines
	open   *node
	names  unique
	bodies map[string]string
	enums  map[string]bool
}

// reservedWords of the pattern language that a header may use as names.
const reservedWords = " padding be le if else while for match return break continue struct union enum bitfield using fn in out ref " +
	"this parent null true false const import as is namespace try catch addressof sizeof typenameof bool char char16 str auto "

func hexpatName(name string) string {
	if strings.Contains(reservedWords, " "+name+" ") {
		return name + "_"
	}
	return name
}

// container is the name of a structure's or a union's type, "" of which says
// where it stands.
func (w *hexpatWriter) container(n *node, outer string) string {
	wanted := n.target
	if wanted == "" {
		wanted = outer
	}
	var b lines
	if n.kind == catalog.KindUnion {
		w.arms(&b, n, wanted)
	} else {
		w.sequence(&b, n, wanted)
	}
	return w.declare(keyword(n.kind == catalog.KindUnion), wanted, b.String())
}

// arms writes a union's members. Padding that none of them reaches into is one
// more.
func (w *hexpatWriter) arms(b *lines, n *node, outer string) {
	end := n.offset
	for i := range n.children {
		w.members(b, n.children[i:i+1], outer, n.offset)
		end = max(end, n.children[i].end())
	}
	if end < n.end() {
		b.padding(n.size)
	}
}

// declare writes a type unless it is written; one of the same name that differs
// (a revision cuts it short) gets another name.
func (w *hexpatWriter) declare(keyword, wanted, body string) string {
	if known, ok := w.bodies[wanted]; ok && known == body {
		return wanted
	}
	name := w.names.name(wanted)
	w.bodies[name] = body
	w.line("\n", keyword, " ", name, " {")
	w.WriteString(body)
	w.line("};")
	return name
}

func (w *hexpatWriter) sequence(b *lines, n *node, outer string) {
	next := n.offset
	for i := 0; i < len(n.children); {
		count := unit(n.children[i:])
		child := &n.children[i]
		b.padding(child.offset - next)
		w.members(b, n.children[i:i+count], outer, n.offset)
		next = child.end()
		i += count
	}
	if !n.endsWith(w.open) {
		b.padding(n.end() - next)
	}
}

func (l *lines) padding(size int) {
	if size > 0 {
		l.line("    padding[", strconv.Itoa(size), "];")
	}
}

// unit counts the members from the first on that share its unit of bit-fields.
func unit(nodes []node) int {
	count := 1
	for count < len(nodes) && nodes[0].isBits() && nodes[count].isBits() && nodes[count].offset == nodes[0].offset {
		count++
	}
	return count
}

func (n *node) isBits() bool { return n.slot != nil && n.slot.Bits > 0 }

// members writes one member, or the bit-fields of one unit. What has no name in
// C is named by where it lies from the container's begin on.
func (w *hexpatWriter) members(b *lines, nodes []node, outer string, from int) {
	n := &nodes[0]
	place := strconv.Itoa(n.offset - from)
	switch {
	case n.isBits():
		w.bitField(b, nodes, outer, "bits_"+place)
	case n.name == "":
		inner := "unnamed_" + place
		b.line("    ", w.container(n, outer+"_"+inner), " ", inner, " [[inline]];")
	default:
		typeName, length := w.declared(n, outer+"_"+n.name)
		b.line("    ", typeName, " ", hexpatName(n.name), length, ";")
	}
}

// bitField writes a unit: the pattern language has bit-fields as types.
func (w *hexpatWriter) bitField(b *lines, nodes []node, outer, inner string) {
	if len(nodes) == 1 {
		inner = nodes[0].name + "_" + inner
	}
	var fields lines
	bit := 0
	for i := range nodes {
		s := nodes[i].slot
		fields.line("    ", w.bitType(s), hexpatName(nodes[i].name), " : ", strconv.Itoa(s.Bits), ";")
		bit = s.Bit + s.Bits
	}
	if rest := 8*nodes[0].size - bit; rest > 0 {
		fields.line("    padding : ", strconv.Itoa(rest), ";")
	}
	b.line("    ", w.declare("bitfield", outer+"_"+inner, fields.String()), " ", inner, " [[inline]];")
}

func (w *hexpatWriter) bitType(s *catalog.Slot) string {
	if s.Group() == nil || s.Group().Kind == catalog.Flags {
		return ""
	}
	return w.enum(s) + " "
}

// declared is a member's type, and its length in brackets where it is an array.
func (w *hexpatWriter) declared(n *node, outer string) (typeName, length string) {
	if n.kind != catalog.KindArray {
		return w.single(n, outer), ""
	}
	element := n.element
	if len(n.children) > 0 {
		element = &n.children[0]
	}
	length = "[" + strconv.Itoa(len(n.children)) + "]"
	if n == w.open {
		length = "[(std::mem::size() - " + strconv.Itoa(n.offset) + ") / " + strconv.Itoa(max(1, elementSize(element))) + "]"
	}
	switch {
	case element == nil:
		return "u8", length
	case element.kind == catalog.KindArray: // no array of arrays
		inner, cells := w.declared(element, outer)
		return w.declare("struct", outer+"_row", "    "+inner+" cells"+cells+";\n"), length
	}
	return w.single(element, outer), length
}

// elementSize is in bytes, 0 where the element has no type of its own.
func elementSize(element *node) int {
	if element == nil {
		return 0
	}
	return element.size
}

func (w *hexpatWriter) single(n *node, outer string) string {
	switch {
	case n.kind.Container():
		return w.container(n, outer)
	case n.slot.Group() != nil && n.slot.Group().Kind != catalog.Flags:
		return w.enum(n.slot)
	}
	return integerType(n.slot)
}

func integerType(s *catalog.Slot) string {
	letter := "u"
	if s.Base.Signed() {
		letter = "s"
	}
	return letter + strconv.Itoa(8*s.Size)
}

// enum is the name of a group's enumeration over a leaf's integer type.
func (w *hexpatWriter) enum(s *catalog.Slot) string {
	base := integerType(s)
	name := s.Group().Name + "_" + base
	if w.enums[name] {
		return name
	}
	w.enums[name] = true
	w.line("\nenum ", name, " : ", base, " {")
	for _, c := range s.Group().Constants {
		w.line("    ", hexpatName(c.Name), " = ", constantText(s.Group(), c), ",")
	}
	w.line("};")
	return name
}
