//go:build js && wasm

package main

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/dump"
	"ndisplayground/nicsim/rulebook"
)

// paste is what decode reads: bytes that were given, or those of a text, and the
// architecture that they are for.
type paste struct {
	dump.Dump
	arch ndis.Arch
}

// paste reads what the call gives as bytes, or as a text. The architecture is
// the one that is named, else the one whose pointers the text shows.
func (a *arguments) paste() (*paste, error) {
	arch, err := a.arch()
	if err != nil {
		return nil, err
	}
	bytes, err := a.bytes()
	if err != nil {
		return nil, err
	}
	if bytes != nil || a.has("bytes") {
		return &paste{dump.Dump{Format: dump.Bytes, Bytes: bytes}, arch}, nil
	}
	d, err := a.dump(arch)
	if d.Pointer == ndis.X86.Pointer() && !a.has("arch") {
		arch = ndis.X86
	}
	return &paste{d, arch}, err
}

// dump reads the text.
func (a *arguments) dump(arch ndis.Arch) (dump.Dump, error) {
	var o dump.Options
	text, err := a.text("text")
	if err != nil {
		return dump.Dump{}, err
	}
	if a.says("structure") {
		s, err := a.structure()
		if err != nil {
			return dump.Dump{}, err
		}
		o.Structure = s.Name
	}
	if a.has("arch") {
		o.Pointer = arch.Pointer()
	}
	if a.has("format") {
		name, err := a.text("format")
		if err != nil {
			return dump.Dump{}, err
		}
		if o.Format = dump.Format(name); name == "" {
			return dump.Dump{}, ndis.NewError(dump.CodeFormat, name).In("format")
		}
	}
	d, err := dump.Read(text, o)
	return d, misread(err)
}

// misread puts an error in the text: "text:3:12" is its third line's twelfth
// character.
func misread(err error) error {
	e, ok := err.(*ndis.Error)
	switch {
	case !ok:
		return err
	case e.Code == dump.CodeFormat:
		return e.In("format")
	case e.At == "":
		return e.In("text")
	}
	placed := *e
	placed.At = "text:" + e.At
	return &placed
}

// paste writes what is to be known of where the bytes come from.
func (w *writer) paste(p *paste) {
	w.pair("arch", p.arch.String())
	w.key("address")
	w.address(p)
	w.key("notes")
	w.open('[')
	for _, note := range p.Notes {
		w.open('{')
		w.pair("code", string(note.Code))
		w.pair("message", rulebook.Error(note, rulebook.English))
		w.pair("at", note.At)
		w.close('}')
	}
	w.close(']')
	w.key("unknown")
	w.open('[')
	for _, r := range p.Unknown {
		w.open('{')
		w.intPair("offset", r.Offset)
		w.intPair("length", r.Length)
		w.close('}')
	}
	w.close(']')
}

// address writes where the first byte lay: a string, which glue.js makes a
// BigInt, where addresses have eight bytes.
func (w *writer) address(p *paste) {
	text := strconv.FormatUint(p.Address, 10)
	switch {
	case !p.Addressed:
		w.null()
	case p.arch.Pointer() == 8 || p.Address > 1<<53:
		w.text(text)
	default:
		w.raw(text)
	}
}
