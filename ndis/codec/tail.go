package codec

import (
	"math"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// followCount makes the layout's tail as long as its count promises, as far as
// the bytes go.
func (r *Record) followCount() {
	r.missing = 0
	tail := r.Layout.Tail()
	if tail == nil || r.reach < tail.Offset {
		return
	}
	count, first, stride := r.promised(tail)
	fit := 0
	if room := r.given - first - r.Layout.Stride(); room >= 0 {
		fit = min(count, room/stride+1)
	}
	r.missing = count - fit
	if (fit > 0 || first < longestTail) && r.extend(fit, first, stride) {
		r.reach = min(r.given, r.Layout.Size)
	}
}

// Missing is how many more elements a slot's count promises than there are bytes
// for.
func (r *Record) Missing(slot int) int {
	if r.missing > 0 && &r.Layout.Slots[slot] == r.Layout.Tail() {
		return r.missing
	}
	return 0
}

// promised is what the members say about the tail's elements: how many, and where
// they lie. An offset before the tail and a stride below the element's size are
// none.
func (r *Record) promised(tail *catalog.Slot) (count, first, stride int) {
	stride = r.declared.Stride()
	if count = r.beside(tail, tail.Count.By); tail.Count.Bytes {
		count /= stride
	}
	begin := 0
	if tail.Parent >= 0 {
		begin = r.Layout.Slots[tail.Parent].Offset
	}
	first = max(r.declared.Tail().Offset, begin+r.beside(tail, tail.Count.Offset))
	return count, first, max(stride, r.beside(tail, tail.Count.Stride))
}

// beside is the number of the member beside a slot, 0 where there is none in reach.
func (r *Record) beside(s *catalog.Slot, name ndis.Path) int {
	leaf := r.Layout.Beside(s, name)
	if leaf == nil || leaf.End() > r.reach {
		return 0
	}
	return int(min(get(r.buffer, leaf), math.MaxInt32))
}

// extend gives the tail so many elements, and reports whether that changes it.
func (r *Record) extend(count, first, stride int) bool {
	tail := r.declared.Tail()
	if first == tail.Offset && count*r.declared.Stride() <= tail.Size {
		return false
	}
	r.Layout = r.declared.Extended(count, first, stride)
	if short := r.Layout.Size + room - len(r.buffer); short > 0 {
		r.buffer = append(r.buffer, make([]byte, short)...)
	}
	return true
}

// longestTail is how far a tail goes, in bytes, that is not there yet.
const longestTail = 1 << 16

// makeRoom gives the tail at least so many elements where the members say that it
// lies, if the assignment is about one that is not there, or about all of them.
func (r *Record) makeRoom(a Assignment, count int) {
	if r.elements(a) <= 0 {
		return
	}
	tail := r.Layout.Tail()
	_, first, stride := r.promised(tail)
	if _, known := r.Layout.Find(a.Path); known && a.Path != tail.Path && first == tail.Offset {
		return
	}
	count = max(count, (tail.Size-r.declared.Stride())/stride+1)
	if first+count*stride <= longestTail && r.extend(count, first, stride) {
		r.reach = r.Layout.Size
	}
}

// elements is how many elements of the tail an assignment takes, 0 where it is
// about other members.
func (r *Record) elements(a Assignment) int {
	tail := r.Layout.Tail()
	if tail == nil {
		return 0
	}
	rest, ok := strings.CutPrefix(string(a.Path), string(tail.Path))
	switch {
	case !ok:
		return 0
	case rest == "" && tail.Bytes:
		b, _ := parseWhole(tail, strings.TrimSpace(a.Text))
		return len(b)
	}
	name, index, _ := ndis.CutPath(rest)
	if name != "" {
		return 0
	}
	return index + 1
}
