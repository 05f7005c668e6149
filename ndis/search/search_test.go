package search

import (
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// line is how a result is written in these tables.
func line(r Result) string {
	name := r.Name
	if r.Path != "" {
		name = r.Structure + "." + string(r.Path)
	}
	return r.Kind.String() + " " + name
}

func TestWhatPeopleTypeFindsWhatTheyMean(t *testing.T) {
	for query, want := range map[string]string{
		"NDIS_OFFLOAD":                           "structure NDIS_OFFLOAD",
		"offload":                                "structure NDIS_OFFLOAD",
		" ndis_off ":                             "structure NDIS_OFFLOAD",
		"off enc":                                "structure NDIS_OFFLOAD_ENCAPSULATION",
		"OffEnc":                                 "structure NDIS_OFFLOAD_ENCAPSULATION",
		"NDIS_IPSEC_OFFLOAD_V2_ADD_SA":           "structure IPSEC_OFFLOAD_V2_ADD_SA",
		"NDIS_STATUS_BAD_CHARACTERISTICS":        "status NDIS_STATUS_BAD_CHARACTERISTICS",
		"bad_characteristics":                    "status NDIS_STATUS_BAD_CHARACTERISTICS",
		"bad char":                               "status NDIS_STATUS_BAD_CHARACTERISTICS",
		"STATUS_NDIS_BAD_CHARACTERISTICS":        "status STATUS_NDIS_BAD_CHARACTERISTICS",
		"0xc0010005":                             "status NDIS_STATUS_BAD_CHARACTERISTICS",
		"0XC0010005L":                            "status NDIS_STATUS_BAD_CHARACTERISTICS",
		"c0010005":                               "status NDIS_STATUS_BAD_CHARACTERISTICS",
		"3221291013":                             "status NDIS_STATUS_BAD_CHARACTERISTICS",
		"0n3221291013":                           "status NDIS_STATUS_BAD_CHARACTERISTICS",
		"-1073676283":                            "status NDIS_STATUS_BAD_CHARACTERISTICS",
		"0xA7":                                   "object-type NDIS_OBJECT_TYPE_OFFLOAD",
		"object type offl":                       "object-type NDIS_OBJECT_TYPE_OFFLOAD",
		"6.20":                                   "version 6.20",
		"6.2":                                    "version 6.20",
		"0x00060014":                             "version 6.20",
		"0x00140006":                             "version 6.20",
		"393236":                                 "version 6.20",
		"windows 7":                              "version 6.20",
		"IPv4Transmit.IpChecksum":                "member NDIS_TCP_IP_CHECKSUM_OFFLOAD.IPv4Transmit.IpChecksum",
		"NDIS_OFFLOAD.Rsc":                       "member NDIS_OFFLOAD.Rsc",
		"offload.checksum.ipv4transmit.ipch":     "member NDIS_OFFLOAD.Checksum.IPv4Transmit.IpChecksum",
		"parameters ipv4checksum":                "member NDIS_OFFLOAD_PARAMETERS.IPv4Checksum",
		"NdisMedium802_3":                        "enum NdisMedium802_3",
		"NDIS_MEDIUM":                            "enum NDIS_MEDIUM",
		"NDIS_ENCAPSULATION_IEEE_802_3":          "flag NDIS_ENCAPSULATION_IEEE_802_3",
		"NDIS_OFFLOAD_REVISION_3":                "revision-macro NDIS_OFFLOAD_REVISION_3",
		"NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_3":    "size-macro NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_3",
		"NDIS_SIZEOF_OFFLOAD_REVISION_3":         "size-macro NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_3",
		"NDIS_FILTER_CHARACTERISTICS_REVISION_2": "revision-macro NDIS_FILTER_CHARACTERISTICS_REVISION_2",
		"NDIS_SIZEOF_FILTER_CHARACTERISTICS_REVISION_2":        "size-macro NDIS_SIZEOF_FILTER_DRIVER_CHARACTERISTICS_REVISION_2",
		"NDIS_SIZEOF_FILTER_DRIVER_CHARACTERISTICS_REVISION_2": "size-macro NDIS_SIZEOF_FILTER_DRIVER_CHARACTERISTICS_REVISION_2",
		"NDIS_FILTER_DRIVER_CHARACTERISTICS_REVISION_2":        "revision-macro NDIS_FILTER_CHARACTERISTICS_REVISION_2",
		"sizeof filter char":                                   "size-macro NDIS_SIZEOF_FILTER_DRIVER_CHARACTERISTICS_REVISION_1",
		"NDIS_OFLOAD":                                          "structure NDIS_OFFLOAD",
		"offload encapsulatoin":                                "structure NDIS_OFFLOAD_ENCAPSULATION",
		"unsuported revison":                                   "status NDIS_STATUS_UNSUPPORTED_REVISION",
	} {
		got := Find(query, 5)
		if len(got) == 0 || line(got[0]) != want {
			t.Errorf("%q finds %v, want %s", query, lines(got), want)
		}
	}
	for query, want := range map[string]string{
		"encapsulation offload": "structure NDIS_OFFLOAD_ENCAPSULATION",
		"ndisofload":            "structure NDIS_OFFLOAD",
		"IpChecksum":            "member NDIS_TCP_IP_CHECKSUM_OFFLOAD.IPv4Receive.IpChecksum",
		"ipcheck":               "member NDIS_TCP_IP_CHECKSUM_OFFLOAD.IPv4Receive.IpChecksum",
	} {
		if got := lines(Find(query, 5)); !slices.Contains(got, want) {
			t.Errorf("%q finds %v, not %s", query, got, want)
		}
	}
}

func lines(results []Result) []string {
	var all []string
	for _, r := range results {
		all = append(all, line(r))
	}
	return all
}

func TestAResultSaysWhatItIs(t *testing.T) {
	for query, want := range map[string]Result{
		"NDIS_OFFLOAD":            {Kind: Structure, Name: "NDIS_OFFLOAD", Detail: "ntddndis.h", Since: "6.0"},
		"NDIS_OFFLOAD_REVISION_3": {Kind: RevisionMacro, Name: "NDIS_OFFLOAD_REVISION_3", Structure: "NDIS_OFFLOAD", Since: "6.30"},
		"0xA7":                    {Kind: ObjectType, Name: "NDIS_OBJECT_TYPE_OFFLOAD", Value: "0xA7"},
		"0xC0010005":              {Kind: Status, Name: "NDIS_STATUS_BAD_CHARACTERISTICS", Value: "0xC0010005"},
		"6.20":                    {Kind: Version, Name: "6.20", Value: "0x00060014", Detail: "Windows 7, Windows Server 2008 R2"},
		"IPv4Transmit.IpChecksum": {Kind: Member, Name: "IpChecksum", Structure: "NDIS_TCP_IP_CHECKSUM_OFFLOAD", Path: "IPv4Transmit.IpChecksum", Detail: "ULONG:2"},
		"NDIS_OFFLOAD.Rsc":        {Kind: Member, Name: "Rsc", Structure: "NDIS_OFFLOAD", Path: "Rsc", Detail: "NDIS_TCP_RECV_SEG_COALESCE_OFFLOAD", Since: "6.30"},
		"NdisMediumWiMAX":         {Kind: Enum, Name: "NdisMediumWiMAX", Value: "0x12", Detail: "NDIS_MEDIUM", Since: "6.20"},
	} {
		got := Find(query, 1)[0]
		if got.Score <= 0 {
			t.Errorf("%q scores %d", query, got.Score)
		}
		if got.Score = 0; got != want {
			t.Errorf("%q finds %+v, want %+v", query, got, want)
		}
	}
}

func TestEveryNameFindsItselfFirst(t *testing.T) {
	find := func(kind Kind, name string) {
		t.Helper()
		for _, spelling := range []string{name, strings.ToLower(name), " " + name} {
			if got := Find(spelling, 1); len(got) != 1 || got[0].Name != name || got[0].Kind != kind {
				t.Errorf("%q finds %v", spelling, lines(got))
			}
		}
	}
	for _, name := range catalog.Names() {
		find(Structure, name)
	}
	for _, name := range ndis.StatusNames() {
		find(Status, name)
	}
	for _, name := range ndis.ObjectTypeNames() {
		find(ObjectType, name)
	}
	for _, v := range ndis.Versions() {
		find(Version, v.String())
	}
	for o := range catalog.Outlines() {
		if !o.Versioned() {
			continue
		}
		s := o.Head()
		for _, r := range s.Revisions {
			for kind, name := range map[Kind]string{RevisionMacro: s.RevisionMacro(r.Number), SizeMacro: s.SizeMacro(r.Number)} {
				if name != "" {
					find(kind, name)
				}
			}
		}
	}
}

func TestEveryConstantAndValueIsFound(t *testing.T) {
	for _, c := range catalog.Constants() {
		if got := Find(c.Name, 1); len(got) == 0 || got[0].Name != c.Name {
			t.Errorf("%q finds %v", c.Name, lines(got))
		}
	}
	for _, n := range ndis.NamedStatuses() {
		status := ndis.Status(n.Value)
		for _, spelling := range []string{status.Hex(), strings.ToLower(status.Hex())} {
			if got := lines(Find(spelling, 50)); !slices.Contains(got, "status "+n.Name) {
				t.Errorf("%q finds %v, not %s", spelling, got, n.Name)
			}
		}
	}
}

func TestEveryMemberIsFoundByItsPath(t *testing.T) {
	for o := range catalog.Outlines() {
		layout, err := catalog.MustLookup(o.Name).Layout(catalog.Options{Arch: ndis.X64})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range layout.Slots {
			path := o.Name + "." + string(s.Path)
			if strings.Contains(path, "[") {
				continue
			}
			if got := Find(path, 1); len(got) != 1 || line(got[0]) != "member "+path {
				t.Errorf("%q finds %v", path, lines(got))
			}
		}
	}
}

func TestLimitsAndOrder(t *testing.T) {
	for _, query := range []string{"n", "flags", "offload", "off enc", "0x2", "2", "windows", "encapsulatoin", "NDIS_OFFLOAD."} {
		all := Find(query, 1000)
		for _, limit := range []int{1, 2, 20} {
			if got := Find(query, limit); !slices.Equal(got, all[:min(limit, len(all))]) {
				t.Errorf("%q: the first %d are %v", query, limit, lines(got))
			}
		}
		if !slices.IsSortedFunc(all, func(a, b Result) int { return b.Score - a.Score }) {
			t.Errorf("%q: not in order", query)
		}
	}
	for _, query := range []string{"", " ", "_", "*", "オフロード", strings.Repeat("a", 10_000), "qqqqqqqqq"} {
		if got := Find(query, 20); len(got) > 0 {
			t.Errorf("%q finds %v", query, lines(got))
		}
	}
	if got := Find("offload", 0); got != nil {
		t.Errorf("limit 0 finds %v", got)
	}
}

func TestSlipsAreLookedForOnlyWhenNothingFits(t *testing.T) {
	for _, c := range []struct {
		word, text string
		want       int
	}{
		{"OFFLOAD", "NDIS_OFFLOAD", 0}, {"OFLOAD", "NDIS_OFFLOAD", 1}, {"OFFLAOD", "NDIS_OFFLOAD", 1}, {"OFFLOADS", "NDIS_OFFLOAD_SET", 1},
		{"XOFFLOADX", "NDIS_OFFLOAD", 2}, {"REVISION", "STATUS", 7}, {"A", "", 1},
	} {
		if got := slips(lettersOf(c.word), len(c.word), c.text); got != c.want {
			t.Errorf("%s in %s: %d, want %d", c.word, c.text, got, c.want)
		}
	}
	for _, r := range Find("offlod", 50) {
		if r.Score >= int(part)*1_000_000 {
			t.Errorf("%+v counts as found", r)
		}
	}
}

// slow is the table of distances, cell by cell.
func slow(word, text string) int {
	rows := [][]int{make([]int, len(word)+1)}
	for i := range rows[0] {
		rows[0][i] = i
	}
	least := len(word)
	for j := range len(text) {
		now := make([]int, len(word)+1)
		for i := range len(word) {
			change := rows[j][i]
			if word[i] != text[j] {
				change++
			}
			now[i+1] = min(change, rows[j][i+1]+1, now[i]+1)
			if i > 0 && j > 0 && word[i] == text[j-1] && word[i-1] == text[j] {
				now[i+1] = min(now[i+1], rows[j-1][i-1]+1)
			}
		}
		rows = append(rows, now)
		least = min(least, now[len(word)])
	}
	return least
}

func TestSlipsAreCountedAsInTheTableOfDistances(t *testing.T) {
	words := []string{"A", "AB", "OFFLAOD", "ENCAPSULATOIN", "CHEKCSUM", "XXXX", "STATSU", strings.Repeat("AB", 32)}
	for _, name := range append(ndis.StatusNames(), words...) {
		for _, word := range words {
			if got, want := slips(lettersOf(word), len(word), name), slow(word, name); got != want {
				t.Errorf("%s in %s: %d, want %d", word, name, got, want)
			}
		}
	}
}

func TestKindsHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		if k.String() == "" || seen[k.String()] {
			t.Errorf("kind %d is %q", k, k)
		}
		seen[k.String()] = true
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{"offload", "off enc", "0xc0010005", "-1", "6.20", "NDIS_OFFLOAD.Checksum", "_REVISION_", "SIZEOF_OFFLOAD_REVISION_2", "IpChecksum", "\xff.", "a.b", "NDIS_OFFLOAD.x["} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		first := Find(query, 7)
		if again := Find(query, 7); !slices.Equal(first, again) {
			t.Errorf("%q finds %v, then %v", query, first, again)
		}
		if len(first) > 7 {
			t.Errorf("%q finds %d", query, len(first))
		}
		for i, r := range first {
			if r.Name == "" || r.Score <= 0 || i > 0 && r.Score > first[i-1].Score {
				t.Errorf("%q: result %d is %+v", query, i, r)
			}
		}
	})
}

func TestExactNamesWhatATextSpells(t *testing.T) {
	for text, want := range map[string]string{
		"NDIS_OFFLOAD":       "structure NDIS_OFFLOAD",
		"OFFLOAD":            "structure NDIS_OFFLOAD",
		"NDIS_OFFLOAD.Flags": "member NDIS_OFFLOAD.Flags",
		"0xC0010005":         "status NDIS_STATUS_BAD_CHARACTERISTICS",
		"BAD_VERSION":        "status NDIS_STATUS_BAD_VERSION",
		"0xA7":               "object-type NDIS_OBJECT_TYPE_OFFLOAD",
		"6.30":               "version 6.30",
		"off enc":            "",
		"NDIS_OFFLOA":        "",
		"":                   "",
	} {
		got := ""
		if r, ok := Exact(text); ok {
			got = line(r)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
