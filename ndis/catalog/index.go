package catalog

import (
	"strings"
	"sync"

	"ndisplayground/ndis"
)

// CodeStructureUnknown: the catalogue has no structure of that name.
const CodeStructureUnknown ndis.Code = "structure-unknown"

// entry is one structure's text, parsed when it is first asked for.
type entry struct {
	name  string
	file  string // the data file, which groups structures as a driver developer would
	text  string
	parse func() *Structure
}

type index struct {
	entries []entry
	byName  map[string]*entry
}

var catalogue = sync.OnceValue(func() *index {
	x := &index{byName: map[string]*entry{}}
	for _, file := range structureFiles() {
		x.add(file.name, file.text)
	}
	for i := range x.entries {
		x.byName[x.entries[i].name] = &x.entries[i]
	}
	return x
})

// add cuts a file into its structures. Only the lines that begin one are looked
// at; the rest waits until somebody asks.
func (x *index) add(file, text string) {
	for text != "" {
		name, block, rest := cutStructure(text)
		text = rest
		if name == "" {
			continue
		}
		x.entries = append(x.entries, entry{name, file, block, sync.OnceValue(func() *Structure {
			s, err := parseStructure(block)
			if err != nil {
				panic(file + ".txt: " + err.Error())
			}
			return s
		})})
	}
}

// cutStructure returns the first block of the text, up to the blank line behind
// its members, and the structure's name ("" for a comment).
func cutStructure(text string) (name, block, rest string) {
	end := strings.Index(text, "\n\nstruct ")
	if other := strings.Index(text, "\n\nunion "); end < 0 || other >= 0 && other < end {
		end = other
	}
	block = text
	if end >= 0 {
		block, rest = text[:end+1], text[end+2:]
	}
	head, _, _ := strings.Cut(block, "\n")
	if keyword, name, ok := strings.Cut(head, " "); ok && keyword != "#" {
		return name, block, rest
	}
	return "", block, rest
}

// Names lists the names of all structures, in the order of the files.
var Names = sync.OnceValue(func() []string {
	var names []string
	for _, e := range catalogue().entries {
		names = append(names, e.name)
	}
	return names
})

// All lists all structures, in the order of the files. It parses each of them.
func All() []*Structure {
	var all []*Structure
	for i := range catalogue().entries {
		all = append(all, catalogue().entries[i].parse())
	}
	return all
}

// Lookup returns the structure of that name; NDIS_ may be left out where the
// rest names no structure itself. The error offers the nearest names.
func Lookup(name string) (*Structure, error) {
	x := catalogue()
	for _, candidate := range []string{name, "NDIS_" + name, strings.TrimPrefix(name, "_")} {
		if e, ok := x.byName[candidate]; ok {
			return e.parse(), nil
		}
	}
	return nil, ndis.NewError(CodeStructureUnknown, name).Suggest(ndis.Nearest(name, Names())...)
}

// MustLookup is Lookup for names that are constants of this project; a test
// resolves each of them.
func MustLookup(name string) *Structure {
	s, err := Lookup(name)
	if err != nil {
		panic(err)
	}
	return s
}

// ShortName leaves NDIS_ out of a name unless the rest also names a structure.
func ShortName(name string) string {
	short, ok := strings.CutPrefix(name, "NDIS_")
	if _, taken := catalogue().byName[short]; !ok || taken {
		return name
	}
	return short
}

// ShortPath shortens the structure that a path ends in: ".NDIS_OFFLOAD".
func ShortPath(path string) string {
	if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
		return path[:dot+1] + ShortName(path[dot+1:])
	}
	return path
}

// ByObjectType lists the structures that a header of that Type may begin, in
// the order of the files.
func ByObjectType(t ndis.ObjectType) []*Structure {
	var found []*Structure
	for _, s := range All() {
		if objectType, ok := s.ObjectType(); ok && objectType == t {
			found = append(found, s)
		}
	}
	return found
}
