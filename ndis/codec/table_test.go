package codec

import (
	"encoding/binary"
	"errors"
	"math"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// leavesOf reads one record's leaves as a table's columns.
func leavesOf(table *Table, record []byte) (numbers []float64, wide []uint64) {
	l := table.Layout
	r := Decode(l, record)
	r.reach = l.Size                                    // a table does not ask the header
	for i, value := range r.Read(nil)[:len(l.Leaves)] { // a tail may be longer
		leaf := &l.Leaves[i]
		if s := &l.Slots[leaf.Slot]; Wide(s) {
			wide = append(wide, value)
		} else if s.Base.Signed() {
			numbers = append(numbers, float64(Signed(l, leaf, value)))
		} else {
			numbers = append(numbers, float64(value))
		}
	}
	return numbers, wide
}

func TestATableReadsWhatRecordsRead(t *testing.T) {
	everyLayout(t, func(l *catalog.Layout) {
		if l.Size == 0 {
			return
		}
		table := NewTable(l)
		stride := l.Size + l.Size%3
		bytes := randomBytes(uint64(l.Size), 3*stride)
		count, err := table.Count(len(bytes), stride)
		if err != nil || count != 3 {
			t.Fatal(l.Structure.Name, count, err)
		}
		numbers, wide := make([]byte, 8*count*table.Numbers), make([]byte, 8*count*table.Wide)
		table.Read(bytes, stride, count, numbers, wide)
		for row := range count {
			wantNumbers, wantWide := leavesOf(table, bytes[row*stride:][:l.Size])
			for i, want := range wantNumbers {
				got := math.Float64frombits(binary.LittleEndian.Uint64(numbers[8*(row*table.Numbers+i):]))
				if got != want {
					t.Fatalf("%s %s: row %d, column %d is %v, want %v", l.Structure.Name, l.Arch, row, i, got, want)
				}
			}
			for i, want := range wantWide {
				if got := binary.LittleEndian.Uint64(wide[8*(row*table.Wide+i):]); got != want {
					t.Fatalf("%s %s: row %d, wide column %d is %x, want %x", l.Structure.Name, l.Arch, row, i, got, want)
				}
			}
		}
	})
}

func TestATableRefusesRecordsThatOverlapOrAreCut(t *testing.T) {
	table := NewTable(newestOffload(t))
	for _, c := range []struct {
		bytes, stride int
		code          ndis.Code
	}{
		{400, table.Layout.Size - 1, CodeStrideSmall},
		{400, 0, CodeStrideSmall},
		{table.Layout.Size + 1, table.Layout.Size, CodeRecordsCut},
	} {
		_, err := table.Count(c.bytes, c.stride)
		var e *ndis.Error
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%d bytes, stride %d: %v, want %s", c.bytes, c.stride, err, c.code)
		}
	}
	if n, err := table.Count(0, table.Layout.Size); n != 0 || err != nil {
		t.Error("no bytes are no records:", n, err)
	}
}

func BenchmarkTableOffload(bench *testing.B) {
	table := NewTable(newestOffload(bench))
	const count = 1000
	bytes := make([]byte, count*table.Layout.Size)
	numbers, wide := make([]byte, 8*count*table.Numbers), make([]byte, 8*count*table.Wide)
	for bench.Loop() {
		table.Read(bytes, table.Layout.Size, count, numbers, wide)
	}
	bench.ReportMetric(float64(bench.Elapsed().Nanoseconds())/float64(bench.N*count*len(table.Layout.Leaves)), "ns/leaf")
}
