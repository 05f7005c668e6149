package app

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/page"
	"ndisplayground/nicsim/rulebook"
)

// Route is a page in a language: its path below the site's root, "" or "ja/".
type Route struct {
	Path string
	Lang rulebook.Lang
}

// Routes lists the pages. English stands at the root; nothing redirects.
func Routes() []Route {
	return []Route{{"", rulebook.English}, {"ja/", rulebook.Japanese}}
}

// Register tells go-app the routes, as servers spell them.
func Register() {
	for _, r := range Routes() {
		for _, path := range []string{"/" + r.Path, "/" + r.Path + "index.html"} {
			app.Route(path, func() app.Composer { return &shell{lang: r.Lang, page: page.NewPlayground(r.Lang)} })
		}
	}
}
