package codec

import (
	"encoding/binary"
	"slices"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Record is a structure's bytes seen through a layout: the one that was asked
// for, its tail as long as the bytes say.
type Record struct {
	Layout *catalog.Layout

	declared *catalog.Layout // as it was asked for
	buffer   []byte          // the bytes, and room to read eight at any of them
	given    int
	reach    int
	missing  int // elements of the tail
}

// Declared is the layout that was asked for, whose tail is as long as C declares
// it.
func (r *Record) Declared() *catalog.Layout { return r.declared }

// Bytes are all that was given, and zeros up to the layout's size. They are the
// record's own: writing to them changes it.
func (r *Record) Bytes() []byte { return r.buffer[:len(r.buffer)-room] }

// room is how far behind the last byte a read may go: see get.
const room = 8

// Decode copies the bytes. They may be fewer than the layout's, or more.
func Decode(layout *catalog.Layout, bytes []byte) *Record {
	r := &Record{declared: layout}
	r.Reset(bytes)
	return r
}

// New returns a record of zeros but for its header, where it has one.
func New(layout *catalog.Layout) *Record {
	r := Decode(layout, make([]byte, layout.Size))
	r.fillHeader()
	r.reach = layout.Size
	return r
}

// Reset makes the record hold other bytes, in the memory that it has.
func (r *Record) Reset(bytes []byte) {
	r.Layout, r.given = r.declared, len(bytes)
	r.buffer = append(r.buffer[:0], bytes...)
	r.buffer = append(r.buffer, make([]byte, max(0, r.Layout.Size-r.given)+room)...)
	r.reach = min(r.given, r.Layout.Size)
	if header, ok := r.Header(); ok {
		r.reach = min(r.reach, max(int(header.Size), catalog.Header().Size))
	}
	r.followCount()
}

// Reach is how many bytes count: as many as the layout has, as were given, and
// as Header.Size promises, which does not count a tail's elements. What lies
// beyond is absent, and reads as zero.
func (r *Record) Reach() int { return r.reach }

// Has reports whether a member is within reach.
func (r *Record) Has(path ndis.Path) bool {
	i, ok := r.Layout.Find(path)
	return ok && r.Present(i)
}

// Present reports whether the slot of that index is within reach.
func (r *Record) Present(slot int) bool {
	return r.Layout.Slots[slot].End() <= r.reach
}

// Header is the record's NDIS_OBJECT_HEADER; false where it has none, or its
// bytes were not given.
func (r *Record) Header() (ndis.ObjectHeader, bool) {
	if !r.Layout.Structure.Versioned() {
		return ndis.ObjectHeader{}, false
	}
	return HeaderOf(r.buffer[:r.given])
}

// HeaderOf reads the NDIS_OBJECT_HEADER that bytes begin with; false where they
// are too few.
func HeaderOf(bytes []byte) (ndis.ObjectHeader, bool) {
	layout := catalog.Header()
	if len(bytes) < layout.Size {
		return ndis.ObjectHeader{}, false
	}
	var padded [4 + room]byte
	copy(padded[:4], bytes)
	read := func(i int) uint64 { return get(padded[:], &layout.Leaves[i]) }
	return ndis.ObjectHeader{Type: ndis.ObjectType(read(0)), Revision: uint8(read(1)), Size: uint16(read(2))}, true
}

// SetHeader writes the record's NDIS_OBJECT_HEADER.
func (r *Record) SetHeader(h ndis.ObjectHeader) {
	leaves := catalog.Header().Leaves
	put(r.buffer, &leaves[0], uint64(h.Type))
	put(r.buffer, &leaves[1], uint64(h.Revision))
	put(r.buffer, &leaves[2], uint64(h.Size))
}

// fillHeader writes what the layout's structure and revision call for.
func (r *Record) fillHeader() {
	if !r.Layout.Structure.Versioned() {
		return
	}
	objectType, _ := r.Layout.Structure.ObjectType()
	revision := r.Layout.Options.Revision
	if right, ok := r.Layout.Structure.RevisionFor(r.Layout.Version); revision == 0 && ok {
		revision = right.Number
	}
	r.SetHeader(ndis.ObjectHeader{Type: objectType, Revision: uint8(revision), Size: uint16(r.Layout.Size)})
}

// Value is a member's number, 0 where it is out of reach.
func (r *Record) Value(path ndis.Path) (uint64, error) {
	leaf, err := r.leaf(path)
	if err != nil || leaf.End() > r.reach {
		return 0, err
	}
	return get(r.buffer, leaf), nil
}

// Number is a member's number, 0 where it is out of reach or there is no such
// member: a revision that lacks it says nothing of it.
func (r *Record) Number(path ndis.Path) uint64 {
	if leaf := r.Layout.Leaf(path); leaf != nil && leaf.End() <= r.reach {
		return get(r.buffer, leaf)
	}
	return 0
}

// SetValue writes a member's number, and reaches it from now on.
func (r *Record) SetValue(path ndis.Path, value uint64) error {
	leaf, err := r.leaf(path)
	if err != nil {
		return err
	}
	if value&^leaf.Mask != 0 {
		return rangeError(r.Layout, leaf, value)
	}
	put(r.buffer, leaf, value)
	r.reach = max(r.reach, leaf.End())
	return nil
}

func (r *Record) leaf(path ndis.Path) (*catalog.Leaf, error) {
	if leaf := r.Layout.Leaf(path); leaf != nil {
		return leaf, nil
	}
	if _, err := r.Layout.Index(path); err != nil {
		return nil, err
	}
	return nil, ndis.NewError(CodeNotALeaf, string(path))
}

// Read returns the number of every leaf of the layout, in its order, appended to
// values. Leaves out of reach are 0.
func (r *Record) Read(values []uint64) []uint64 {
	leaves := r.Layout.Leaves
	first := len(values)
	values = slices.Grow(values, len(leaves))[:first+len(leaves)]
	out := values[first:][:len(leaves)]
	if r.reach >= r.Layout.Size {
		for i := range leaves {
			out[i] = get(r.buffer, &leaves[i])
		}
		return values
	}
	for i := range leaves {
		if out[i] = 0; leaves[i].End() <= r.reach {
			out[i] = get(r.buffer, &leaves[i])
		}
	}
	return values
}

// Write writes the numbers of every leaf, in the layout's order. Of a union's
// arms the last one counts; [Encode] tells when they contradict.
func (r *Record) Write(values []uint64) {
	leaves := r.Layout.Leaves
	values = values[:len(leaves)]
	for i := 0; i < len(leaves); {
		unit := &leaves[i]
		mask, value := unit.Mask, values[i]
		for i++; i < len(leaves) && leaves[i].Shift > 0; i++ {
			shift := leaves[i].Shift & 63
			mask |= leaves[i].Mask << shift
			value = value&^(leaves[i].Mask<<shift) | values[i]<<shift
		}
		store(r.buffer[unit.Offset:], unit.Size, mask, value)
	}
	r.reach = max(r.reach, r.Layout.Size)
}

// get reads eight bytes whatever the leaf's size, which saves a branch; the mask
// takes away what is not the leaf's. NDIS is little-endian on each of its
// architectures.
func get(buffer []byte, leaf *catalog.Leaf) uint64 {
	return binary.LittleEndian.Uint64(buffer[leaf.Offset:]) >> (leaf.Shift & 63) & leaf.Mask
}

func put(buffer []byte, leaf *catalog.Leaf, value uint64) {
	shift := leaf.Shift & 63
	store(buffer[leaf.Offset:], leaf.Size, leaf.Mask<<shift, value<<shift)
}

// store writes the masked bits of a unit and leaves its others alone.
func store(at []byte, size uint8, mask, value uint64) {
	switch size {
	case 1:
		at[0] = at[0]&^byte(mask) | byte(value&mask)
	case 2:
		binary.LittleEndian.PutUint16(at, binary.LittleEndian.Uint16(at)&^uint16(mask)|uint16(value&mask))
	case 4:
		binary.LittleEndian.PutUint32(at, binary.LittleEndian.Uint32(at)&^uint32(mask)|uint32(value&mask))
	case 8:
		binary.LittleEndian.PutUint64(at, binary.LittleEndian.Uint64(at)&^mask|value&mask)
	}
}

// Signed is a leaf's number as a signed one, where its type is signed.
func Signed(layout *catalog.Layout, leaf *catalog.Leaf, value uint64) int64 {
	slot := &layout.Slots[leaf.Slot]
	if !slot.Base.Signed() || slot.Bits > 0 {
		return int64(value)
	}
	shift := 64 - 8*int(leaf.Size)
	return int64(value<<shift) >> shift
}
