package scenario

import (
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/hardware"
)

// Requests that switch families. EncapsulationType 2 is IEEE 802.3.
const (
	only4  = "set OID_OFFLOAD_ENCAPSULATION IPv4.Enabled=1 IPv4.EncapsulationType=2 IPv4.HeaderSize=14 IPv6.Enabled=2"
	only6  = "set OID_OFFLOAD_ENCAPSULATION IPv6.Enabled=1 IPv6.EncapsulationType=2 IPv6.HeaderSize=14 IPv4.Enabled=2"
	also4  = "set OID_OFFLOAD_ENCAPSULATION IPv4.Enabled=1 IPv4.EncapsulationType=2 IPv4.HeaderSize=14"
	addIn4 = "set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX Flags=IPSEC_OFFLOAD_V2_INBOUND"
	addIn6 = "set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX Flags=IPSEC_OFFLOAD_V2_INBOUND|IPSEC_OFFLOAD_V2_IPv6"
	add4   = "set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX"
	add6   = "set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX Flags=IPSEC_OFFLOAD_V2_IPv6"
)

// playSteps runs steps behind a start, on a machine where everything can be done.
func playSteps(t *testing.T, steps ...string) *trace.Trace {
	t.Helper()
	return play(t, "host 6.89;miniport;protocol;steps start;steps "+strings.Join(steps, ";steps "))
}

func TestAFamilyThatIsOffOffloadsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		step  string // with IPv6, or inside of the other family
		works string // what is said where the family is on
		off   string // where it is off
	}{
		"checksums sent":                {"send eth/ipv6/tcp/data ask:checksum", "checksum.filled accepted", "checksum.not-enabled ignored"},
		"checksums received":            {"receive eth/ipv6/tcp/data", "checksum.valid accepted", "checksum.not-validated ignored"},
		"large sends, version 2":        {"send eth/ipv6/tcp/data data.length=4000 ask:lso2 mss:1000", "lso.segmented accepted", "lso.not-enabled rejected"},
		"UDP segmentation":              {"send eth/ipv6/udp/data data.length=4000 ask:uso mss:1000", "uso.segmented accepted", "uso.not-enabled rejected"},
		"TCP coalescing":                {"receive eth/ipv6/tcp/data data.length=99 count:3", "rsc.indicated accepted", "rsc.not-enabled ignored"},
		"UDP coalescing":                {"receive eth/ipv6/udp/data data.length=99 count:3", "uro.indicated accepted", ""},
		"checksums in a tunnel":         {"send eth/ipv4/udp/vxlan/eth/ipv6/tcp/data ask:tcp,encapsulated", "checksum.filled accepted", "encapsulated.not-enabled ignored"},
		"checksums in its tunnel":       {"send eth/ipv6/udp/vxlan/eth/ipv4/tcp/data ask:tcp,encapsulated", "checksum.filled accepted", "encapsulated.not-enabled ignored"},
		"large sends in a tunnel":       {"send eth/ipv4/udp/vxlan/eth/ipv6/tcp/data data.length=4000 ask:lso2,encapsulated mss:1000", "lso.segmented accepted", "lso.not-enabled rejected"},
		"an association to receive":     {addIn6, "sa.added accepted", "sa.offload-off rejected"},
		"an association to send with":   {add6, "sa.added accepted", "sa.offload-off rejected"},
		"what the other family goes on": {"send eth/ipv4/tcp/data ask:checksum", "checksum.filled accepted", "checksum.filled accepted"},
	} {
		for step, want := range map[string]string{also4: c.works, only6: c.works, only4: c.off} {
			switch {
			case step == also4 && strings.HasPrefix(c.step, "receive") && strings.Contains(c.works, "checksum"),
				step == only6 && strings.Contains(c.step, "ipv4"):
				continue // waits for an encapsulation; is off itself
			}
			if got := told(playSteps(t, step, c.step), c.works, c.off); got != want {
				t.Errorf("%s, after %s: %q, want %q", name, step, got, want)
			}
		}
	}
}

// told is which of two things a trace says, "" for neither.
func told(tr *trace.Trace, works, off string) string {
	for _, want := range []string{works, off} {
		rule, verdict, _ := strings.Cut(want, " ")
		for _, v := range trace.Verdicts() {
			if v.String() == verdict && has(tr, rule, v) {
				return want
			}
		}
	}
	return ""
}

func TestLargeSendsOfVersionOneAreIPv4s(t *testing.T) {
	send := "send data.length=4000 ask:lso1 mss:1000"
	for step, want := range map[string]string{only4: "lso.segmented accepted", only6: "lso.not-enabled rejected"} {
		if got := told(playSteps(t, "set OID_TCP_OFFLOAD_PARAMETERS LsoV1=2", step, send), "lso.segmented accepted", "lso.not-enabled rejected"); got != want {
			t.Errorf("%s: %q", step, got)
		}
	}
}

// Associations that were added before their family was switched off stay, and are
// not used.
func TestIPsecFollowsItsFamily(t *testing.T) {
	plain := map[string]string{"4": "eth/ipv4/udp/data", "6": "eth/ipv6/udp/data"}
	for _, c := range []struct{ family, add, verb, on, works, off string }{
		{"4", addIn4, "receive", only4, "ipsec.opened accepted", "ipsec.receive-off ignored"},
		{"6", addIn6, "receive", only6, "ipsec.opened accepted", "ipsec.receive-off ignored"},
		{"4", add4, "send", only4, "ipsec.sealed accepted", "ipsec.sends-without-offload ignored"},
		{"6", add6, "send", only6, "ipsec.sealed accepted", "ipsec.sends-without-offload ignored"},
	} {
		for _, step := range []string{only4, only6} {
			want := c.off
			if step == c.on {
				want = c.works
			}
			tr := playSteps(t, c.add, step, c.verb+" "+plain[c.family]+" sa:1")
			if got := told(tr, c.works, c.off); got != want {
				t.Errorf("%s IPv%s after %s: %q, want %q", c.verb, c.family, step, got, want)
			}
		}
	}
	if got := told(playSteps(t, addIn6, also4, "receive eth/ipv6/udp/data sa:1"), "ipsec.opened accepted", "ipsec.receive-not-active ignored"); got != "ipsec.receive-not-active ignored" {
		t.Errorf("IPv6 begins with IPv4: %q", got)
	}
	if !has(playSteps(t, only6, add4), "sa.offload-off", trace.Rejected) {
		t.Error("an association for a family that is off")
	}
}

// What is told follows, too; a family that nothing was said of stays what it was.
func TestTheConfigurationTellsWhichFamilyIsOff(t *testing.T) {
	for step, zero := range map[string]map[string]bool{
		only4:                           {"LsoV2.IPv4": false, "LsoV2.IPv6": true, "Checksum.IPv4Transmit": false, "Checksum.IPv6Receive": true, "IPsecV2.IPv6Supported": true, "IPsecV2.Esp": false},
		only6:                           {"LsoV1.IPv4": true, "LsoV2.IPv4": true, "UdpSegmentation.IPv4": true, "Rsc.IPv4": true, "Rsc.IPv6": false, "IPsecV2": false},
		also4:                           {"LsoV2.IPv4": false, "LsoV2.IPv6": false, "Checksum.IPv6Receive": false},
		"set OID_OFFLOAD_ENCAPSULATION": {"LsoV2.IPv4": false, "LsoV2.IPv6": false},
	} {
		tr := playSteps(t, step, "query OID_TCP_OFFLOAD_CURRENT_CONFIG")
		layout, err := catalog.MustLookup(hardware.Offload).Layout(catalog.Options{Arch: ndis.X64})
		if err != nil {
			t.Fatal(err)
		}
		record := codec.Decode(layout, tr.Objects[*tr.Outcome.Steps[2].Object].Bytes)
		for member, want := range zero {
			if got := !hardware.Has(record, ndis.Path(member)); got != want {
				t.Errorf("after %s: %s is zero: %t", step, member, got)
			}
		}
	}
}

func TestAnEncapsulationIsJudgedByItsValuesAndTheCard(t *testing.T) {
	for name, c := range map[string]struct{ nic, members, want string }{
		"a value that is none":       {"", "IPv4.Enabled=3", "encapsulation.value-unknown INVALID_PARAMETER"},
		"the other family's, too":    {"", "IPv4.Enabled=1 IPv4.EncapsulationType=2 IPv6.Enabled=0xFFFFFFFF", "encapsulation.value-unknown INVALID_PARAMETER"},
		"a card that only coalesces": {"nic plain;nic.capabilities.Rsc.IPv4.Enabled 1;", "IPv4.Enabled=1 IPv4.EncapsulationType=2", "none"},
		"coalescing in LLC":          {"nic plain;nic.capabilities.Rsc.IPv4.Enabled 1;", "IPv4.Enabled=1 IPv4.EncapsulationType=0x10", "encapsulation.other-kind INVALID_PARAMETER"},
		"offloads that name none":    {"nic wireguard-nt;", "IPv4.Enabled=1 IPv4.EncapsulationType=2", "encapsulation.other-kind INVALID_PARAMETER"},
		"no offload":                 {"nic plain;", "IPv4.Enabled=1 IPv4.EncapsulationType=2", "encapsulation.no-offload NOT_SUPPORTED"},
	} {
		tr := play(t, "host 6.89;"+c.nic+"miniport;protocol;steps start;steps set OID_OFFLOAD_ENCAPSULATION "+c.members)
		if got := firstRejection(tr); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestAReportedConfigurationIsReadForItsValues(t *testing.T) {
	for name, c := range map[string]struct {
		setup, member string
	}{
		"all that there is":           {"", ""},
		"a capability of two bits":    {"nic.capabilities.Checksum.IPv4Transmit.TcpChecksum 3;", "Checksum.IPv4Transmit.TcpChecksum"},
		"464XLAT on demand":           {"nic.capabilities.Rfc6877Xlat.XlatOffload 3;", ""},
		"464XLAT as nobody knows it":  {"nic.capabilities.Rfc6877Xlat.XlatOffload 4;", "Rfc6877Xlat.XlatOffload"},
		"flags of 464XLAT":            {"nic.capabilities.Rfc6877Xlat.Flags 1;", "Rfc6877Xlat.Flags"},
		"464XLAT where it is no more": {"miniport.register 6.60;nic.capabilities.Rfc6877Xlat.Flags 1;", ""},
	} {
		tr, member := play(t, "host 6.89;"+c.setup+"miniport"), ""
		trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
			if e.Rule == nicsim.RuleOffloadUnknown {
				member = e.Fact("member")
			}
			return true
		})
		if member != c.member {
			t.Errorf("%s: %q, want %q", name, member, c.member)
		}
	}
}

func TestLessThanTheHardwareCanIsLegalAndSaid(t *testing.T) {
	for setup, want := range map[string]bool{"": false, "keywords.*LsoV2IPv4 0;": true, "miniport.skips offload;keywords.*LsoV2IPv4 0;": false} {
		tr := play(t, "host 6.89;"+setup+"miniport")
		if got := has(tr, "offload.not-all-on", trace.Accepted); got != want || tr.Outcome.Miniport.State != "Running" {
			t.Errorf("%q: said: %t, %s", setup, got, tr.Outcome.Miniport.State)
		}
	}
}

// What was added can be deleted when nothing can be added any more.
func TestAssociationsCanBeDeletedAfterIPsecIsOff(t *testing.T) {
	for _, off := range []string{"set OID_TCP_OFFLOAD_PARAMETERS IPsecV2=1", "set OID_OFFLOAD_ENCAPSULATION IPv4.Enabled=2 IPv6.Enabled=2"} {
		tr := playSteps(t, add4, off, "set OID_TCP_TASK_IPSEC_OFFLOAD_V2_DELETE_SA sa:1", add4)
		if !has(tr, "sa.deleted", trace.Accepted) || *tr.Outcome.Steps[4].Status != ndis.StatusNotSupported {
			t.Errorf("after %s: %s, then %v", off, tr.Outcome.Steps[3].Status, tr.Outcome.Steps[4].Status)
		}
	}
}
