package figure

import (
	"html"
	"strconv"
	"strings"
)

// page collects HTML.
type page struct{ strings.Builder }

// tag writes an element with text inside. Attributes are pairs of name and
// value; one without a value has "" and an empty one is left out by its name.
func (p *page) tag(name, text string, attributes ...string) {
	p.open(name, attributes...)
	p.WriteString(html.EscapeString(text))
	p.close(name)
}

func (p *page) open(name string, attributes ...string) {
	p.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i] == "" {
			continue
		}
		p.WriteString(" " + attributes[i] + `="` + html.EscapeString(attributes[i+1]) + `"`)
	}
	p.WriteString(">")
}

func (p *page) close(name string) { p.WriteString("</" + name + ">") }

// when is one text if it holds, else the other. An attribute of the name "" is
// left out.
func when(holds bool, then, otherwise string) string {
	if holds {
		return then
	}
	return otherwise
}

func number(n int) string { return strconv.Itoa(n) }

func classes(names ...string) string {
	return strings.Join(strings.Fields(strings.Join(names, " ")), " ")
}
