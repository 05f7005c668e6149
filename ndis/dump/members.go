package dump

import (
	"strconv"
	"strings"
	"sync"

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
		if !m.structure.Versioned() || a.Path != ndis.PathRevision {
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

// number replaces macros for revisions and sizes, which the codec does not know,
// by their numbers.
func (m *members) number(layout *catalog.Layout, text string) string {
	if value, ok := macro(layout.Arch, text); ok {
		return itoa(value)
	}
	what, inside, call := strings.Cut(strings.TrimSuffix(text, ")"), "(")
	name, through, _ := strings.Cut(inside, ",")
	s, err := catalog.Lookup(name)
	if !call || err != nil || what != "sizeof" && what != "RTL_SIZEOF_THROUGH_FIELD" {
		return text
	}
	whole, err := s.Layout(catalog.Options{Arch: layout.Arch})
	if err != nil {
		return text
	}
	if slot, ok := whole.Find(ndis.Path(through)); ok && through != "" {
		return itoa(whole.Slots[slot].End())
	}
	if what == "sizeof" {
		return itoa(whole.Sizeof)
	}
	return text
}

// macro is the value of the macro for a revision or for its size.
func macro(arch ndis.Arch, text string) (value int, ok bool) {
	if !strings.Contains(text, "_REVISION") && !strings.Contains(text, "SIZEOF_") {
		return 0, false
	}
	m, ok := macros()[text]
	if !ok || !m.size {
		return m.revision, ok
	}
	layout, err := m.structure.Layout(catalog.Options{Arch: arch, Revision: m.revision})
	if err != nil {
		return 0, false
	}
	return layout.Size, true
}

// macroOf is what a macro is the number of: a revision, or its size.
type macroOf struct {
	structure *catalog.Structure
	revision  int
	size      bool
}

var macros = sync.OnceValue(func() map[string]macroOf {
	all := map[string]macroOf{}
	for _, s := range catalog.All() {
		for _, r := range s.Revisions {
			all[s.RevisionMacro(r.Number)] = macroOf{s, r.Number, false}
			all[s.SizeMacro(r.Number)] = macroOf{s, r.Number, true}
		}
	}
	delete(all, "")
	return all
})
