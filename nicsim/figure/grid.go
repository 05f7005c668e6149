package figure

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
)

// grid is a row for each host, with a cell for each version of a driver, or one
// for what it chooses, and a legend of the marks that are there. Arrow keys go from
// cell to cell; Tab comes to the row of the host that is marked, or the first.
type grid struct {
	*page
	lang     rulebook.Lang
	label    string // name of the label of the whole
	hosts    []ndis.Version
	versions []ndis.Version // nil: one column for what is registered
	host     ndis.Version
	squares  [][]square
}

// square is what a cell shows: how it was judged, in few letters of what came of
// it, and how it ended, which only some show to the eye. Above is a driver of a
// version that the host has not got.
type square struct {
	verdict      trace.Verdict
	above        bool
	text, ending string
	seen         bool   // whether the ending is seen
	title        string // what the pointer finds out, ""
	option       string // of the address, that choosing it sets, ""
}

func (g *grid) draw() {
	g.open("table", "class", "matrix", "role", "grid", "aria-label", rulebook.Label(g.label, g.lang))
	g.head()
	g.open("tbody")
	for row := range g.squares {
		g.row(row)
	}
	g.close("tbody")
	g.close("table")
	g.legend()
}

func (g *grid) head() {
	g.open("thead")
	g.open("tr")
	g.tag("th", rulebook.Label("host-row", g.lang), "scope", "col")
	for _, v := range g.versions {
		g.tag("th", v.String(), "scope", "col")
	}
	if g.versions == nil {
		g.tag("th", rulebook.Label("registers", g.lang), "scope", "col")
	}
	g.close("tr")
	g.close("thead")
}

// stop is the row that Tab comes to.
func (g *grid) stop() int {
	for i, host := range g.hosts {
		if host == g.host {
			return i
		}
	}
	return 0
}

func (g *grid) row(row int) {
	host := g.hosts[row]
	g.open("tr", when(host == g.host, "class", ""), "present")
	g.tag("th", host.String(), "scope", "row")
	for column := range g.squares[row] {
		g.cell(row, column)
	}
	g.close("tr")
}

func (g *grid) cell(row, column int) {
	s := &g.squares[row][column]
	tab := when(row == g.stop() && column == 0, "0", "-1")
	g.open("td")
	g.open("button", "type", "button", "class", classes("cell", s.verdict.String(), when(s.above, "above", "")), "data-cell", number(row)+"."+number(column), "tabindex", tab,
		when(s.title != "", "title", ""), s.title, when(s.option != "", "data-do", ""), "option-is", when(s.option != "", "data-arg", ""), s.option)
	g.tag("span", "", "class", "mark "+s.verdict.String(), "aria-hidden", "true")
	g.tag("span", rulebook.Verdict(s.verdict, g.lang)+" ", "class", "unseen")
	g.tag("span", s.text, "class", "version")
	if s.ending != "" {
		g.tag("code", " "+s.ending, "class", when(s.seen, "status", "unseen"))
	}
	g.close("button")
	g.close("td")
}

// legend says what the marks mean that are there.
func (g *grid) legend() {
	var there [trace.Rejected + 1]bool
	higher := false
	for _, row := range g.squares {
		for _, s := range row {
			there[s.verdict] = there[s.verdict] || !s.above
			higher = higher || s.above
		}
	}
	g.open("p", "class", "legend", "aria-hidden", "true")
	for _, v := range trace.Verdicts() {
		if there[v] {
			g.sign(v.String(), rulebook.Verdict(v, g.lang))
		}
	}
	if higher {
		g.sign("rejected above", rulebook.Label("above-host", g.lang))
	}
	g.close("p")
}

func (g *grid) sign(class, words string) {
	g.open("span", "class", "cell "+class)
	g.tag("span", "", "class", "mark "+class)
	g.tag("span", " "+words)
	g.close("span")
	g.WriteString(" ")
}
