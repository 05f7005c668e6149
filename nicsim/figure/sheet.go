package figure

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/nicsim/rulebook"
)

// SheetOptions say of which sheet the rows are.
type SheetOptions struct {
	Lang       rulebook.Lang
	Registered ndis.Version
	Arch       ndis.Arch
}

// Sheet draws the rows of a version sheet as a table. Rows carry data-structure.
func Sheet(rows []negotiate.SheetRow, o SheetOptions) string {
	p := &page{}
	p.table("sheet", rulebook.Label("sheet", o.Lang, o.Registered.String(), o.Arch.String()), o.Lang, "object", "revision", "size", "since", "filled-by", "remark")
	for i := range rows {
		p.sheetRow(&rows[i], o.Lang)
	}
	p.endTable()
	return p.String()
}

func (p *page) sheetRow(r *negotiate.SheetRow, lang rulebook.Lang) {
	p.rowName("", r.Structure, "data-structure", r.Structure)
	p.tag("td", number(r.Revision), when(r.RevisionMacro != "", "title", ""), r.RevisionMacro)
	p.tag("td", number(r.Size), when(r.SizeMacro != "", "title", ""), r.SizeMacro)
	p.tag("td", r.Since.String())
	p.tag("td", filler(r, lang))
	p.open("td")
	p.remark(r, lang)
	p.close("td")
	p.close("tr")
}

// filler is who fills a structure: the kinds of drivers where the data say which.
func filler(r *negotiate.SheetRow, lang rulebook.Lang) string {
	var names []string
	for _, kind := range r.Drivers {
		names = append(names, rulebook.Label("driver-"+kind.String(), lang))
	}
	if len(names) > 0 {
		return strings.Join(names, " / ")
	}
	return rulebook.Label("filler-"+orUnknown(string(r.Filler)), lang)
}

func orUnknown(text string) string { return when(text != "", text, "unknown") }

func (p *page) remark(r *negotiate.SheetRow, lang rulebook.Lang) {
	switch {
	case r.Also > 0:
		p.tag("span", rulebook.Label("documented-instead", lang, number(r.Also)), "class", "note")
	case r.HeaderOnly:
		p.tag("span", rulebook.Label("header-only", lang), "class", "note")
	}
	if r.Headless {
		p.tag("span", rulebook.Label("headless", lang), "class", "note")
	}
	if url := ndis.DocURL(r.Doc); url != "" {
		p.tag("a", rulebook.Label("doc", lang), "href", url)
	}
}
