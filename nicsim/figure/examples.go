package figure

import (
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// Theme is a part of the library under its title; Open is whether its list is
// unfolded.
type Theme struct {
	Title   string
	Entries []*scenario.Entry
	Open    bool
}

// Examples draws scenarios of the library as lists that fold, one for each theme.
// Each scenario is a button that carries data-do, example, and its name as
// data-arg.
func Examples(themes []Theme, lang rulebook.Lang) string {
	p := &page{}
	for _, t := range themes {
		p.open("details", "class", "theme-list", when(t.Open, "open", ""), "")
		p.open("summary")
		p.tag("span", t.Title)
		p.tag("span", number(len(t.Entries)), "class", "count")
		p.close("summary")
		p.open("ul", "class", "examples")
		for _, e := range t.Entries {
			p.example(e, lang)
		}
		p.close("ul")
		p.close("details")
	}
	return p.String()
}

// example is a scenario by its title; one without is a rule's, and goes by the
// rule's name.
func (p *page) example(e *scenario.Entry, lang rulebook.Lang) {
	title, about := e.Title[string(lang)], e.About[string(lang)]
	p.open("li")
	p.tag("button", when(title != "", title, e.Name), "type", "button", "data-do", "example", "data-arg", e.Name)
	if about != "" {
		p.tag("p", about, "class", "hint")
	}
	p.close("li")
}
