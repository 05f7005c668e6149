package search

import (
	"slices"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Kind is what a name names.
type Kind uint8

// The kinds. Where matches are alike, the earlier kind comes first.
const (
	Structure Kind = iota
	OID
	Status
	ObjectType
	Enum // an enumeration, or one of its constants
	Flag
	Member
	Version
	RevisionMacro
	SizeMacro
)

// kinds says for each kind its name, the prefixes that people leave out (the
// longest first), and how many digits its value has.
var kinds = []struct {
	name     string
	prefixes []string
	digits   int
}{
	Structure:     {"structure", []string{"NDIS_"}, 0},
	OID:           {"oid", []string{"OID_"}, 8},
	Status:        {"status", []string{"NDIS_STATUS_", "STATUS_NDIS_", "NDIS_"}, 8},
	ObjectType:    {"object-type", []string{"NDIS_OBJECT_TYPE_"}, 2},
	Enum:          {"enum", []string{"NDIS_", "Ndis"}, 1},
	Flag:          {"flag", []string{"NDIS_"}, 1},
	Member:        {"member", nil, 0},
	Version:       {"version", nil, 8},
	RevisionMacro: {"revision-macro", []string{"NDIS_"}, 0},
	SizeMacro:     {"size-macro", []string{"NDIS_SIZEOF_NDIS_", "NDIS_SIZEOF_"}, 0},
}

// Kinds lists the kinds.
func Kinds() []Kind {
	all := make([]Kind, len(kinds))
	for i := range all {
		all[i] = Kind(i)
	}
	return all
}

// String is the kind in lower case: "size-macro".
func (k Kind) String() string { return kinds[k].name }

// source is where names come from. Open says how many items it has.
type source struct {
	open func(*builder) int
	add  func(b *builder, item int)
}

// sources are all of them. Another list of names is one row.
var sources = []source{
	{structures, (*builder).structure},
	list(OID, catalog.NamedOIDs),
	list(Status, ndis.NamedStatuses),
	list(ObjectType, ndis.NamedObjectTypes),
	{constants, (*builder).constant},
	{versions, (*builder).version},
}

// list is a source of names with values.
func list(kind Kind, names func() []ndis.Named) source {
	return source{
		func(b *builder) int { b.named = names(); return len(b.named) },
		func(b *builder, i int) { b.value(kind, b.named[i]) },
	}
}

func (b *builder) value(kind Kind, n ndis.Named) *entry {
	e := b.add(kind, n.Name)
	e.value, e.valued, e.since = n.Value, true, n.Since
	return e
}

func structures(b *builder) int {
	b.outlines = slices.Collect(catalog.Outlines())
	return len(b.outlines)
}

// structure adds a structure, its members and its macros. Only the revisions are
// parsed.
func (b *builder) structure(i int) {
	o := b.outlines[i]
	b.owners = append(b.owners, owner{o, int32(len(b.entries))})
	b.owned(Structure, o.Name)
	b.members(o)
	if o.Versioned() {
		b.macros(o.Head())
	}
}

func (b *builder) owned(kind Kind, name string) *entry {
	e := b.add(kind, name)
	e.owner = int32(len(b.owners) - 1)
	return e
}

// members adds the members of a structure by their paths; unnamed levels are
// left out.
func (b *builder) members(o catalog.Outline) {
	var path [16]string
	for m := range o.Members() {
		if m.Depth >= len(path) {
			continue
		}
		path[m.Depth] = m.Name
		if m.Name == "" {
			continue
		}
		e := b.owned(Member, "")
		for _, part := range path[:m.Depth+1] {
			if part == "" {
				continue
			}
			if int(e.at) < len(b.text) {
				b.text = append(b.text, '.')
			}
			e.last = int32(len(b.text))
			b.text = append(b.text, part...)
		}
		e.end, e.stem, e.detail = int32(len(b.text)), e.last, m.Type
	}
}

func (b *builder) macros(s *catalog.Structure) {
	for _, r := range s.Revisions {
		b.macro(RevisionMacro, s.RevisionMacro(r.Number), r)
		b.macro(SizeMacro, s.SizeMacro(r.Number), r)
	}
}

func (b *builder) macro(kind Kind, name string, r catalog.Revision) {
	if name != "" {
		e := b.owned(kind, name)
		e.revision, e.since = int32(r.Number), r.Since
	}
}

func constants(b *builder) int {
	b.constants = catalog.Constants()
	return len(b.constants)
}

// constant adds a constant, and before the first of an enumeration that one's name.
func (b *builder) constant(i int) {
	c := b.constants[i]
	kind := Flag
	if c.Kind != catalog.Flags {
		kind = Enum
	}
	if c.Kind == catalog.Enumeration && (i == 0 || b.constants[i-1].Group != c.Group) {
		b.add(Enum, c.Group)
	}
	b.value(kind, c.Constant).detail = c.Group
}

func versions(b *builder) int {
	b.releases = ndis.Releases()
	return len(b.releases)
}

// version adds a version, and the Windows releases that lead to it.
func (b *builder) version(i int) {
	r := b.releases[i]
	releases := strings.Join(r.Windows(), ", ")
	for _, name := range append([]string{r.Version.String()}, r.Windows()...) {
		e := b.add(Version, name)
		e.value, e.valued, e.detail = uint64(r.Version), true, releases
	}
}
