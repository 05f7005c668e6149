package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/nicsim/scenario"
)

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
		parts = append(parts, m.step(i, len(texts), text))
	}
	parts = append(parts, words("p", "hint", m.say("steps-hint")), m.addingStep())
	return el("details", attrs{"class", "more steps"}, parts...)
}

// step is one of several, which can be changed, moved and removed.
func (m *Model) step(i, of int, text string) app.UI {
	n, name := strconv.Itoa(i), strconv.Itoa(i+1)
	row := []app.UI{m.writing(control{path: "steps[" + n + "]", label: m.say("step", name)}, text, "start", "")}
	if i > 0 {
		row = append(row, m.editing("step-up", n, "↑", "aria-label", m.say("move-step-up", name), "class", "small"))
	}
	if i < of-1 {
		row = append(row, m.editing("step-down", n, "↓", "aria-label", m.say("move-step-down", name), "class", "small"))
	}
	if m.Scenario.Steps != nil {
		row = append(row, m.editing("remove-step", n, "×", "aria-label", m.say("remove-step", name), "class", "small"))
	}
	title := m.formTitle(i)
	if title == "" {
		return el("div", attrs{"class", "row"}, row...)
	}
	open := m.Sending == i+1
	row = append(row, m.button("edit-step", n, title, "aria-label", m.say("step", name)+": "+title, "aria-expanded", flag(open), "class", "small"))
	parts := []app.UI{el("div", attrs{"class", "row"}, row...)}
	if open {
		parts = append(parts, m.sending(i))
	}
	return el("div", attrs{"class", "step"}, parts...)
}

// formTitle is what the form of a step is called; "" for a step that can say no more
// than when it happens.
func (m *Model) formTitle(i int) string {
	switch {
	case i >= len(m.Scenario.Steps):
	case m.Scenario.Steps[i].Sends():
		return m.say("step-packet")
	case len(m.Scenario.OptionsOf(i)) > 1:
		return m.say("step-options")
	}
	return ""
}

// addingStep offers what can be done.
func (m *Model) addingStep() app.UI {
	var verbs []app.UI
	for _, verb := range scenario.VerbNames() {
		verbs = append(verbs, el("option", attrs{"value", verb}, app.Text(verb+" · "+m.say("verb-"+verb))))
	}
	return el("div", attrs{"class", "row"},
		el("div", attrs{"class", "field"}, el("label", attrs{"for", NewStepID}, app.Text(m.say("new-step"))), el("select", attrs{"id", NewStepID}, verbs...)),
		m.editing("add-step", "", m.say("add-step")), m.picking())
}
