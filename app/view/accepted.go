package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
)

// AcceptedID is the id of the grid of hosts and versions of a structure's header.
const AcceptedID = "accepted"

// accepted is where the right header of the revision that is chosen is accepted;
// nothing for a structure that does not say its revision.
func (c *Catalogue) accepted(s *catalog.Structure) []app.UI {
	mode, _ := negotiate.ParseMode(c.Place.option("mode")) // documented where it is none
	h, ok := figure.RightHeader(s, c.Place.number("revision"), c.Place.arch(), mode)
	if !ok {
		return nil
	}
	modes := []option{{none, rulebook.Mode(negotiate.Documented.String(), c.Lang)}, {negotiate.Observed.String(), rulebook.Mode(negotiate.Observed.String(), c.Lang)}}
	r, _ := s.Revision(int(h.Header.Revision))
	return []app.UI{
		words("h3", "", c.say("accepted")),
		words("p", "hint", c.say("accepted-hint", h.Header.Type.String(), strconv.Itoa(r.Number), strconv.Itoa(int(h.Header.Size)), figure.Span(r.Since, s.LastVersion(r)), h.Arch.String())),
		el("div", attrs{"class", "row fields"}, c.choosing("mode", c.say("mode"), modes)),
		c.wide(AcceptedID, c.say("accepted"), func() string { return figure.Headed(h, c.Lang) }),
		el("div", attrs{"class", "explanation", "role", "status"}, c.cell(h)...),
	}
}

// cell says why in the cell that the address names: "6.20 on 6.30".
func (c *Catalogue) cell(h negotiate.Headed) []app.UI {
	version, host, ok := c.versionOnHost()
	if !ok {
		return []app.UI{words("p", "hint", c.say("accepted-choose"))}
	}
	return []app.UI{c.island("why", func() string { return figure.HeadedWhy(h, host, version, c.Lang, c.book()) })}
}

func (c *Catalogue) versionOnHost() (version, host ndis.Version, ok bool) {
	first, second, _ := strings.Cut(c.Place.option("cell"), " on ")
	version, err := ndis.ParseListed(first)
	host, wrong := ndis.ParseListed(second)
	return version, host, err == nil && wrong == nil && min(version, host) >= ndis.V60
}
