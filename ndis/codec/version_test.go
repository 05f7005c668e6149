package codec

import (
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

func TestTwoMembersAreAVersion(t *testing.T) {
	l := layoutOf(t, "NDIS_MINIPORT_DRIVER_CHARACTERISTICS", catalog.Options{Arch: ndis.X64, Revision: 2})
	r := New(l)
	for path, text := range map[ndis.Path]string{"MajorNdisVersion": "6", "MinorNdisVersion": "30", "MajorDriverVersion": "21"} {
		if err := r.SetText(path, text); err != nil {
			t.Fatal(err)
		}
	}
	cut := Decode(l, r.Bytes()[:5])
	for path, want := range map[ndis.Path]string{"MajorNdisVersion": "6.30", "MinorNdisVersion": "", "MajorDriverVersion": "21.0", "Flags": ""} {
		i, _ := l.Find(path)
		if got := r.Version(i); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
		if got := cut.Version(i); got != "" {
			t.Errorf("%s, the other half out of reach: %q", path, got)
		}
	}
}

func TestAStructureOfTwoHalvesIsAVersion(t *testing.T) {
	l := layoutOf(t, "NDK_ADAPTER_INFO", catalog.Options{Arch: ndis.X64})
	i, _ := l.Find("Version")
	for text, want := range map[string]string{"1.2": "1.2", "65535.0": "65535.0", "1": "", "1.": "", ".1": "", "1.65536": "", "1.2.3": "", "+1.2": "", "-1.2": ""} {
		r := New(l)
		if err := r.SetText("Version", text); (err == nil) != (want != "") || want != "" && r.Text(i) != want {
			t.Errorf("%q is %q, %v", text, r.Text(i), err)
		}
	}
}
