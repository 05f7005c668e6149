package figure

import (
	"ndisplayground/ndis"
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
	g := grid{page: &page{}, lang: o.Lang, label: "matrix", hosts: s.Hosts, versions: s.Versions, host: o.Host}
	for _, cells := range s.Cells {
		var row []square
		for i := range cells {
			row = append(row, sweptSquare(&cells[i], s.Versions == nil, o.Lang))
		}
		g.squares = append(g.squares, row)
	}
	g.draw()
	return g.String()
}

// sweptSquare says version and status; the status shows only where there is room,
// which a driver that chooses leaves.
func sweptSquare(c *scenario.Cell, room bool, lang rulebook.Lang) square {
	return square{verdict: c.Verdict, above: above(c), text: versionOrNone(c.Registered), ending: ending(c, lang), seen: room}
}

// above reports whether the driver asks for more than the host has.
func above(c *scenario.Cell) bool { return c.Version > c.Host }

// ending is what a cell ended with, where that is not success.
func ending(c *scenario.Cell, lang rulebook.Lang) string {
	switch {
	case above(c):
		return rulebook.Label("above-host", lang)
	case c.Status == nil:
		return rulebook.Label("no-status", lang)
	case *c.Status == ndis.StatusSuccess:
		return ""
	}
	return c.Status.String()
}
