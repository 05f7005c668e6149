//go:build js && wasm

package main

import (
	"encoding/hex"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/scenario"
)

// encode builds a structure's bytes from its members. Without revision and
// version the newest revision is meant.
func encode(a *arguments, w *writer) error {
	s, err := a.structure()
	if err != nil {
		return err
	}
	if newest, ok := s.Newest(); ok && !a.has("revision") && !a.has("version") {
		a.byPath["revision"] = ndis.Value{Kind: ndis.ValueNumber, Text: strconv.Itoa(newest.Number)}
	}
	l, err := a.layout()
	if err != nil {
		return err
	}
	var members []codec.Assignment
	for _, leaf := range a.leaves {
		path, ok := strings.CutPrefix(leaf.Path, "members.")
		switch {
		case !ok:
		case leaf.Value.Kind == ndis.ValueNull:
			return ndis.NewError(ndis.CodeTypeWrong, "null", "number").In(leaf.Path)
		default:
			members = append(members, codec.Assignment{Path: ndis.Path(path), Text: leaf.Value.Text})
		}
	}
	bytes, err := codec.Encode(l, members)
	if e, ok := err.(*ndis.Error); ok {
		return e.In("members")
	}
	w.hex(bytes)
	return nil
}

// decode reads a structure's members from its bytes.
func decode(a *arguments, w *writer) error {
	bytes, recognised, err := a.bytes()
	if err != nil {
		return err
	}
	arch, err := a.arch()
	if err != nil {
		return err
	}
	candidates, err := a.candidates(bytes)
	if err != nil {
		return err
	}
	w.open('{')
	if len(candidates) == 1 {
		err = a.decodeAs(candidates[0], bytes, arch, recognised, w)
	} else {
		w.undecided(candidates, bytes, recognised)
	}
	w.close('}')
	return err
}

// bytes are what the call gives as bytes, or as hex digits in a text.
func (a *arguments) bytes() (bytes []byte, recognised string, err error) {
	if v, ok := a.byPath["bytes"]; ok {
		if v.Kind != valueBytes {
			return nil, "", ndis.NewError(ndis.CodeTypeWrong, v.Text, "Uint8Array").In("bytes")
		}
		if a.has("text") {
			return nil, "", ndis.NewError(driver.CodeChoiceTwice, "bytes, text").In("text")
		}
		bytes, err = hex.DecodeString(v.Text)
		return bytes, "bytes", err
	}
	for path := range a.byPath {
		if strings.HasPrefix(path, "bytes") {
			return nil, "", ndis.NewError(ndis.CodeTypeWrong, path, "Uint8Array").In("bytes")
		}
	}
	text, err := a.text("text")
	if err != nil {
		return nil, "", err
	}
	bytes, ok := codec.ParseHex(text)
	if !ok {
		return nil, "", ndis.NewError(scenario.CodeBytesWrong, clip(text)).In("text")
	}
	return bytes, "hex", nil
}

func clip(text string) string {
	if len(text) > 40 {
		return strings.ToValidUTF8(text[:40], "") + "…"
	}
	return text
}

// candidates are the structures that the bytes may be: the one that is named, or
// those of the header's Type.
func (a *arguments) candidates(bytes []byte) ([]*catalog.Structure, error) {
	if a.has("structure") {
		s, err := a.structure()
		return []*catalog.Structure{s}, err
	}
	header, ok := codec.HeaderOf(bytes)
	if !ok {
		return nil, nil
	}
	return catalog.ByObjectType(header.Type), nil
}

// undecided is what can be said of bytes that may be several structures, or none
// that is known.
func (w *writer) undecided(candidates []*catalog.Structure, bytes []byte, recognised string) {
	w.orNull("structure", "")
	w.candidates(candidates)
	w.pair("recognised", recognised)
	header, ok := codec.HeaderOf(bytes)
	w.header(header, ok)
	w.key("revision")
	w.null()
	w.key("members")
	w.null()
	w.key("events")
	w.texts(nil)
}

func (w *writer) candidates(all []*catalog.Structure) {
	var names []string
	for _, s := range all {
		names = append(names, s.Name)
	}
	w.key("candidates")
	w.texts(names)
}

func (w *writer) header(h ndis.ObjectHeader, ok bool) {
	w.key("header")
	if !ok {
		w.null()
		return
	}
	w.open('{')
	w.intPair("type", int(h.Type))
	w.intPair("revision", int(h.Revision))
	w.intPair("size", int(h.Size))
	w.close('}')
}

func (a *arguments) decodeAs(s *catalog.Structure, bytes []byte, arch ndis.Arch, recognised string, w *writer) error {
	known, err := a.reader(s)
	if err != nil {
		return err
	}
	header, hasHeader := codec.HeaderOf(bytes)
	hasHeader = hasHeader && s.Versioned()
	options := catalog.Options{Arch: arch}
	if hasHeader && known > 0 {
		options.Revision = readAs(s, int(header.Revision), known)
	}
	l, err := s.Layout(options)
	if err != nil {
		return err
	}
	w.pair("structure", s.Name)
	w.candidates([]*catalog.Structure{s})
	w.pair("recognised", recognised)
	w.header(header, hasHeader)
	w.key("revision")
	if options.Revision > 0 {
		w.int(options.Revision)
	} else {
		w.null()
	}
	w.members(codec.Decode(l, bytes))
	w.key("events")
	w.events(a.receive(s, bytes, arch, known))
	return nil
}

// reader is the highest revision that the reader knows: {revision}, what is
// right for a version, or the newest; 0 where the structure has none.
func (a *arguments) reader(s *catalog.Structure) (int, error) {
	newest, _ := s.Newest()
	if a.has("reader.revision") {
		n, err := a.int("reader.revision", 255, 0)
		if _, ok := s.Revision(n); err == nil && !ok {
			err = ndis.NewError(catalog.CodeRevisionUnknown, s.Name, strconv.Itoa(n)).In("reader.revision")
		}
		return n, err
	}
	version, err := a.version("reader")
	if err != nil || version == 0 {
		return newest.Number, err
	}
	revision, ok := s.RevisionFor(version)
	if !ok && len(s.Revisions) > 0 {
		return 0, ndis.NewError(catalog.CodeVersionTooLow, s.Name, version.String(), "").Suggest(s.Since.String()).In("reader")
	}
	return revision.Number, nil
}

// readAs is the revision whose members are looked at: the stated one, but none
// that the reader or the catalogue does not know.
func readAs(s *catalog.Structure, stated, known int) int {
	if _, ok := s.Revision(stated); ok && stated <= known {
		return stated
	}
	if stated == 0 {
		return s.Revisions[0].Number
	}
	return known
}

// receive judges the bytes as a driver of that reader's would.
func (a *arguments) receive(s *catalog.Structure, bytes []byte, arch ndis.Arch, known int) []trace.Event {
	if !s.Versioned() || known == 0 {
		return nil
	}
	j := &negotiate.Judge{Recorder: &trace.Recorder{}, Host: ndis.Newest(), Arch: arch}
	object := j.AddObject(trace.Object{Structure: s.Name, Arch: arch, Bytes: bytes})
	j.Receive(j.Send(object, trace.Party{Kind: trace.NDIS}, trace.Party{Kind: trace.Protocol}, ""), known)
	return j.Trace(trace.Outcome{}).Events
}

func (w *writer) members(r *codec.Record) {
	w.key("members")
	w.open('[')
	for i := range r.Layout.Slots {
		s := &r.Layout.Slots[i]
		w.open('{')
		w.slot(s)
		if !s.Kind.Container() {
			w.value(r, s)
		}
		w.pair("text", r.Text(i))
		w.key("present")
		w.bool(r.Present(i))
		w.close('}')
	}
	w.close(']')
}

// value writes a number; those of eight bytes are strings here, which glue.js
// makes BigInts.
func (w *writer) value(r *codec.Record, s *catalog.Slot) {
	leaf := r.Layout.Leaf(s.Path)
	value, err := r.Value(s.Path)
	if err != nil {
		return
	}
	number := strconv.FormatInt(codec.Signed(r.Layout, leaf, value), 10)
	if !s.Base.Signed() {
		number = strconv.FormatUint(value, 10)
	}
	w.key("value")
	if s.Size == 8 && s.Bits == 0 {
		w.text(number)
		return
	}
	w.raw(number)
}
