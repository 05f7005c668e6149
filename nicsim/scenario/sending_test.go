package scenario

import (
	"bytes"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

func stepOf(t *testing.T, text string) Step {
	t.Helper()
	s, err := ParseStep(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAStepThatSendsIsEditedPieceByPiece(t *testing.T) {
	for name, c := range map[string]struct {
		from string
		edit func(*Step)
		want string
	}{
		"a field":                     {"send", func(s *Step) { s.SetField("tcp.dstport", "80") }, "send eth/ipv4/tcp/data tcp.dstport=80"},
		"a field again":               {"send eth/ipv4/tcp/data tcp.dstport=80", func(s *Step) { s.SetField("tcp.dstport", "81") }, "send eth/ipv4/tcp/data tcp.dstport=81"},
		"a field taken back":          {"send eth/ipv4/tcp/data tcp.dstport=80", func(s *Step) { s.SetField("tcp.dstport", "") }, "send eth/ipv4/tcp/data"},
		"bytes of data or its length": {"send eth/ipv4/udp/data data.length=9", func(s *Step) { s.SetField("data.hex", "00ff") }, "send eth/ipv4/udp/data data.hex=00ff"},
		"its length or bytes":         {"send eth/ipv4/udp/data data.hex=00", func(s *Step) { s.SetField("data.length", "9") }, "send eth/ipv4/udp/data data.length=9"},
		"length and beginning":        {"send eth/ipv4/udp/data data.length=9", func(s *Step) { s.SetField("data.from", "5") }, "send eth/ipv4/udp/data data.length=9 data.from=5"},
		"layers":                      {"send eth/ipv4/tcp/data tcp.dstport=80 ipv4.ttl=1", func(s *Step) { s.SetLayers("eth/ipv4/udp/data") }, "send eth/ipv4/udp/data ipv4.ttl=1"},
		"layers that are none":        {"send", func(s *Step) { s.SetLayers("eth/ipx") }, "send eth/ipx"},
		"an option":                   {"send sa:1", func(s *Step) { s.Put("mss", "1000"); s.Put("sa", "") }, "send mss:1000"},
		"what is asked for":           {"send ask:lso2", func(s *Step) { s.Ask("checksum", true) }, "send ask:checksum,lso2"},
		"asked for no more":           {"send ask:lso2", func(s *Step) { s.Ask("lso2", false) }, "send"},
		"few bytes":                   {"receive ask:tcp", func(s *Step) { s.SetBytes([]byte{1, 2, 3}) }, "receive ask:tcp bytes:AQID"},
		"what stands beside":          {"send tcp.seq=1", func(s *Step) { s.SetMember("oob.IsIPv4", "0"); s.SetField("tcp.seq", "") }, "send eth/ipv4/tcp/data oob.IsIPv4=0"},
		"beside, once more":           {"send oob.IsIPv4=0 oob.IPVersion=1", func(s *Step) { s.SetMember("oob.IsIPv4", "1"); s.SetMember("oob.IPVersion", "") }, "send oob.IsIPv4=1"},
		"fields of the next":          {"send", func(s *Step) { s.SetMember("then.tcp.seq", "7"); s.SetMember("then.tcp.seq", "8") }, "send then.tcp.seq=8"},
		"of the next no more":         {"send then.tcp.seq=8", func(s *Step) { s.SetMember("then.tcp.seq", "") }, "send"},
		"layers that the next lacks":  {"send then.tcp.seq=8 then.ipv4.ttl=1 oob.IsIPv6=1", func(s *Step) { s.SetLayers("eth/ipv4/udp/data") }, "send eth/ipv4/udp/data then.ipv4.ttl=1 oob.IsIPv6=1"},
		"few bytes, and beside them":  {"send oob.IsIPv4=0", func(s *Step) { s.SetBytes([]byte{1, 2, 3}) }, "send bytes:AQID oob.IsIPv4=0"},
		"a field of bytes":            {"receive bytes:AQID", func(s *Step) { s.SetField("data.hex", "04") }, "receive data data.hex=04"},
	} {
		s := stepOf(t, c.from)
		if c.edit(&s); s.String() != c.want {
			t.Errorf("%s: %q, want %q", name, s.String(), c.want)
		}
	}
}

func TestBytesOfAStepStayTheSame(t *testing.T) {
	for _, text := range []string{"eth/ipv4/tcp/data data.length=300", "eth/vlan/ipv6/udp/data data.hex=00010203 udp.checksum=1", "eth/ipv4/udp/vxlan/eth/ipv4/tcp/data"} {
		frame, err := packet.Build(text)
		if err != nil {
			t.Fatal(err)
		}
		s := stepOf(t, "send ask:ip")
		s.SetBytes(frame)
		got, err := s.Packet().Build()
		if err != nil || !bytes.Equal(got, frame) || !s.Asks("ip") {
			t.Errorf("%s became %s", text, s)
		}
	}
}

// What once brought a run down, or let it grow without end.
func TestRunsBearHostileTraffic(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		code string
	}{
		"a revision that nobody has is understood":  {"host 6.89;miniport.understands.NDIS_OFFLOAD_PARAMETERS 9;protocol;steps[0] start;steps[1] set OID_TCP_OFFLOAD_PARAMETERS.9 LsoV2IPv4=1", ""},
		"a configuration that is another structure": {"host 6.89;miniport;protocol;filters[0].register 6.20;steps[0] start;steps[1] indicate NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG NDIS_OFFLOAD_PARAMETERS;steps[2] query OID_TCP_OFFLOAD_CURRENT_CONFIG", ""},
		"more packets than a run bears":             {"host 6.89;miniport;protocol;steps[0] start;steps[1] send data.length=4000 ask:lso2 mss:1 count:64", "packets-too-many"},
		"the last of two lengths counts":            {"host 6.89;miniport;protocol;steps[0] start;steps[1] send data.length=1 data.length=60000 mss:60 ask:lso2 count:64", "packets-too-many"},
		"packets behind the first are large":        {"host 6.89;miniport;protocol;steps[0] start;steps[1] send data.length=500 then.data.length=200000 mss:60 ask:lso2 count:32", "packets-too-many"},
		"data in digits":                            {"host 6.89;miniport;protocol;steps[0] start;steps[1] send data.hex=" + strings.Repeat("00", 20000) + " mss:1 ask:lso2", "packets-too-many"},
		"a card that is gone":                       {"host 6.89;miniport;protocol;steps[0] start;steps[1] remove;steps[2] send;steps[3] receive", ""},
		"an old protocol":                           {"host 6.89;miniport;protocol.register 5.1;steps[0] start;steps[1] send", ""},
	} {
		s, _ := Parse(strings.ReplaceAll(c.text, ";", "\n"))
		tr, problems := Run(s)
		code := ""
		for _, p := range problems {
			code = string(p.Error.Code)
		}
		if code != c.code || len(tr.Objects) > 1000 {
			t.Errorf("%s: %q, %d objects", name, code, len(tr.Objects))
		}
		trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
			if strings.HasPrefix(string(e.Rule), "packet.") && e.Verdict == trace.Accepted {
				t.Errorf("%s: %s", name, e.Rule)
			}
			return true
		})
	}
}

// After NDIS_OFFLOAD_SET_OFF the card does nothing, and says so; a stop and a start
// begin anew.
func TestOffIsOffInWhatIsTold(t *testing.T) {
	off := "host 6.30;miniport;protocol;steps[0] start;steps[1] set OID_OFFLOAD_ENCAPSULATION IPv4.Enabled=NDIS_OFFLOAD_SET_OFF IPv6.Enabled=NDIS_OFFLOAD_SET_OFF;"
	tr := play(t, off+"steps[2] query OID_TCP_OFFLOAD_CURRENT_CONFIG")
	reply := tr.Objects[*tr.Outcome.Steps[2].Object].Bytes
	if strings.Trim(string(reply[catalog.Header().Size:]), "\x00") != "" {
		t.Errorf("after off: % x", reply)
	}
	on := "steps[1] set OID_OFFLOAD_ENCAPSULATION IPv4.Enabled=1 IPv4.EncapsulationType=2 IPv4.HeaderSize=14;"
	tr = play(t, "host 6.30;miniport;protocol;steps[0] start;"+on+"steps[2] stop;steps[3] start;steps[4] receive")
	if !has(tr, "checksum.not-validated", trace.Ignored) || has(tr, "checksum.valid", trace.Accepted) {
		t.Error("an encapsulation survives a halt")
	}
}

func TestKeysAndSumsStayAsTheStepSays(t *testing.T) {
	tr := play(t, "host 6.30;miniport;protocol;steps[0] start;steps[1] set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX delivered:60")
	if got := *tr.Outcome.Steps[1].Status; got == ndis.StatusSuccess {
		t.Error("60 bytes were enough for an association and its keys")
	}
	tr = play(t, "host 6.30;nic plain;miniport;protocol;steps[0] start;steps[1] send ask:tcp then.tcp.checksum=0x1234")
	found := false
	for _, o := range tr.Objects {
		found = found || o.Name == "packet" && bytes.Contains(o.Bytes, []byte{0x12, 0x34})
	}
	if !found {
		t.Error("the checksum that was given is gone")
	}
}

func TestWhatMeansNothingCountsForNothing(t *testing.T) {
	for step, want := range map[string]string{
		"receive data.length=60000 mss:1 count:20 ask:lso2": "step-idle step-idle",
		"receive ask:nonsense":                              "step-syntax",
	} {
		s, _ := ParseText("host 6.89\nminiport\nprotocol\nsteps[0] start\nsteps[1] " + step + "\n")
		var codes []string
		for _, p := range s.Check() {
			codes = append(codes, string(p.Code))
		}
		if got := strings.Join(codes, " "); got != want {
			t.Errorf("%s: %q, want %q", step, got, want)
		}
	}
}

func TestWhateverAnOptionIsGivenReadsBackAsThat(t *testing.T) {
	for _, value := range []string{"5=6", "a b", "%3D", "=", ":", "ö"} {
		step := stepOf(t, "send")
		step.Put("vlan", value)
		again := stepOf(t, step.String())
		if again.Option("vlan") != value || len(again.Members) > 0 {
			t.Errorf("%q became %q, %v", value, again.Option("vlan"), again.Members)
		}
	}
}
