package app

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/page"
	"ndisplayground/app/text"
	"ndisplayground/nicsim/rulebook"
)

// Route is a page in a language: its path below the site's root, such as
// "ja/catalogue/".
type Route struct {
	Path string
	Page string
	Lang rulebook.Lang
}

// The pages: on which drivers meet hosts, where everything that the headers
// declare is looked up, and where each rule is explained.
const (
	playground = "playground"
	catalogue  = "catalogue"
	rules      = "rules"
)

// Routes lists the pages. English stands at the root; nothing redirects.
func Routes() []Route {
	return []Route{
		{"", playground, rulebook.English}, {"ja/", playground, rulebook.Japanese},
		{"catalogue/", catalogue, rulebook.English}, {"ja/catalogue/", catalogue, rulebook.Japanese},
		{"rules/", rules, rulebook.English}, {"ja/rules/", rules, rulebook.Japanese},
	}
}

// Root is the site's root, as seen from the page.
func (r Route) Root() string { return "./" + strings.Repeat("../", strings.Count(r.Path, "/")) }

// In is the same page in another language.
func (r Route) In(lang rulebook.Lang) Route {
	for _, other := range Routes() {
		if other.Page == r.Page && other.Lang == lang {
			return other
		}
	}
	return r
}

// Title is what a page is called.
func (r Route) Title() string {
	title := text.Of("title", r.Lang)
	if r.Page == playground {
		return title
	}
	return text.Of("page-"+r.Page, r.Lang) + " – " + title
}

// Register tells go-app the routes, as servers spell them.
func Register() {
	for _, r := range Routes() {
		for _, path := range []string{"/" + r.Path, "/" + r.Path + "index.html"} {
			app.Route(path, func() app.Composer { return &shell{route: r, page: r.page()} })
		}
	}
}

func (r Route) page() app.UI {
	switch r.Page {
	case catalogue:
		return page.NewCatalogue(r.Lang, r.Root())
	case rules:
		return page.NewRules(r.Lang, r.Root())
	}
	return page.NewPlayground(r.Lang)
}
