package catalog

import (
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
)

func TestEachStructureSaysItsHeaderVersionAndMembers(t *testing.T) {
	for _, s := range All() {
		if s.Header == "" || !s.Since.Listed() || len(s.Members) == 0 {
			t.Errorf("%s: header %q, since %v, %d members", s.Name, s.Header, s.Since, len(s.Members))
		}
		if _, known := s.ObjectType(); s.Object != "" && !known {
			t.Errorf("%s: %s is no object type", s.Name, s.Object)
		}
		for i, r := range s.Revisions {
			if i > 0 && (r.Number != s.Revisions[i-1].Number+1 || r.Since < s.Revisions[i-1].Since) {
				t.Errorf("%s: revision %d behind %d", s.Name, r.Number, s.Revisions[i-1].Number)
			}
		}
		s.each(func(m *Member) {
			if m.group != "" && GroupNamed(m.group) == nil {
				t.Errorf("%s.%s: no group %s", s.Name, m.Name, m.group)
			}
			if base, target := TypeNamed(m.Type); base == BaseEnum && GroupNamed(target) == nil {
				t.Errorf("%s.%s: no enumeration %s", s.Name, m.Name, target)
			}
		})
	}
}

func (s *Structure) each(visit func(*Member)) {
	var walk func([]Member)
	walk = func(members []Member) {
		for i := range members {
			visit(&members[i])
			walk(members[i].Members)
		}
	}
	walk(s.Members)
}

func TestEachTypeAndGroupIsUsed(t *testing.T) {
	types, groupNames := map[string]bool{}, map[string]bool{}
	for _, s := range All() {
		s.each(func(m *Member) {
			types[m.Type] = true
			groupNames[m.group] = true
			_, target := TypeNamed(m.Type)
			groupNames[target] = true
		})
	}
	for name := range cTypes() {
		if !types[name] {
			t.Errorf("types.txt: nobody is a %s", name)
		}
	}
	for name := range groups() {
		if !groupNames[name] {
			t.Errorf("nobody takes a %s", name)
		}
	}
}

func TestNamesAreUniqueAndLookUpEitherWay(t *testing.T) {
	names := slices.Clone(Names())
	slices.Sort(names)
	if unique := slices.Compact(slices.Clone(names)); len(unique) != len(names) {
		t.Error("a structure stands twice")
	}
	for _, name := range names {
		if s, err := Lookup(ShortName(name)); err != nil || s.Name != name {
			t.Errorf("%s leads to %v %v", ShortName(name), s, err)
		}
	}
	if got := ShortName("NDIS_OFFLOAD"); got != "OFFLOAD" {
		t.Errorf("short is %s", got)
	}
	if _, err := Lookup("NDIS_OFLOAD"); !strings.Contains(err.Error(), "NDIS_OFFLOAD") {
		t.Errorf("%v offers nothing", err)
	}
}

func TestObjectTypeFindsItsStructures(t *testing.T) {
	var names []string
	for _, s := range ByObjectType(0xA7) {
		names = append(names, s.Name)
	}
	if !slices.Equal(names, []string{"NDIS_OFFLOAD"}) {
		t.Errorf("0xA7 begins %v", names)
	}
	if many := ByObjectType(ndis.TypeDefault); len(many) < 2 {
		t.Errorf("0x80 begins %d structures, want several", len(many))
	}
}

func TestParseRefusesWithThePlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "no structure"},
		{"structure X\n", "line 1"},
		{"\tHeader NDIS_OBJECT_HEADER\n", "before its structure"},
		{"struct X\n\tsince 6.0\n\tA ULONG\n\t\t\tB ULONG\n", "X, line 4"},
		{"struct X\n\tsince 6.2\n", "X, line 2: version-unlisted"},
		{"struct X\n\trev 1 since 6.0\n", "revision 1"},
		{"struct X\n\tA ULONG:0\n", "width"},
		{"struct X\n\tA ULONG:65\n", "width"},
		{"struct X\n\tA UCHAR[x]\n", "length"},
		{"struct X\n\tA ULONG sinse 6.0\n", "unknown word"},
		{"struct X\n\tA ULONG since\n", "says nothing"},
		{"struct X\n\tA ULONG:8 was 12\n", "before what"},
		{"struct X\nstruct Y\n", "line 2"},
	} {
		if _, err := parseStructure(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}

func FuzzParseStructure(f *testing.F) {
	for _, name := range []string{"NDIS_OFFLOAD", "NDIS_OID_REQUEST", "IPSEC_OFFLOAD_V2_ADD_SA"} {
		f.Add("struct X\n\tsince 6.0\n\trev 1 since 6.0 through A\n\n\tA ULONG:3 was 4 before 6.1\n\tunion _\n\t\tB UCHAR[2*sizeof(PVOID)]\n" + name)
	}
	f.Add("union X\n\tA ULONG flags NDIS_OFFLOAD_FLAGS\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parseStructure(text)
		if (s == nil) == (err == nil) {
			t.Errorf("neither a structure nor an error, or both")
		}
	})
}
