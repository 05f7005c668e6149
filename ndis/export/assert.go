package export

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// headComment says what a C text is about.
func headComment(l *catalog.Layout) string {
	text := "/*\n * " + l.Structure.Name
	if l.Revision > 0 {
		text += " revision " + strconv.Itoa(l.Revision)
	}
	text += ", NDIS " + l.Version.String() + ", " + l.Arch.String() + ": " + ndis.Hex(uint64(l.Size), 2) + " bytes.\n"
	if url := ndis.DocURL(l.Structure.Doc); url != "" {
		text += " * " + url + "\n"
	}
	return text + " */\n"
}

func revisionWord(revision int) string {
	if revision == 0 {
		return ""
	}
	return "Revision" + strconv.Itoa(revision)
}

// assertions hold the headers to the layout.
func assertions(l *catalog.Layout) string {
	return perPointer(func(arch ndis.Arch) string { return assertionsOn(l, arch) })
}

// perPointer writes what holds with 32-bit and with 64-bit pointers: once where
// that is the same. Nothing: older than the architecture.
func perPointer(text func(ndis.Arch) string) string {
	narrow, wide := text(ndis.X86), text(ndis.X64)
	switch {
	case narrow == wide || wide == "":
		return narrow
	case narrow == "":
		return wide
	}
	return "#ifdef _WIN64\n" + wide + "#else\n" + narrow + "#endif\n"
}

func assertionsOn(l *catalog.Layout, arch ndis.Arch) string {
	l, err := l.Structure.Layout(catalog.Options{Arch: arch, Version: l.Version, Revision: l.Revision})
	if err != nil {
		return "" // older than the architecture
	}
	var b lines
	b.size(l)
	for i := range l.Slots {
		if s := &l.Slots[i]; s.Parent < 0 && s.Bits == 0 {
			b.equal("FIELD_OFFSET("+declared(l).Name+", "+string(s.Path)+")", s.Offset)
		}
	}
	return b.String()
}

// size holds the headers to a revision's size, or to that of a type that is the
// same in each version.
func (b *lines) size(l *catalog.Layout) {
	s := declared(l)
	text := "sizeof(" + s.Name + ")"
	if r, ok := l.Structure.Revision(l.Revision); ok {
		text = sizeText(l.Structure, r)
		if r.Literal > 0 && strings.HasPrefix(text, "0x") {
			return // the catalogue's own number
		}
		if r.Literal > 0 || r.Through != "" {
			b.equal(text, l.Size)
			return
		}
	}
	newest, err := s.Layout(catalog.Options{Arch: l.Arch})
	oldest, errOld := s.Layout(catalog.Options{Arch: l.Arch, Version: max(s.Since, l.Arch.Since())})
	if err == nil && errOld == nil && newest.Sizeof == oldest.Sizeof {
		b.equal(text, l.Sizeof)
	}
}

func (b *lines) equal(expression string, value int) {
	b.line("C_ASSERT(", expression, " == ", ndis.Hex(uint64(value), 2), ");")
}
