package catalog

import (
	"strconv"

	"ndisplayground/ndis"
)

// Count names the members beside an array that say how many elements there are
// (By; how many bytes where Bytes is set), and where they lie, as far as the structure
// says that: the first one's offset from the structure's begin, and the bytes
// from one to the next.
type Count struct {
	By, Offset, Stride ndis.Path
	Bytes              bool
}

// counted reads a word about how an array's elements are counted.
func (m *Member) counted(word string, by ndis.Path) error {
	if m.count == nil {
		m.count = &Count{}
	}
	says := &m.count.By
	switch word {
	case "count":
	case "length":
		m.count.Bytes = true
	case "offset":
		says = &m.count.Offset
	case "stride":
		says = &m.count.Stride
	default:
		return slip(word, "is an unknown word")
	}
	*says = by
	return nil
}

// Tail is the counted array that ends the structure and goes on behind it, nil
// for none.
func (l *Layout) Tail() *Slot {
	if l.tail < 0 {
		return nil
	}
	return &l.Slots[l.tail]
}

func (l *Layout) findTail() int {
	for i := range l.Slots {
		if s := &l.Slots[i]; s.Tail && s.Count != nil && i+1 < len(l.Slots) && l.behind(i) == len(l.Slots) {
			return i
		}
	}
	return -1
}

// Stride is the bytes from one of the tail's elements to the next, if nothing
// else is said.
func (l *Layout) Stride() int { return l.Slots[l.tail+1].Size }

// Beside is the leaf of a member in the structure that a slot is a member of, nil
// for none.
func (l *Layout) Beside(s *Slot, name ndis.Path) *Leaf {
	if s.Parent >= 0 {
		name = join(l.Slots[s.Parent].Path, name)
	}
	return l.Leaf(name)
}

// MostSlots is about how many slots a tail has: those of the elements behind them
// would outweigh the bytes.
const MostSlots = 1 << 14

// Extended is the layout with so many elements in its tail, not fewer than are
// declared: the first at offset, in bytes from the structure's begin, the next
// ones stride bytes apart. Elements behind [MostSlots] have no slots.
func (l *Layout) Extended(count, offset, stride int) *Layout {
	declared := l.Tail().Size / l.Stride()
	count = max(count, declared)
	element := l.Slots[l.tail+1:]
	element = element[:len(element)/declared]
	e := *l
	e.Slots = append(make([]Slot, 0, l.tail+1+min(count*len(element), MostSlots)), l.Slots[:l.tail+1]...)
	e.stretch(offset, (count-1)*stride+l.Stride())
	for n := 0; n < count && len(e.Slots) < MostSlots; n++ {
		e.repeat(element, n, offset+n*stride-element[0].Offset)
	}
	e.finish()
	return &e
}

// stretch puts the tail in its place, and makes what it is in as long.
func (l *Layout) stretch(offset, size int) {
	tail := l.Tail()
	tail.Offset, tail.Size = offset, size
	l.Size = max(l.Size, tail.End())
	for i := tail.Parent; i >= 0; i = l.Slots[i].Parent {
		l.Slots[i].Size = max(l.Slots[i].Size, tail.End()-l.Slots[i].Offset)
	}
}

// repeat appends an element like the first one, which follows the tail's slot.
func (l *Layout) repeat(element []Slot, n, moved int) {
	prefix := l.Tail().Path + ndis.Path("["+strconv.Itoa(n)+"]")
	first := len(l.Slots)
	l.Slots = append(l.Slots, element...)
	for i := first; i < len(l.Slots); i++ {
		s := &l.Slots[i]
		s.Path = prefix + s.Path[len(element[0].Path):]
		s.Offset += moved
		if i > first {
			s.Parent += first - l.tail - 1
		}
	}
}
