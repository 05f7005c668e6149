package figure

import "ndisplayground/nicsim/rulebook"

// table begins a table of a class, with its caption and the names of its columns,
// which are labels.
func (p *page) table(class, caption string, lang rulebook.Lang, columns ...string) {
	p.open("table", "class", class)
	p.tag("caption", caption)
	p.open("thead")
	p.open("tr")
	for _, column := range columns {
		p.tag("th", rulebook.Label(column, lang), "scope", "col")
	}
	p.close("tr")
	p.close("thead")
	p.open("tbody")
}

func (p *page) endTable() {
	p.close("tbody")
	p.close("table")
}

// rowName begins a row with what it is about.
func (p *page) rowName(class, name string, attributes ...string) {
	p.open("tr", append([]string{when(class != "", "class", ""), class}, attributes...)...)
	p.open("th", "scope", "row")
	p.tag("code", name)
	p.close("th")
}

// cells writes the cells of a row, and ends it.
func (p *page) cells(texts ...string) {
	for _, text := range texts {
		p.tag("td", text)
	}
	p.close("tr")
}
