package view

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// options are what a step can say beside its arguments, those that few need folded.
func (m *Model) options(i int) []app.UI {
	s := &m.Scenario.Steps[i]
	all := m.Scenario.OptionsOf(i)
	seldom := slices.IndexFunc(all, func(o scenario.Option) bool { return o.Seldom })
	what := strconv.Itoa(i) + " option "
	often, _ := m.offered(what, all[:seldom], s.Option)
	more, given := m.offered(what, all[seldom:], s.Option)
	return []app.UI{pair(often), m.folded(m.say("more"), given, "", more)}
}

// offered are controls for what can be said, and how many of them say something.
func (m *Model) offered(what string, all []scenario.Option, said func(string) string) (controls []app.UI, given int) {
	for i := range all {
		value := said(all[i].Name)
		if value != "" {
			given++
		}
		controls = append(controls, m.option(what, &all[i], value))
	}
	return controls, given
}

// option is a control for what can be said. A value that is none of the choices is
// one more.
func (m *Model) option(what string, o *scenario.Option, value string) app.UI {
	c := control{do: "packet", arg: what + o.Name, label: either(m.say("option-"+o.Name), o.Name), hint: m.say("about-"+o.Name, o.Range())}
	switch {
	case o.Switch():
		return m.checking(c, o.Values[0], value == o.Values[0])
	case o.Values == nil:
		return m.writing(c, value, o.Standard, "")
	}
	unsaid := m.say("not-said")
	if o.Standard != "" {
		unsaid += ": " + o.Standard
	}
	options := []option{{none, unsaid}}
	for _, v := range o.Values {
		options = append(options, option{v, rulebook.State(v, m.Lang)})
	}
	if value != "" && !slices.Contains(o.Values, value) {
		options = append(options, option{value, value})
	}
	return m.selecting(c, either(value, none), options)
}

// pair are controls beside each other.
func pair(controls []app.UI) app.UI { return el("div", attrs{"class", "pair"}, controls...) }

// folded is a part of a form that few need, with how much in it says something.
func (m *Model) folded(title string, given int, hint string, controls []app.UI) app.UI {
	parts := []app.UI{words("summary", "", m.say("layer-fields", title, strconv.Itoa(given)))}
	if hint != "" {
		parts = append(parts, words("p", "hint", hint))
	}
	return el("details", attrs{"class", "more"}, append(parts, pair(controls))...)
}
