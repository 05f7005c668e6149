//go:build js && wasm

package main

import (
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/search"
)

// preparations are what first calls would wait for, in parts of a millisecond or
// two: most of that is the engine's, which compiles what runs for the first time.
var preparations = []func(*arguments, *writer) error{
	func(*arguments, *writer) error { catalog.Exists(""); return nil },
	func(a *arguments, _ *writer) error { _, err := a.structure(); return err },
	func(a *arguments, _ *writer) error { _, err := a.layout(); return err },
	layout,
	decode,
}

// mostParts is more than there are.
const mostParts = 1000

// prepare does the part of that number, on a structure, its bytes and a query, and
// says whether there are more. The last ones make the index of the search.
func prepare(a *arguments, w *writer) error {
	part, err := a.int("part", mostParts, 0)
	if err != nil {
		return err
	}
	if part < len(preparations) {
		w.bool(true)
		return preparations[part](a, &writer{})
	}
	more := search.Prepare()
	w.bool(more)
	if more {
		return nil
	}
	return find(a, &writer{})
}
