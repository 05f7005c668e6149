package hardware

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

func record(t testing.TB, registered string) (*codec.Record, ndis.Version) {
	t.Helper()
	v, err := ndis.ParseVersion(registered)
	if err != nil {
		t.Fatal(err)
	}
	s := catalog.MustLookup(Offload)
	revision, _ := s.RevisionFor(v)
	layout, err := s.Layout(catalog.Options{Arch: ndis.X64, Revision: revision.Number, Version: v})
	if err != nil {
		t.Fatal(err)
	}
	return codec.New(layout), v
}

func TestTheDataFitsTheStructure(t *testing.T) {
	r := codec.New(newestOffload())
	for _, p := range profiles() {
		for _, c := range p.capabilities {
			if err := r.SetValue(c.path, c.value); err != nil {
				t.Errorf("nics.txt: %s: %v", p.Name, err)
			}
		}
	}
	for _, k := range keywords() {
		for _, g := range k.bits {
			for _, path := range g.paths {
				if _, err := r.Layout.Index(path); err != nil {
					t.Errorf("keywords.txt: %s: %v", k.Name, err)
				}
			}
		}
		if k.Default != NoDefault && !k.Takes(k.Default) {
			t.Errorf("%s: default %d of %s", k.Name, k.Default, k.values())
		}
		if _, err := r.Layout.Index(k.unless); k.unless != "" && err != nil {
			t.Errorf("keywords.txt: %s: %v", k.Name, err)
		}
		if k.beats != "" && keywordNamed(k.beats) == nil {
			t.Errorf("keywords.txt: %s beats %s, which is none", k.Name, k.beats)
		}
	}
}

// "Hardware that can do every task offload": no member of the newest structure
// stays zero but what is reserved, what only 6.0 has, and Flags.
func TestTheReferenceCardCanDoEverything(t *testing.T) {
	r, v := record(t, "6.89")
	if dropped := (&NIC{}).Fill(r, v); dropped != nil {
		t.Errorf("no place for %v", dropped)
	}
	for _, leaf := range r.Layout.Leaves {
		path := string(r.Layout.Slots[leaf.Slot].Path)
		value, _ := r.Value(ndis.Path(path))
		exempt := strings.Contains(path, "Reserved") || strings.HasPrefix(path, "IPsecV1") || strings.HasSuffix(path, "Flags")
		if value == 0 != exempt {
			t.Errorf("%s is %d", path, value)
		}
	}
}

func TestARevisionDropsWhatItHasNoPlaceFor(t *testing.T) {
	for registered, want := range map[string][]ndis.Path{
		"6.0":  {"IPsecV2", "Rsc", "EncapsulatedPacketTaskOffloadGre", "EncapsulatedPacketTaskOffloadVxlan", "EncapsulationTypes", "Rfc6877Xlat", "UdpSegmentation", "UdpRsc"},
		"6.1":  {"Rsc", "EncapsulatedPacketTaskOffloadGre", "EncapsulatedPacketTaskOffloadVxlan", "EncapsulationTypes", "Rfc6877Xlat", "UdpSegmentation", "UdpRsc"},
		"6.83": {"EncapsulatedPacketTaskOffloadGre", "EncapsulatedPacketTaskOffloadVxlan", "UdpSegmentation", "UdpRsc"},
	} {
		r, v := record(t, registered)
		if got := (&NIC{}).Fill(r, v); !slices.Equal(got, want) {
			t.Errorf("at %s no place for %v, want %v", registered, got, want)
		}
	}
}

func TestIPsecVersion1IsFor60Alone(t *testing.T) {
	for registered, want := range map[string]uint64{"6.0": 1, "6.1": 0} {
		r, v := record(t, registered)
		(&NIC{}).Fill(r, v)
		if got, _ := r.Value("IPsecV1.IPv4ESP.TripleDes"); got != want {
			t.Errorf("at %s: %d", registered, got)
		}
	}
}

func TestACardWithFewFeaturesLeavesZeros(t *testing.T) {
	r, v := record(t, "6.1")
	n := NIC{Profile: "tcp4-checksum-transmit"}
	n.Fill(r, v)
	ipsec := r.Layout.Slot("IPsecV2")
	if !bytes.Equal(r.Bytes()[ipsec.Offset:ipsec.End()], make([]byte, ipsec.Size)) {
		t.Errorf("IPsecV2 is % x", r.Bytes()[ipsec.Offset:ipsec.End()])
	}
	if got, _ := r.Value("Checksum.IPv4Transmit.TcpChecksum"); got != 1 {
		t.Errorf("TcpChecksum is %d", got)
	}
}

func TestKeywordsSwitchOffWhatTheyGovern(t *testing.T) {
	for _, c := range []struct {
		setting Setting
		off, on []ndis.Path
	}{
		{Setting{"*IPsecOffloadV2", "2"}, []ndis.Path{"IPsecV2.Ah", "IPsecV2.AhEspCombined"}, []ndis.Path{"IPsecV2.Esp", "IPsecV2.Tunnel", "IPsecV2.SaOffloadCapacity"}},
		{Setting{"*IPsecOffloadV2", "0"}, []ndis.Path{"IPsecV2.Ah", "IPsecV2.Esp", "IPsecV2.Tunnel", "IPsecV2.SaOffloadCapacity"}, []ndis.Path{"Rsc.IPv4.Enabled"}},
		{Setting{"*TCPChecksumOffloadIPv4", "1"}, []ndis.Path{"Checksum.IPv4Receive.TcpChecksum"}, []ndis.Path{"Checksum.IPv4Transmit.TcpChecksum", "Checksum.IPv4Receive.UdpChecksum"}},
		{Setting{"*LsoV2IPv4", "0"}, []ndis.Path{"LsoV2.IPv4.MaxOffLoadSize", "LsoV2.IPv4.Encapsulation"}, []ndis.Path{"LsoV2.IPv6.MaxOffLoadSize"}},
		{Setting{"*UdpRsc", "0"}, []ndis.Path{"UdpRsc.Enabled"}, []ndis.Path{"UdpSegmentation.IPv4.MaxOffLoadSize"}},
	} {
		r, v := record(t, "6.89")
		(&NIC{}).Fill(r, v)
		Apply(r, []Setting{c.setting})
		for _, path := range c.off {
			if got, _ := r.Value(path); got != 0 {
				t.Errorf("%+v: %s is %d", c.setting, path, got)
			}
		}
		for _, path := range c.on {
			if got, _ := r.Value(path); got == 0 {
				t.Errorf("%+v: %s is off", c.setting, path)
			}
		}
	}
}

func TestDefaultsSwitchNothingOff(t *testing.T) {
	r, v := record(t, "6.89")
	(&NIC{}).Fill(r, v)
	before := slices.Clone(r.Bytes())
	Apply(r, nil)
	if !bytes.Equal(r.Bytes(), before) {
		t.Error("the defaults change what the card can do")
	}
}

func TestCardsPrintWhatTheyRead(t *testing.T) {
	var n NIC
	want := []ndis.Pair{{Path: "profile", Text: "plain"}, {Path: "media", Text: "NdisMediumTunnel"}, {Path: "linkSpeed", Text: "10000000000"}, {Path: "capabilities.IPsecV2.Ah", Text: "TRUE"}, {Path: "capabilities.LsoV2.IPv4.MaxOffLoadSize", Text: "65536"}}
	for _, p := range want {
		if err := n.Set(p.Path, ndis.TextValue(p.Text)); err != nil {
			t.Fatal(err)
		}
	}
	if got := n.Pairs(); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if n.Medium() != "NdisMediumTunnel" || n.Speed() != 10000000000 || (&NIC{}).Medium() != "NdisMedium802_3" || (&NIC{}).Speed() != 1000000000 {
		t.Errorf("%s %d", n.Medium(), n.Speed())
	}
}

func TestMistakesOfferWhatIsRight(t *testing.T) {
	for _, c := range []struct {
		path, value string
		code        ndis.Code
		hint        string
	}{
		{"profile", "refrence", CodeProfileUnknown, "reference"},
		{"media", "NdisMedium802_33", CodeMediumUnknown, "NdisMedium802_3"},
		{"linkSpeed", "fast", ndis.CodeNumberWrong, ""},
		{"capabilities.IPsecV2.AH", "1", catalog.CodeMemberUnknown, "IPsecV2.Ah"},
		{"capabilities.IPsecV2.Ah", "256", codec.CodeValueRange, ""},
		{"capability", "1", ndis.CodeKeyUnknown, "capabilities"},
	} {
		err := (&NIC{}).Set(c.path, ndis.TextValue(c.value))
		var e *ndis.Error
		if !errors.As(err, &e) || e.Code != c.code || c.hint != "" && !slices.Contains(e.Suggestions, c.hint) {
			t.Errorf("%s = %s: %v", c.path, c.value, err)
		}
	}
	if s, remark, err := ReadSetting("*IPsecOfloadV2", ndis.TextValue("3")); err != nil || s.Value != "3" || !slices.Contains(remark.Suggestions, "*IPsecOffloadV2") {
		t.Error(s, remark, err)
	}
	if _, _, err := ReadSetting("*IPsecOffloadV2", ndis.TextValue("4")); err == nil {
		t.Error("*IPsecOffloadV2 takes 0 to 3")
	}
	if s, remark, err := ReadSetting("*ipsecoffloadv2", ndis.TextValue("2")); err != nil || remark != nil || s.Name != "*IPsecOffloadV2" {
		t.Errorf("registry names ignore case: %v %v", s, err)
	}
}
