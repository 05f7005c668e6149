package catalog

import (
	"os"
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

// What the headers of NDIS declare, what these structures contain by value of
// Windows' own, and what today's ndis.h has dropped.
func TestNothingIsLost(t *testing.T) {
	const declared, windows, dropped, revisions = 748, 21, 2, 590
	found := 0
	for _, s := range All() {
		found += len(s.Revisions)
	}
	if n := len(Names()); n != declared+windows+dropped || found != revisions {
		t.Errorf("%d structures and %d revisions, want %d and %d", n, found, declared+windows+dropped, revisions)
	}
}

func TestEachFileOfStructuresIsRead(t *testing.T) {
	folder, err := os.ReadDir("structures")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range structureFiles {
		names = append(names, file.name+".txt")
		text, err := os.ReadFile("structures/" + file.name + ".txt")
		if err != nil || string(text) != *file.text {
			t.Errorf("%s: not the text of that file, %v", file.name, err)
		}
	}
	slices.Sort(names)
	for i, entry := range folder {
		if i >= len(names) || names[i] != entry.Name() {
			t.Fatalf("files.go lists %v, the folder has %s", names, entry.Name())
		}
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
	for head := range blocks(typesText) {
		if name := head[0]; !types[name] {
			t.Errorf("types.txt: nobody is a %s", name)
		}
	}
	for _, name := range GroupNames() {
		if alone := GroupNamed(name).For; groupNames[name] == (alone != "") {
			t.Errorf("%s: taken by a member %v, for %q", name, groupNames[name], alone)
		}
	}
}

func TestConstantsFitTheMembersThatTakeThem(t *testing.T) {
	for _, s := range All() {
		l := layoutOf(t, s.Name, Options{Arch: ndis.X64})
		for _, leaf := range l.Leaves {
			slot := &l.Slots[leaf.Slot]
			if slot.Group() == nil {
				continue
			}
			for _, c := range slot.Group().Constants {
				if c.Value&^leaf.Mask != 0 {
					t.Errorf("%s.%s takes no %s", s.Name, slot.Path, c.Name)
				}
			}
		}
	}
}

// A group that no member takes names what has to do with it.
func TestGroupsThatStandAloneNameWhatTheyAreFor(t *testing.T) {
	for _, name := range GroupNames() {
		alone := GroupNamed(name).For
		if alone == "" || alone == "-" || Exists(alone) {
			continue
		}
		if o, err := OIDNamed(alone); err != nil || o.Name != alone {
			t.Errorf("%s: %s is neither a structure nor an OID", name, alone)
		}
	}
}

func TestGroupsHoldTheConstantsOfTheHeaders(t *testing.T) {
	const enumerations, groups = 163, 158
	found := map[bool]int{}
	constants := 0
	for _, name := range GroupNames() {
		g := GroupNamed(name)
		found[g.Kind == Enumeration]++
		constants += len(g.Constants)
		seen := map[string]bool{}
		for _, c := range g.Constants {
			if seen[c.Name] || c.Since != 0 && !c.Since.Listed() {
				t.Errorf("%s: %+v", name, c)
			}
			seen[c.Name] = true
		}
		if len(g.Constants) == 0 {
			t.Errorf("%s is empty", name)
		}
	}
	if found[true] != enumerations || found[false] != groups {
		t.Errorf("%d enumerations and %d groups, want %d and %d", found[true], found[false], enumerations, groups)
	}
	t.Logf("%d constants", constants)
}

// What is found by halving must be sorted.
func TestTextsThatAreSearchedAreSorted(t *testing.T) {
	for file, c := range map[string]struct {
		text string
		name func(string) string
	}{
		"types.txt":  {typesText, typeName},
		"enums.txt":  {enumsText, groupName},
		"groups.txt": {groupsText, groupName},
	} {
		last := ""
		for _, entry := range blocks(c.text) {
			name := c.name(entry)
			if name <= last {
				t.Errorf("%s: %s behind %s", file, name, last)
			}
			if found, ok := seek(c.text, name, c.name); !ok || found != entry {
				t.Errorf("%s: %s is not found", file, name)
			}
			last = name
		}
		for _, name := range []string{"", "A", "NDIS_N", "zz"} {
			if _, ok := seek(c.text, name, c.name); ok {
				t.Errorf("%s: there is a %q", file, name)
			}
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
	if !slices.Equal(names, []string{"NDIS_OFFLOAD", "NDIS_WMI_OFFLOAD"}) {
		t.Errorf("0xA7 begins %v", names)
	}
	if many := ByObjectType(ndis.TypeDefault); len(many) < 2 {
		t.Errorf("0x80 begins %d structures, want several", len(many))
	}
}

func TestHeaderDecidesWhereTheTypeDoesNot(t *testing.T) {
	for _, c := range []struct {
		header ndis.ObjectHeader
		want   string // "" where several are left
	}{
		{ndis.ObjectHeader{Type: 0xA7, Revision: 2, Size: 144}, "NDIS_OFFLOAD"},
		{ndis.ObjectHeader{Type: 0xA7, Revision: 1, Size: 224}, "NDIS_WMI_OFFLOAD"},
		{ndis.ObjectHeader{Type: 0xA7, Revision: 2, Size: 7}, ""},
		{ndis.ObjectHeader{Type: ndis.TypeDefault, Revision: 1, Size: 8}, ""},
	} {
		found := ByHeader(c.header, ndis.X64)
		if len(found) == 0 || (len(found) == 1) != (c.want != "") || c.want != "" && found[0].Name != c.want {
			t.Errorf("%+v begins %d structures, want %q", c.header, len(found), c.want)
		}
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
		{"struct X\n\tA ULONG until\n", "says nothing"},
		{"struct X\n\tA ULONG on mips\n", "arch-unknown"},
		{"struct X\n\tA ULONG[2] was x before 6.1\n", "length"},
		{"struct X\n\tsizeof NDIS_SIZEOF_X_ before y\n", "line 2"},
		{"struct X\nstruct Y\n", "line 2"},
	} {
		if _, err := parseStructure(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}

func FuzzParseStructure(f *testing.F) {
	for _, name := range []string{"NDIS_OFFLOAD", "NDIS_OID_REQUEST", "IPSEC_OFFLOAD_V2_ADD_SA"} {
		f.Add("struct Y\n\tsince 5.0\n\talign 16|8\n\trev 1 since 6.0 whole\n\trev 2 since 6.0 of X\n\n\tA PVOID[27] was 11|9 before 6.1 was 13 before 6.20\n\t_ GUID until 6.0\n\tstruct B on x64,arm64\n\t\tC UCHAR[] tail\n")
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

func TestFamiliesHoldEachStructureOnce(t *testing.T) {
	var names []string
	for _, f := range Families() {
		names = append(names, f.Structures...)
	}
	if !slices.Equal(names, Names()) {
		t.Errorf("%d structures in families, %d in all", len(names), len(Names()))
	}
}
