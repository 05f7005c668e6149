package catalog

import (
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
)

func v(t testing.TB, text string) ndis.Version {
	t.Helper()
	version, err := ndis.ParseVersion(text)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func TestDifferencesAreWhatTheHeadersChanged(t *testing.T) {
	for _, c := range []struct {
		name, structure string
		from, to        Options
		want            string
	}{
		{"a revision adds members behind", "NDIS_OFFLOAD", Options{Arch: ndis.X64, Revision: 1}, Options{Arch: ndis.X64, Revision: 2}, `
NDIS_OFFLOAD x64 6.0 1 112 -> x64 6.20 2 144
+ IPsecV2 - -> 0x70:32 NDIS_IPSEC_OFFLOAD_V2
`},
		{"backwards they are gone", "NDIS_OFFLOAD", Options{Arch: ndis.X64, Revision: 2}, Options{Arch: ndis.X64, Revision: 1}, `
NDIS_OFFLOAD x64 6.20 2 144 -> x64 6.0 1 112
- IPsecV2 0x70:32 -> - NDIS_IPSEC_OFFLOAD_V2
`},
		{"bits are carved out of reserved ones", "NDIS_UDP_SEGMENTATION_OFFLOAD", Options{Arch: ndis.X64, Version: v(t, "6.83")}, Options{Arch: ndis.X64, Version: v(t, "6.84")}, `
NDIS_UDP_SEGMENTATION_OFFLOAD x64 6.83 - 28 -> x64 6.84 - 28
~ IPv4.SubMssFinalSegmentSupported 0x8:4:6:26 -> 0x8:4:6:1 ULONG
< IPv4.Reserved 0x8:4:6:26 -> 0x8:4:7:25 ULONG
~ IPv6.SubMssFinalSegmentSupported 0x14:4:6:26 -> 0x14:4:6:1 ULONG
< IPv6.Reserved1 0x14:4:6:26 -> 0x14:4:7:25 ULONG
`},
		{"pointers shrink and what is behind them moves", "NDIS_MINIPORT_ADAPTER_OFFLOAD_ATTRIBUTES", Options{Arch: ndis.X64, Revision: 1}, Options{Arch: ndis.X86, Revision: 1}, `
NDIS_MINIPORT_ADAPTER_OFFLOAD_ATTRIBUTES x64 6.89 1 40 -> x86 6.89 1 20
< DefaultOffloadConfiguration 0x8:8 -> 0x4:4 PNDIS_OFFLOAD
< HardwareOffloadCapabilities 0x10:8 -> 0x8:4 PNDIS_OFFLOAD
< DefaultTcpConnectionOffloadConfiguration 0x18:8 -> 0xC:4 PNDIS_TCP_CONNECTION_OFFLOAD
< TcpConnectionOffloadHardwareCapabilities 0x20:8 -> 0x10:4 PNDIS_TCP_CONNECTION_OFFLOAD
`},
		{"a revision may add no byte", "NDIS_OFFLOAD", Options{Arch: ndis.X64, Revision: 6}, Options{Arch: ndis.X64, Revision: 7, Version: v(t, "6.85")}, `
NDIS_OFFLOAD x64 6.84 6 216 -> x64 6.85 7 216
+ EncapsulatedPacketTaskOffloadGre.UsoSupported - -> 0x94:4:20:4 ULONG
+ EncapsulatedPacketTaskOffloadGre.Reserved - -> 0x94:4:24:8 ULONG
~ EncapsulatedPacketTaskOffloadVxlan.UsoSupported 0x9C:4:20:12 -> 0x9C:4:20:4 ULONG
< EncapsulatedPacketTaskOffloadVxlan.Reserved 0x9C:4:20:12 -> 0x9C:4:24:8 ULONG
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := DiffText(layoutOf(t, c.structure, c.from), layoutOf(t, c.structure, c.to))
			if got != strings.TrimPrefix(c.want, "\n") {
				t.Errorf("got\n%s", got)
			}
		})
	}
}

// What a comparison says, applied to the first layout, is the second one: every
// leaf outside the listed members is the same in both.
func TestWhatIsNotListedIsAlike(t *testing.T) {
	for _, s := range All() {
		oldest := max(s.Since, ndis.V60)
		a, b := layoutOf(t, s.Name, Options{Arch: ndis.X64, Version: oldest}), layoutOf(t, s.Name, Options{Arch: ndis.X64})
		if d := Compare(b, b); len(d) > 0 {
			t.Errorf("%s differs from itself: %v", s.Name, d)
		}
		listed := map[ndis.Path]bool{}
		for _, d := range Compare(a, b) {
			listed[d.Path] = true
			if (d.Before == nil) != (d.Change == Added) || (d.After == nil) != (d.Change == Removed) {
				t.Errorf("%s: %v", s.Name, d)
			}
		}
		for i := range b.Slots {
			slot := &b.Slots[i]
			before, ok := a.Find(slot.Path)
			if !touched(b, i, listed) && !repeated(b, i) && (!ok || a.Slots[before].Place() != slot.Place()) {
				t.Errorf("%s.%s is not listed, but differs", s.Name, slot.Path)
			}
		}
	}
}

func touched(l *Layout, i int, listed map[ndis.Path]bool) bool {
	for ; i >= 0; i = l.Slots[i].Parent {
		if listed[l.Slots[i].Path] {
			return true
		}
	}
	return false
}

func TestArraysAreComparedAsAWhole(t *testing.T) {
	a, b := layoutOf(t, "NDIS_OID_REQUEST", Options{Arch: ndis.X86}), layoutOf(t, "NDIS_OID_REQUEST", Options{Arch: ndis.X64})
	for _, d := range Compare(a, b) {
		if strings.Contains(string(d.Path), "[") {
			t.Errorf("an element: %v", d)
		}
		if d.Path == "NdisReserved" && (d.Change != Grown || d.Before.Size != 64 || d.After.Size != 128) {
			t.Errorf("the array: %v", d)
		}
	}
}

func TestVersionsBringWhatTheyBring(t *testing.T) {
	lines := strings.Split(CompareVersions(ndis.V620, ndis.V630).Text(), "\n")
	for _, want := range []string{
		"6.20 -> 6.30",
		"+ structure NDIS_TCP_RECV_SEG_COALESCE_OFFLOAD 6.30",
		"+ revision NDIS_OFFLOAD 3 6.30",
		"+ revision NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES 2 6.30",
		"+ member NDIS_OFFLOAD.Rsc 6.30",
		"+ object-type NDIS_OBJECT_TYPE_QOS_CAPABILITIES 0x000000B5 6.30",
		"+ status NDIS_STATUS_QOS_REMOTE_PARAMETERS_CHANGE 0x400200A1 6.30",
		"+ constant NDIS_ENCAPSULATION_TYPE_GRE_MAC 0x00000001 6.30",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("%q is not among them", want)
		}
	}
	for _, unwanted := range []string{"NDIS_OFFLOAD.IPsecV2", "NDIS_OFFLOAD 2 ", "NDIS_OFFLOAD.Rsc.", "NDIS_TCP_RECV_SEG_COALESCE_OFFLOAD.", " 6.20"} {
		if strings.Contains(strings.Join(lines[1:], "\n"), unwanted) {
			t.Errorf("%q is among them", unwanted)
		}
	}
}

func TestVersionsAddUp(t *testing.T) {
	count := func(d VersionDiff) int { return len(d.Structures) + len(d.Revisions) + len(d.Names) }
	all, sum := ndis.Versions(), 0
	for i := 1; i < len(all); i++ {
		sum += count(CompareVersions(all[i-1], all[i]))
	}
	if whole := count(CompareVersions(all[0], ndis.Newest())); whole != sum || whole == 0 {
		t.Errorf("%d in one step, %d in many", whole, sum)
	}
	if backwards := CompareVersions(ndis.V630, ndis.V620); count(backwards) != 0 || backwards.Text() != "6.30 -> 6.20\n" {
		t.Errorf("backwards: %s", backwards.Text())
	}
}

func TestOutlinesAgreeWithWhatIsParsed(t *testing.T) {
	i := 0
	for o := range Outlines() {
		s := MustLookup(o.Name)
		head := o.Head()
		if head.Name != s.Name || !slices.Equal(head.Revisions, s.Revisions) || o.Versioned() != (len(s.Revisions) > 0) {
			t.Errorf("%s: the head differs", o.Name)
		}
		var members []Member
		s.each(func(m *Member) { members = append(members, *m) })
		n := 0
		for m := range o.Members() {
			if n >= len(members) || m.Name != members[n].Name {
				t.Fatalf("%s: member %d is %q", o.Name, n, m.Name)
			}
			n++
		}
		if n != len(members) {
			t.Errorf("%s: %d members, want %d", o.Name, n, len(members))
		}
		i++
	}
	if i != len(Names()) {
		t.Errorf("%d outlines of %d structures", i, len(Names()))
	}
}

func TestConstantsAreListedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Constants() {
		g := GroupNamed(c.Group)
		if g == nil || g.Kind != c.Kind {
			t.Fatalf("%s is of group %s", c.Name, c.Group)
		}
		if got, ok := g.Named(c.Name); !ok || got != c.Constant || seen[c.Name] {
			t.Errorf("%s: %v %v", c.Name, got, ok)
		}
		seen[c.Name] = true
	}
	if len(seen) == 0 {
		t.Error("no constants")
	}
}
