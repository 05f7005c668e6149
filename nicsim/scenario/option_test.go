package scenario

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"ndisplayground/nicsim"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/packet"
)

// doing is a scenario with one step behind the start.
func doing(t *testing.T, before, step string) Scenario {
	t.Helper()
	s, problems := ParseText("host 6.89\n" + before + "steps[0] start\nsteps[1] " + step + "\n")
	if Errors(problems) {
		t.Fatalf("%s: %v", step, errorsOf(problems))
	}
	return s
}

const stack = "miniport\nprotocol\nfilters[0]\n"

func TestOptionsAreThoseThatMeanSomething(t *testing.T) {
	for step, want := range map[string]string{
		"send":                                   "count mss vlan from sa tunnel during",
		"receive":                                "count hold sa tunnel during",
		"start":                                  "during",
		"query OID_GEN_STATISTICS":               "from via timeout during",
		"set OID_GEN_RECEIVE_SCALE_PARAMETERS.2": "from table key via timeout size type delivered during",
		"set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA":                   "from list sa key via timeout size type delivered during",
		"set OID_TCP_TASK_IPSEC_OFFLOAD_V2_DELETE_SA":                "from list sa via timeout size type delivered during",
		"indicate NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG OFFLOAD.3": "from size type delivered during",
		"set OID_NOBODY_HAS":                                         "from via timeout size type delivered during",
	} {
		s := doing(t, stack, step)
		var names []string
		for _, o := range s.OptionsOf(1) {
			names = append(names, o.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %s, want %s", step, got, want)
		}
	}
}

// What a form offers is taken: each choice, and both ends of each range; behind
// them nothing is.
func TestWhatIsOfferedIsTaken(t *testing.T) {
	for _, step := range []string{"send", "receive", "set OID_GEN_RECEIVE_SCALE_PARAMETERS", "set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA", "enumerate", "indicate NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG OFFLOAD"} {
		s := doing(t, stack, step)
		for _, o := range s.OptionsOf(1) {
			try := func(value string) error {
				changed := s.Clone()
				changed.Steps[1].Put(o.Name, value)
				return changed.CheckStep(1)
			}
			right := o.Values
			if o.Range() != "" && !o.List {
				least, most, _ := strings.Cut(o.Range(), "..")
				right = []string{least, most}
				if try("1"+most) == nil || try("-1") == nil {
					t.Errorf("%s: %s takes more than %s", step, o.Name, o.Range())
				}
			}
			for _, value := range right {
				if err := try(value); err != nil {
					t.Errorf("%s: %s:%s: %v", step, o.Name, value, err)
				}
			}
		}
	}
}

func TestWhoTakesAStepUnlessItSays(t *testing.T) {
	for _, c := range []struct{ before, step, standard, all string }{
		{stack, "send", "protocol", "protocol filter.1"},
		{"miniport\nfilters[0]\n", "send", "filter.1", "filter.1"},
		{"miniport\n", "send", "", ""},
		{stack, "query OID_GEN_STATISTICS", "protocol", "protocol filter.1 administrator"},
		{"miniport\nfilters[0]\n", "query OID_GEN_STATISTICS", "administrator", "filter.1 administrator"},
		{stack, "indicate NDIS_STATUS_MEDIA_CONNECT", "miniport", "miniport filter.1"},
	} {
		s := doing(t, c.before, c.step)
		for _, o := range s.OptionsOf(1) {
			if o.Name != "from" {
				continue
			}
			slices.Sort(o.Values)
			all := strings.Fields(c.all)
			slices.Sort(all)
			if o.Standard != c.standard || !slices.Equal(o.Values, all) {
				t.Errorf("%s: %s of %v, want %s of %v", c.step, o.Standard, o.Values, c.standard, all)
			}
		}
	}
}

func TestAHalfSaidHoldIsNamed(t *testing.T) {
	s := doing(t, stack, "receive hold:perhaps count:2 hold:yes")
	_, problems := Run(s)
	if len(problems) != 1 || problems[0].At != "steps[1]" || !slices.Equal(problems[0].Args, []string{"perhaps", "hold", "yes"}) || !slices.Equal(problems[0].Suggestions, []string{"hold:yes"}) {
		t.Fatal(errorsOf(problems))
	}
	if s.Steps[1].Put("hold", "yes"); s.Steps[1].String() != "receive count:2 hold:yes" || s.CheckStep(1) != nil {
		t.Error(s.Steps[1].String())
	}
}

func TestMembersBesideAPacketHaveTheirBits(t *testing.T) {
	for _, member := range nicsim.SayingWords {
		want := map[string]int{"IsIPv4": 1, "IsIPv6": 1, "IPVersion": 1, "InnerFrameOffset": 255, "EspHeaderOffset": 255}[member]
		if want == 0 {
			want = 1023
		}
		if got := nicsim.MostOf(member); got != want {
			t.Errorf("%s: at most %d, want %d", member, got, want)
		}
	}
}

func framesOf(t *testing.T, step string) (all []packet.Packet) {
	t.Helper()
	s := stepOf(t, step)
	traffic, err := s.traffic(&Scenario{Miniport: &driver.Driver{}})
	if err != nil {
		t.Fatalf("%s: %v", step, err)
	}
	for _, f := range traffic.Frames {
		all = append(all, packet.Parse(f))
	}
	return all
}

func TestPacketsBehindTheFirstGoOn(t *testing.T) {
	for step, want := range map[string]string{
		"send data.length=2 data.from=6 count:3":                                "1 0607 3 0809 5 0a0b",
		"send data.length=2 data.from=6 then.tcp.seq=9":                         "1 0607 9 0809",
		"send data.length=2 then.data.length=1":                                 "1 0001 3 02",
		"send eth/ipv4/tcp/data data.hex=ab tcp.options=nop,nop then.tcp.seq=5": "1 ab 5 ab",
	} {
		var got []string
		for _, p := range framesOf(t, step) {
			tcp := p.Find(packet.TCP, 0)
			got = append(got, p.Field(tcp, packet.TCPSequence).Text, p.Field(tcp+1, packet.DataBytes).Text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", step, got, want)
		}
	}
	if n := len(framesOf(t, "send data.length=20000 count:64")); n != 64 {
		t.Errorf("%d packets", n)
	}
}

// A step of bytes has packets behind the first as well.
func TestPacketsBehindBytesDiffer(t *testing.T) {
	frame, _ := packet.Build("eth/ipv4/tcp/data data.length=2")
	whole := Step{Verb: "send"}
	whole.Put("bytes", base64.RawURLEncoding.EncodeToString(frame))
	whole.SetMember("then.tcp.seq", "9")
	all := framesOf(t, whole.String())
	if len(all) != 2 || all[1].Get(all[1].Find(packet.TCP, 0), packet.TCPSequence) != 9 {
		t.Errorf("%d packets", len(all))
	}
}

// A step that lacks what its verb is about has a form all the same.
func TestStepsThatAreCutShortHaveOptions(t *testing.T) {
	s, _ := ParseText("host 6.89\nminiport\nsteps[0] query\nsteps[1] set\nsteps[2] indicate\nsteps[3] nothing\n")
	for i := range s.Steps {
		if all := s.OptionsOf(i); len(all) == 0 || all[len(all)-1].Name != "during" {
			t.Errorf("%s: %v", s.Steps[i], all)
		}
	}
}

func TestAnOptionThatMeansNothingIsSaid(t *testing.T) {
	for step, want := range map[string]string{
		"send hold:yes":   "steps[1]: step-idle: hold, send",
		"receive ask:tcp": "steps[1]: step-idle: ask, receive",
		"start mss:3":     "steps[1]: step-idle: mss, start",
		"set OID_GEN_CURRENT_PACKET_FILTER key:00":          "steps[1]: step-idle: key, set",
		"set OID_GEN_RECEIVE_SCALE_PARAMETERS table:0,1":    "",
		"query OID_GEN_STATISTICS via:direct timeout:1":     "",
		"receive count:2 hold:yes sa:1 tunnel:1 vlan:7":     "steps[1]: step-idle: vlan, receive",
		"set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA list:2":   "",
		"indicate NDIS_STATUS_LINK_STATE during:Restarting": "",
	} {
		s, _ := ParseText("host 6.89\nminiport\nprotocol\nsteps[0] start\nsteps[1] " + step + "\n")
		problems := s.Check()
		var got string
		if err := errorsOf(problems); err != nil {
			got = err.Error()
		}
		if got != want || Errors(problems) {
			t.Errorf("%s: %q, want the warning %q", step, got, want)
		}
		if s.Steps[1].String() != step {
			t.Errorf("%s became %s", step, s.Steps[1].String())
		}
	}
}
