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
	full := 0
	if n := len(records) - t.reach; n >= 0 {
		full = min(count, n/stride+1)
	}
	t.rows(records, stride, full, numbers, wide)
	for row := full; row < count; row++ { // there is no room behind these to read eight bytes
		record := make([]byte, t.reach)
		copy(record, records[row*stride:])
		t.rows(record, stride, 1, numbers[8*row*t.Numbers:], wide[8*row*t.Wide:])
	}
}

// rows reads column by column, which keeps what is a column's own out of the
// inner loop.
func (t *Table) rows(records []byte, stride, count int, numbers, wide []byte) {
	if count == 0 {
		return
	}
	for i := range t.numbers {
		t.numbers[i].numbers(records, stride, numbers[8*i:], 8*t.Numbers, count)
	}
	for i := range t.wide {
		t.wide[i].integers(records, stride, wide[8*i:], 8*t.Wide, count)
	}
}

// numbers writes a column of doubles. Four rows a turn: turns are what costs in
// WebAssembly.
func (c *cell) numbers(records []byte, stride int, out []byte, step, count int) {
	mask, shift, sign := c.mask, c.shift&63, c.sign&63
	from, to := int(c.offset), 0
	for ; count >= 4; count -= 4 {
		v0 := binary.LittleEndian.Uint64(records[from:])
		v1 := binary.LittleEndian.Uint64(records[from+stride:])
		v2 := binary.LittleEndian.Uint64(records[from+2*stride:])
		v3 := binary.LittleEndian.Uint64(records[from+3*stride:])
		binary.LittleEndian.PutUint64(out[to:], double(v0>>shift&mask, sign))
		binary.LittleEndian.PutUint64(out[to+step:], double(v1>>shift&mask, sign))
		binary.LittleEndian.PutUint64(out[to+2*step:], double(v2>>shift&mask, sign))
		binary.LittleEndian.PutUint64(out[to+3*step:], double(v3>>shift&mask, sign))
		from, to = from+4*stride, to+4*step
	}
	for ; count > 0; count-- {
		binary.LittleEndian.PutUint64(out[to:], double(binary.LittleEndian.Uint64(records[from:])>>shift&mask, sign))
		from, to = from+stride, to+step
	}
}

// double is the double of a leaf's number, whose sign is shifted to the top and
// back.
func double(value uint64, sign uint8) uint64 {
	return math.Float64bits(float64(int64(value<<(sign&63)) >> (sign & 63)))
}

// integers writes a column of integers.
func (c *cell) integers(records []byte, stride int, out []byte, step, count int) {
	mask, shift := c.mask, c.shift&63
	from, to := int(c.offset), 0
	for ; count > 0; count-- {
		value := binary.LittleEndian.Uint64(records[from:]) >> shift & mask
		binary.LittleEndian.PutUint64(out[to:], value)
		from, to = from+stride, to+step
	}
}
