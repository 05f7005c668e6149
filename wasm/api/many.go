//go:build js && wasm

package main

import (
	"github.com/hack-pad/safejs"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

// mostCells is how many numbers one call may ask for, 256 MB of them.
const mostCells = 1 << 25

// decodeMany reads many records of one layout into two arrays.
func decodeMany(a *arguments, w *writer) error {
	l, err := a.layout()
	if err != nil {
		return err
	}
	if !a.below("bytes") {
		return ndis.NewError(codeMissing, "bytes").In("bytes")
	}
	bytes, err := a.bytes()
	if err != nil {
		return err
	}
	stride, err := a.int("stride", 1<<30, l.Size)
	if err != nil {
		return err
	}
	t := codec.NewTable(l)
	count, err := t.Count(len(bytes), stride)
	if e, ok := err.(*ndis.Error); ok {
		return e.In(map[ndis.Code]string{codec.CodeStrideSmall: "stride", codec.CodeRecordsCut: "bytes"}[e.Code])
	}
	if count*len(l.Leaves) > mostCells {
		return ndis.NewError(codeUnreadable, "bytes").In("bytes")
	}
	if err := a.fill(t, bytes, stride, count); err != nil {
		return err
	}
	w.table(t, count)
	return nil
}

// fill makes the arrays and copies the cells into them, some rows at a time, so
// that Go never holds them all.
func (a *arguments) fill(t *codec.Table, bytes []byte, stride, count int) error {
	numbers, err := a.array("numbers", 8*count*t.Numbers)
	if err != nil {
		return err
	}
	wide, err := a.array("wide", 8*count*t.Wide)
	if err != nil {
		return err
	}
	rows := min(count, max(1, 1<<13/max(t.Numbers, t.Wide, 1)))
	n, w := make([]byte, 8*rows*t.Numbers), make([]byte, 8*rows*t.Wide)
	for row := 0; row < count; row += rows {
		rows := min(rows, count-row)
		t.Read(bytes[row*stride:], stride, rows, n, w)
		if err := copyOut(numbers, 8*row*t.Numbers, n[:8*rows*t.Numbers]); err != nil {
			return err
		}
		if err := copyOut(wide, 8*row*t.Wide, w[:8*rows*t.Wide]); err != nil {
			return err
		}
	}
	return nil
}

// array puts an array of n bytes beside the call's answer, where glue.js finds
// it.
func (a *arguments) array(name string, n int) (safejs.Value, error) {
	constructor, err := safejs.Global().Get("Uint8Array")
	if err != nil {
		return constructor, err
	}
	array, err := constructor.New(n)
	if err != nil {
		return array, ndis.NewError(codeUnreadable, "bytes").In("bytes") // no memory for so many
	}
	return array, a.box.Set(name, array)
}

func copyOut(array safejs.Value, at int, bytes []byte) error {
	if len(bytes) == 0 {
		return nil
	}
	part, err := array.Call("subarray", at, at+len(bytes))
	if err == nil {
		_, err = safejs.CopyBytesToJS(part, bytes)
	}
	return err
}

// table writes where the columns of the arrays come from.
func (w *writer) table(t *codec.Table, count int) {
	w.open('{')
	w.key("layout")
	leaf := 0
	w.layout(t.Layout, func(slot int) {
		if leaf == len(t.Layout.Leaves) || int(t.Layout.Leaves[leaf].Slot) != slot {
			return
		}
		column := t.Column(leaf)
		leaf++
		w.pair("array", map[bool]string{false: "numbers", true: "wide"}[column.Wide])
		w.intPair("column", column.Index)
	})
	w.intPair("count", count)
	w.key("columns")
	w.open('{')
	w.intPair("numbers", t.Numbers)
	w.intPair("wide", t.Wide)
	w.close('}')
	w.close('}')
}
