package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
)

// sheet is what a driver that registers a version puts into its headers.
func (c *Catalogue) sheet() []app.UI {
	registered, arch := c.Place.version("registered", newest()), c.Place.arch()
	rows := c.rows(registered, arch)
	return []app.UI{
		words("h2", "", c.say("tool-sheet")),
		el("div", attrs{"class", "row fields no-print"},
			c.selecting(control{do: "option", arg: "registered", label: c.say("registers")}, registered.String(), versionsSince(ndis.V60)),
			c.selecting(control{do: "option", arg: "arch", label: c.say("arch")}, arch.String(), archOptions()),
			c.choosing("driver", c.say("driver-kind"), c.driverOptions()),
			c.writing(control{do: "option", arg: "filter", label: c.say("filter-by")}, c.Place.option("filter"), "", "")),
		el("div", attrs{"class", "row end no-print"},
			c.button("download-sheet", "csv", "CSV"), c.button("download-sheet", "h", c.say("c-header")), c.button("print", "", c.say("print"))),
		c.wide("sheet", c.say("tool-sheet"), func() string {
			return figure.Sheet(rows, figure.SheetOptions{Lang: c.Lang, Registered: registered, Arch: arch})
		}),
	}
}

func newest() ndis.Version {
	all := ndis.Versions()
	return all[len(all)-1]
}

func archOptions() []option {
	var options []option
	for _, a := range ndis.Archs() {
		options = append(options, option{a.String(), a.String()})
	}
	return options
}

func (c *Catalogue) driverOptions() []option {
	options := []option{{none, c.say("every")}}
	for _, k := range negotiate.Kinds() {
		name := k.Party.String()
		options = append(options, option{name, rulebook.Label("driver-"+name, c.Lang)})
	}
	return options
}

// rows are the rows of the sheet that the options let through.
func (c *Catalogue) rows(registered ndis.Version, arch ndis.Arch) []negotiate.SheetRow {
	var rows []negotiate.SheetRow
	for _, r := range negotiate.Sheet(registered, arch) {
		if c.lets(&r) {
			rows = append(rows, r)
		}
	}
	return rows
}

func (c *Catalogue) lets(r *negotiate.SheetRow) bool {
	if part := c.Place.option("filter"); !strings.Contains(r.Structure, strings.ToUpper(part)) {
		return false
	}
	kind := c.Place.option("driver")
	for _, k := range r.Drivers {
		if k.String() == kind {
			return true
		}
	}
	return kind == ""
}

// SheetText is the sheet as CSV or as a C header, and the name of its file.
func (c *Catalogue) SheetText(format string) (text, file string) {
	registered, arch := c.Place.version("registered", newest()), c.Place.arch()
	rows := c.rows(registered, arch)
	file = "ndis-" + registered.String() + "-" + arch.String() + "." + format
	if format == "csv" {
		return negotiate.SheetCSV(rows), file
	}
	return negotiate.SheetC(rows, registered, arch), file
}

// changes is what came between two versions.
func (c *Catalogue) changes() []app.UI {
	from, to := c.Place.version("from", ndis.V620), c.Place.version("to", ndis.V630)
	parts := []app.UI{
		words("h2", "", c.say("tool-changes")),
		el("div", attrs{"class", "row fields"},
			c.selecting(control{do: "option", arg: "from", label: c.say("after")}, from.String(), versionsSince(0)),
			c.selecting(control{do: "option", arg: "to", label: c.say("up-to")}, to.String(), versionsSince(0))),
	}
	return append(parts, c.wide("changes", c.say("tool-changes"), func() string { return figure.Changes(catalog.CompareVersions(from, to), c.Lang) }))
}
