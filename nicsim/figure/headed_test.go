package figure_test

import (
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
)

func rightHeader(t *testing.T, structure string, revision int, mode negotiate.Mode) negotiate.Headed {
	t.Helper()
	h, ok := figure.RightHeader(catalog.MustLookup(structure), revision, ndis.X64, mode)
	if !ok {
		t.Fatalf("%s %d has no right header", structure, revision)
	}
	return h
}

func TestTheGridOfAHeader(t *testing.T) {
	for _, l := range rulebook.Langs() {
		h := rightHeader(t, "NDIS_FILTER_DRIVER_CHARACTERISTICS", 2, negotiate.Documented)
		html := figure.Headed(h, l) + figure.HeadedWhy(h, ndis.V630, ndis.V630, l, "rules/")
		wellFormed(t, html)
		sameAs(t, "headed."+string(l)+".html", html)
	}
}

// What a cell says in words is the rule that the grid gave it, for each structure
// with a header, in each mode.
func TestEachCellOfAHeaderIsExplained(t *testing.T) {
	count := 0
	for _, s := range catalog.All() {
		for _, r := range s.Revisions {
			for _, mode := range []negotiate.Mode{negotiate.Documented, negotiate.Observed} {
				h, ok := figure.RightHeader(s, r.Number, ndis.X64, mode)
				if !ok {
					continue
				}
				count++
				explained(t, h)
			}
		}
	}
	if count < 100 {
		t.Errorf("only %d headers", count)
	}
}

func explained(t *testing.T, h negotiate.Headed) {
	t.Helper()
	g := h.Grid()
	for row, host := range g.Hosts {
		for column, version := range g.Versions {
			rule := g.Cells[row][column].Rule
			if version > host {
				rule = "registration.version-above-host"
			}
			if why := figure.HeadedWhy(h, host, version, rulebook.English, "rules/"); !strings.Contains(why, `href="rules/#`+string(rule)+`"`) {
				t.Fatalf("%s %d, NDIS %s, driver %s: %s is not in %s", h.Structure.Name, h.Header.Revision, host, version, rule, why)
			}
		}
	}
}

func TestOnlyARevisionInAHeaderHasAGrid(t *testing.T) {
	for _, test := range []struct {
		structure string
		revision  int
		ok        bool
	}{
		{"NDIS_OFFLOAD", 0, true}, {"NDIS_OFFLOAD", 3, true}, {"NDIS_OFFLOAD", 99, false},
		{"NET_BUFFER", 0, false}, {"NDIS_TCP_RECV_SEG_COALESCE_OFFLOAD", 0, false},
	} {
		if _, ok := figure.RightHeader(catalog.MustLookup(test.structure), test.revision, ndis.X64, negotiate.Documented); ok != test.ok {
			t.Errorf("%s %d: %v", test.structure, test.revision, ok)
		}
	}
}
