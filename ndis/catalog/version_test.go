package catalog

import (
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
)

// NET_BUFFER_LIST grows with the enumeration that counts its last member
// (ndis/nblinfo.h), NDIS_REQUEST lost what NDIS 5 had behind DATA, a PIN became
// longer with NDIS 6.30.
func TestMembersComeGrowAndGoWithTheVersion(t *testing.T) {
	for _, c := range []struct {
		structure, member, version string
		x64, x86                   int // bytes, 0 where there is no such member
	}{
		{"NET_BUFFER_LIST", "NetBufferListInfo", "6.0", 88, 44},
		{"NET_BUFFER_LIST", "NetBufferListInfo", "6.1", 104, 52},
		{"NET_BUFFER_LIST", "NetBufferListInfo", "6.20", 144, 72},
		{"NET_BUFFER_LIST", "NetBufferListInfo", "6.30", 192, 84},
		{"NET_BUFFER_LIST", "NetBufferListInfo", "6.50", 208, 84},
		{"NET_BUFFER_LIST", "NetBufferListInfo", "6.80", 216, 92},
		{"NET_BUFFER_LIST", "NetBufferListInfo", "6.82", 216, 108},
		{"NDIS_REQUEST", "NdisReserved", "5.1", 72, 36},
		{"NDIS_REQUEST", "ProtocolReserved", "5.1", 16, 8},
		{"NDIS_REQUEST", "NdisReserved", "6.0", 0, 0},
		{"NDIS_REQUEST", "ProtocolReserved", "6.0", 0, 0},
		{"WWAN_PIN_ACTION", "Pin", "6.20", 24, 24},
		{"WWAN_PIN_ACTION", "Pin", "6.30", 34, 34},
		{"WWAN_DEVICE_CAPS_EX", "WwanMiscCaps", "6.84", 8, 8},
		{"WWAN_DEVICE_CAPS_EX", "WwanMiscCaps", "6.85", 0, 0},
	} {
		version, _ := ndis.ParseVersion(c.version)
		for arch, want := range map[ndis.Arch]int{ndis.X64: c.x64, ndis.X86: c.x86} {
			got := 0
			l := layoutOf(t, c.structure, Options{Arch: arch, Version: version})
			if i, ok := l.Find(ndis.Path(c.member)); ok {
				got = l.Slots[i].Size
			}
			if got != want {
				t.Errorf("%s.%s at %s on %s: %d bytes, want %d", c.structure, c.member, c.version, arch, got, want)
			}
		}
	}
}

func TestMembersOfOneArchitecture(t *testing.T) {
	for arch, want := range map[ndis.Arch][2]bool{ndis.X64: {true, false}, ndis.ARM64: {false, true}, ndis.X86: {false, false}} {
		l := layoutOf(t, "SLIST_HEADER", Options{Arch: arch})
		_, x64 := l.Find("HeaderX64.Depth")
		_, arm64 := l.Find("HeaderArm64.Depth")
		if x64 != want[0] || arm64 != want[1] {
			t.Errorf("%s: HeaderX64 %v, HeaderArm64 %v", arch, x64, arm64)
		}
	}
}

// A revision may be all of its structure, all of another one, or a number.
func TestRevisionsWithoutALastMember(t *testing.T) {
	for _, c := range []struct {
		structure string
		revision  int
		size      int
		has, not  ndis.Path
	}{
		{"DOT11_OFFLOAD_NETWORK_STATUS_PARAMETERS", 1, 8, "Status", "x"},
		{"DOT11_INCOMING_ASSOC_DECISION", 1, 24, "PeerMacAddr", "WFDStatus"},
		{"DOT11_INCOMING_ASSOC_DECISION", 2, 28, "WFDStatus", "x"},
		{"NDIS_PM_PROTOCOL_OFFLOAD", 1, 240, "ProtocolOffloadParameters", "x"},
	} {
		l := layoutOf(t, c.structure, Options{Arch: ndis.X64, Revision: c.revision})
		_, has := l.Find(c.has)
		_, not := l.Find(c.not)
		if l.Size != c.size || !has || not {
			t.Errorf("%s %d: %d bytes, want %d; %s %v, %s %v", c.structure, c.revision, l.Size, c.size, c.has, has, c.not, not)
		}
	}
}

// A revision can be laid out at each version that has it.
func TestRevisionsExistFromTheirFirstVersionOn(t *testing.T) {
	for _, s := range All() {
		for _, r := range s.Revisions {
			for _, version := range ndis.Versions() {
				if version < max(s.Since, r.Since) {
					continue
				}
				if _, err := s.Size(Options{Arch: ndis.X64, Version: version, Revision: r.Number}); err != nil {
					t.Errorf("%s %d at %v: %v", s.Name, r.Number, version, err)
				}
			}
		}
	}
}

func TestPackReachesIntoNestedStructures(t *testing.T) {
	s, err := parseStructure("struct X\n\tsince 6.0\n\tpack 1\n\n\tA UCHAR\n\tstruct B\n\t\tC UCHAR\n\t\tD ULONG\n")
	if err != nil {
		t.Fatal(err)
	}
	p := placer{arch: ndis.X64, version: ndis.V60}
	b := p.structure(s)
	if b.size != 6 || b.align != 1 {
		t.Errorf("%d bytes aligned to %d, want 6 and 1", b.size, b.align)
	}
}

func TestTypesThatAreArrays(t *testing.T) {
	l := layoutOf(t, "DOT11_MAC_ADDRESS_LIST", Options{Arch: ndis.X64})
	list, one := l.Slot("MacAddrs"), l.Slot("MacAddrs[0]")
	if list.Bytes || !one.Bytes || one.Type != "DOT11_MAC_ADDRESS" || one.Format != FormatMAC || one.Size != 6 {
		t.Errorf("%+v of %+v", one, list)
	}
}

func TestNotesSayWhatTheHeaderLeavesOut(t *testing.T) {
	for name, want := range map[string]string{
		"NDIS_OFFLOAD":                  "",
		"NDIS_GFT_COUNTER_INFO":         "object-type-unknown",
		"NDIS_WWAN_CONTEXT_STATE":       "size-macro-ahead size-macro-ahead no-size-macro(4)",
		"NDIS_GENERIC_OBJECT":           "object-type-missing no-revisions",
		"NDIS_UDP_SEGMENTATION_OFFLOAD": "bits-without-revision",
	} {
		var got []string
		for _, n := range MustLookup(name).Notes {
			text := n.Code
			if n.Code == noteNoSizeMacro {
				text += "(" + n.Args[0] + ")"
			}
			got = append(got, text)
		}
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%s: %v, want %s", name, got, want)
		}
	}
}

func TestSizeIsTheLayouts(t *testing.T) {
	for _, s := range All() {
		for _, arch := range ndis.Archs() {
			options := []Options{{Arch: arch}}
			for _, r := range s.Revisions {
				options = append(options, Options{Arch: arch, Revision: r.Number})
			}
			for _, o := range options {
				if size, err := s.Size(o); err != nil || size != layoutOf(t, s.Name, o).Size {
					t.Errorf("%s %+v: %d %v", s.Name, o, size, err)
				}
			}
		}
	}
}
