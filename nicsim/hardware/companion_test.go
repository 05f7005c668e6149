package hardware

import (
	"slices"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

func TestCompanionsAreMembersOfTheStructure(t *testing.T) {
	r := codec.New(newestOffload())
	for _, c := range companions() {
		for i, name := range c.needs {
			if i == 1 && c.how != "needs" {
				if _, err := valueOf(codec.Assignment{Path: ndis.Path(c.needs[0]), Text: name}); err != nil {
					t.Errorf("companions.txt: %s: %v", c.rule, err)
				}
			} else if _, err := r.Layout.Index(ndis.Path(name)); err != nil {
				t.Errorf("companions.txt: %s: %v", c.rule, err)
			}
		}
		if _, err := r.Layout.Index(c.member); c.member[len(c.member)-1] != '*' && err != nil {
			t.Errorf("companions.txt: %s: %v", c.rule, err)
		}
	}
}

// Each card obeys Windows' rules of what goes together, or says why not; and what
// it excuses, it does.
func TestCardsObeyTheRulesOrSayWhyNot(t *testing.T) {
	for _, p := range profiles() {
		broken := map[string]bool{}
		for _, registered := range []string{"6.0", "6.1", "6.20", "6.30", "6.50", "6.83", "6.84", "6.89"} {
			r, v := record(t, registered)
			(&NIC{Profile: p.Name}).Fill(r, v)
			for _, l := range Lacking(r) {
				broken[l.Rule] = true
				if p.excuse(l.Rule) == "" {
					t.Errorf("%s at %s: %s: %s needs %s", p.Name, registered, l.Rule, l.Member, l.Needs)
				}
			}
		}
		for _, b := range p.Breaks {
			if !broken[b.Rule] || b.Why == "" {
				t.Errorf("%s does not break %s", p.Name, b.Rule)
			}
		}
	}
}

func TestALackIsNamed(t *testing.T) {
	for _, c := range []struct {
		path, value string
		want        Lack
	}{
		{"Checksum.IPv4Transmit.IpOptionsSupported", "0", Lack{"checksum-tcp-ipv4", "Checksum.IPv4Transmit.TcpChecksum", "Checksum.IPv4Transmit.IpOptionsSupported", ""}},
		{"LsoV1.IPv4.MaxOffLoadSize", "65537", Lack{"lso1", "LsoV1.IPv4.MaxOffLoadSize", "LsoV1.IPv4.MaxOffLoadSize", "65536"}},
		{"LsoV2.IPv6.Encapsulation", "NDIS_ENCAPSULATION_NULL", Lack{"lso2-ipv6", "LsoV2.IPv6.*", "LsoV2.IPv6.Encapsulation", "NDIS_ENCAPSULATION_IEEE_802_3"}},
		{"IPsecV2.Tunnel", "FALSE", Lack{"ipsec-tunnel", "IPsecV2.Esp", "IPsecV2.Tunnel", ""}},
	} {
		n := NIC{}
		if err := n.Set("capabilities."+c.path, ndis.TextValue(c.value)); err != nil {
			t.Fatal(err)
		}
		r, v := record(t, "6.89")
		n.Fill(r, v)
		if got := Lacking(r); !slices.Contains(got, c.want) {
			t.Errorf("%s = %s: %v", c.path, c.value, got)
		}
	}
}
