package catalog

import (
	_ "embed"
	"strings"
	"sync"
	"sync/atomic"

	"ndisplayground/ndis"
)

// CodeStructureUnknown: the catalogue has no structure of that name.
const CodeStructureUnknown ndis.Code = "structure-unknown"

// entry is one structure's text, parsed when it is first asked for.
type entry struct {
	name, text string
	parsed     atomic.Pointer[Structure]
}

func (e *entry) parse() *Structure {
	if s := e.parsed.Load(); s != nil {
		return s
	}
	s, err := parseStructure(e.text)
	if err != nil {
		panic(err)
	}
	e.parsed.CompareAndSwap(nil, s)
	return e.parsed.Load()
}

// index is the structures in the order of the files. Those of file i are
// entries[begins[i]:begins[i+1]].
type index struct {
	entries []entry
	byName  map[string]int32
	begins  []int
}

// lengthsText has a line for each file: how many bytes stand before its first
// structure, then how many each one has. It spares looking for 800 line ends among
// 13,000 at the first use; make golden writes it, a test compares.
//
//go:embed lengths.txt
var lengthsText string

// room is for about as many structures as there are.
const room = 800

var catalogue = sync.OnceValue(newIndex)

// newIndex cuts the files into structures, and looks at nothing but their names.
func newIndex() *index {
	x := &index{entries: make([]entry, 0, room), byName: make(map[string]int32, room)}
	line, rest := "", lengthsText[headFrom(lengthsText, 0):]
	for _, file := range structureFiles {
		x.begins = append(x.begins, len(x.entries))
		line, rest, _ = strings.Cut(rest, "\n")
		x.cut(*file.text, line)
	}
	x.begins = append(x.begins, len(x.entries))
	return x
}

// cut adds the structures of a file.
func (x *index) cut(text, lengths string) {
	length, lengths := cutNumber(lengths) // of the comment
	for text = text[length:]; lengths != ""; text = text[length:] {
		if length, lengths = cutNumber(lengths); length > len(text) {
			break
		}
		name, _, _ := strings.Cut(text[strings.IndexByte(text, ' ')+1:], "\n")
		x.byName[name] = int32(len(x.entries))
		x.entries = append(x.entries, entry{name: name, text: text[:length]})
	}
	if text != "" {
		panic("lengths.txt is older than the structures: see make golden")
	}
}

// cutNumber reads the number that a text begins with, and the blank behind it.
func cutNumber(text string) (n int, rest string) {
	for i := range len(text) {
		if text[i] == ' ' {
			return n, text[i+1:]
		}
		n = n*10 + int(text[i]-'0')
	}
	return n, ""
}

// named is the structure of exactly that name, nil where there is none.
func (x *index) named(name string) *entry {
	if i, ok := x.byName[name]; ok {
		return &x.entries[i]
	}
	return nil
}

// Names lists the names of all structures, in the order of the files.
var Names = sync.OnceValue(func() []string {
	x := catalogue()
	names := make([]string, len(x.entries))
	for i := range names {
		names[i] = x.entries[i].name
	}
	return names
})

// Family is the structures of a data file, in its order. Name is the file's, which
// groups them as a driver developer would: "offload", "rss".
type Family struct {
	Name       string
	Structures []string
}

// Families lists the families, sorted by name. It parses nothing.
func Families() []Family {
	all := make([]Family, len(structureFiles))
	begins := catalogue().begins
	for i, file := range structureFiles {
		all[i] = Family{file.name, Names()[begins[i]:begins[i+1]]}
	}
	return all
}

// All lists all structures, in the order of the files. It parses each of them.
func All() []*Structure {
	x := catalogue()
	all := make([]*Structure, len(x.entries))
	for i := range all {
		all[i] = x.entries[i].parse()
	}
	return all
}

// Exists reports whether the catalogue has a structure of exactly that name.
func Exists(name string) bool { return catalogue().named(name) != nil }

// Lookup returns the structure of that name; NDIS_ may be left out where the
// rest names no structure itself. The error offers the nearest names.
func Lookup(name string) (*Structure, error) {
	x := catalogue()
	for _, candidate := range []string{name, "NDIS_" + name, strings.TrimPrefix(name, "_")} {
		if e := x.named(candidate); e != nil {
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
	if !ok || Exists(short) {
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
	x := catalogue()
	for i := range x.entries {
		if objectType, ok := objectOf(x.entries[i].text); ok && objectType == t {
			found = append(found, x.entries[i].parse())
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
