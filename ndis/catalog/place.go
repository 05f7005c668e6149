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
	pack    int    // of the structure that is being placed: the most that a member is aligned to, 0 is no limit
	brief   bool   // sizes alone, no slots
	through string // briefly: the member whose end is asked for
}

// block is members in place, offsets from the block's begin.
type block struct {
	size, align int
	slots       []Slot
	end         int // of the member asked for, 0 where it is not inside
}

func (p placer) structure(s *Structure) block {
	p.pack = s.pack
	b := p.members(s.Members, s.Union)
	b.align = max(b.align, s.align.on(p.arch))
	b.size = roundUp(b.size, b.align)
	return b
}

// inner is a structure inside another. Briefly it is how long it is, nothing
// more, and that is kept.
func (p placer) inner(s *Structure) block {
	if !p.brief {
		return p.structure(s)
	}
	key := extentKey{p.arch, p.version}
	if known, ok := s.extents.load(key); ok {
		return known
	}
	p.through = ""
	return s.extents.store(key, p.structure(s))
}

type extentKey struct {
	arch    ndis.Arch
	version ndis.Version
}

// members places the members that exist at the version one behind the other, or
// all at the begin of a union.
func (p placer) members(members []Member, union bool) block {
	run := run{block: block{align: 1}, union: union, pack: p.pack}
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
	pack  int
	next  int
	unit  struct{ size, offset, taken int }
}

func (r *run) place(p placer, m *Member) {
	b := p.member(m)
	align := b.align
	if r.pack > 0 {
		align = min(align, r.pack)
	}
	bits := m.Width(p.version)
	if bits > 0 && !r.union && r.unit.size == b.size && r.unit.taken+bits <= 8*b.size {
		if !p.brief {
			b.slots[0].Bit = r.unit.taken
		}
		r.append(b, r.unit.offset)
		r.unit.taken += bits
		return
	}
	offset := roundUp(r.next, align)
	r.append(b, offset)
	r.align = max(r.align, align)
	r.size = max(r.size, offset+b.size)
	r.unit.size = 0
	if bits > 0 {
		r.unit.size, r.unit.offset, r.unit.taken = b.size, offset, bits
	}
	if !r.union {
		r.next = offset + b.size
	}
}

// append adds the block's slots, moved to the offset.
func (r *run) append(b block, offset int) {
	if b.end > 0 {
		r.end = offset + b.end
	}
	first := len(r.slots)
	r.slots = append(r.slots, b.slots...)
	for i := first; i < len(r.slots); i++ {
		s := &r.slots[i]
		s.Offset += offset
		if s.Parent >= 0 {
			s.Parent += first
		}
	}
}

// member lays out one member on its own: its slot first, then what is inside.
// An unnamed one has no slot of its own.
func (p placer) member(m *Member) block {
	lengths := m.Lengths(p.version, p.arch)
	b := p.element(m, len(lengths) > 0)
	for i := len(lengths) - 1; i >= 0; i-- {
		b = p.array(b, m, lengths[i:])
	}
	if m.Name != "" {
		rename(b.slots, m)
		b.end = 0
	}
	if m.Name != "" && m.Name == p.through {
		b.end = b.size
	}
	b.align = max(b.align, m.align.on(p.arch))
	return b
}

// element lays out a member without its dimensions.
func (p placer) element(m *Member, inArray bool) block {
	if m.Members != nil {
		kind, name := KindStruct, "struct"
		if m.Union {
			kind, name = KindUnion, "union"
		}
		return p.contain(p.members(m.Members, m.Union), m, Slot{Type: name, Kind: kind})
	}
	t := m.meaning
	if t.array != nil {
		return p.typedef(m, t.array)
	}
	base, target := t.base, t.target
	if base == BaseNone {
		record := MustLookup(target)
		kind := KindStruct
		if record.Union {
			kind = KindUnion
		}
		return p.contain(p.inner(record), m, Slot{Type: m.Type, Kind: kind, Target: record.Name})
	}
	size := base.Size(p.arch)
	if p.brief {
		return block{size: size, align: size}
	}
	slot := Slot{Type: m.Type, Kind: leafKind(base), Base: base, Size: size, Bits: m.Width(p.version), Since: m.Since, Format: m.format, Parent: -1}
	if inArray {
		slot.Format = ""
	}
	if slot.Bits > 0 {
		slot.Kind = KindBitField
	}
	if base == BasePointer {
		slot.Target = target
	}
	slot.group = m.group
	if base == BaseEnum {
		slot.group = target
	}
	return block{size: size, align: size, slots: []Slot{slot}}
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

// contain puts a slot before those of a block, unless C has no name for it.
func (p placer) contain(b block, m *Member, outer Slot) block {
	if m.Name == "" || p.brief {
		return b
	}
	outer.Size, outer.Since, outer.Parent = b.size, m.Since, -1
	slots := make([]Slot, 1, len(b.slots)+1)
	slots[0] = outer
	slots = append(slots, b.slots...)
	for i := range b.slots {
		slots[i+1].Parent++
	}
	return block{size: b.size, align: b.align, slots: slots}
}

// typedef lays out a type that is an array: DOT11_MAC_ADDRESS.
func (p placer) typedef(m, declared *Member) block {
	b := p.member(declared)
	if !p.brief {
		b.slots[0].Type = m.Type
	}
	for i := range b.slots {
		b.slots[i].Since = m.Since
	}
	return b
}

// array repeats a block, lengths[0] times; the other lengths are the element's
// own.
func (p placer) array(element block, m *Member, lengths []int) block {
	count := lengths[0]
	if p.brief {
		return block{size: count * element.size, align: element.align}
	}
	declared := m.Type
	for _, n := range lengths {
		declared += "[" + strconv.Itoa(n) + "]"
	}
	outer := Slot{Type: declared, Kind: KindArray, Size: count * element.size, Since: m.Since, Parent: -1, Tail: m.tail || count == 0, Format: m.format}
	outer.Bytes = len(element.slots) == 1 && element.slots[0].Base == BaseU8
	slots := make([]Slot, 0, 1+count*len(element.slots))
	slots = append(slots, outer)
	for n := range count {
		index := ndis.Path("[" + strconv.Itoa(n) + "]")
		first := len(slots)
		for _, s := range element.slots {
			s.Offset += n * element.size
			if s.Parent < 0 {
				s.Parent = 0
			} else {
				s.Parent += first
			}
			s.Path = join(index, s.Path)
			slots = append(slots, s)
		}
	}
	return block{size: outer.Size, align: element.align, slots: slots}
}

// rename puts the member's name before the paths of its slots, and its version
// over theirs where it is later.
func rename(slots []Slot, m *Member) {
	for i := range slots {
		slots[i].Path = join(ndis.Path(m.Name), slots[i].Path)
		slots[i].Since = max(slots[i].Since, m.Since)
	}
}

func join(outer, inner ndis.Path) ndis.Path {
	if inner == "" || inner[0] == '[' {
		return outer + inner
	}
	return outer + "." + inner
}

func roundUp(n, align int) int {
	return (n + align - 1) / align * align
}
