//go:build js && wasm

package main

import (
	"strconv"
	"strings"

	"github.com/hack-pad/safejs"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
)

// encode builds a structure's bytes from its members. Without revision and
// version the newest revision is meant.
func encode(a *arguments, w *writer) error {
	if err := a.newest(); err != nil {
		return err
	}
	l, err := a.layout()
	if err != nil {
		return err
	}
	members, err := a.members()
	if err != nil {
		return err
	}
	bytes, err := codec.Encode(l, members)
	if e, ok := err.(*ndis.Error); ok {
		return e.In("members")
	}
	w.hex(bytes)
	return nil
}

// newest asks for the newest revision where neither a revision nor a version is
// given.
func (a *arguments) newest() error {
	s, err := a.structure()
	if err != nil {
		return err
	}
	if newest, ok := s.Newest(); ok && !a.has("revision") && !a.has("version") {
		a.byPath["revision"] = ndis.Value{Kind: ndis.ValueNumber, Text: strconv.Itoa(newest.Number)}
	}
	return nil
}

// members are the members that the call gives.
func (a *arguments) members() ([]codec.Assignment, error) {
	var members []codec.Assignment
	for _, leaf := range a.leaves {
		path, ok := strings.CutPrefix(leaf.Path, "members.")
		switch {
		case !ok:
		case leaf.Value.Kind == ndis.ValueNull:
			return nil, ndis.NewError(ndis.CodeTypeWrong, "null", "number").In(leaf.Path)
		default:
			members = append(members, codec.Assignment{Path: ndis.Path(path), Text: leaf.Value.Text})
		}
	}
	return members, nil
}

// decode reads a structure's members from its bytes.
func decode(a *arguments, w *writer) error {
	p, err := a.paste()
	if err != nil {
		return err
	}
	candidates, err := a.candidates(p)
	if err != nil {
		return err
	}
	w.open('{')
	if len(candidates) == 1 {
		err = a.decodeAs(candidates[0], p, w)
	} else {
		w.undecided(candidates, p)
	}
	w.paste(p)
	w.close('}')
	return err
}

// bytes are what the call gives as bytes; nil and no error where it gives none.
func (a *arguments) bytes() ([]byte, error) {
	v, ok := a.byPath["bytes"]
	switch {
	case ok && a.has("text"):
		return nil, ndis.NewError(driver.CodeChoiceTwice, "bytes, text").In("text")
	case ok && v.Kind == valueBytes:
		return a.boxed(v.Text)
	case ok:
		return nil, ndis.NewError(ndis.CodeTypeWrong, v.Text, "Uint8Array").In("bytes")
	case a.below("bytes"):
		return nil, ndis.NewError(ndis.CodeTypeWrong, "bytes", "Uint8Array").In("bytes")
	}
	return nil, nil
}

// boxed copies bytes out of the box.
func (a *arguments) boxed(name string) ([]byte, error) {
	_, number, _ := strings.Cut(name, "#")
	index, err := strconv.Atoi(number)
	if err != nil {
		return nil, err
	}
	part, err := a.box.Index(index)
	if err != nil {
		return nil, err
	}
	length, err := part.Length()
	if err != nil {
		return nil, err
	}
	bytes := make([]byte, length)
	_, err = safejs.CopyBytesToGo(bytes, part)
	return bytes, err
}

// candidates are the structures that the bytes may be: the one that is named, or
// by the call or by the paste, or those that the header fits.
func (a *arguments) candidates(p *paste) ([]*catalog.Structure, error) {
	if a.says("structure") {
		s, err := a.structure()
		return []*catalog.Structure{s}, err
	}
	if p.Structure != "" {
		return []*catalog.Structure{catalog.MustLookup(p.Structure)}, nil
	}
	header, ok := codec.HeaderOf(p.Bytes)
	if !ok {
		return nil, nil
	}
	return catalog.ByHeader(header, p.arch), nil
}

// undecided is what can be said of bytes that may be several structures, or none
// that is known.
func (w *writer) undecided(candidates []*catalog.Structure, p *paste) {
	w.orNull("structure", "")
	w.candidates(candidates)
	w.pair("recognised", string(p.Format))
	header, ok := codec.HeaderOf(p.Bytes)
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

func (a *arguments) decodeAs(s *catalog.Structure, p *paste, w *writer) error {
	known, err := a.reader(s)
	if err != nil {
		return err
	}
	header, hasHeader := codec.HeaderOf(p.Bytes)
	hasHeader = hasHeader && s.Versioned()
	options := catalog.Options{Arch: p.arch}
	if hasHeader && known > 0 {
		options.Revision = readAs(s, int(header.Revision), known)
	}
	l, err := s.Layout(options)
	if err != nil {
		return err
	}
	w.pair("structure", s.Name)
	w.candidates([]*catalog.Structure{s})
	w.pair("recognised", string(p.Format))
	w.header(header, hasHeader)
	w.key("revision")
	if options.Revision > 0 {
		w.int(options.Revision)
	} else {
		w.null()
	}
	w.members(codec.Decode(l, p.Bytes))
	w.key("events")
	w.events(a.receive(s, p.Bytes, p.arch, known))
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
		if version := r.Version(i); version != "" {
			w.pair("version", version)
		}
		if missing := r.Missing(i); missing > 0 {
			w.intPair("missing", missing)
		}
		w.key("present")
		w.bool(r.Present(i))
		w.close('}')
	}
	w.close(']')
}

// value writes a number; those that a double cannot hold are strings here, which glue.js
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
	if codec.Wide(s) {
		w.text(number)
		return
	}
	w.raw(number)
}
