package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/nicsim/figure"
)

// IDs of what the page looks for.
const (
	TraceID   = "trace"
	BytesID   = "bytes"
	SummaryID = "summary"
	LitID     = "lit"
	SweepID   = "sweep"
	NewStepID = "new-step"

	OffloadsID = "offloads"
)

// happens is how it ended, and the way there.
func (m *Model) happens() app.UI {
	return el("section", attrs{"class", "happens", "aria-label", m.say("happens")},
		words("h2", "", m.say("happens")),
		el("div", attrs{"class", "outcome", "role", "status"}, &Island{ID: SummaryID, HTML: figure.Summary(m.Trace, m.Lang)}),
		m.looking(),
		// Whatever is shown, the steps stay the same element: they may be unfolded.
		el("div", attrs{"class", "shown"}, m.shown()...),
		m.steps())
}

// stepper goes from event to event.
func (m *Model) stepper() app.UI {
	length := int(m.Trace.Length())
	at := "—"
	if m.Current != nil {
		at = strconv.Itoa(int(m.Current.Time))
	}
	first := m.Current != nil && m.Current.Time <= 1
	last := m.Current != nil && int(m.Current.Time) >= length
	step := func(where, mark string, off bool) app.UI {
		return m.button("step", where, mark, "aria-label", m.say("step-"+where), "title", m.say("step-"+where), "aria-disabled", flag(off || length == 0))
	}
	return el("div", attrs{"class", "stepper", "role", "group", "aria-label", m.say("stepper")},
		step("first", "«", first), step("back", "‹", first),
		words("span", "at", m.say("step-of", at, strconv.Itoa(length))),
		step("forward", "›", last), step("last", "»", last),
		step("trouble", "!", m.Trace.FirstTrouble() == nil),
	)
}
