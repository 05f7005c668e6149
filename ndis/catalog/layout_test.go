package catalog

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis"
)

func data(t testing.TB, name string) string {
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func numbers(t testing.TB, fields []string) []int {
	var all []int
	for _, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}

func layoutOf(t testing.TB, name string, o Options) *Layout {
	t.Helper()
	s, err := Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	layout, err := s.Layout(o)
	if err != nil {
		t.Fatalf("%s %+v: %v", name, o, err)
	}
	return layout
}

// oracleArchs are the columns of layouts.txt.
var oracleArchs = []ndis.Arch{ndis.X64, ndis.X86}

// columns splits "8 8 / 4 4" into the numbers for x64 and for x86, nil where the
// architecture has no such member.
func columns(t testing.TB, text string) [2][]int {
	x64, x86, differ := strings.Cut(text, " / ")
	both := [2][]int{numbers(t, strings.Fields(x64))}
	switch {
	case !differ:
		both[1] = both[0]
	case x86 != "-":
		both[1] = numbers(t, strings.Fields(x86))
	}
	return both
}

func TestLayoutsAreTheCompilers(t *testing.T) {
	var layouts [2]*Layout
	structures, members := 0, 0
	for _, line := range ndis.DataLines(data(t, "layouts.txt")) {
		name, rest, _ := strings.Cut(strings.TrimPrefix(line, "\t"), " ")
		want := columns(t, rest)
		for i, arch := range oracleArchs {
			if line[0] != '\t' {
				l := layoutOf(t, name, Options{Arch: arch})
				if got := []int{l.Sizeof, l.Align}; !slices.Equal(got, want[i]) {
					t.Errorf("%s %s: size and alignment %v, want %v", name, arch, got, want[i])
				}
				layouts[i] = l
				structures++
				continue
			}
			compareSlot(t, layouts[i], ndis.Path(name), want[i])
			members++
		}
	}
	t.Logf("%d layouts, %d members", structures, members)
	if members == 0 {
		t.Fatal("nothing was compared")
	}
}

func compareSlot(t *testing.T, layout *Layout, path ndis.Path, want []int) {
	t.Helper()
	i, ok := layout.Find(path)
	if ok != (want != nil) {
		t.Errorf("%s %s %s: there is %v", layout.Structure.Name, layout.Arch, path, ok)
	}
	if !ok || want == nil {
		return
	}
	slot := &layout.Slots[i]
	got := []int{slot.Offset, slot.Size}
	if slot.Bits != 0 {
		got = append(got, slot.Bit, slot.Bits)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s %s %s: %v, want %v", layout.Structure.Name, layout.Arch, path, got, want)
	}
}

func TestRevisionsAreTheHeaders(t *testing.T) {
	checked := 0
	for _, line := range ndis.DataLines(data(t, "revisions.txt")) {
		f := strings.Fields(line)
		number, _ := strconv.Atoi(f[1])
		s := MustLookup(f[0])
		r, ok := s.Revision(number)
		if !ok || r.Since.String() != f[2] {
			t.Errorf("%s %d: %v %v, want since %s", f[0], number, ok, r.Since, f[2])
		}
		if got := []string{orDash(s.RevisionMacro(number)), orDash(s.SizeMacro(number))}; !slices.Equal(got, f[3:5]) {
			t.Errorf("%s %d: macros %v, want %v", f[0], number, got, f[3:5])
		}
		for i, arch := range []ndis.Arch{ndis.X64, ndis.X86} {
			size := layoutOf(t, f[0], Options{Arch: arch, Revision: number}).Size
			if want := f[5+i]; want != "-" && strconv.Itoa(size) != want {
				t.Errorf("%s %d on %s: %d bytes, want %s", f[0], number, arch, size, want)
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was compared")
	}
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// Sizes as the offload pages and headers give them, and as they follow from the
// members (ntddndis.h:3184-3609, ndis.h:7262-7424).
func TestOffloadSizes(t *testing.T) {
	for name, want := range map[string][]int{
		"NDIS_OFFLOAD":            {112, 144, 156, 177, 188, 216, 216, 217},
		"NDIS_OFFLOAD_PARAMETERS": {20, 22, 26, 32, 34, 35},
	} {
		for _, arch := range ndis.Archs() {
			var got []int
			for i := range want {
				got = append(got, layoutOf(t, name, Options{Arch: arch, Revision: i + 1}).Size)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s on %s: %v, want %v", name, arch, got, want)
			}
		}
	}
	for name, want := range map[string][2]int{
		"IPSEC_OFFLOAD_V2_ADD_SA":    {169, 176},
		"IPSEC_OFFLOAD_V2_ADD_SA_EX": {170, 176},
		"IPSEC_OFFLOAD_V2_DELETE_SA": {24, 24},
		"IPSEC_OFFLOAD_V2_UPDATE_SA": {28, 32},
	} {
		for _, arch := range []ndis.Arch{ndis.X64, ndis.ARM64} {
			l := layoutOf(t, name, Options{Arch: arch, Revision: 1})
			if l.Size != want[0] || l.Sizeof != want[1] {
				t.Errorf("%s on %s: %d of %d bytes, want %v", name, arch, l.Size, l.Sizeof, want)
			}
		}
	}
	if l := layoutOf(t, "NDIS_OFFLOAD", Options{Arch: ndis.X64, Revision: 4}); l.Sizeof != 180 {
		t.Errorf("sizeof(NDIS_OFFLOAD) at 6.51 is %d, want 180", l.Sizeof)
	}
}

func TestLayoutDefaultsToTheLastVersionOfARevision(t *testing.T) {
	for _, c := range []struct {
		name     string
		revision int
		version  string
	}{
		{"NDIS_OFFLOAD", 1, "6.0"}, {"NDIS_OFFLOAD", 2, "6.20"}, {"NDIS_OFFLOAD", 6, "6.84"}, {"NDIS_OFFLOAD", 7, "6.88"},
		{"NDIS_OFFLOAD", 8, "6.89"}, {"NDIS_MINIPORT_DRIVER_CHARACTERISTICS", 2, "6.70"}, {"NDIS_OID_REQUEST", 1, "6.40"},
	} {
		if got := layoutOf(t, c.name, Options{Arch: ndis.X64, Revision: c.revision}).Version.String(); got != c.version {
			t.Errorf("%s %d as of %s, want %s", c.name, c.revision, got, c.version)
		}
	}
}

func TestBitsCarvedOutOfReservedDependOnTheVersion(t *testing.T) {
	for _, c := range []struct {
		version string
		want    map[ndis.Path][2]int // bit, width
	}{
		{"6.83", map[ndis.Path][2]int{"UdpSegmentation.IPv4.MinSegmentCount": {0, 6}, "UdpSegmentation.IPv4.Reserved": {6, 26}, "UdpSegmentation.IPv6.Reserved1": {6, 26}}},
		{"6.84", map[ndis.Path][2]int{"UdpSegmentation.IPv4.SubMssFinalSegmentSupported": {6, 1}, "UdpSegmentation.IPv4.Reserved": {7, 25}, "EncapsulatedPacketTaskOffloadVxlan.Reserved": {20, 12}}},
		{"6.85", map[ndis.Path][2]int{"EncapsulatedPacketTaskOffloadVxlan.UsoSupported": {20, 4}, "EncapsulatedPacketTaskOffloadVxlan.Reserved": {24, 8}, "EncapsulatedPacketTaskOffloadGre.UsoSupported": {20, 4}}},
	} {
		version, _ := ndis.ParseVersion(c.version)
		layout := layoutOf(t, "NDIS_OFFLOAD", Options{Arch: ndis.X64, Version: version})
		for path, want := range c.want {
			if s := layout.Slot(path); s.Bit != want[0] || s.Bits != want[1] {
				t.Errorf("%s at %s: bit %d width %d, want %v", path, c.version, s.Bit, s.Bits, want)
			}
		}
	}
	v683, _ := ndis.ParseVersion("6.83")
	if _, err := layoutOf(t, "NDIS_OFFLOAD", Options{Version: v683}).Index("UdpSegmentation.IPv4.SubMssFinalSegmentSupported"); err == nil {
		t.Error("6.83 has no SubMssFinalSegmentSupported")
	}
}

func TestARM64LaysOutAsX64(t *testing.T) {
	unnamed := func(slots []Slot) []Slot {
		slots = slices.Clone(slots)
		for i := range slots {
			slots[i].Path = "" // SLIST_HEADER names a member after the architecture
		}
		return slots
	}
	for _, s := range All() {
		a := layoutOf(t, s.Name, Options{Arch: ndis.ARM64})
		x := layoutOf(t, s.Name, Options{Arch: ndis.X64})
		if a.Sizeof != x.Sizeof || a.Align != x.Align || !slices.Equal(unnamed(a.Slots), unnamed(x.Slots)) {
			t.Errorf("%s differs between arm64 and x64", s.Name)
		}
	}
}

func TestLayoutRefusesWhatDoesNotExist(t *testing.T) {
	offload := MustLookup("NDIS_OFFLOAD")
	for _, c := range []struct {
		o    Options
		code ndis.Code
		hint string
	}{
		{Options{Revision: 9}, CodeRevisionUnknown, "1"},
		{Options{Revision: 3, Version: ndis.V620}, CodeVersionTooLow, "6.30"},
		{Options{Version: ndis.V50}, CodeVersionTooLow, "6.0"},
		{Options{Arch: ndis.ARM64, Version: ndis.V620}, CodeVersionTooLow, "6.30"},
	} {
		_, err := offload.Layout(c.o)
		var e *ndis.Error
		if !errors.As(err, &e) || e.Code != c.code || len(e.Suggestions) == 0 || e.Suggestions[0] != c.hint {
			t.Errorf("%+v: %v, want %s suggesting %s", c.o, err, c.code, c.hint)
		}
	}
	_, err := layoutOf(t, "NDIS_OFFLOAD", Options{}).Index("Checksum.IPv4Transmit.IpCheksum")
	var e *ndis.Error
	if !errors.As(err, &e) || e.Suggestions[0] != "Checksum.IPv4Transmit.IpChecksum" {
		t.Errorf("a slip of the pen: %v", err)
	}
}

func TestSlotsStandBehindTheirContainersAndInsideThem(t *testing.T) {
	for _, s := range All() {
		for _, arch := range ndis.Archs() {
			l := layoutOf(t, s.Name, Options{Arch: arch})
			for i, slot := range l.Slots {
				if slot.Parent >= i || slot.End() > l.Sizeof && !slot.Tail {
					t.Errorf("%s %s %s: parent %d, ends at %d of %d", s.Name, arch, slot.Path, slot.Parent, slot.End(), l.Sizeof)
				}
				if same, ok := l.Find(slot.Path); !ok || same != i {
					t.Errorf("%s %s: two members are %s", s.Name, arch, slot.Path)
				}
				if slot.Parent >= 0 {
					outer := l.Slots[slot.Parent]
					if !outer.Kind.Container() || slot.Offset < outer.Offset || slot.End() > outer.End() {
						t.Errorf("%s %s %s is not inside %s", s.Name, arch, slot.Path, outer.Path)
					}
				}
				if slot.Kind.Container() != (slot.Base == BaseNone) {
					t.Errorf("%s %s: a %s of base %d", s.Name, slot.Path, slot.Kind, slot.Base)
				}
			}
		}
	}
}

func TestMembersThatOthersCountOnExist(t *testing.T) {
	for _, s := range All() {
		for _, arch := range ndis.Archs() {
			l := layoutOf(t, s.Name, Options{Arch: arch})
			for i := range l.Slots {
				slot := &l.Slots[i]
				beside := []ndis.Path{slot.Beside}
				if c := slot.Count; c != nil {
					beside = append(beside, c.By, c.Offset, c.Stride)
					if c.By == "" {
						t.Errorf("%s.%s: nothing counts it", s.Name, slot.Path)
					}
				}
				for _, name := range beside {
					if name != "" && l.Beside(slot, name) == nil {
						t.Errorf("%s.%s: there is no %s beside it", s.Name, slot.Path, name)
					}
				}
			}
		}
	}
}

func TestAFormatIsOfSomethingAsLongAsItsValues(t *testing.T) {
	sizes := map[Format]int{FormatIPv4: 4, FormatIPv6: 16, FormatGUID: 16, FormatLUID: 8, FormatVersion: 4, FormatObjectType: 1}
	for _, s := range All() {
		for _, slot := range layoutOf(t, s.Name, Options{}).Slots {
			size, fixed := sizes[slot.Format]
			switch {
			case fixed && size != slot.Size:
				t.Errorf("%s.%s: %s of %d bytes", s.Name, slot.Path, slot.Format, slot.Size)
			case !fixed && !slices.Contains([]Format{"", FormatMAC, FormatText, FormatBytes}, slot.Format):
				t.Errorf("%s.%s: there is no format %s", s.Name, slot.Path, slot.Format)
			}
		}
	}
}
