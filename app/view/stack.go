package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// layer is a driver in the stack and how it ended.
type layer struct {
	scenario.Placed
	outcome *trace.DriverOutcome
}

// layers lists the drivers as people draw them, from the top down.
func (m *Model) layers() []layer {
	o := &m.Trace.Outcome
	var all []layer
	add := func(path string, outcome *trace.DriverOutcome) {
		if d, ok := m.Scenario.DriverAt(path); ok && outcome != nil {
			all = append(all, layer{d, outcome})
		}
	}
	add("protocol", o.Protocol)
	for i := range o.Filters {
		add(scenario.FilterPath(i), &o.Filters[i])
	}
	if o.Intermediate != nil {
		add("intermediate.miniport", &o.Intermediate.Miniport)
		add("intermediate.protocol", &o.Intermediate.Protocol)
	}
	add("miniport", o.Miniport)
	return all
}

// stack draws the drivers and the card; a driver opens to what it does.
func (m *Model) stack() app.UI {
	parts := []app.UI{words("h2", "", m.say("stack"))}
	states, beliefs := m.Trace.States(m.now()), m.Trace.Beliefs(m.now())
	var cards []app.UI
	for _, l := range m.layers() {
		cards = append(cards, m.card(l, states[l.Party], beliefs[l.Party]))
	}
	cards = append(cards, m.nicCard())
	parts = append(parts, el("ol", attrs{"class", "cards"}, cards...), m.adding())
	return el("section", attrs{"class", "stack", "aria-label", m.say("stack")}, parts...)
}

func (m *Model) card(l layer, state string, known []trace.Change) app.UI {
	open := l.Path == m.Driver
	resolved := l.Driver.Resolved()
	choice := resolved.Choose(m.Scenario.Host)
	asks := "—"
	if choice.Register != 0 {
		asks = choice.Register.String()
	}
	status := when(l.outcome.Registered == 0, "rejected", "accepted")
	if state == "" {
		state = "NotLoaded"
	}
	head := el("button", attrs{"type", "button", "data-do", "driver", "data-arg", l.Path, "aria-expanded", flag(open), "class", "head " + status},
		words("span", "party "+l.Party.Kind.String(), rulebook.Who(l.Party, m.Lang)),
		words("span", "version", asks),
		words("span", "state", rulebook.State(state, m.Lang)))
	parts := []app.UI{head}
	if len(known) > 0 {
		parts = append(parts, m.believes(known))
	}
	if open {
		parts = append(parts, m.form(l))
	}
	return el("li", attrs{"class", "card " + when(open, "open", "shut")}, parts...)
}

func (m *Model) nicCard() app.UI {
	open := m.Driver == "nic"
	profile := m.nicProfile()
	head := el("button", attrs{"type", "button", "data-do", "driver", "data-arg", "nic", "aria-expanded", flag(open), "class", "head"},
		words("span", "party hardware", m.say("nic")),
		words("span", "version", profile))
	parts := []app.UI{head}
	if open {
		parts = append(parts, m.nicForm(profile))
	}
	return el("li", attrs{"class", "card " + when(open, "open", "shut")}, parts...)
}

func (m *Model) nicProfile() string {
	if m.Scenario.NIC == nil || m.Scenario.NIC.Profile == "" {
		return hardware.Reference
	}
	return m.Scenario.NIC.Profile
}

func (m *Model) nicForm(profile string) app.UI {
	var profiles []option
	for _, name := range hardware.Names() {
		profiles = append(profiles, option{name, rulebook.NIC(name, m.Lang)})
	}
	path := "nic"
	if m.Scenario.NIC != nil && len(m.Scenario.NIC.Pairs()) > 1 {
		path = "nic.profile"
	}
	parts := []app.UI{m.selecting(control{path: path, label: m.say("profile")}, profile, profiles)}
	parts = append(parts, &Island{ID: OffloadsID, HTML: figure.Offloads(m.Scenario, m.Trace, m.now(), m.Lang)}, words("h3", "", m.say("keywords")))
	for _, k := range hardware.Keywords() {
		if k.Switches() {
			parts = append(parts, m.keyword(k))
		}
	}
	return el("div", attrs{"class", "form"}, parts...)
}

func (m *Model) keyword(k hardware.Keyword) app.UI {
	value := none
	for _, s := range m.Scenario.Keywords {
		if s.Name == k.Name {
			value = s.Value
		}
	}
	options := []option{{none, m.say("default-is", strconv.Itoa(k.Default))}}
	for _, c := range k.Choices {
		options = append(options, option{strconv.Itoa(c.Value), strconv.Itoa(c.Value)})
	}
	return m.selecting(control{path: "keywords." + k.Name, label: k.Name}, value, options)
}

// adding offers the drivers that can still come into the stack.
func (m *Model) adding() app.UI {
	var buttons []app.UI
	for _, kind := range []struct {
		party trace.PartyKind
		there bool
	}{
		{trace.Protocol, m.Scenario.Protocol != nil}, {trace.Filter, len(m.Scenario.Filters) >= maxFilters},
		{trace.Intermediate, m.Scenario.Intermediate != nil}, {trace.Miniport, m.Scenario.Miniport != nil},
	} {
		if !kind.there {
			buttons = append(buttons, m.editing("add", kind.party.String(), m.say("add-"+kind.party.String())))
		}
	}
	return el("div", attrs{"class", "adding"}, buttons...)
}

// maxFilters is how many filters fit on a page.
const maxFilters = 8
