package export

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// kaitai is a .ksy of Kaitai Struct for the record's declared layout: a type for each
// structure, what lies between members as members of their own.
func kaitai(r *codec.Record) (string, error) {
	l := r.Declared()
	root := tree(l)
	k := ksyWriter{open: openEnd(&root), types: unique{}, bodies: map[string]string{}, enumNames: map[*catalog.Group]string{}}
	id := k.types.name(snake(l.Structure.Name))
	body := k.body(&root, id)
	var t lines
	t.line("meta:")
	t.line("  id: ", id)
	t.line("  title: ", ndis.Quote(title(l)))
	t.line("  endian: le")
	t.line("  bit-endian: le")
	t.line("-orig-id: ", ndis.Quote(l.Structure.Name))
	t.WriteString(docRef(l.Structure))
	t.WriteString(body)
	t.section("types", k.typeText.String())
	t.section("enums", k.enumText.String())
	return t.String(), nil
}

// title is what a layout is of, in a line.
func title(l *catalog.Layout) string {
	text := l.Structure.Name
	if l.Revision > 0 {
		text += " revision " + strconv.Itoa(l.Revision)
	}
	return text + ", NDIS " + l.Version.String() + ", " + l.Arch.String()
}

func docRef(s *catalog.Structure) string {
	if s.Doc == "" {
		return ""
	}
	return "doc-ref: " + ndis.Quote(ndis.DocURL(s.Doc)) + "\n"
}

// section writes what stands below a key, if there is any.
func (l *lines) section(key, text string) {
	if text != "" {
		l.line(key, ":")
		l.WriteString(indented(text))
	}
}

func indented(text string) string {
	return "  " + strings.TrimSuffix(strings.ReplaceAll(text, "\n", "\n  "), "  ")
}

// endsWith reports whether the last member is that one.
func (n *node) endsWith(member *node) bool {
	return len(n.children) > 0 && &n.children[len(n.children)-1] == member
}

// openEnd is the array that goes on behind the structure, nil for none.
func openEnd(root *node) *node {
	if n := len(root.children); n > 0 && root.kind == catalog.KindStruct {
		if last := &root.children[n-1]; last.slot != nil && last.slot.Tail {
			return last
		}
	}
	return nil
}

type ksyWriter struct {
	typeText, enumText lines
	open               *node
	types              unique
	bodies             map[string]string // of the types that are written
	enumNames          map[*catalog.Group]string
}

// ksyBody is a type while it grows.
type ksyBody struct {
	*ksyWriter
	seq, instances lines
	names          unique
	typeName       string
}

// body is what stands in a type: a sequence, or the arms of a union.
func (k *ksyWriter) body(n *node, typeName string) string {
	b := ksyBody{ksyWriter: k, names: unique{}, typeName: typeName}
	if n.kind == catalog.KindUnion {
		for i := range n.children {
			b.arm(&n.children[i], n.offset)
		}
	} else {
		b.sequence(n)
	}
	var t lines
	t.section("seq", b.seq.String())
	t.section("instances", b.instances.String())
	if t.Len() == 0 {
		return "seq: []\n"
	}
	return t.String()
}

func (b *ksyBody) sequence(n *node) {
	next := n.start()
	for i := range n.children {
		child := &n.children[i]
		b.skip(next, child.start())
		if !b.wide(child, -1) {
			b.attribute(b.names.name(ksyName(child)), b.fields(child))
		}
		next = child.stop()
	}
	if !n.endsWith(b.open) {
		b.skip(next, n.stop())
	}
}

func ksyName(n *node) string {
	if n.name == "" {
		return "unnamed_" + n.kind.String()
	}
	return snake(n.name)
}

// skip writes what lies between two bits, as bits up to the next byte and from
// the last one on, as bytes between.
func (b *ksyBody) skip(from, to int) {
	for from < to {
		step, fields := min(to-from, 8-from%8), "type: b"
		if from%8 == 0 && to-from >= 8 {
			step = (to - from) / 8 * 8
			fields = "size: " + strconv.Itoa(step/8)
		} else {
			fields += strconv.Itoa(step)
		}
		b.attribute(b.names.name("padding"), fields+"\n")
		from += step
	}
}

func (b *ksyBody) attribute(id, fields string) {
	b.seq.WriteString("- id: " + id + "\n" + indented(fields))
}

func (b *ksyBody) instance(id, fields string) {
	b.instances.WriteString(id + ":\n" + indented(fields))
}

// arm is a member of a union: read when asked for, from the union's begin on.
func (b *ksyBody) arm(child *node, from int) {
	offset := child.offset - from
	if b.wide(child, offset) {
		return
	}
	b.instance(b.names.name(ksyName(child)), position(offset)+b.fields(child))
}

func position(offset int) string { return "pos: " + strconv.Itoa(offset) + "\n" }

// ksyBits is how wide a bit-field every parser of Kaitai Struct reads.
const ksyBits = 32

// wide writes a bit-field that is wider, as two halves and what they make. The
// offset is that of a union's arm, -1 in a structure.
func (b *ksyBody) wide(n *node, offset int) bool {
	if n.slot == nil || n.slot.Bits <= ksyBits {
		return false
	}
	id := b.names.name(snake(n.name))
	low, high := b.names.name(id+"_low"), b.names.name(id+"_high")
	lowType, highType := "type: b"+strconv.Itoa(ksyBits)+"\n", "type: b"+strconv.Itoa(n.slot.Bits-ksyBits)+"\n"
	if offset < 0 {
		b.attribute(low, lowType)
		b.attribute(high, highType)
	} else {
		b.instance(low, position(offset)+lowType)
		b.instance(high, position(offset+ksyBits/8)+highType)
	}
	b.instance(id, originally(n)+"value: "+low+" + "+high+" * "+strconv.Itoa(1<<ksyBits)+"\n")
	return true
}

// originally is the name that the header has for it.
func originally(n *node) string {
	if n.name == "" {
		return ""
	}
	return "-orig-id: " + ndis.Quote(n.name) + "\n"
}

// fields say what a member is.
func (b *ksyBody) fields(n *node) string { return originally(n) + b.typeFields(n, n.name) }

func (b *ksyBody) typeFields(n *node, name string) string {
	switch n.kind {
	case catalog.KindArray:
		return b.array(n, name)
	case catalog.KindStruct:
		return "type: " + b.typeOf(n, name) + "\n"
	case catalog.KindUnion:
		return "type: " + b.typeOf(n, name) + "\nsize: " + strconv.Itoa(n.size) + "\n"
	}
	return b.leaf(n.slot)
}

func (b *ksyBody) array(n *node, name string) string {
	element := n.element
	if len(n.children) > 0 {
		element = &n.children[0]
	}
	repeat := "repeat: expr\nrepeat-expr: " + b.count(n, element) + "\n"
	if n == b.open && (element == nil || element.size == 1) {
		repeat = "repeat: eos\n"
	}
	switch {
	case element == nil:
		return "type: u1\n" + repeat
	case element.kind == catalog.KindArray: // no repetition of a repetition
		return "type: " + b.row(element, name) + "\n" + repeat
	}
	return b.typeFields(element, name) + repeat
}

// count is how many elements there are. In an open end, what does not make a
// whole one is padding.
func (b *ksyBody) count(n, element *node) string {
	if n == b.open && element != nil && element.size > 0 {
		return ndis.Quote("(_io.size - " + strconv.Itoa(n.offset) + ") / " + strconv.Itoa(element.size))
	}
	return strconv.Itoa(len(n.children))
}

// row is the type of an array's element that is an array.
func (b *ksyBody) row(element *node, name string) string {
	wanted := b.typeName + "_" + snake(name)
	return b.declare(wanted, func(string) string {
		return "seq:\n  - id: cells\n" + indented(indented(b.typeFields(element, name)))
	}, "")
}

// typeOf is the type of a nested structure, written when it is first seen. One
// that a revision cuts short differs from the whole one.
func (b *ksyBody) typeOf(n *node, name string) string {
	wanted, head := b.typeName+"_"+snake(name), ""
	if name == "" {
		wanted = b.typeName + "_unnamed"
	}
	if n.target != "" {
		wanted = snake(n.target)
		head = "-orig-id: " + ndis.Quote(n.target) + "\n" + docRef(catalog.MustLookup(n.target))
	}
	return b.declare(wanted, func(id string) string { return b.body(n, id) }, head)
}

func (k *ksyWriter) declare(wanted string, body func(id string) string, head string) string {
	text := body(wanted)
	if known, ok := k.bodies[wanted]; ok && known == text {
		return wanted
	}
	id := k.types.name(wanted)
	k.bodies[id] = text
	k.typeText.section(id, head+text)
	return id
}

func (b *ksyBody) leaf(s *catalog.Slot) string {
	letter := "u"
	if s.Base.Signed() {
		letter = "s"
	}
	text := "type: " + letter + strconv.Itoa(s.Size) + "\n"
	if s.Bits > 0 {
		text = "type: b" + strconv.Itoa(s.Bits) + "\n"
	}
	g := s.Group()
	switch {
	case g == nil:
		return text
	case !enumerable(g):
		return text + "doc: " + ndis.Quote(flagList(g)) + "\n"
	}
	return text + "enum: " + b.enum(g) + "\n"
}

// enumerable reports whether a group can be an enumeration of Kaitai Struct: one
// of its values at a time, none wider than each language's numbers.
func enumerable(g *catalog.Group) bool {
	wide := func(c catalog.Constant) bool { return c.Value > math.MaxUint32 }
	return g.Kind == catalog.Enumeration || g.Kind == catalog.Values && !slices.ContainsFunc(g.Constants, wide)
}

// flagList names the flags of a group and their values.
func flagList(g *catalog.Group) string {
	var names []string
	for _, c := range g.Constants {
		names = append(names, ndis.Hex(c.Value, 1)+" "+c.Name)
	}
	return strings.Join(names, ", ")
}

// constantText is a constant's number; those of enumerations are signed, and four
// bytes wide.
func constantText(g *catalog.Group, c catalog.Constant) string {
	if g.Kind == catalog.Enumeration {
		return strconv.Itoa(int(int32(c.Value)))
	}
	return strconv.FormatUint(c.Value, 10)
}

// enum is the name of a group's enumeration, written when it is first asked for.
func (k *ksyWriter) enum(g *catalog.Group) string {
	if name, ok := k.enumNames[g]; ok {
		return name
	}
	id := snake(g.Name)
	k.enumNames[g] = id
	var t lines
	names, values := unique{}, map[uint64]bool{}
	for _, c := range g.Constants {
		if values[c.Value] {
			continue // another name of the same value
		}
		values[c.Value] = true
		t.section(constantText(g, c), "id: "+names.name(snake(c.Name))+"\n-orig-id: "+ndis.Quote(c.Name)+"\n")
	}
	k.enumText.section(id, t.String())
	return id
}
