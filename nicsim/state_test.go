package nicsim

import (
	"math/rand"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/ipsec"
	"ndisplayground/nicsim/packet"
)

// capacity is how many security associations the card of these tests holds.
const capacity = 2

// bench is a machine with two filters and a protocol, of which some join by steps.
func bench(kind int) *Machine {
	filters := []driver.Driver{{}, {Register: ndis.V620}}
	s := Setup{
		Host: ndis.V630, Arch: ndis.X64, Miniport: &driver.Driver{}, Protocol: &driver.Driver{}, Filters: filters,
		NIC: hardware.NIC{Capabilities: []codec.Assignment{{Path: "IPsecV2.SaOffloadCapacity", Text: "2"}}},
	}
	switch kind {
	case 1:
		s.Late = []trace.Party{{Kind: trace.Filter, Index: 1}, {Kind: trace.Protocol}}
	case 2:
		s.Intermediate = &Intermediate{}
	case 3:
		s.Host, s.Protocol, s.Filters = ndis.V620, &driver.Driver{Register: 5<<16 | 1}, filters[:1]
	case 4:
		s.Host, s.Miniport = ndis.V620, &driver.Driver{Register: 5<<16 | 1}
	}
	if len(s.Filters) == 1 {
		s.Filters = append(s.Filters, driver.Driver{})
	}
	return New(s)
}

// asks sets an OID from the protocol.
func asks(t testing.TB, name string, members ...codec.Assignment) Action {
	t.Helper()
	o, err := catalog.OIDNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	a := Asking{Type: oid.Set, OID: o, From: trace.Party{Kind: trace.Protocol}}
	if members != nil {
		e, _, _ := oid.For(name, oid.Set)
		a.Buffer = &driver.Send{Structure: e.Carries, Members: members}
	}
	return Ask(a)
}

// deeds are what a generated run may do.
func deeds(t testing.TB) map[string]Action {
	frame, err := packet.Build("eth/ipv4/tcp/data data.length=40")
	if err != nil {
		t.Fatal(err)
	}
	traffic := func(hold bool) Traffic {
		return Traffic{From: trace.Party{Kind: trace.Protocol}, Frames: [][]byte{slices.Clone(frame)}, Hold: hold}
	}
	return map[string]Action{
		"start": Start, "stop": Stop, "pause": Pause, "restart": Restart, "halt": Halt, "shutdown": Shutdown, "remove": Remove,
		"reset": Reset, "reset begin": BeginReset, "reset done": EndReset, "activate": Activate, "bind": Bind, "unbind": Unbind,
		"attach": Attach(1), "detach": Detach(1), "attach 2": Attach(2), "detach 2": Detach(2),
		"receive": Receive(traffic(false)), "hold": Receive(traffic(true)), "send": Send(traffic(false)),
		"add":        asks(t, "OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX"),
		"parameters": asks(t, "OID_TCP_OFFLOAD_PARAMETERS", codec.Assignment{Path: "RscIPv4", Text: "1"}),
		"off":        asks(t, "OID_OFFLOAD_ENCAPSULATION", codec.Assignment{Path: "IPv4.Enabled", Text: "2"}),
	}
}

// allowedChanges are those of state that the tables have: to the state while a call
// runs, and from there on or back. A driver of NDIS 5 joins in one step.
func allowedChanges(legacy bool) map[string]bool {
	all := map[string]bool{}
	if legacy {
		for _, change := range []string{"miniport Halted Paused", "filter Detached Paused", "protocol Unbound Paused"} {
			all[change] = true
		}
	}
	for _, o := range operations {
		for _, from := range o.from {
			for _, pair := range [][2]string{{from, o.via}, {o.via, from}, {o.via, o.to}} {
				if o.via == "" {
					pair = [2]string{from, o.to}
				}
				all[o.kind.String()+" "+pair[0]+" "+pair[1]] = true
			}
		}
	}
	return all
}

// Whatever is done, and whenever: each driver goes from state to state as the tables
// have it, nothing works on an adapter that is down or gone, no packet is left in a
// card that is paused, and associations go with the adapter.
func TestAnyStepsAtAnyTimeKeepToTheStates(t *testing.T) {
	actions := deeds(t)
	var names []string
	for name := range actions {
		names = append(names, name)
	}
	slices.Sort(names)
	random := rand.New(rand.NewSource(1))
	for run := range 1500 {
		m := bench(run % 5)
		var text []string
		for i := range 4 + random.Intn(16) {
			name, during := names[random.Intn(len(names))], ""
			if i == 0 || random.Intn(4) == 0 {
				name = "start"
			}
			if random.Intn(3) == 0 {
				during = Passing()[random.Intn(len(Passing()))]
			}
			text = append(text, strings.TrimSpace(name+" "+during))
			m.Do(text[i], during, actions[name])
			for _, problem := range m.wrong() {
				t.Fatalf("machine %d: %s: %s", run%5, strings.Join(text, "; "), problem)
			}
		}
		for _, problem := range wrongIn(m.Trace(), run%5 >= 3) {
			t.Fatalf("machine %d: %s: %s", run%5, strings.Join(text, "; "), problem)
		}
	}
}

// wrong is what must not be between steps.
func (m *Machine) wrong() (problems []string) {
	base := m.adapter()
	if len(m.held.frames) > 0 && (!base.is(StateRunning) || m.miniport.removed) {
		problems = append(problems, "packets are held while "+base.outcome.State)
	}
	if m.ipsec != nil && (m.ipsec.Bundles() > capacity || m.ipsec.Bundles() > 0 && m.miniport.is(StateHalted)) {
		problems = append(problems, "too many associations while "+m.miniport.outcome.State)
	}
	for _, n := range m.nodes() {
		if n.is(Passing()...) {
			problems = append(problems, n.party.Kind.String()+" stays "+n.outcome.State)
		}
		if n.is(StateRunning) && !m.miniport.is(StateRunning, StateShutdown) {
			problems = append(problems, n.party.Kind.String()+" runs on a miniport that is "+m.miniport.outcome.State)
		}
	}
	return problems
}

// wrongIn is what must not be in a trace: states that do not follow from each other,
// and packets from a card that does not work.
func wrongIn(tr *trace.Trace, legacy bool) (problems []string) {
	allowed := allowedChanges(legacy)
	states := map[trace.Party]string{}
	card, gone := trace.Party{Kind: trace.Miniport}, false
	changes := map[trace.Tick][]trace.Change{}
	trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
		for _, c := range e.Changes {
			changes[c.Time] = append(changes[c.Time], c)
		}
		return true
	})
	trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
		working := !gone && slices.Contains([]string{StateRestarting, StateRunning, StatePausing}, states[card])
		switch e.Rule {
		case RuleIndicatesPacket, RuleArrivesFromWire, RuleOnTheWire, RuleHeld, RuleFlushed:
			if !working {
				problems = append(problems, string(e.Rule)+" while "+states[card])
			}
		case RuleRemoved:
			gone = true
		}
		for _, c := range changes[e.Time] {
			if c.Name != "state" {
				continue
			}
			kind := c.Party.Kind
			switch {
			case kind == trace.Intermediate && c.Party.Index == 0:
				kind = trace.Protocol
			case kind == trace.Intermediate:
				kind = trace.Miniport
			}
			before, known := states[c.Party]
			if known && before != c.Before || known && !allowed[kind.String()+" "+c.Before+" "+c.After] {
				problems = append(problems, kind.String()+" comes from "+before+" ("+c.Before+") to "+c.After)
			}
			if gone && (c.After == StateRunning || c.After == StateInitializing) {
				problems = append(problems, kind.String()+" is "+c.After+" without a device")
			}
			states[c.Party] = c.After
			gone = gone && states[card] != StateHalted
		}
		return len(problems) == 0
	})
	return problems
}

func TestFamiliesAreNamedByWhatIsOnOrElseOff(t *testing.T) {
	for _, c := range []struct {
		on, off ipsec.Families
		want    string
	}{
		{0, 0, ""}, {1, 0, "IPv4"}, {3, 0, "IPv4 IPv6"}, {1, 2, "IPv4"}, {0, 1, "IPv4-off"}, {0, 2, "IPv6-off"}, {0, 3, "off"},
	} {
		if got := familiesText(c.on, c.off); got != c.want {
			t.Errorf("on %b, off %b: %q, want %q", c.on, c.off, got, c.want)
		}
	}
}
