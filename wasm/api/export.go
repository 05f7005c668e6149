//go:build js && wasm

package main

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/export"
)

// exported writes a structure in a format of others: its bytes, its members, or
// its header alone.
func exported(a *arguments, w *writer) error {
	name, err := a.text("format")
	if err != nil {
		return err
	}
	r, err := a.record()
	if err != nil {
		return err
	}
	text, err := export.Write(name, r)
	if e, ok := err.(*ndis.Error); ok {
		return e.In("format")
	}
	w.text(text)
	return err
}

// record is what bytes and members make. Without revision and version it has the
// revision that the bytes state, or the newest.
func (a *arguments) record() (*codec.Record, error) {
	members, err := a.members()
	if err != nil {
		return nil, err
	}
	bytes, err := a.given()
	if err != nil {
		return nil, err
	}
	l, err := a.layout()
	if err != nil {
		return nil, err
	}
	r := codec.New(l)
	if bytes != nil {
		r = codec.Decode(l, bytes)
	}
	if e, ok := r.Assign(members).(*ndis.Error); ok {
		return nil, e.In("members")
	}
	return r, nil
}

// given are the bytes of the call, nil for none. It settles the revision.
func (a *arguments) given() ([]byte, error) {
	if !a.below("bytes") {
		return nil, a.newest()
	}
	bytes, err := a.bytes()
	if err != nil {
		return nil, err
	}
	s, err := a.structure()
	if err != nil || a.has("revision") || a.has("version") {
		return bytes, err
	}
	if header, ok := codec.HeaderOf(bytes); ok && s.Versioned() {
		if r, known := s.Revision(int(header.Revision)); known {
			a.byPath["revision"] = ndis.Value{Kind: ndis.ValueNumber, Text: strconv.Itoa(r.Number)}
			return bytes, nil
		}
	}
	return bytes, a.newest()
}
