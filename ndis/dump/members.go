package dump

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// members are what a paste says of a structure's members, in its order.
type members struct {
	structure *catalog.Structure
	all       []member
}

// member is one of them, and where it stands.
type member struct {
	codec.Assignment
	at word
}

func (m *members) add(path ndis.Path, text string, at word) {
	m.all = append(m.all, member{codec.Assignment{Path: path, Text: text}, at})
}

func (m *members) first() word {
	if len(m.all) == 0 {
		return word{line: &line{number: 1}}
	}
	return m.all[0].at
}

// placed gives an error of the codec or of the catalogue the place in the paste.
func (w word) placed(err error) error {
	e, ok := err.(*ndis.Error)
	if !ok {
		return err
	}
	placed := *e
	placed.At, placed.Offset = w.line.place(int(w.at))
	return &placed
}

// assign writes the members to a record. Errors are at the member's place.
func (m *members) assign(record *codec.Record) ([]codec.Assignment, error) {
	var all []codec.Assignment
	for _, a := range m.all {
		all = append(all, a.Assignment)
	}
	err := record.Assign(all)
	if e, ok := err.(*ndis.Error); ok {
		for _, a := range m.all {
			if e.At == string(a.Path) {
				return nil, a.at.placed(err)
			}
		}
	}
	return all, err
}

func itoa(n int) string { return strconv.Itoa(n) }

// archOf is the architecture that pointers of so many bytes stand for; 0 is x64.
func archOf(pointer int) ndis.Arch {
	if pointer == ndis.X86.Pointer() {
		return ndis.X86
	}
	return ndis.X64
}

// revision is the one that the header's member names, by its number or by its
// macro; 0 where none does.
func (m *members) revision() int {
	for _, a := range m.all {
		if !m.structure.Versioned() || a.Path != "Header.Revision" {
			continue
		}
		for _, r := range m.structure.Revisions {
			if a.Text == itoa(r.Number) || a.Text == m.structure.RevisionMacro(r.Number) {
				return r.Number
			}
		}
	}
	return 0
}

// number replaces the header's macros, which the codec does not know, by their
// numbers.
func (m *members) number(layout *catalog.Layout, text string) string {
	for _, r := range m.structure.Revisions {
		switch text {
		case m.structure.RevisionMacro(r.Number):
			return itoa(r.Number)
		case m.structure.SizeMacro(r.Number):
			if other, err := m.structure.Layout(catalog.Options{Arch: layout.Arch, Revision: r.Number}); err == nil {
				return itoa(other.Size)
			}
		}
	}
	if name, ok := strings.CutPrefix(text, "sizeof("); ok && strings.TrimSuffix(name, ")") == m.structure.Name {
		return itoa(layout.Sizeof)
	}
	return text
}
