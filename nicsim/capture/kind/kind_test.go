package kind

import (
	"os"
	"strings"
	"testing"
)

func TestFilesAreToldByTheirFirstBytes(t *testing.T) {
	for file, want := range map[string]struct {
		kind Kind
		name string
	}{
		"\xA1\xB2\xC3\xD4":   {PcapBig, ""},
		"\x4D\x3C\xB2\xA1..": {PcapLittle, ""},
		"\x0A\x0D\x0D\x0A":   {Pcapng, ""},
		"\x1F\x8B\x08":       {Foreign, "gzip"},
		"PK\x03\x04":         {Foreign, "zip"},
		"snoop\x00\x00\x00":  {Foreign, "snoop"},
		"snoop":              {Other, ""},
		"\xD4\xC3\xB2":       {Other, ""},
		"[Version]\r\n":      {Other, ""},
		"host 6.20\n":        {Other, ""},
		"\xFF\xFE[\x00":      {Other, ""},
		"":                   {Other, ""},
	} {
		if kind, name := Of([]byte(file)), Name([]byte(file)); kind != want.kind || name != want.name {
			t.Errorf("%q: %d %q", file, kind, name)
		}
	}
}

func TestTheFilesOfTheReadersTestsAreCaptures(t *testing.T) {
	entries, err := os.ReadDir("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.Contains(e.Name(), ".pcap") {
			continue
		}
		file, err := os.ReadFile("../testdata/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if k := Of(file); (k == Pcapng) != strings.HasSuffix(e.Name(), ".pcapng") || k == Other || k == Foreign {
			t.Errorf("%s: %d", e.Name(), k)
		}
	}
}
