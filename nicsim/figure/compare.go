package figure

import (
	"slices"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// Side is a scenario and its run.
type Side struct {
	Scenario *scenario.Scenario
	Trace    *trace.Trace
}

// Compare draws two scenarios side by side: what they say otherwise, how drivers
// and steps ended, and their events. Events of the second run carry data-time;
// Current is one of them.
func Compare(kept, now Side, o TraceOptions) string {
	c := comparison{&page{}, kept, now, o}
	c.open("div", "class", "compare")
	c.pairs()
	c.outcomes()
	c.events()
	c.close("div")
	return c.String()
}

type comparison struct {
	*page
	kept, now Side
	TraceOptions
}

// pairs are the keys that the scenarios do not have alike.
func (c *comparison) pairs() {
	differences := scenario.Differences(c.kept.Scenario, c.now.Scenario)
	if len(differences) == 0 {
		c.tag("p", rulebook.Label("compare-same", c.Lang), "class", "empty")
		return
	}
	c.table("sides", rulebook.Label("compare-scenarios", c.Lang), c.Lang, "key", "kept", "now")
	for _, d := range differences {
		c.rowName("differs", d.Path)
		c.cells(said(d.Before, d.ThereBefore), said(d.After, d.ThereAfter))
	}
	c.endTable()
}

// said is the value of a key; one that only says that something is there has a
// sign.
func said(text string, there bool) string {
	switch {
	case !there:
		return "—"
	case text == "":
		return "✓"
	}
	return text
}

// outcomes are how the drivers and the steps ended.
func (c *comparison) outcomes() {
	c.table("sides", rulebook.Label("summary", c.Lang), c.Lang, "who", "kept", "now")
	for _, p := range c.parties() {
		c.outcome(rulebook.Who(p, c.Lang), c.driverEnding(&c.kept, p), c.driverEnding(&c.now, p))
	}
	kept, now := c.kept.Trace.Outcome.Steps, c.now.Trace.Outcome.Steps
	for i := range max(len(kept), len(now)) {
		c.outcome(rulebook.Label("step", c.Lang, number(i+1)), stepEnding(kept, i), stepEnding(now, i))
	}
	c.endTable()
}

func (c *comparison) outcome(name, kept, now string) {
	c.open("tr", "class", when(kept == now, "same", "differs"))
	c.tag("th", name, "scope", "row")
	c.cells(kept, now)
}

// parties are the drivers of both sides, from the top down.
func (c *comparison) parties() lanes {
	var all lanes
	for _, side := range []Side{c.kept, c.now} {
		for _, d := range side.Scenario.Drivers() {
			all = all.with(d.Party)
		}
	}
	return all
}

func (c *comparison) driverEnding(side *Side, p trace.Party) string {
	if _, there := side.Scenario.DriverOf(p); !there {
		return "—"
	}
	o := side.Trace.DriverOutcome(p)
	text := rulebook.State(o.State, c.Lang)
	if o.Registered != 0 {
		text = "NDIS " + o.Registered.String() + " · " + text
	}
	if o.Status != nil && !fine(&o) {
		text += " · " + o.Status.String()
	}
	return text
}

func stepEnding(steps []trace.StepOutcome, i int) string {
	if i >= len(steps) {
		return "—"
	}
	text := steps[i].Step
	if steps[i].Status != nil {
		text += " · " + steps[i].Status.String()
	}
	return text
}

// events are those of both runs, matched in their order; what is alike on both
// sides is folded.
func (c *comparison) events() {
	c.tag("h3", rulebook.Label("trace", c.Lang))
	c.open("div", "class", "aligned heads", "aria-hidden", "true")
	c.tag("span", rulebook.Label("kept", c.Lang))
	c.tag("span", rulebook.Label("now", c.Lang))
	c.close("div")
	c.open("ol", "class", "aligned", "aria-label", rulebook.Label("trace", c.Lang))
	all := align(c.kept.Trace, c.now.Trace)
	for len(all) > 0 {
		alike := slices.IndexFunc(all, aligned.differs)
		if alike < 0 {
			alike = len(all)
		}
		if alike > 0 {
			c.alike(all[:alike])
			all = all[alike:]
			continue
		}
		c.pair(all[0])
		all = all[1:]
	}
	c.close("ol")
}

func (c *comparison) alike(all []aligned) {
	current := slices.ContainsFunc(all, func(a aligned) bool { return a.after.Time == c.Current })
	c.open("li", "class", "alike")
	c.open("details", when(current, "open", ""), "")
	c.tag("summary", rulebook.Label("alike", c.Lang, number(len(all))))
	c.open("ol")
	for _, a := range all {
		c.open("li")
		c.opens(a.after)
		c.close("li")
	}
	c.close("ol")
	c.close("details")
	c.close("li")
}

// opens is an event of the second run: a button that opens it.
func (c *comparison) opens(e *trace.Event) {
	c.opensLine(e, e.Time == c.Current, c.Lang)
}

// pair is what differs: two columns where it was decided otherwise, else one line.
func (c *comparison) pair(a aligned) {
	if !a.decides() {
		c.open("li", "class", "slight")
		c.opens(a.after)
		c.facts(a)
		c.close("li")
		return
	}
	c.open("li", "class", "pair differs")
	c.column("kept", a.before, func() { c.was(a.before) })
	c.column("now", a.after, func() { c.opens(a.after) })
	c.facts(a)
	c.close("li")
}

func (c *comparison) column(label string, e *trace.Event, draw func()) {
	c.open("div", "class", "side")
	c.tag("span", rulebook.Label(label, c.Lang)+" ", "class", "which")
	if e == nil {
		c.tag("span", rulebook.Label("null", c.Lang), "class", "empty")
	} else {
		draw()
	}
	c.close("div")
}

// was is an event of the first run.
func (c *comparison) was(e *trace.Event) {
	c.open("span", "class", "line")
	c.line(e, c.Lang)
	c.close("span")
}

// facts are those that differ, before and after.
func (c *comparison) facts(a aligned) {
	c.open("div", "class", "facts")
	for _, f := range a.facts() {
		c.open("span", "class", "fact")
		c.tag("span", rulebook.Fact(f.name, c.Lang), "class", "name")
		for i, value := range []string{f.before, f.after} {
			c.WriteString([]string{"", " → "}[i])
			c.tag("code", said(rulebook.FactValue(f.name, value, c.Lang), value != ""))
		}
		c.close("span")
		c.WriteString(" ")
	}
	c.close("div")
}
