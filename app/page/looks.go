package page

import (
	"strconv"
	"strings"

	"ndisplayground/app/view"
	"ndisplayground/nicsim/scenario"
)

// lookAs looks at what happens in another way. Who compares for the first time
// keeps the scenario as it is.
func (p *Playground) lookAs(way string) {
	if way == view.LookCompare && p.model.Scenario.Against == "" && !p.model.ReadOnly {
		p.compare()
		return
	}
	p.lookWith(view.Look{Way: way})
}

// lookWith is in the address, and nothing that is undone.
func (p *Playground) lookWith(l view.Look) {
	p.model.Scenario.View = l.View()
	p.look()
	p.model.Scenario.View = p.model.Look.View()
	p.model.Link = p.model.Scenario.Link()
	p.later()
}

// compare keeps the scenario as the other side of a comparison.
func (p *Playground) compare() {
	p.change(func(s *scenario.Scenario) {
		s.Compare()
		s.View = view.LookCompare
	})
}

// lookAround finds what the present way to look needs beside the run.
func (p *Playground) lookAround() {
	m := &p.model
	m.Look = view.LookOf(m.Scenario)
	switch m.Look.Way {
	case view.LookHosts, view.LookVersions:
		p.sweep()
	case view.LookCompare:
		p.keep()
	}
}

// sweep runs the scenario on every host, if that was not done last.
func (p *Playground) sweep() {
	m := &p.model
	plain := m.Scenario.Clone()
	plain.At, plain.View, plain.Against = 0, "", ""
	key := m.Look.View() + "\n" + plain.Text()
	if key == p.swept {
		return
	}
	p.swept = key
	if m.Look.Way == view.LookVersions {
		m.Sweep = m.Scenario.SweepVersions(m.Look.Driver)
	} else {
		m.Sweep = m.Scenario.SweepHosts(m.Look.Driver)
	}
}

// keep runs the other side of the comparison, if that was not done last.
func (p *Playground) keep() {
	m := &p.model
	if m.Scenario.Against == p.kept {
		return
	}
	p.kept = m.Scenario.Against
	m.Kept = m.Scenario.Other()
	if m.Kept != nil {
		m.KeptTrace, _ = scenario.Run(*m.Kept)
	}
}

// openCell shows the scenario of a cell of the sweep, at what decided there.
func (p *Playground) openCell(at string) {
	m := &p.model
	row, column, _ := strings.Cut(at, ".")
	r, err := strconv.Atoi(row)
	c, wrong := strconv.Atoi(column)
	if err != nil || wrong != nil || m.Sweep == nil || r < 0 || r >= len(m.Sweep.Cells) || c < 0 || c >= len(m.Sweep.Cells[r]) {
		return
	}
	driver := m.Sweep.Driver
	p.replace(m.Scenario.Opened(driver, m.Sweep.Cells[r][c]), nil)
	m.Driver = driver
}
