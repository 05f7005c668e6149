package figure

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// MatrixOptions say how a sweep is drawn: Host is the one that is marked.
type MatrixOptions struct {
	Lang rulebook.Lang
	Host ndis.Version
}

// Matrix draws a sweep as a grid: a row for each host, a cell for each version
// that the driver is made to register, or for the one that it chooses. Cells are
// buttons with data-cell, "row.column".
func Matrix(s *scenario.Sweep, o MatrixOptions) string {
	m := matrix{&page{}, s, o, o.focus(s)}
	m.open("table", "class", "matrix", "role", "grid", "aria-label", rulebook.Label("matrix", o.Lang))
	m.head()
	m.open("tbody")
	for row := range s.Cells {
		m.row(row)
	}
	m.close("tbody")
	m.close("table")
	m.legend()
	return m.String()
}

type matrix struct {
	*page
	sweep *scenario.Sweep
	MatrixOptions
	focus int // the row that Tab comes to
}

// focus is the row of the host, or the first.
func (o MatrixOptions) focus(s *scenario.Sweep) int {
	for i, host := range s.Hosts {
		if host == o.Host {
			return i
		}
	}
	return 0
}

func (m *matrix) head() {
	m.open("thead")
	m.open("tr")
	m.tag("th", rulebook.Label("host-row", m.Lang), "scope", "col")
	for _, v := range m.sweep.Versions {
		m.tag("th", v.String(), "scope", "col")
	}
	if m.sweep.Versions == nil {
		m.tag("th", rulebook.Label("registers", m.Lang), "scope", "col")
	}
	m.close("tr")
	m.close("thead")
}

func (m *matrix) row(row int) {
	host := m.sweep.Hosts[row]
	m.open("tr", when(host == m.Host, "class", ""), "present")
	m.tag("th", host.String(), "scope", "row")
	for column := range m.sweep.Cells[row] {
		m.cell(row, column)
	}
	m.close("tr")
}

// cell says verdict, version and status; the status shows only where there is
// room, which a driver that chooses leaves.
func (m *matrix) cell(row, column int) {
	c := &m.sweep.Cells[row][column]
	tab := when(row == m.focus && column == 0, "0", "-1")
	m.open("td")
	m.open("button", "type", "button", "class", classes("cell", c.Verdict.String(), when(above(c), "above", "")), "data-cell", number(row)+"."+number(column), "tabindex", tab)
	m.tag("span", "", "class", "mark "+c.Verdict.String(), "aria-hidden", "true")
	m.tag("span", rulebook.Verdict(c.Verdict, m.Lang)+" ", "class", "unseen")
	m.tag("span", versionOrNone(c.Registered), "class", "version")
	if text := m.ending(c); text != "" {
		m.tag("code", " "+text, "class", when(m.sweep.Versions == nil, "status", "unseen"))
	}
	m.close("button")
	m.close("td")
}

// above reports whether the driver asks for more than the host has.
func above(c *scenario.Cell) bool { return c.Version > c.Host }

// ending is what a cell ended with, where that is not success.
func (m *matrix) ending(c *scenario.Cell) string {
	switch {
	case above(c):
		return rulebook.Label("above-host", m.Lang)
	case c.Status == nil:
		return rulebook.Label("no-status", m.Lang)
	case *c.Status == ndis.StatusSuccess:
		return ""
	}
	return c.Status.String()
}

// legend says what the marks mean that are there.
func (m *matrix) legend() {
	var seen [trace.Rejected + 1]bool
	higher := false
	for _, row := range m.sweep.Cells {
		for i := range row {
			seen[row[i].Verdict] = true
			higher = higher || above(&row[i])
		}
	}
	m.open("p", "class", "legend", "aria-hidden", "true")
	for _, v := range trace.Verdicts() {
		if seen[v] {
			m.sign(v.String(), rulebook.Verdict(v, m.Lang))
		}
	}
	if higher {
		m.sign("rejected above", rulebook.Label("above-host", m.Lang))
	}
	m.close("p")
}

func (m *matrix) sign(class, words string) {
	m.open("span", "class", "cell "+class)
	m.tag("span", "", "class", "mark "+class)
	m.tag("span", " "+words)
	m.close("span")
	m.WriteString(" ")
}
