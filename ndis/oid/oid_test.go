package oid

import (
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
)

func TestEveryLineOfTheTableIsUnderstood(t *testing.T) {
	seen := map[string]bool{}
	for number, line := range ndis.DataLines(requestsText) {
		f := strings.Fields(line)
		if len(f) < 4 {
			t.Fatalf("line %d: %q", number, line)
		}
		if seen[f[0]+f[1]] {
			t.Errorf("line %d: a second %s of %s", number, f[0], f[1])
		}
		seen[f[0]+f[1]] = true
		if o, err := catalog.OIDNamed(f[1]); err != nil || o.Name != f[1] {
			t.Errorf("line %d: %s is no OID", number, f[1])
		}
		if _, ok := ParseType(f[0]); !ok || f[3] != "ndis" && f[3] != "miniport" {
			t.Errorf("line %d: %q", number, line)
		}
		for _, carries := range []string{f[2], parse(f[0], f[2:]).Reply} {
			name, _, _ := strings.Cut(carries, "[")
			if base, target := catalog.TypeNamed(name); carries != "-" && carries != "" && base == 0 && target == "" {
				if s, err := catalog.Lookup(name); err != nil || s.Name != name {
					t.Errorf("line %d: %s is no type", number, carries)
				}
			}
		}
		for _, word := range f[4:] {
			name, value, valued := strings.Cut(word, ":")
			_, isPath := ParsePath(word)
			_, isStatus := ndis.ParseStatus(value)
			_, isVersion := ndis.ParseVersion(value)
			_, isRange := ndis.ParseRange(value)
			if !isPath && word != "or-direct" && !(valued && (name == "short" && isStatus == nil || name == "since" && isVersion == nil || name == "for" && isRange == nil || name == "reply")) {
				t.Errorf("line %d: %s", number, word)
			}
		}
	}
	if len(seen) == 0 {
		t.Fatal("no lines")
	}
}

// Every handler that a path names stands in the characteristics of that kind of
// driver.
func TestPathsNameHandlersThatExist(t *testing.T) {
	structures := map[trace.PartyKind]string{
		trace.Miniport: "NDIS_MINIPORT_DRIVER_CHARACTERISTICS", trace.Filter: "NDIS_FILTER_DRIVER_CHARACTERISTICS", trace.Protocol: "NDIS_PROTOCOL_DRIVER_CHARACTERISTICS",
	}
	for _, p := range Paths() {
		for kind, name := range structures {
			layout, err := catalog.MustLookup(name).Layout(catalog.Options{Arch: ndis.X64})
			if err != nil {
				t.Fatal(err)
			}
			for _, handler := range []string{p.Handler(kind), p.Completion(kind)} {
				if _, ok := layout.Find(ndis.Path(handler)); handler != "" && !ok {
					t.Errorf("%s, %s: no member %s", p, name, handler)
				}
			}
		}
	}
}

func TestSizesOfWhatRequestsCarry(t *testing.T) {
	for carries, want := range map[string]int{"ULONG": 4, "USHORT": 2, "UCHAR[6]": 6, "ULONG[]": 0, "ULONG64": 8, "": 0, "NDIS_OFFLOAD": 0} {
		if got := Size(carries, ndis.X64); got != want {
			t.Errorf("%q: %d bytes, want %d", carries, got, want)
		}
	}
}

func TestWhatIsExpectedOfAnOID(t *testing.T) {
	for _, test := range []struct {
		name      string
		typ       Type
		known, ok bool
		carries   string
		byNDIS    bool
		path      Path
	}{
		{"OID_TCP_OFFLOAD_CURRENT_CONFIG", Query, true, true, "NDIS_OFFLOAD", true, Regular},
		{"OID_TCP_OFFLOAD_CURRENT_CONFIG", Set, true, false, "", false, Regular},
		{"OID_TCP_OFFLOAD_PARAMETERS", Set, true, true, "NDIS_OFFLOAD_PARAMETERS", false, Regular},
		{"OID_TCP_OFFLOAD_PARAMETERS", Query, true, false, "", false, Regular},
		{"OID_OFFLOAD_ENCAPSULATION", Query, true, true, "NDIS_OFFLOAD_ENCAPSULATION", true, Regular},
		{"OID_TCP_TASK_IPSEC_OFFLOAD_V2_DELETE_SA", Set, true, true, "IPSEC_OFFLOAD_V2_DELETE_SA", false, Direct},
		{"OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES", Method, true, true, "NDIS_RSS_SET_INDIRECTION_ENTRIES", false, Synchronous},
		{"0x12345678", Query, false, false, "", false, Regular},
	} {
		e, known, ok := For(test.name, test.typ)
		if known != test.known || ok != test.ok || e.Carries != test.carries || e.ByNDIS != test.byNDIS || e.Path != test.path {
			t.Errorf("%s %s: %+v, known %v, ok %v", test.typ, test.name, e, known, ok)
		}
	}
}
