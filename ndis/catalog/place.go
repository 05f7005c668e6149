package catalog

import (
	"strconv"

	"ndisplayground/ndis"
)

// placer lays members out as the Microsoft C compiler does for Windows: each at
// its natural alignment (eight-byte integers at 8 on x86 too, only pointers
// shrink), bit-fields of one type size packed into a unit of that size.
type placer struct {
	arch    ndis.Arch
	version ndis.Version
	pack    int     // of the structure that is being placed: the most that a member is aligned to, 0 is no limit
	through string  // the member whose end is asked for
	slots   *[]Slot // takes the members, containers before what they contain; nil where sizes are all that is asked for
	path    ndis.Path
	since   ndis.Version // of the members around
	parent  int          // index of the container in slots, -1 for none
}

// block is how long something is, how it is aligned, and where in it the member
// ends that was asked for, 0 where that is not inside.
type block struct{ size, align, end int }

func (p *placer) structure(s *Structure) block {
	inner := *p
	inner.pack = s.pack
	b := inner.members(s.Members, s.Union)
	b.align = max(b.align, s.align.on(p.arch))
	b.size = roundUp(b.size, b.align)
	return b
}

// inner is a structure inside another. Where only its size is asked for, that is
// kept.
func (p *placer) inner(s *Structure) block {
	if p.slots != nil {
		return p.structure(s)
	}
	key := extentKey{p.arch, p.version}
	if known, ok := s.extents.load(key); ok {
		return known
	}
	inner := *p
	inner.through = ""
	return s.extents.store(key, inner.structure(s))
}

type extentKey struct {
	arch    ndis.Arch
	version ndis.Version
}

// members places the members that exist at the version one behind the other, or
// all at the begin of a union.
func (p *placer) members(members []Member, union bool) block {
	run := run{block: block{align: 1}, union: union}
	for i := range members {
		if m := &members[i]; m.Exists(p.version, p.arch) {
			run.place(p, m)
		}
	}
	run.size = roundUp(run.size, run.align)
	return run.block
}

// run is the state between two members: unit is the open unit of bit-fields,
// its size in bytes, where it lies, and how many bits are taken.
type run struct {
	block
	union bool
	next  int
	unit  struct{ size, offset, taken int }
}

func (r *run) place(p *placer, m *Member) {
	first := p.count()
	b := p.member(m)
	if p.pack > 0 {
		b.align = min(b.align, p.pack)
	}
	bits := m.Width(p.version)
	if bits > 0 && !r.union && r.unit.size == b.size && r.unit.taken+bits <= 8*b.size {
		p.move(first, r.unit.offset, r.unit.taken)
		r.unit.taken += bits
		return
	}
	offset := roundUp(r.next, b.align)
	p.move(first, offset, 0)
	if b.end > 0 {
		r.end = offset + b.end
	}
	r.align = max(r.align, b.align)
	r.size = max(r.size, offset+b.size)
	r.unit.size = 0
	if bits > 0 {
		r.unit.size, r.unit.offset, r.unit.taken = b.size, offset, bits
	}
	if !r.union {
		r.next = offset + b.size
	}
}

// count is the number of slots so far.
func (p *placer) count() int {
	if p.slots == nil {
		return 0
	}
	return len(*p.slots)
}

// move puts what was placed since the first slot where it belongs: behind an offset
// in bytes, and a bit-field behind bits of its unit.
func (p *placer) move(first, offset, bit int) {
	if p.slots == nil {
		return
	}
	moved := (*p.slots)[first:]
	for i := range moved {
		moved[i].Offset += offset
	}
	if bit > 0 {
		moved[0].Bit = bit
	}
}

// add appends a slot for a member, and returns its index.
func (p *placer) add(m *Member, s Slot) int {
	s.Path, s.Since, s.Parent = p.path, max(p.since, m.Since), p.parent
	*p.slots = append(*p.slots, s)
	return len(*p.slots) - 1
}

// member lays out one member on its own: its slot first, then what is inside.
// An unnamed one has no slot of its own.
func (p *placer) member(m *Member) block {
	inner := p
	if m.Name != "" && p.slots != nil {
		named := *p
		named.path, named.since = join(p.path, ndis.Path(m.Name)), max(p.since, m.Since)
		inner = &named
	}
	b := inner.array(m, m.Lengths(p.version, p.arch), false)
	if m.Name != "" {
		b.end = 0
	}
	if m.Name != "" && m.Name == p.through {
		b.end = b.size
	}
	b.align = max(b.align, m.align.on(p.arch))
	return b
}

// array lays out a member with the dimensions that are left: its first element, and
// that as often as the first of them says.
func (p *placer) array(m *Member, lengths []int, inside bool) block {
	if len(lengths) == 0 {
		return p.element(m, inside)
	}
	count := lengths[0]
	if p.slots == nil {
		b := p.array(m, lengths[1:], true)
		b.size *= count
		return b
	}
	first := *p
	first.path += subscript(0)
	outer := Slot{Type: m.Type + brackets(lengths), Kind: KindArray, Tail: m.tail || count == 0, Count: m.count}
	if len(lengths) == 1 {
		outer.Format = formatOf(m)
	}
	first.parent = p.add(m, outer)
	b := first.array(m, lengths[1:], true)
	p.repeat(first.parent, count, b.size)
	b.size *= count
	return b
}

// brackets are dimensions as C writes them.
func brackets(lengths []int) string {
	text := ""
	for _, n := range lengths {
		text += string(subscript(n))
	}
	return text
}

func subscript(n int) ndis.Path { return ndis.Path("[" + strconv.Itoa(n) + "]") }

// repeat completes an array whose first element stands behind it.
func (p *placer) repeat(outer, count, size int) {
	all := *p.slots
	array, element := &all[outer], all[outer+1:]
	array.Size = count * size
	array.Bytes = len(element) == 1 && (element[0].Base == BaseU8 || array.Format == FormatBytes)
	if count == 0 {
		*p.slots = all[:outer+1]
	}
	first := p.path + subscript(0)
	for n := 1; n < count; n++ {
		path := p.path + subscript(n)
		for _, s := range element {
			s.Offset += n * size
			s.Path = path + s.Path[len(first):]
			if s.Parent != outer {
				s.Parent += n * len(element)
			}
			*p.slots = append(*p.slots, s)
		}
	}
}

// element lays out a member without its dimensions.
func (p *placer) element(m *Member, inArray bool) block {
	if m.Members != nil {
		return p.contain(m)
	}
	t := m.meaning
	switch {
	case t.array != nil:
		return p.typedef(m, t.array)
	case t.base == BaseNone:
		return p.contain(m)
	}
	size := t.base.Size(p.arch)
	if p.slots != nil {
		p.leaf(m, size, inArray)
	}
	return block{size: size, align: size}
}

// leaf adds the slot of a member that holds a value.
func (p *placer) leaf(m *Member, size int, inArray bool) {
	t := m.meaning
	slot := Slot{Type: m.Type, Kind: leafKind(t.base), Base: t.base, Size: size, Bits: m.Width(p.version), group: m.group}
	if !inArray {
		slot.Format, slot.Beside = formatOf(m), ndis.Path(m.beside)
	}
	if slot.Bits > 0 {
		slot.Kind = KindBitField
	}
	switch t.base {
	case BasePointer:
		slot.Target = t.target
	case BaseEnum:
		slot.group = t.target
	}
	p.add(m, slot)
}

// formatOf is how people write a member: as it says itself, or as its type says.
func formatOf(m *Member) Format {
	if m.format != "" || m.meaning == nil {
		return m.format
	}
	return m.meaning.format
}

func leafKind(b Base) Kind {
	switch b {
	case BaseEnum:
		return KindEnum
	case BasePointer:
		return KindPointer
	case BaseFunc:
		return KindFunction
	}
	return KindScalar
}

// contain adds a slot, unless C has no name for it, and then what is inside.
func (p *placer) contain(m *Member) block {
	if m.Name == "" || p.slots == nil {
		return p.inside(m)
	}
	inner := *p
	inner.parent = p.add(m, containerSlot(m))
	b := inner.inside(m)
	(*p.slots)[inner.parent].Size = b.size
	return b
}

// inside lays out what a member contains.
func (p *placer) inside(m *Member) block {
	if m.Members != nil {
		return p.members(m.Members, m.Union)
	}
	return p.inner(MustLookup(m.meaning.target))
}

func containerSlot(m *Member) Slot {
	s, union := Slot{Type: "struct", Kind: KindStruct}, m.Union
	if m.Members == nil {
		record := MustLookup(m.meaning.target)
		s.Type, s.Target, s.Format, union = m.Type, record.Name, record.format, record.Union
	} else if union {
		s.Type = "union"
	}
	if union {
		s.Kind = KindUnion
	}
	return s
}

// typedef lays out a type that is an array: DOT11_MAC_ADDRESS.
func (p *placer) typedef(m, declared *Member) block {
	own := *p
	own.since = max(p.since, m.Since)
	first := p.count()
	b := own.member(declared)
	if p.slots != nil {
		(*p.slots)[first].Type = m.Type
	}
	return b
}

func join(outer, inner ndis.Path) ndis.Path {
	if outer == "" || inner == "" || inner[0] == '[' {
		return outer + inner
	}
	return outer + "." + inner
}

func roundUp(n, align int) int {
	return (n + align - 1) / align * align
}
