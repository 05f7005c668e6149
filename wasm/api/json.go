//go:build js && wasm

package main

import (
	"encoding/hex"
	"strconv"

	"ndisplayground/ndis"
)

// writer writes JSON. Keys come out in the order in which they are written.
type writer struct {
	bytes []byte
	comma bool // something stands before on this level
}

func (w *writer) open(bracket byte) {
	w.separate()
	w.bytes = append(w.bytes, bracket)
	w.comma = false
}

func (w *writer) close(bracket byte) {
	w.bytes = append(w.bytes, bracket)
	w.comma = true
}

func (w *writer) separate() {
	if w.comma {
		w.bytes = append(w.bytes, ',')
	}
	w.comma = true
}

// key writes a key of ours, which needs no escapes.
func (w *writer) key(name string) {
	w.separate()
	w.bytes = append(w.bytes, '"')
	w.bytes = append(w.bytes, name...)
	w.bytes = append(w.bytes, '"', ':')
	w.comma = false
}

// theirs writes a key that a caller made up.
func (w *writer) theirs(key string) {
	w.text(key)
	w.bytes = append(w.bytes, ':')
	w.comma = false
}

func (w *writer) pair(name, value string) {
	w.key(name)
	w.text(value)
}

// text writes a string; what is not UTF-8 is replaced.
func (w *writer) text(value string) {
	w.separate()
	w.bytes = ndis.AppendQuote(w.bytes, value)
}

func (w *writer) raw(value string) {
	w.separate()
	w.bytes = append(w.bytes, value...)
}

func (w *writer) int(n int) {
	w.separate()
	w.bytes = strconv.AppendInt(w.bytes, int64(n), 10)
}

func (w *writer) null()        { w.raw("null") }
func (w *writer) bool(b bool)  { w.raw(strconv.FormatBool(b)) }
func (w *writer) hex(b []byte) { w.text(hex.EncodeToString(b)) }

// orNull writes a string, or null for none.
func (w *writer) orNull(name, value string) {
	w.key(name)
	if value == "" {
		w.null()
		return
	}
	w.text(value)
}

func (w *writer) intPair(name string, n int) {
	w.key(name)
	w.int(n)
}

// intOrNull writes a number, or null for none.
func (w *writer) intOrNull(name string, n *int) {
	w.key(name)
	if n == nil {
		w.null()
		return
	}
	w.int(*n)
}

func (w *writer) texts(all []string) {
	w.open('[')
	for _, text := range all {
		w.text(text)
	}
	w.close(']')
}

// status writes {name, value}, or null for none.
func (w *writer) status(s *ndis.Status) {
	w.key("status")
	if s == nil {
		w.null()
		return
	}
	w.open('{')
	w.pair("name", s.String())
	w.key("value")
	w.raw(strconv.FormatUint(uint64(*s), 10))
	w.close('}')
}

func (w *writer) version(name string, v ndis.Version) {
	if v == 0 {
		w.orNull(name, "")
		return
	}
	w.orNull(name, v.String())
}
