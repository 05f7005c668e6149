package export

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

var golden = flag.Bool("golden", false, "write the golden files anew")

// extensions of the golden files.
var extensions = map[string]string{
	"c": "c", "c-ladder": "ladder.c", "c-array": "array.c", "c-declarations": "declarations.c", "json": "json",
	"hex": "hex", "hex-dump": "dump", "ksy": "ksy", "imhex": "hexpat",
}

func record(t *testing.T, name string, o catalog.Options, members ...codec.Assignment) *codec.Record {
	t.Helper()
	l, err := catalog.MustLookup(name).Layout(o)
	if err != nil {
		t.Fatal(err)
	}
	r := codec.New(l)
	if err := r.Assign(members); err != nil {
		t.Fatal(err)
	}
	return r
}

func offload2(t *testing.T) *codec.Record {
	return record(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64, Revision: 2},
		codec.Assignment{Path: "Checksum.IPv4Transmit.Encapsulation", Text: "NDIS_ENCAPSULATION_IEEE_802_3 | NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q"},
		codec.Assignment{Path: "Checksum.IPv4Transmit.TcpChecksum", Text: "NDIS_OFFLOAD_SUPPORTED"},
		codec.Assignment{Path: "LsoV2.IPv4.MaxOffLoadSize", Text: "64000"},
		codec.Assignment{Path: "IPsecV2.Encapsulation", Text: "0x80000002"},
	)
}

func TestOffloadInEachFormat(t *testing.T) {
	r := offload2(t)
	for _, name := range Formats() {
		got, err := Write(name, r)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", "offload-2."+extensions[name])
		if *golden {
			if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs: see make golden", path)
		}
	}
}

func TestUnknownFormatsOfferOthers(t *testing.T) {
	for text, want := range map[string]string{"kys": "ksy", "hexdump": "hex-dump", "C": "c", "protobuf": "c"} {
		_, err := Write(text, offload2(t))
		var e *ndis.Error
		if !errors.As(err, &e) || e.Code != CodeFormatUnknown || !slices.Contains(e.Suggestions, want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// everyRecord calls back with each structure, at its newest revision and as a
// whole, filled with bytes that would be text.
func everyRecord(t *testing.T, visit func(*codec.Record)) {
	for _, s := range catalog.All() {
		newest, _ := s.Newest()
		for _, arch := range []ndis.Arch{ndis.X64, ndis.X86} {
			for _, revision := range slices.Compact([]int{0, newest.Number}) {
				l, err := s.Layout(catalog.Options{Arch: arch, Revision: revision})
				if err != nil {
					t.Fatal(err)
				}
				visit(codec.Decode(l, hostile(l)))
			}
		}
	}
}

const trap = "*/\"\\\n<script>' --> #{} \u2028\x00\xff"

func hostile(l *catalog.Layout) []byte {
	b := []byte(strings.Repeat(trap, l.Size/len(trap)+1))[:l.Size]
	if l.Structure.Versioned() {
		copy(b, []byte{'"', byte(l.Revision), byte(l.Size), byte(l.Size >> 8)})
	}
	return b
}

func TestBytesNeverBecomeText(t *testing.T) {
	everyRecord(t, func(r *codec.Record) {
		for _, name := range Formats() {
			text, err := Write(name, r)
			var e *ndis.Error
			if errors.As(err, &e) && e.Code == CodeNoLadder {
				continue
			}
			if err != nil || name != "hex-dump" && strings.Contains(text, "<script") {
				t.Errorf("%s %s: %v", r.Layout.Structure.Name, name, err)
			}
			if strings.HasPrefix(name, "c") {
				checkC(t, r, text)
			}
		}
	})
}

// checkC looks for what an unescaped text would break.
func checkC(t *testing.T, r *codec.Record, text string) {
	if strings.Count(text, "/*") != strings.Count(text, "*/") || strings.Count(text, "{") != strings.Count(text, "}") ||
		strings.Count(text, "(") != strings.Count(text, ")") || strings.Count(text, "#if") != strings.Count(text, "#endif") {
		t.Errorf("%s: not balanced:\n%s", r.Layout.Structure.Name, text)
	}
}

func TestJSONSaysWhatTheRecordHolds(t *testing.T) {
	everyRecord(t, func(r *codec.Record) {
		text, err := Write("json", r)
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Structure string
			Size      int
			Members   []struct {
				Path, Text string
				Value      any
				Present    bool
			}
		}
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("%s: %v", r.Layout.Structure.Name, err)
		}
		if got.Structure != r.Layout.Structure.Name || got.Size != r.Layout.Size || len(got.Members) != len(r.Layout.Slots) {
			t.Errorf("%s %d: %+v", r.Layout.Structure.Name, r.Layout.Size, got)
		}
		for i, m := range got.Members {
			if s := r.Layout.Slots[i]; m.Path != string(s.Path) || m.Text != r.Text(i) || m.Present != r.Present(i) || (m.Value == nil) != s.Kind.Container() {
				t.Errorf("%s: %+v", r.Layout.Structure.Name, m)
			}
		}
	})
}

func TestInitialisersSayWhatIsOdd(t *testing.T) {
	wrong := offload2(t)
	wrong.SetHeader(ndis.ObjectHeader{Type: 0xA8, Revision: 2, Size: 145})
	for _, c := range []struct {
		name string
		r    *codec.Record
		want []string
	}{
		{"a size that is not the revision's", wrong, []string{"s->Header.Revision = NDIS_OFFLOAD_REVISION_2;", "s->Header.Size = 145;"}},
		{"a pointer", record(t, "NDIS_OID_REQUEST", catalog.Options{Arch: ndis.X64}, codec.Assignment{Path: "RequestHandle", Text: "0xFFFF800000001000"}),
			[]string{"s->RequestHandle = NULL; /* 0xffff800000001000 */"}},
		{"one arm of a union", record(t, "NET_LUID_LH", catalog.Options{Arch: ndis.X64}, codec.Assignment{Path: "Info.IfType", Text: "6"}),
			[]string{"    s->Value = 1688849860263936ULL;\n}"}},
		{"a narrow arm", record(t, "IPSEC_OFFLOAD_V2_ADD_SA", catalog.Options{Arch: ndis.X64}, codec.Assignment{Path: "IPv4Endpoints.SrcAddr", Text: "192.0.2.1"}),
			[]string{"s->IPv4Endpoints.SrcAddr = 0x010200C0;"}},
		{"an enumeration", record(t, "NDIS_BIND_PARAMETERS", catalog.Options{Arch: ndis.X64}, codec.Assignment{Path: "MediaType", Text: "NdisMedium802_3"},
			codec.Assignment{Path: "MediaConnectState", Text: "99"}), []string{"(NDIS_MEDIA_CONNECT_STATE)99;"}},
		{"padding", codec.Decode(offload2(t).Layout, append(slices.Repeat([]byte{0}, 11), 0xFF)), nil},
	} {
		text, err := Write("c", c.r)
		for _, want := range c.want {
			if err != nil || !strings.Contains(text, want) {
				t.Errorf("%s: %v, no %q in\n%s", c.name, err, want, text)
			}
		}
	}
}

func TestLaddersFollowTheRevisions(t *testing.T) {
	text, err := Write("c-ladder", offload2(t))
	if err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, want := range []string{"NDIS_RUNTIME_VERSION_689", "NDIS_RUNTIME_VERSION_630", "NDIS_RUNTIME_VERSION_61)", "NDIS_RUNTIME_VERSION_60)", "return FALSE"} {
		next := strings.Index(text[at:], want)
		if next < 0 {
			t.Fatalf("no %s behind the others in\n%s", want, text)
		}
		at += next
	}
	if _, err := Write("c-ladder", record(t, "GUID", catalog.Options{Arch: ndis.X64})); err == nil {
		t.Error("a GUID has a ladder")
	}
}

func TestNamesForOtherLanguages(t *testing.T) {
	for name, want := range map[string]string{
		"MaxOffLoadSize": "max_off_load_size", "IPv4Transmit": "ipv4_transmit", "NDIS_OFFLOAD": "ndis_offload", "OIDRequest": "oid_request",
		"Data1": "data1", "ifHCInOctets": "if_hc_in_octets", "_Reserved": "reserved", "802_3": "n802_3", "": "n", "uFlags": "u_flags",
	} {
		if got := snake(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	u := unique{}
	if a, b, c := u.name("data_1"), u.name("data1"), u.name("data1"); a == b || b == c || strings.ReplaceAll(a, "_", "") == strings.ReplaceAll(b, "_", "") {
		t.Error(a, b, c)
	}
	if support(ndis.V60) != "NDIS_SUPPORT_NDIS6" || support(ndis.V61) != "NDIS_SUPPORT_NDIS61" || support(ndis.V50) != "" || runtimeVersion(ndis.V60) != "NDIS_RUNTIME_VERSION_60" {
		t.Error("macros of versions")
	}
}

func TestInitialisersFillWhatGoesOnBehindTheStructure(t *testing.T) {
	l, err := catalog.MustLookup("DOT11_MAC_ADDRESS_LIST").Layout(catalog.Options{Arch: ndis.X64, Revision: 1})
	if err != nil {
		t.Fatal(err)
	}
	b, err := codec.Encode(l, []codec.Assignment{{Path: "uNumOfEntries", Text: "3"}, {Path: "MacAddrs[2]", Text: "00-15-5D-00-00-07"}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := Write("c", codec.Decode(l, b))
	for _, want := range []string{"RtlZeroMemory(s, 0x1E);", "s->MacAddrs[2][5] = 7;"} {
		if err != nil || !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s%v", want, text, err)
		}
	}
}
