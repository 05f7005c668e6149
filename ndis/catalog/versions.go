package catalog

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// VersionDiff is what came with the versions after From, up to To.
type VersionDiff struct {
	From, To   ndis.Version
	Structures []*Structure
	Revisions  []NewRevision // also of the new structures
	Members    []NewMember   // of structures that are older
	Names      []NewName
}

// NewRevision is a revision that came.
type NewRevision struct {
	Structure *Structure
	Revision
}

// NewMember is a member that came, the outermost one where whole groups did.
type NewMember struct {
	Structure *Structure
	Path      ndis.Path
	*Member
}

// NewName is a name that came: of what kind, and what it is.
type NewName struct {
	Kind string
	ndis.Named
}

// named are the lists of names that versions add to.
var named = []struct {
	kind string
	list func() []ndis.Named
}{
	{"oid", NamedOIDs},
	{"object-type", ndis.NamedObjectTypes},
	{"status", ndis.NamedStatuses},
	{"constant", namedConstants},
}

func namedConstants() []ndis.Named {
	var all []ndis.Named
	for _, c := range Constants() {
		all = append(all, c.Constant)
	}
	return all
}

// CompareVersions lists what is new or revised after a version, up to another.
// Names whose first version the headers do not say are left out.
func CompareVersions(from, to ndis.Version) VersionDiff {
	d := VersionDiff{From: from, To: to}
	for o := range Outlines() {
		if d.touches(o) {
			d.structure(MustLookup(o.Name))
		}
	}
	for _, names := range named {
		for _, n := range names.list() {
			if d.new(n.Since) {
				d.Names = append(d.Names, NewName{names.kind, n})
			}
		}
	}
	return d
}

// touches reports whether a structure's text has one of the versions, which spares
// parsing most of them.
func (d *VersionDiff) touches(o Outline) bool {
	for _, v := range ndis.Versions() {
		if d.new(v) && strings.Contains(o.text, " "+v.String()) {
			return true
		}
	}
	return false
}

func (d *VersionDiff) structure(s *Structure) {
	if d.new(s.Since) {
		d.Structures = append(d.Structures, s)
	} else if s.Since <= d.From {
		d.members(s, s.Members, "")
	}
	for _, r := range s.Revisions {
		if d.new(r.Since) {
			d.Revisions = append(d.Revisions, NewRevision{s, r})
		}
	}
}

func (d *VersionDiff) new(since ndis.Version) bool { return d.From < since && since <= d.To }

func (d *VersionDiff) members(s *Structure, members []Member, outer ndis.Path) {
	for i := range members {
		m := &members[i]
		path := join(outer, ndis.Path(m.Name))
		if m.Name != "" && d.new(m.Since) {
			d.Members = append(d.Members, NewMember{s, path, m})
			continue
		}
		d.members(s, m.Members, path)
	}
}

// Text writes the difference without words, for scripts: a line for the two
// versions, then one for each thing that came: what it is, its name, its version.
func (d VersionDiff) Text() string {
	lines := []string{d.From.String() + " -> " + d.To.String()}
	for _, s := range d.Structures {
		lines = append(lines, came("structure", s.Name, s.Since))
	}
	for _, r := range d.Revisions {
		lines = append(lines, came("revision", r.Structure.Name+" "+strconv.Itoa(r.Number), r.Since))
	}
	for _, m := range d.Members {
		lines = append(lines, came("member", m.Structure.Name+"."+string(m.Path), m.Since))
	}
	for _, n := range d.Names {
		lines = append(lines, came(n.Kind, n.Name+" "+ndis.Hex(n.Value, 8), n.Since))
	}
	return strings.Join(lines, "\n") + "\n"
}

func came(what, name string, since ndis.Version) string {
	return "+ " + what + " " + name + " " + since.String()
}
