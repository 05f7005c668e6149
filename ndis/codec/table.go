package codec

import (
	"encoding/binary"
	"math"
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Codes of mistakes with many records.
const (
	// CodeStrideSmall: the records would overlap.
	CodeStrideSmall ndis.Code = "stride-too-small"
	// CodeRecordsCut: the bytes are no whole number of records.
	CodeRecordsCut ndis.Code = "records-cut"
)

// Table reads many records of one layout into two arrays, a row for each record
// and a column for each leaf: numbers holds doubles, of leaves that a double can
// hold, wide holds 64-bit integers, of the others. Both are written as
// little-endian bytes, eight for each cell, which is what typed arrays of
// JavaScript are made of.
//
// What a record's header says does not count: each leaf of the layout is read.
type Table struct {
	Layout        *catalog.Layout
	Numbers, Wide int // how many columns

	numbers, wide []cell
	columns       []Column // one a leaf
	reach         int      // how far reading a record goes
}

// Column is where a table keeps a leaf.
type Column struct {
	Wide  bool
	Index int
}

// cell is how to read a column: eight bytes at offset, down by shift, masked,
// and of a signed leaf the sign spread from the bit that sign shifts to the top.
type cell struct {
	mask        uint64
	offset      int32
	shift, sign uint8
}

// widest is how many bits a double holds exactly.
const widest = 53

// NewTable plans how to read records of a layout.
func NewTable(layout *catalog.Layout) *Table {
	t := &Table{Layout: layout, reach: layout.Size}
	for i := range layout.Leaves {
		leaf := &layout.Leaves[i]
		c := newCell(&layout.Slots[leaf.Slot], leaf)
		if Wide(&layout.Slots[leaf.Slot]) {
			t.columns = append(t.columns, Column{true, len(t.wide)})
			t.wide = append(t.wide, c)
		} else {
			t.columns = append(t.columns, Column{false, len(t.numbers)})
			t.numbers = append(t.numbers, c)
		}
		t.reach = max(t.reach, int(leaf.Offset)+room)
	}
	t.Numbers, t.Wide = len(t.numbers), len(t.wide)
	return t
}

func newCell(s *catalog.Slot, leaf *catalog.Leaf) cell {
	c := cell{mask: leaf.Mask, offset: leaf.Offset, shift: leaf.Shift}
	if s.Base.Signed() && s.Bits == 0 {
		c.sign = 64 - 8*leaf.Size
	}
	return c
}

// Wide reports whether a leaf's numbers are wider than a double can hold: eight
// bytes, or a bit-field of more than 53 bits.
func Wide(s *catalog.Slot) bool {
	return s.Size == 8 && (s.Bits == 0 || s.Bits > widest)
}

// Column is where the leaf of that index is kept.
func (t *Table) Column(leaf int) Column { return t.columns[leaf] }

// Count is how many records the bytes are, stride bytes apart.
func (t *Table) Count(bytes, stride int) (int, error) {
	switch {
	case stride < max(t.Layout.Size, 1):
		return 0, ndis.NewError(CodeStrideSmall, strconv.Itoa(stride), strconv.Itoa(t.Layout.Size))
	case bytes%stride != 0:
		return 0, ndis.NewError(CodeRecordsCut, strconv.Itoa(bytes), strconv.Itoa(stride))
	}
	return bytes / stride, nil
}

// Read reads count records, stride bytes apart, into the cells: 8*count*Numbers
// bytes and 8*count*Wide bytes.
func (t *Table) Read(records []byte, stride, count int, numbers, wide []byte) {
	var last []byte
	for row := range count {
		record := records[row*stride:]
		if len(record) < t.reach { // there is no room behind it to read eight bytes
			last = append(append(last[:0], record...), make([]byte, t.reach-len(record))...)
			record = last
		}
		readNumbers(t.numbers, record, numbers[8*row*t.Numbers:])
		readWide(t.wide, record, wide[8*row*t.Wide:])
	}
}

func readNumbers(cells []cell, record, out []byte) {
	out = out[:8*len(cells)]
	for i := range cells {
		c := &cells[i]
		value := binary.LittleEndian.Uint64(record[c.offset:]) >> (c.shift & 63) & c.mask
		signed := int64(value<<(c.sign&63)) >> (c.sign & 63)
		binary.LittleEndian.PutUint64(out[8*i:], math.Float64bits(float64(signed)))
	}
}

func readWide(cells []cell, record, out []byte) {
	out = out[:8*len(cells)]
	for i := range cells {
		c := &cells[i]
		value := binary.LittleEndian.Uint64(record[c.offset:]) >> (c.shift & 63) & c.mask
		binary.LittleEndian.PutUint64(out[8*i:], value)
	}
}
