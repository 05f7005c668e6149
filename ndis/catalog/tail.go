package catalog

import (
	"strconv"

	"ndisplayground/ndis"
)

// Count names the members beside an array that say how many elements there are
// (By; bytes where Bytes is set), and where they lie, as far as the structure
// says that: the first one's offset from the structure's begin, and the bytes
// from one to the next.
type Count struct {
	By, Offset, Stride ndis.Path
	Bytes              bool
}

func (m *Member) counted(word string, by ndis.Path) {
	if m.count == nil {
		m.count = &Count{}
	}
	switch word {
	case "offset":
		m.count.Offset = by
	case "stride":
		m.count.Stride = by
	default:
		m.count.By, m.count.Bytes = by, word == "length"
	}
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

// Beside is the path of a member in the structure that a slot is a member of.
func (l *Layout) Beside(s *Slot, name ndis.Path) ndis.Path {
	if s.Parent < 0 {
		return name
	}
	return join(l.Slots[s.Parent].Path, name)
}

// Extended is the layout with so many elements in its tail, not fewer than are
// declared: the first at offset, in bytes from the structure's begin, the next
// ones stride bytes apart. Unless all of them are to have slots, what is behind the
// declared ones has none where it is a byte in an array of bytes, or would make
// more than [MostSlots]: they would outweigh the bytes.
func (l *Layout) Extended(count, offset, stride int, all bool) *Layout {
	declared := l.Tail().Size / l.Stride()
	count = max(count, declared)
	each := len(l.Slots[l.tail+1:]) / declared
	listed := count
	if !all {
		listed = max(declared, min(count, l.listed(each)))
	}
	e := &Layout{Structure: l.Structure, Options: l.Options, Sizeof: l.Sizeof, Align: l.Align, tail: l.tail}
	e.Slots = append(make([]Slot, 0, l.tail+1+listed*each), l.Slots[:l.tail+1]...)
	e.stretch(offset, (count-1)*stride+l.Stride())
	e.Size = max(l.Size, e.Tail().End())
	for n := range listed {
		e.repeat(l, n, offset+n*stride, all || n < declared)
	}
	e.finish()
	return e
}

// MostSlots is how many slots a tail has that the bytes make long.
const MostSlots = 1 << 13

// listed is how many elements of so many slots each have any.
func (l *Layout) listed(each int) int {
	if l.Tail().Bytes {
		return 0
	}
	return MostSlots / each
}

// stretch puts the tail in its place, and makes what it is in as long.
func (e *Layout) stretch(offset, size int) {
	tail := e.Tail()
	tail.Offset, tail.Size = offset, size
	for i := tail.Parent; i >= 0; i = e.Slots[i].Parent {
		e.Slots[i].Size = max(e.Slots[i].Size, tail.End()-e.Slots[i].Offset)
	}
}

// repeat appends the slots of another element like the layout's first one.
func (e *Layout) repeat(l *Layout, n, offset int, bytes bool) {
	prefix := l.Tail().Path + ndis.Path("["+strconv.Itoa(n)+"]")
	first, moved := l.tail+1, offset-l.Tail().Offset
	places := map[int]int{l.tail: l.tail}
	for i := first; i < len(l.Slots) && (i == first || l.Slots[i].Parent != l.tail); i++ {
		s := l.Slots[i]
		if !bytes && l.Slots[s.Parent].Bytes {
			continue
		}
		places[i] = len(e.Slots)
		s.Path = prefix + s.Path[len(l.Slots[first].Path):]
		s.Offset += moved
		s.Parent = places[s.Parent]
		e.Slots = append(e.Slots, s)
	}
}
