package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
)

// IDs of what the page looks for.
const (
	TraceID   = "trace"
	BytesID   = "bytes"
	SummaryID = "summary"
	LitID     = "lit"
)

// happens is the trace: how it ended, and the steps to it.
func (m *Model) happens() app.UI {
	return el("section", attrs{"class", "happens", "aria-label", m.say("happens")},
		words("h2", "", m.say("happens")),
		el("div", attrs{"class", "outcome", "role", "status"}, &Island{ID: SummaryID, HTML: figure.Summary(m.Trace, m.Lang)}),
		m.stepper(),
		&Island{ID: TraceID, HTML: m.traceFigure()},
		m.steps(),
	)
}

func (m *Model) traceFigure() string {
	o := figure.TraceOptions{Lang: m.Lang, Book: "rules/"}
	if m.Current != nil {
		o.Current = m.Current.Time
	}
	if !m.ReadOnly {
		for _, r := range m.Remedies {
			o.Remedies = append(o.Remedies, rulebook.Remedy(r.Name, r.Args, m.Lang))
		}
	}
	return figure.Trace(m.Trace, o)
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

// steps are what the scenario does.
func (m *Model) steps() app.UI {
	texts := []string{"start"}
	if m.Scenario.Steps != nil {
		texts = nil
		for _, s := range m.Scenario.Steps {
			texts = append(texts, s.String())
		}
	}
	parts := []app.UI{words("summary", "", m.say("steps"))}
	for i, text := range texts {
		n := strconv.Itoa(i)
		row := []app.UI{m.writing(control{path: "steps[" + n + "]", label: m.say("step", strconv.Itoa(i+1))}, text, "start", "verbs")}
		if m.Scenario.Steps != nil {
			row = append(row, m.editing("remove-step", n, "×", "aria-label", m.say("remove-step", strconv.Itoa(i+1)), "class", "small"))
		}
		parts = append(parts, el("div", attrs{"class", "row"}, row...))
	}
	parts = append(parts, words("p", "hint", m.say("steps-hint")), m.editing("add-step", "", m.say("add-step")))
	return el("details", attrs{"class", "more steps"}, parts...)
}
