package catalog

import (
	"slices"
	"strconv"
	"sync"

	"ndisplayground/ndis"
)

// Codes of mistakes in asking for a layout.
const (
	// CodeRevisionUnknown: the structure has no such revision.
	CodeRevisionUnknown ndis.Code = "revision-unknown"
	// CodeVersionTooLow: the structure, the revision or the architecture does
	// not exist yet at that version.
	CodeVersionTooLow ndis.Code = "version-too-low"
	// CodeMemberUnknown: the layout has no such member.
	CodeMemberUnknown ndis.Code = "member-unknown"
	// CodeMemberLater: a later revision has the member.
	CodeMemberLater ndis.Code = "member-later"
)

// Options says which layout is meant. The zero Revision is the whole structure
// as the C type is compiled; the zero Version is the newest one, or with a
// Revision the last version for which that revision is right.
type Options struct {
	Arch     ndis.Arch
	Version  ndis.Version
	Revision int
}

// Layout is where each member lies. Size is in bytes and without the padding
// behind the last member where a revision was asked for, as the headers'
// NDIS_SIZEOF_..._REVISION_n count; else it is Sizeof, the size of the C type.
type Layout struct {
	Structure *Structure
	Options
	Size, Sizeof, Align int
	Slots               []Slot // containers before what they contain
	Leaves              []Leaf // the slots that hold a value, in the same order

	byPath func() map[ndis.Path]place // made when a path is first asked for
	tail   int                        // the slot of the counted array that ends the structure, -1 for none
}

// place is where a path's slot and leaf stand; leaf is -1 for a container.
type place struct{ slot, leaf int }

// Leaf is how to read a slot that holds a value: Size bytes at Offset, least
// significant first, shifted down by Shift bits, Mask applied.
// A leaf with a Shift continues the unit of the leaf before it.
type Leaf struct {
	Mask   uint64
	Slot   int32
	Offset int32
	Size   uint8
	Shift  uint8
}

// End is the first byte behind the leaf's unit.
func (l *Leaf) End() int { return int(l.Offset) + int(l.Size) }

// Kind is what a slot is, in the API's words.
type Kind uint8

// The kinds.
const (
	KindScalar Kind = iota
	KindEnum
	KindPointer
	KindFunction
	KindBitField
	KindStruct
	KindUnion
	KindArray
)

// String is the kind in lower case: "bitfield", "function-pointer".
func (k Kind) String() string {
	return []string{"scalar", "enum", "pointer", "function-pointer", "bitfield", "struct", "union", "array"}[k]
}

// Container reports whether the slot has others inside.
func (k Kind) Container() bool { return k >= KindStruct }

// Slot is one member in its place. Offset and Size are in bytes from the
// structure's begin; of a bit-field they are its unit's, Bit is its lowest bit
// and Bits its width.
type Slot struct {
	Path   ndis.Path
	Type   string // the declared C type, "UCHAR[16]"
	Kind   Kind
	Base   Base
	Offset int
	Size   int
	Bit    int
	Bits   int
	Since  ndis.Version
	Format Format
	Target string    // structure a pointer points to or a struct member is made of, "" where none is known
	Parent int       // index of the container, -1 at the top
	Tail   bool      // goes on behind the structure
	Bytes  bool      // an array of single bytes
	Count  *Count    // what counts an array's elements, nil where no member does
	Beside ndis.Path // the member of the same structure that is the minor half of the version, or ""
	group  string
}

// End is the first byte behind the slot.
func (s *Slot) End() int { return s.Offset + s.Size }

// Group is the constants that the member takes, nil where it takes none.
func (s *Slot) Group() *Group { return GroupNamed(s.group) }

// Layout computes where the members lie, or returns what it computed before.
func (s *Structure) Layout(o Options) (*Layout, error) {
	if known, ok := s.layouts.load(o); ok {
		return known, nil
	}
	resolved, err := s.resolve(o)
	if err != nil {
		return nil, err
	}
	layout, err := s.compute(resolved)
	if err != nil {
		return nil, err
	}
	return s.layouts.store(o, layout), nil
}

// resolve fills in the version and checks that what is asked for exists.
func (s *Structure) resolve(o Options) (Options, error) {
	revision, found := s.Revision(o.Revision)
	if o.Revision != 0 && !found {
		return o, ndis.NewError(CodeRevisionUnknown, s.Name, strconv.Itoa(o.Revision)).Suggest(s.revisionNumbers()...)
	}
	first := max(s.Since, revision.Since, o.Arch.Since())
	switch {
	case o.Version == 0 && o.Revision == 0:
		o.Version = ndis.Newest()
	case o.Version == 0:
		o.Version = max(s.LastVersion(revision), first)
	case o.Version < first:
		return o, ndis.NewError(CodeVersionTooLow, s.Name, o.Version.String(), o.Arch.String()).Suggest(first.String())
	}
	return o, nil
}

func (s *Structure) revisionNumbers() []string {
	var numbers []string
	for _, r := range s.Revisions {
		numbers = append(numbers, strconv.Itoa(r.Number))
	}
	return numbers
}

// Size is the Size of a layout, without the places of all its members.
func (s *Structure) Size(o Options) (int, error) {
	o, err := s.resolve(o)
	if err != nil {
		return 0, err
	}
	if size, ok := s.sizes.load(o); ok {
		return size, nil
	}
	size, ok := s.brief(o)
	if !ok {
		layout, err := s.place(o)
		if err != nil {
			return 0, err
		}
		size = layout.Size
	}
	return s.sizes.store(o, size), nil
}

// brief is the size where it does not take the places of the members; false
// where the revision ends inside an inner structure.
func (s *Structure) brief(o Options) (int, bool) {
	revision, _ := s.Revision(o.Revision)
	declared := s
	if revision.Of != "" {
		declared = MustLookup(revision.Of)
	}
	if revision.Literal > 0 {
		return revision.Literal, true
	}
	p := placer{arch: o.Arch, version: o.Version, through: string(revision.Through)}
	if p.through == "" {
		return p.inner(declared).size, true
	}
	e := p.structure(declared)
	return e.end, e.end > 0
}

func (s *Structure) compute(o Options) (*Layout, error) {
	layout, err := s.place(o)
	if err != nil {
		return nil, err
	}
	layout.tail = layout.findTail()
	layout.finish()
	return layout, nil
}

// finish makes what follows from the slots.
func (l *Layout) finish() {
	l.Leaves = leaves(l.Slots)
	l.byPath = sync.OnceValue(func() map[ndis.Path]place { return places(l) })
}

// place lays out the structure, or the one that the revision consists of, up to
// the revision's end.
func (s *Structure) place(o Options) (*Layout, error) {
	revision, ok := s.Revision(o.Revision)
	declared := s
	if revision.Of != "" {
		declared = MustLookup(revision.Of)
	}
	slots := make([]Slot, 0, 2*len(declared.Members))
	p := placer{arch: o.Arch, version: o.Version, slots: &slots, parent: -1}
	e := p.structure(declared)
	layout := &Layout{Structure: s, Options: o, Size: e.size, Sizeof: e.size, Align: e.align, Slots: slots}
	if ok {
		if err := layout.cut(revision); err != nil {
			return nil, err
		}
	}
	return layout, nil
}

func places(l *Layout) map[ndis.Path]place {
	all := make(map[ndis.Path]place, len(l.Slots))
	for i := range l.Slots {
		all[l.Slots[i].Path] = place{i, -1}
	}
	for i := range l.Leaves {
		slot := int(l.Leaves[i].Slot)
		all[l.Slots[slot].Path] = place{slot, i}
	}
	return all
}

// cut leaves off what a revision does not reach.
func (l *Layout) cut(r Revision) error {
	if r.Literal > 0 {
		l.Size = r.Literal
		if i := slices.IndexFunc(l.Slots, func(s Slot) bool { return !s.Kind.Container() && s.End() > r.Literal }); i >= 0 {
			l.Slots = l.Slots[:i]
		}
		return nil
	}
	if r.Through == "" {
		return nil
	}
	last := slices.IndexFunc(l.Slots, func(s Slot) bool { return s.Path == r.Through })
	if last < 0 {
		return ndis.NewError(CodeMemberUnknown, l.Structure.Name, string(r.Through))
	}
	l.Size = l.Slots[last].End()
	l.Slots = l.Slots[:l.behind(last)]
	return nil
}

func leaves(slots []Slot) []Leaf {
	all := make([]Leaf, 0, len(slots))
	for i := range slots {
		s := &slots[i]
		if s.Kind.Container() {
			continue
		}
		bits := s.Bits
		if bits == 0 {
			bits = 8 * s.Size
		}
		all = append(all, Leaf{^uint64(0) >> (64 - bits), int32(i), int32(s.Offset), uint8(s.Size), uint8(s.Bit)})
	}
	return all
}

// behind is the index of the first slot that is not inside slot i.
func (l *Layout) behind(i int) int {
	for next := i + 1; next < len(l.Slots); next++ {
		if l.Slots[next].Parent < i {
			return next
		}
	}
	return len(l.Slots)
}

// Find is the place of a member in Slots, false where the layout has none.
func (l *Layout) Find(path ndis.Path) (slot int, ok bool) {
	p, ok := l.byPath()[path]
	return p.slot, ok
}

// Leaf is how to read the member of that path, nil where it is no leaf.
func (l *Layout) Leaf(path ndis.Path) *Leaf {
	if p, ok := l.byPath()[path]; ok && p.leaf >= 0 {
		return &l.Leaves[p.leaf]
	}
	return nil
}

// Index is [Layout.Find] with an error that offers the nearest names.
func (l *Layout) Index(path ndis.Path) (int, error) {
	if i, ok := l.Find(path); ok {
		return i, nil
	}
	if r := l.Structure.firstWith(path, l.Arch); l.Revision > 0 && r > l.Revision {
		return 0, ndis.NewError(CodeMemberLater, l.Structure.Name, string(path), strconv.Itoa(l.Revision), strconv.Itoa(r))
	}
	var names []string
	for i := range l.Slots {
		names = append(names, string(l.Slots[i].Path))
	}
	return 0, ndis.NewError(CodeMemberUnknown, l.Structure.Name, string(path)).Suggest(ndis.Nearest(string(path), names)...)
}

// firstWith is the first revision that has a member, 0 for none.
func (s *Structure) firstWith(path ndis.Path, arch ndis.Arch) int {
	for _, r := range s.Revisions {
		if l, err := s.Layout(Options{Arch: arch, Revision: r.Number}); err == nil {
			if _, ok := l.Find(path); ok {
				return r.Number
			}
		}
	}
	return 0
}

// Slot is the member of that path, which must exist.
func (l *Layout) Slot(path ndis.Path) *Slot {
	i, err := l.Index(path)
	if err != nil {
		panic(err)
	}
	return &l.Slots[i]
}

// Header is the layout of NDIS_OBJECT_HEADER, the same on every architecture.
var Header = sync.OnceValue(func() *Layout {
	layout, err := MustLookup(headerName).Layout(Options{Arch: ndis.X64})
	if err != nil {
		panic(err)
	}
	return layout
})
