package ndis

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestParseVersionAcceptsTheDocumentedSpellings(t *testing.T) {
	for text, want := range map[string]Version{
		"6.20": V620, "6.1": V61, "6.0": V60, "5.0": V50, "6.30": V630, "6.84": V684,
		"0x00060014": V620, "0X0006001e": V630, "0x60001": V61,
	} {
		got, err := ParseVersion(text)
		if err != nil || got != want {
			t.Errorf("ParseVersion(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestParseVersionNamesWhatNonsenseProbablyWas(t *testing.T) {
	for _, c := range []struct {
		text string
		code Code
		was  string
	}{
		{"6.2", CodeVersionUnlisted, "6.20"},
		{"6.10", CodeVersionUnlisted, "6.1"},
		{"06.20", CodeVersionUnlisted, "6.20"},
		{"6.3", CodeVersionUnlisted, "6.30"},
		{"6.31", CodeVersionUnlisted, "6.30"},
		{"6.90", CodeVersionUnlisted, "6.89"},
		{"7.0", CodeVersionUnlisted, "6.89"},
		{"0x00140006", CodeVersionSwapped, "6.20"},
		{"0x00590006", CodeVersionSwapped, "6.89"},
		{"0x00060015", CodeVersionUnlisted, "6.20"},
		{"0x", CodeVersionSyntax, "6.89"},
		{"0xzz", CodeVersionSyntax, "6.89"},
		{"six", CodeVersionSyntax, "6.89"},
		{"", CodeVersionSyntax, "6.89"},
		{"6", CodeVersionSyntax, "6.89"},
		{"6.999", CodeVersionSyntax, "6.89"},
		{"-6.20", CodeVersionSyntax, "6.89"},
	} {
		_, err := ParseVersion(c.text)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || !slices.Equal(e.Suggestions, []string{c.was}) {
			t.Errorf("ParseVersion(%q): %v; want %s, probably %s", c.text, err, c.code, c.was)
		}
	}
}

func TestParseDottedAcceptsVersionsThatDoNotExist(t *testing.T) {
	for text, want := range map[string]Version{"6.31": MakeVersion(6, 31), "7.0": MakeVersion(7, 0), "6.255": MakeVersion(6, 255)} {
		if got, err := ParseDotted(text); err != nil || got != want {
			t.Errorf("ParseDotted(%q) = %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"6.020", "6.256", "6", "6.2.0", "0x00060014"} {
		if got, err := ParseDotted(text); err == nil {
			t.Errorf("ParseDotted(%q) = %v, want an error", text, got)
		}
	}
}

// The table of versions in "Overview of NDIS versions", with the words of
// NdisGetVersion as the minor byte gives them.
func TestVersionsPackAndSortAsNdisGetVersionReports(t *testing.T) {
	want := []string{
		"0x00030000", "0x00030001", "0x00040000", "0x00040001", "0x00050000", "0x00050001", "0x00050002",
		"0x00060000", "0x00060001", "0x00060014", "0x0006001E", "0x00060028", "0x00060032", "0x00060033",
		"0x0006003C", "0x00060046", "0x00060050", "0x00060051", "0x00060052", "0x00060053", "0x00060054",
		"0x00060055", "0x00060056", "0x00060057", "0x00060058", "0x00060059",
	}
	var got []string
	for _, v := range Versions() {
		got = append(got, v.Word())
		if back, err := ParseVersion(v.String()); err != nil || back != v {
			t.Errorf("%v does not read back: %v %v", v, back, err)
		}
	}
	if !slices.Equal(got, want) || !slices.IsSorted(Versions()) {
		t.Errorf("versions\n got %v\nwant %v", got, want)
	}
}

func TestEachVersionHasAWindowsAndContradictionsStand(t *testing.T) {
	for _, r := range Releases() {
		if len(r.Windows()) == 0 {
			t.Errorf("%v has no Windows release", r.Version)
		}
	}
	i := slices.IndexFunc(Releases(), func(r Release) bool { return r.Version == MakeVersion(6, 88) })
	r := Releases()[i]
	if !slices.Equal(r.Docs, []string{"Windows Server 2022 23H2"}) || !slices.Equal(r.Header, []string{"Windows 11, copper release"}) {
		t.Errorf("6.88: %+v", r)
	}
}

// Values from the WDK's ndis/status.h and ntstatus.h.
func TestStatusNamesAreTheHeaders(t *testing.T) {
	for status, name := range map[Status]string{
		StatusSuccess: "NDIS_STATUS_SUCCESS", StatusPending: "NDIS_STATUS_PENDING", StatusFailure: "NDIS_STATUS_FAILURE",
		StatusInvalidParameter: "NDIS_STATUS_INVALID_PARAMETER", StatusResources: "NDIS_STATUS_RESOURCES",
		StatusNotSupported: "NDIS_STATUS_NOT_SUPPORTED", StatusBadVersion: "NDIS_STATUS_BAD_VERSION",
		StatusBadCharacteristics: "NDIS_STATUS_BAD_CHARACTERISTICS", StatusInvalidLength: "NDIS_STATUS_INVALID_LENGTH",
		StatusInvalidData: "NDIS_STATUS_INVALID_DATA", StatusBufferTooShort: "NDIS_STATUS_BUFFER_TOO_SHORT",
		StatusUnsupportedRevision:      "NDIS_STATUS_UNSUPPORTED_REVISION",
		StatusTaskOffloadCurrentConfig: "NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG",
		0xC0230004:                     "STATUS_NDIS_BAD_VERSION",
	} {
		if status.String() != name {
			t.Errorf("%s is %s, want %s", status.Hex(), status, name)
		}
	}
	if Status(0xDEADBEEF).String() != "0xDEADBEEF" {
		t.Errorf("an unnamed status prints as %s", Status(0xDEADBEEF))
	}
}

func TestParseStatusReadsWhatItPrintsAndNumbers(t *testing.T) {
	for _, name := range StatusNames() {
		if _, err := ParseStatus(name); err != nil {
			t.Error(err)
		}
	}
	for _, text := range []string{"NDIS_STATUS_BAD_CHARACTERISTICS", "BAD_CHARACTERISTICS", "STATUS_BAD_CHARACTERISTICS", "0xC0010005", "0xc0010005", "3221291013", "0n3221291013"} {
		if got, err := ParseStatus(text); err != nil || got != StatusBadCharacteristics {
			t.Errorf("ParseStatus(%q) = %v, %v", text, got, err)
		}
	}
	_, err := ParseStatus("NDIS_STATUS_BAD_CHARACTERISTIC")
	var e *Error
	if !errors.As(err, &e) || len(e.Suggestions) == 0 || e.Suggestions[0] != "NDIS_STATUS_BAD_CHARACTERISTICS" {
		t.Errorf("a slip of the pen: %v", err)
	}
}

func TestObjectTypesReadBack(t *testing.T) {
	for _, name := range ObjectTypeNames() {
		if _, err := ParseObjectType(name); err != nil {
			t.Error(err)
		}
	}
	if TypeDefault.String() != "NDIS_OBJECT_TYPE_DEFAULT" {
		t.Errorf("0x80 is %s", TypeDefault)
	}
	if got, err := ParseObjectType("OFFLOAD"); err != nil || got != 0xA7 {
		t.Errorf("OFFLOAD is %v, %v", got, err)
	}
	if _, err := ParseObjectType("0x100"); err == nil {
		t.Error("0x100 does not fit a UCHAR")
	}
}

func TestParseNumberTakesWhatHeadersAndDebuggersWrite(t *testing.T) {
	for text, want := range map[string]uint64{"0": 0, "010": 10, "0x10": 16, "0n63488": 63488, "0xfffff801`00000000": 0xfffff80100000000} {
		if got, ok := ParseNumber(text, 64); !ok || got != want {
			t.Errorf("ParseNumber(%q) = %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "0x", "-1", "+1", "1_0", "0b1", "1e3", " 1", "0x1`2`3"} {
		if got, ok := ParseNumber(text, 64); ok {
			t.Errorf("ParseNumber(%q) = %d, want a refusal", text, got)
		}
	}
}

func TestErrorNamesThePlaceFromTheOutsideIn(t *testing.T) {
	err := NewError(CodeVersionUnlisted, "6.2").Suggest("6.20").In("register").In("[1]").In("filters")
	if err.At != "filters[1].register" || err.Error() != "filters[1].register: version-unlisted: 6.2 (6.20?)" {
		t.Errorf("%q: %v", err.At, err)
	}
}

func TestDataLinesDropCommentsAndCountEveryLine(t *testing.T) {
	var got []string
	for number, line := range DataLines("# head\n\na b # why\r\n\tc#d\n") {
		got = append(got, string(rune('0'+number))+line)
	}
	if want := []string{"3a b", "4\tc#d"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestArchesSayTheirPointerAndFirstVersion(t *testing.T) {
	for _, c := range []struct {
		arch    Arch
		name    string
		pointer int
	}{{X86, "x86", 4}, {X64, "x64", 8}, {ARM64, "arm64", 8}} {
		if back, err := ParseArch(c.name); err != nil || back != c.arch || back.Pointer() != c.pointer {
			t.Errorf("%s: %v %v", c.name, back, err)
		}
	}
	if ARM64.Since() != V630 {
		t.Errorf("arm64 exists from %v", ARM64.Since())
	}
	if _, err := ParseArch("ia64"); err == nil {
		t.Error("ia64 is no architecture here")
	}
}

func FuzzParseVersion(f *testing.F) {
	for _, seed := range []string{"6.20", "0x00060014", "0x00140006", "6.2", "x", "6.", ".1", "0x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		version, err := ParseVersion(text)
		if err == nil && !version.Listed() {
			t.Errorf("%q read as %v, which does not exist", text, version)
		}
		var e *Error
		if err != nil && (!errors.As(err, &e) || len(e.Suggestions) == 0) {
			t.Errorf("%q: %v says nothing of what would be right", text, err)
		}
	})
}

func TestNamesCarryTheirValueAndFirstVersion(t *testing.T) {
	for text, rows := range map[string][]Named{statusesText: NamedStatuses(), objectTypesText: NamedObjectTypes()} {
		i := 0
		for _, line := range DataLines(text) {
			fields := append(strings.Fields(line), "")
			since := ""
			if rows[i].Since != 0 {
				since = rows[i].Since.String()
			}
			if rows[i].Name != fields[1] || since != fields[2] {
				t.Errorf("%q is read as %+v", line, rows[i])
			}
			i++
		}
		if i != len(rows) || i == 0 {
			t.Errorf("%d lines, %d rows", i, len(rows))
		}
	}
}
