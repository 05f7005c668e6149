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
	name   string
	file   string // the data file, which groups structures as a driver developer would
	text   string
	once   sync.Once
	parsed *Structure
}

func (e *entry) parse() *Structure {
	e.once.Do(func() {
		s, err := parseStructure(e.text)
		if err != nil {
			panic(e.file + ".txt: " + err.Error())
		}
		e.parsed = s
	})
	return e.parsed
}

type index struct {
	entries []*entry
	byName  map[string]*entry
}

// catalogue cuts the files into structures. Only the lines that begin one are
// looked at; the rest waits until somebody asks.
var catalogue = sync.OnceValue(func() *index {
	x := &index{byName: make(map[string]*entry, 1000)}
	for _, file := range structureFiles {
		for head, text := range blocks(*file.text) {
			e := &entry{name: head[1], file: file.name, text: text}
			x.entries = append(x.entries, e)
			x.byName[e.name] = e
		}
	}
	return x
})

// Names lists the names of all structures, in the order of the files.
var Names = sync.OnceValue(func() []string {
	var names []string
	for _, e := range catalogue().entries {
		names = append(names, e.name)
	}
	return names
})

// Family is the structures of a data file, in its order. Name is the file's:
// "offload", "rss".
type Family struct {
	Name       string
	Structures []string
}

// Families lists the families, sorted by name. It parses nothing.
func Families() []Family {
	var all []Family
	for _, e := range catalogue().entries {
		if len(all) == 0 || all[len(all)-1].Name != e.file {
			all = append(all, Family{Name: e.file})
		}
		last := &all[len(all)-1]
		last.Structures = append(last.Structures, e.name)
	}
	return all
}

// All lists all structures, in the order of the files. It parses each of them.
func All() []*Structure {
	var all []*Structure
	for _, e := range catalogue().entries {
		all = append(all, e.parse())
	}
	return all
}

// Exists reports whether the catalogue has a structure of exactly that name.
func Exists(name string) bool { return catalogue().byName[name] != nil }

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
// the order of the files. It parses no others.
func ByObjectType(t ndis.ObjectType) []*Structure {
	var found []*Structure
	for _, e := range catalogue().entries {
		if objectType, ok := objectOf(e.text); ok && objectType == t {
			found = append(found, e.parse())
		}
	}
	return found
}

// ByHeader lists the structures that the header may begin: those of its Type,
// and where any of these measures what it says, only these. The default type
// begins so many that the size would decide by chance.
func ByHeader(h ndis.ObjectHeader, arch ndis.Arch) []*Structure {
	all := ByObjectType(h.Type)
	if h.Type == ndis.TypeDefault {
		return all
	}
	var sized []*Structure
	for _, s := range all {
		if s.measures(h, arch) {
			sized = append(sized, s)
		}
	}
	if sized == nil {
		return all
	}
	return sized
}

// measures reports whether the structure has that revision, and it is as long as
// the header says.
func (s *Structure) measures(h ndis.ObjectHeader, arch ndis.Arch) bool {
	size, err := s.Size(Options{Arch: arch, Revision: int(h.Revision)})
	return err == nil && h.Revision > 0 && size == int(h.Size)
}

// objectOf reads no more of a structure's text than its line "object".
func objectOf(text string) (ndis.ObjectType, bool) {
	_, rest, ok := strings.Cut(text, "\n\tobject ")
	if !ok {
		return 0, false
	}
	name, _, _ := strings.Cut(rest, "\n")
	objectType, err := ndis.ParseObjectType(strings.TrimSpace(name))
	return objectType, err == nil
}
