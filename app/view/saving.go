package view

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
)

// Captures is the program that reads and writes capture files, as far as one need
// say something of it.
type Captures struct {
	Loading bool
	Failed  string // why it did not come, "" for no failure
}

// Saving is what of a run's packets is to be saved, "" for the first choice, and
// under which name that was done last.
type Saving struct{ Which, Done string }

// saves are the choices: at which events one listens.
var saves = []struct {
	name  string
	rules []trace.Rule
}{
	{"wire", []trace.Rule{nicsim.RuleOnTheWire, nicsim.RuleArrivesFromWire}},
	{"out", []trace.Rule{nicsim.RuleOnTheWire}},
	{"in", []trace.Rule{nicsim.RuleArrivesFromWire}},
	{"drivers", []trace.Rule{nicsim.RuleSends, nicsim.RuleIndicatesPacket}},
}

// which is the choice that counts.
func (s Saving) which() string { return either(s.Which, saves[0].name) }

// Name is what the file is called.
func (s Saving) Name() string { return "packets-" + s.which() + ".pcap" }

// Saved is a packet that is saved: what it is, and when it came by.
type Saved struct {
	Bytes []byte
	Time  trace.Tick
}

// Saved are the packets of a run that are to be saved, in their order.
func (s Saving) Saved(t *trace.Trace) (all []Saved) {
	var rules []trace.Rule
	for _, choice := range saves {
		if choice.name == s.which() {
			rules = choice.rules
		}
	}
	trace.Walk(t.Events, func(e *trace.Event, _ int) bool {
		if e.Object >= 0 && e.Object < len(t.Objects) && slices.Contains(rules, e.Rule) {
			all = append(all, Saved{t.Objects[e.Object].Bytes, e.Time})
		}
		return true
	})
	return all
}

// saving saves packets of the run, and brings those of a file in.
func (m *Model) saving() app.UI {
	var options []option
	for _, choice := range saves {
		options = append(options, option{choice.name, m.say("save-" + choice.name)})
	}
	n := len(m.Saving.Saved(m.Trace))
	parts := []app.UI{
		m.selecting(control{do: "save-which", label: m.say("saving")}, m.Saving.which(), options),
		m.button("save-packets", "", m.say("saving-do", strconv.Itoa(n)), "aria-disabled", flag(n == 0)),
		m.picking(),
		m.captureProgram("save-packets"),
	}
	if m.Saving.Done != "" {
		parts = append(parts, el("p", attrs{"class", "hint", "role", "status"}, app.Text(m.say("saving-done", m.Saving.Done))))
	}
	return el("div", attrs{"class", "row saving"}, parts...)
}

// picking asks for a capture file.
func (m *Model) picking() app.UI { return m.editing("pick", "", m.say("pick")) }
