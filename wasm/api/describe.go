//go:build js && wasm

package main

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// versions lists the NDIS versions.
func versions(_ *arguments, w *writer) error {
	w.open('[')
	for _, r := range ndis.Releases() {
		w.open('{')
		w.pair("version", r.Version.String())
		w.key("word")
		w.raw(strconv.FormatUint(uint64(r.Version), 10))
		w.key("windows")
		w.texts(r.Windows())
		w.close('}')
	}
	w.close(']')
	return nil
}

// structures lists the structures of the catalogue.
func structures(_ *arguments, w *writer) error {
	w.open('[')
	for o := range catalog.Outlines() {
		s := headOf(o)
		w.open('{')
		w.pair("name", s.Name)
		w.orNull("objectType", s.Object)
		w.pair("since", s.Since.String())
		w.pair("header", s.Header)
		w.orNull("doc", ndis.DocURL(s.Doc))
		w.key("revisions")
		w.open('[')
		for _, r := range s.Revisions {
			w.revision(s, r)
		}
		w.close(']')
		w.close('}')
	}
	w.close(']')
	return nil
}

// headOf parses no more of a structure than is listed: members where revisions
// have sizes.
func headOf(o catalog.Outline) *catalog.Structure {
	if o.Versioned() {
		return catalog.MustLookup(o.Name)
	}
	return o.Head()
}

func (w *writer) revision(s *catalog.Structure, r catalog.Revision) {
	w.open('{')
	w.intPair("revision", r.Number)
	w.pair("since", r.Since.String())
	w.orNull("through", string(r.Through))
	w.key("size")
	w.open('{')
	for _, arch := range ndis.Archs() {
		w.intOrNull(arch.String(), sizeOn(s, r, arch))
	}
	w.close('}')
	w.close('}')
}

// sizeOn is a revision's size in bytes, nil where no version for which it is
// right exists on the architecture.
func sizeOn(s *catalog.Structure, r catalog.Revision, arch ndis.Arch) *int {
	if s.LastVersion(r) < arch.Since() {
		return nil
	}
	size, err := s.Size(catalog.Options{Arch: arch, Revision: r.Number})
	if err != nil {
		return nil
	}
	return &size
}

// layout says where each member lies.
func layout(a *arguments, w *writer) error {
	l, err := a.layout()
	if err != nil {
		return err
	}
	w.layout(l, func(int) {})
	return nil
}

// layout writes a layout; more adds to the slot of that index.
func (w *writer) layout(l *catalog.Layout, more func(slot int)) {
	w.open('{')
	w.intPair("size", l.Size)
	w.intPair("sizeof", l.Sizeof)
	w.intPair("align", l.Align)
	w.key("members")
	w.open('[')
	for i := range l.Slots {
		w.open('{')
		w.slot(&l.Slots[i])
		w.pair("since", l.Slots[i].Since.String())
		more(i)
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

func (w *writer) slot(s *catalog.Slot) {
	w.pair("path", string(s.Path))
	w.pair("type", s.Type)
	w.pair("kind", s.Kind.String())
	w.intPair("offset", s.Offset)
	w.intPair("size", s.Size)
	if s.Bits > 0 {
		w.intPair("bit", s.Bit)
		w.intPair("bits", s.Bits)
	}
}
