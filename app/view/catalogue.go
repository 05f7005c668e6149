package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/search"
	"ndisplayground/nicsim/figure"
)

// IDs of what the pages of reference fill or read.
const (
	SearchID  = "search"
	ResultsID = "results"
	PasteID   = "paste"
)

// Catalogue is all that the catalogue's page shows.
type Catalogue struct {
	Reference
	Query  string
	Finds  figure.Finds
	Chosen int
	Paste  string // what is to be read as bytes

	subject search.Result // what the place names, if known
	known   bool
}

// Arrive goes to a place.
func (c *Catalogue) Arrive(place Place) {
	c.goTo(place)
	c.subject, c.known = search.Exact(place.Name)
}

// tools are the places that are no subjects, in the order of their links.
var tools = []struct {
	name string
	show func(*Catalogue) []app.UI
}{
	{"sheet", (*Catalogue).sheet},
	{"changes", (*Catalogue).changes},
	{"bytes", (*Catalogue).reading},
}

// Page is the catalogue.
func (c *Catalogue) Page() app.UI {
	return el("div", attrs{"class", "desk-page"},
		c.searching(),
		c.problems(),
		c.notice(),
		el("main", attrs{"class", "card catalogue"}, c.content()...))
}

// searching is the field that everything is found with, and the way to the
// tools.
func (c *Catalogue) searching() app.UI {
	open := c.Finds.Len() > 0
	links := []app.UI{c.toolLink("", "all-structures")}
	for _, t := range tools {
		links = append(links, c.toolLink(t.name, "tool-"+t.name))
	}
	return el("div", attrs{"class", "bar"},
		el("div", attrs{"class", "searching", "role", "search"},
			el("label", attrs{"for", SearchID}, app.Text(c.say("search"))),
			el("input", attrs{"id", SearchID, "type", "text", "role", "combobox", "autocomplete", "off", "autocapitalize", "off", "spellcheck", "false",
				"aria-expanded", flag(open), "aria-controls", ResultsID, "aria-autocomplete", "list", "placeholder", c.say("search-hint"),
				when(open, "aria-activedescendant", ""), "result-" + strconv.Itoa(c.Chosen)}),
			c.found(open)),
		el("nav", attrs{"class", "tools", "aria-label", c.say("tools")}, links...))
}

func (c *Catalogue) toolLink(name, label string) app.UI {
	return el("a", attrs{"href", "#" + name, when(c.Place.Name == name, "aria-current", ""), "page"}, app.Text(c.say(label)))
}

// found lists what the search found; where nothing is like the query, it says so.
func (c *Catalogue) found(open bool) app.UI {
	if c.Query != "" && !open {
		return el("p", attrs{"id", ResultsID, "class", "found empty", "role", "status"}, app.Text(c.say("search-none", c.Query)))
	}
	if !open {
		return el("div", attrs{"id", ResultsID})
	}
	return el("div", attrs{"class", "found"}, &Island{ID: ResultsID, Role: "listbox", Label: c.say("search"), HTML: figure.Found(c.Finds, c.Chosen, c.Lang)})
}

// Seek looks for words in the catalogue and in the book of rules.
func (c *Catalogue) Seek(words string) {
	const listed = 12
	c.Query, c.Chosen, c.Finds = strings.TrimSpace(words), 0, c.find(words, listed)
}

// find lists up to limit things of the catalogue, and half as many rules.
func (c *Catalogue) find(words string, limit int) figure.Finds {
	return figure.Finds{Results: search.Find(words, limit), Rules: figure.FindRules(words, limit/2, c.Lang), Book: c.book()}
}

// content is what the address names.
func (c *Catalogue) content() []app.UI {
	for _, t := range tools {
		if c.Place.Name == t.name {
			return t.show(c)
		}
	}
	if c.Place.Name == "" {
		return []app.UI{words("h2", "", c.say("all-structures")), words("p", "hint", c.say("catalogue-about")), c.island("families", func() string { return figure.Families(c.Lang) })}
	}
	if !c.known {
		return []app.UI{words("p", "empty", c.say("search-none", c.Place.Name)), c.island("nearest", func() string {
			return `<ul class="found">` + figure.Found(c.find(c.Place.Name, 8), -1, c.Lang) + `</ul>`
		})}
	}
	return c.about()
}

// about is what is known of the subject; of a structure, where its members lie
// as well.
func (c *Catalogue) about() []app.UI {
	head := c.wide("subject", c.subject.Name, func() string {
		return figure.Subject(c.subject, figure.SubjectOptions{Lang: c.Lang, Playground: c.playground(), Book: c.book()})
	})
	name := c.subject.Structure
	if c.subject.Kind == search.Structure {
		name = c.subject.Name
	}
	if name == "" {
		return []app.UI{head}
	}
	return append([]app.UI{head}, c.structure(catalog.MustLookup(name))...)
}
