package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
)

// saves are the choices of what is saved of a run's packets: what the wire saw, both
// ways or one, or what drivers handed over and got; by the rules at whose events
// they come by. The first counts where nothing else is said.
var saves = []struct {
	name     string
	down, up trace.Rule
}{
	{"wire", nicsim.RuleOnTheWire, nicsim.RuleArrivesFromWire},
	{"out", nicsim.RuleOnTheWire, ""},
	{"in", "", nicsim.RuleArrivesFromWire},
	{"drivers", nicsim.RuleSends, nicsim.RuleIndicatesPacket},
}

// Saved are the packets of a run that are to be saved: the events at which they
// come by, in their order.
func (m *Model) Saved() (all []*trace.Event) {
	choice := &saves[0]
	for i := range saves {
		if saves[i].name == m.Saving {
			choice = &saves[i]
		}
	}
	trace.Walk(m.Trace.Events, func(e *trace.Event, _ int) bool {
		if e.Rule == choice.down || e.Rule == choice.up {
			all = append(all, e)
		}
		return true
	})
	return all
}

// saving saves packets of the run, and brings those of a file in.
func (m *Model) saving() app.UI {
	n := len(m.Saved())
	return el("div", attrs{"class", "row saving"},
		m.selecting(captureControl(m, "which"), either(m.Saving, saves[0].name), m.captureOptions(saves[0].name, saves[1].name, saves[2].name, saves[3].name)),
		m.button("capture", "save", m.say("saving", strconv.Itoa(n)), "aria-disabled", flag(n == 0)),
		m.picking(), m.telling(m.Saves))
}

// picking asks for a capture file.
func (m *Model) picking() app.UI { return m.editing("capture", "pick", m.say("pick")) }
