package hardware

import (
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/inf"
)

func TestKeywordsTakeWhatWindowsSays(t *testing.T) {
	for _, c := range []struct {
		name, values string
		standard     int
		takes, not   []int
	}{
		{"*LsoV2IPv4", "0, 1", 1, []int{0, 1}, []int{2, -1}},
		{"*TCPUDPChecksumOffloadIPv6", "0..3", 3, []int{0, 3}, []int{4}},
		{"*SpeedDuplex", "0..10, 1000..", 0, []int{10, 1000, 400000}, []int{11, 999}},
		{"*JumboPacket", "1514..", 1514, []int{1514, 9014}, []int{1513}},
		{"*RSSProfile", "1..6", 4, []int{1, 6}, []int{0, 7}},
		{"*NumaNodeId", "0..65535", 65535, []int{0}, []int{65536}},
		{"*SSIdleTimeout", "1..60", 5, []int{60}, []int{0, 61}},
		{"*NetworkDirectRoCEFrameSize", "256, 512, 1024, 2048, 4096", 1024, []int{4096}, []int{1500}},
		{"*ReceiveBuffers", "1..", NoDefault, []int{512}, []int{0}},
		{"Tcpip.DisableTaskOffload", "0, 1", 0, []int{1}, []int{2}},
	} {
		k := keywordNamed(c.name)
		if k == nil || k.values() != c.values || k.Default != c.standard {
			t.Errorf("%s: %+v", c.name, k)
			continue
		}
		for _, value := range c.takes {
			if !k.Takes(value) {
				t.Errorf("%s does not take %d", c.name, value)
			}
		}
		for _, value := range c.not {
			if k.Takes(value) {
				t.Errorf("%s takes %d", c.name, value)
			}
		}
	}
}

func TestEveryKeywordStandsOnceAndItsValuesSay(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Keywords() {
		if key := strings.ToLower(k.Name); seen[key] {
			t.Errorf("%s stands twice", k.Name)
		} else {
			seen[key] = true
		}
		if len(k.Choices) == 0 && k.Most < k.Least {
			t.Errorf("%s takes nothing", k.Name)
		}
		for _, c := range k.Choices {
			if c.Text == "" {
				t.Errorf("%s: %d says nothing", k.Name, c.Value)
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d keywords", len(seen))
	}
}

func TestTheNewerLargeSendOffloadHasTheLastWord(t *testing.T) {
	for _, c := range []struct {
		settings []Setting
		v1, v2   bool
	}{
		{nil, true, true},
		{[]Setting{{"*LsoV1IPv4", "0"}}, false, true},
		{[]Setting{{"*LsoV1IPv4", "0"}, {"*LsoV2IPv4", "1"}}, true, true},
		{[]Setting{{"*LsoV1IPv4", "1"}, {"*LsoV2IPv4", "0"}}, false, false},
	} {
		r, v := record(t, "6.89")
		(&NIC{}).Fill(r, v)
		Apply(r, c.settings)
		v1, _ := r.Value("LsoV1.IPv4.MaxOffLoadSize")
		v2, _ := r.Value("LsoV2.IPv4.MaxOffLoadSize")
		if v1 != 0 != c.v1 || v2 != 0 != c.v2 {
			t.Errorf("%v: LSOv1 %d, LSOv2 %d", c.settings, v1, v2)
		}
	}
}

func TestTheKeywordForIPv4AloneNeedsACardWithoutIPv6(t *testing.T) {
	for ipv6, want := range map[string]uint64{"TRUE": 1, "FALSE": 0} {
		r, v := record(t, "6.20")
		n := NIC{}
		if err := n.Set("capabilities.IPsecV2.IPv6Supported", ndis.TextValue(ipv6)); err != nil {
			t.Fatal(err)
		}
		n.Fill(r, v)
		Apply(r, []Setting{{"*IPsecOffloadV2IPv4", "2"}})
		if got, _ := r.Value("IPsecV2.Ah"); got != want {
			t.Errorf("IPv6Supported %s: Ah is %d", ipv6, got)
		}
	}
}

func TestTheRegistryStopsTheTransport(t *testing.T) {
	for _, c := range []struct {
		settings   []Setting
		all, ipsec bool
	}{
		{nil, false, false},
		{[]Setting{{"Tcpip.DisableTaskOffload", "1"}}, true, true},
		{[]Setting{{"Tcpip.DisableTaskOffload", "0"}, {"Ipsec.EnabledOffload", "1"}}, false, false},
		{[]Setting{{"Ipsec.EnabledOffload", "0"}}, false, true},
	} {
		if all, ipsec := Stopped(c.settings); all != c.all || ipsec != c.ipsec {
			t.Errorf("%v: all %t, IPsec %t", c.settings, all, ipsec)
		}
	}
}

const card = `[Version]
Class = Net
[Manufacturer]
Maker = Models
[Models]
Card = Install, id
[Install]
AddReg = Reg
*IfType = 6
*MediaType = 0
*PhysicalMediaType = 0x0
[Reg]
HKR,, *JumboPacket, 0, "9014"
HKR,, *LsoV2IPv6, 0, "5"
HKR,, *UsoIPv4x, 0, "1"
HKR,, Own, 0, "1"
HKR, Ndi\params\*numrssqueues, ParamDesc, 0, "Queues"
HKR, Ndi\params\*numrssqueues, Type, 0, "int"
HKR, Ndi\params\*numrssqueues, Default, 0, "8"
HKR, Ndi\params\*RscIPv4, ParamDesc, 0, "RSC"
HKR, Ndi\params\*RscIPv4, Type, 0, "enum"
HKR, Ndi\params\*RscIPv4, Default, 0, "0"
HKR, Ndi\params\*RscIPv4\enum, 0, 0, "Off"
HKR, Ndi\params\*RscIPv4\enum, 2, 0, "More"
`

func TestAnINFMakesSettings(t *testing.T) {
	f, problems := inf.Parse([]byte(card))
	in, more := f.Install(f.Devices[0])
	if len(problems)+len(more) > 0 {
		t.Fatal(problems, more)
	}
	settings, remarks := FromInstall(in)
	want := []Setting{{"*JumboPacket", "9014"}, {"*UsoIPv4x", "1"}, {"*IfType", "6"}, {"*MediaType", "0"}, {"*PhysicalMediaType", "0"}, {"*NumRSSQueues", "8"}, {"*RscIPv4", "0"}}
	if !slices.Equal(settings, want) {
		t.Errorf("%v", settings)
	}
	var said []string
	for _, r := range remarks {
		said = append(said, r.Error())
	}
	if want := []string{
		"14:22: keyword-value: 5, *LsoV2IPv6, 0, 1",
		"15:21: keyword-unknown: *UsoIPv4x (*UsoIPv4, *UsoIPv6, *RscIPv4?)",
		"24:38: keyword-value: 2, *RscIPv4, 0, 1",
	}; !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
}
