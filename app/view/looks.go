package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// The ways to look at what happens. A sweep is one of hosts, or of hosts and
// versions.
const (
	LookList     = "list"
	LookDiagram  = "diagram"
	LookHosts    = "hosts"
	LookVersions = "versions"
	LookPackets  = "packets"
	LookCompare  = "compare"
)

// Look is how one looks at what happens: in which way, and for a sweep at which
// driver.
type Look struct{ Way, Driver string }

// LookOf is what a scenario's view says: "diagram", "hosts.m", "versions.f1". What
// is not understood is the list, and what names no driver is the first one.
func LookOf(s *scenario.Scenario) Look {
	way, driver, _ := strings.Cut(s.View, ".")
	switch way {
	case LookDiagram, LookPackets, LookCompare:
		return Look{Way: way}
	case LookHosts, LookVersions:
		return Look{way, sweptDriver(s, driver)}
	}
	return Look{Way: LookList}
}

// sweptDriver is the path of the driver of a short or long path, else the first
// one's; "" where there is none.
func sweptDriver(s *scenario.Scenario, name string) string {
	first := ""
	for _, d := range s.Drivers() {
		if scenario.ShortPath(d.Path) == name || d.Path == name {
			return d.Path
		}
		first = either(first, d.Path)
	}
	return first
}

// View is what a scenario's view says for this look.
func (l Look) View() string {
	switch {
	case l.Way == LookList:
		return ""
	case l.Driver != "":
		return l.Way + "." + scenario.ShortPath(l.Driver)
	}
	return l.Way
}

// looking chooses among the ways to look.
func (m *Model) looking() app.UI {
	way := m.Look.Way
	if way == LookVersions {
		way = LookHosts
	}
	return el("div", attrs{"class", "looking"}, m.choosing(control{do: "look", label: m.say("look")}, way, []option{
		{LookList, m.say("look-list")}, {LookDiagram, m.say("look-diagram")}, {LookPackets, m.say("look-packets")}, {LookHosts, m.say("look-hosts")}, {LookCompare, m.say("look-compare")},
	}))
}

// shown is what is looked at.
func (m *Model) shown() []app.UI {
	switch m.Look.Way {
	case LookHosts, LookVersions:
		return m.sweep()
	case LookCompare:
		return m.comparison()
	}
	parts := []app.UI{m.stepper(), &Island{ID: TraceID, HTML: m.traceFigure()}}
	if m.Look.Way == LookPackets {
		return append([]app.UI{m.saving()}, parts...)
	}
	return parts
}

// traceFigure is the run as a list, as a diagram, or as the packets in it.
func (m *Model) traceFigure() string {
	switch m.Look.Way {
	case LookDiagram:
		return figure.Sequence(m.Trace, m.traceOptions())
	case LookPackets:
		return figure.Packets(m.Trace, figure.PacketsOptions{TraceOptions: m.traceOptions(), Shown: m.Shown.Object})
	}
	return figure.Trace(m.Trace, m.traceOptions())
}

func (m *Model) traceOptions() figure.TraceOptions {
	o := figure.TraceOptions{Lang: m.Lang, Book: "rules/", Keys: true}
	if m.Current != nil {
		o.Current = m.Current.Time
	}
	if !m.ReadOnly {
		for _, r := range m.Remedies {
			o.Remedies = append(o.Remedies, rulebook.Remedy(r.Name, r.Args, m.Lang))
		}
	}
	return o
}

// sweep is the matrix of a driver, and which one it is.
func (m *Model) sweep() []app.UI {
	if m.Sweep == nil {
		return []app.UI{words("p", "empty", m.say("sweep-none"))}
	}
	var drivers []option
	for _, d := range m.Scenario.Drivers() {
		drivers = append(drivers, option{d.Path, rulebook.Who(d.Party, m.Lang)})
	}
	return []app.UI{
		el("div", attrs{"class", "pair"},
			m.selecting(control{do: "sweep", label: m.say("sweep-driver")}, m.Look.Driver, drivers),
			m.selecting(control{do: "sweep-by", label: m.say("sweep-by")}, m.Look.Way, []option{{LookHosts, m.say("sweep-hosts")}, {LookVersions, m.say("sweep-versions")}})),
		words("p", "hint", m.say("sweep-hint")),
		&Island{ID: SweepID, Role: region, Label: m.say("look-hosts"), HTML: figure.Matrix(m.Sweep, figure.MatrixOptions{Lang: m.Lang, Host: m.Scenario.Host})},
	}
}

// comparison is the run beside the one that was kept.
func (m *Model) comparison() []app.UI {
	if m.Kept == nil {
		return []app.UI{words("p", "empty", m.say("compare-none")), m.editing("compare", "", m.say("compare-keep"), "class", "primary")}
	}
	return []app.UI{
		el("div", attrs{"class", "comparing", "role", "group", "aria-label", m.say("look-compare")},
			m.editing("swap", "", m.say("compare-swap")),
			m.editing("compare", "", m.say("compare-again")),
			m.editing("end-compare", "", m.say("compare-end"))),
		m.stepper(),
		&Island{ID: TraceID, HTML: figure.Compare(figure.Side{Scenario: m.Kept, Trace: m.KeptTrace}, figure.Side{Scenario: m.Scenario, Trace: m.Trace}, m.traceOptions())},
	}
}

// believes is what a driver goes by when the open event has happened.
func (m *Model) believes(known []trace.Change) app.UI {
	var items []app.UI
	for _, c := range known {
		items = append(items, el("div", attrs{}, words("dt", "", either(rulebook.Change(c.Name, m.Lang), c.Name)), words("dd", "", rulebook.ChangeValue(c.Name, c.After, m.Lang))))
	}
	return el("dl", attrs{"class", "believes"}, items...)
}
