package view

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// optionsForm is what a step that is about no packet can say beside its arguments.
func (m *Model) optionsForm(i int, s *scenario.Step) app.UI {
	return el("div", attrs{"class", "form sending"}, m.options(i, s)...)
}

// options are what a step can say beside its arguments, those that few need folded.
func (m *Model) options(i int, s *scenario.Step) []app.UI {
	var often, seldom []app.UI
	given := 0
	for _, o := range m.Scenario.OptionsOf(i) {
		c := m.option(i, s, &o)
		if !o.Seldom {
			often = append(often, c)
			continue
		}
		if s.Option(o.Name) != "" {
			given++
		}
		seldom = append(seldom, c)
	}
	return []app.UI{
		el("div", attrs{"class", "pair"}, often...),
		m.folded(m.say("layer-fields", m.say("more"), strconv.Itoa(given)), el("div", attrs{"class", "pair"}, seldom...)),
	}
}

// option is a control for what a step can say.
func (m *Model) option(i int, s *scenario.Step, o *scenario.Option) app.UI {
	value := s.Option(o.Name)
	c := control{do: "packet", arg: strconv.Itoa(i) + " option " + o.Name, label: m.say("option-" + o.Name), hint: m.say("about-"+o.Name, o.Range())}
	switch {
	case o.Switch():
		return m.checking(c, o.Values[0], value == o.Values[0])
	case o.Values == nil:
		return m.writing(c, value, o.Standard, "")
	}
	var options []option
	for _, v := range o.Values {
		options = append(options, option{v, rulebook.State(v, m.Lang)})
	}
	unsaid := m.say("not-said")
	if o.Standard != "" {
		unsaid = m.say("not-said-is", o.Standard)
	}
	return m.choosingOf(c, value, unsaid, options)
}

// choosingOf is a select for what may be left unsaid. A value that is none of the
// choices is one more.
func (m *Model) choosingOf(c control, value, unsaid string, options []option) app.UI {
	all := append([]option{{none, unsaid}}, options...)
	if value != "" && !slices.ContainsFunc(all, func(o option) bool { return o.value == value }) {
		all = append(all, option{value, value})
	}
	return m.selecting(c, either(value, none), all)
}
