package catalog

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// Structure is one structure or union as the headers declare it.
type Structure struct {
	Name      string
	Union     bool
	Header    string // the header file
	Doc       string // path of the documentation page below windows-hardware/drivers, or ""
	Since     ndis.Version
	Object    string // official name of its object type, or ""
	Revisions []Revision
	Notes     []Note
	Members   []Member

	format        Format // how people write all of it as one value, "" where they do not
	macro, sizeof string // prefixes of the revision macros, "none" where there are none
	pack          int
	align         dim
	unsized       int // revisions from this one on have no size macro, 0 where all have
	layouts       memo[Options, *Layout]
	sizes         memo[Options, int]
	extents       memo[extentKey, block]
}

// Revision is one revision of a structure: the members up to Through, or the
// whole structure where Through is "". Of is another structure that the revision
// consists of, or "". A few size macros are plain numbers; then Literal has the
// size in bytes. HeaderOnly says that the documentation does not know the
// revision; Also is an earlier one that the documentation asks for in its place,
// or 0.
type Revision struct {
	Number     int
	Since      ndis.Version
	Through    ndis.Path
	Of         string
	Literal    int
	whole      bool
	HeaderOnly bool
	Also       int
}

// Member is one member of a structure, or a nested structure or union (then
// Members is not nil). Name is "" where C has none.
type Member struct {
	Name    string
	Type    string // the C type without dimensions
	Dims    []dim
	Bits    int // width of a bit-field, else 0
	Since   ndis.Version
	Union   bool
	Members []Member

	until   ndis.Version // from this version on the member is gone, 0 where it stays
	on      []ndis.Arch  // the architectures that have it, nil for all
	former  []former     // oldest first
	meaning *cType       // of the type, nil of a nested structure
	group   string
	format  Format
	beside  string // the member that is the other half of a version, or ""
	tail    bool
	count   *Count
	align   dim
}

// former is a bit-field's width or an array's length below a version.
type former struct {
	dim
	before ndis.Version
}

// Exists reports whether the member is there at a version on an architecture.
func (m *Member) Exists(version ndis.Version, arch ndis.Arch) bool {
	return m.Since <= version && (m.until == 0 || version < m.until) && (m.on == nil || slices.Contains(m.on, arch))
}

// dim is an array's length, which may differ on x86.
type dim struct{ x64, x86 int }

func (d dim) on(arch ndis.Arch) int {
	if arch == ndis.X86 {
		return d.x86
	}
	return d.x64
}

// Lengths are the dimensions of an array as of a version, outermost first; 0 is
// an open end.
func (m *Member) Lengths(version ndis.Version, arch ndis.Arch) []int {
	var lengths []int
	for _, d := range m.Dims {
		lengths = append(lengths, d.on(arch))
	}
	if old, ok := m.formerly(version); ok && len(lengths) > 0 {
		lengths[0] = old.on(arch)
	}
	return lengths
}

// Width is the bits of a bit-field as of a version, 0 of another member.
func (m *Member) Width(version ndis.Version) int {
	if old, ok := m.formerly(version); ok && m.Bits > 0 {
		return old.x64
	}
	return m.Bits
}

func (m *Member) formerly(version ndis.Version) (dim, bool) {
	for _, f := range m.former {
		if version < f.before {
			return f.dim, true
		}
	}
	return dim{}, false
}

// Alignment is the alignment in bytes that the member's declaration demands
// beyond its type's, or 0.
func (m *Member) Alignment(arch ndis.Arch) int { return m.align.on(arch) }

// Alignment and packing in bytes that the declaration demands, or 0.
func (s *Structure) Alignment(arch ndis.Arch) (align, pack int) { return s.align.on(arch), s.pack }

// Format says how people write a member, where its C type does not tell. Of an
// array or a structure it makes one value.
type Format string

// The formats.
const (
	FormatObjectType Format = "object-type"
	FormatMAC        Format = "mac"
	FormatIPv4       Format = "ipv4"
	FormatIPv6       Format = "ipv6"
	FormatGUID       Format = "guid"
	FormatLUID       Format = "luid"
	FormatVersion    Format = "version" // two halves: major, minor
	FormatText       Format = "text"    // an array of characters, zeros behind; or a structure of one and its length
	FormatBytes      Format = "bytes"   // no text, though of characters
)

// Versioned reports whether the structure begins with an NDIS_OBJECT_HEADER.
func (s *Structure) Versioned() bool {
	return !s.Union && len(s.Members) > 0 && s.Members[0].Type == headerName
}

// headerName is the structure that versioned structures begin with.
const headerName = "NDIS_OBJECT_HEADER"

// ObjectType is what Header.Type must say; false where the sources name none.
func (s *Structure) ObjectType() (ndis.ObjectType, bool) {
	if s.Object == "" {
		return 0, false
	}
	objectType, err := ndis.ParseObjectType(s.Object)
	return objectType, err == nil
}

// Revision returns the revision of that number.
func (s *Structure) Revision(number int) (Revision, bool) {
	for _, r := range s.Revisions {
		if r.Number == number {
			return r, true
		}
	}
	return Revision{}, false
}

// RevisionFor is the revision that belongs to a registered version: the highest
// one that a version up to it introduced (documented:
// using-ndis-6-30-data-structures). False where none exists yet.
func (s *Structure) RevisionFor(registered ndis.Version) (Revision, bool) {
	for i := len(s.Revisions) - 1; i >= 0; i-- {
		if s.Revisions[i].Since <= registered {
			return s.Revisions[i], true
		}
	}
	return Revision{}, false
}

// Newest is the highest revision, false where the structure has none.
func (s *Structure) Newest() (Revision, bool) {
	return s.RevisionFor(ndis.Newest())
}

// LastVersion is the last version for which the revision is right: the one
// before the first that brings a higher revision.
func (s *Structure) LastVersion(r Revision) ndis.Version {
	last, before := r.Since, ndis.Newest()+1
	for i := len(s.Revisions) - 1; i >= 0 && s.Revisions[i].Number != r.Number; i-- {
		before = min(before, s.Revisions[i].Since)
	}
	for _, version := range ndis.Versions() {
		if version < before {
			last = max(last, version)
		}
	}
	return last
}

// RevisionMacro is the header's name for the revision's number, or "" where it
// has none: NDIS_OFFLOAD_REVISION_2.
func (s *Structure) RevisionMacro(number int) string {
	return macroName(s.macro, s.Name+"_REVISION_", number)
}

// SizeMacro is the header's name for the revision's size, or "" where it has
// none: NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_2.
func (s *Structure) SizeMacro(number int) string {
	if s.unsized > 0 && number >= s.unsized {
		return ""
	}
	return macroName(s.sizeof, "NDIS_SIZEOF_"+strings.TrimPrefix(s.Name, "NDIS_")+"_REVISION_", number)
}

func macroName(irregular, regular string, number int) string {
	switch irregular {
	case "none":
		return ""
	case "":
		return regular + strconv.Itoa(number)
	}
	return irregular + strconv.Itoa(number)
}
