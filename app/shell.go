package app

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/page"
	"ndisplayground/app/text"
	"ndisplayground/nicsim/rulebook"
)

// shell is what stands around each page: the title above it, the language, the
// theme, and the sources below.
type shell struct {
	app.Compo
	route Route
	page  app.UI
	theme string
}

// themes are gone through by the button, in this order.
var themes = map[string]string{"auto": "light", "light": "dark", "dark": "auto"}

// themeKey is the storage's key for the theme; the boot script reads it too.
const themeKey = "ndis-playground.theme"

// OnMount makes the document this language's.
func (s *shell) OnMount(ctx app.Context) {
	s.theme = "auto"
	if chosen := page.Stored(themeKey); chosen != "" {
		s.theme = chosen
	}
	ctx.Page().SetTitle(s.route.Title())
	ctx.Page().SetLang(string(s.route.Lang))
}

func (s *shell) say(name string, args ...string) string { return text.Of(name, s.route.Lang, args...) }

// Render draws the shell around the page.
func (s *shell) Render() app.UI {
	return app.Elem("div").Class("shell").Body(s.header(), s.page, s.footer())
}

func (s *shell) header() app.UI {
	return app.Elem("header").Class("top").Body(
		app.Elem("h1").Body(app.Text(s.say("title"))),
		app.Elem("p").Class("tagline").Body(app.Text(s.say("tagline"))),
		app.Elem("nav").Attr("aria-label", s.say("pages")).Body(s.links()...),
	)
}

// links lead to the other pages, and to this one in the other language.
func (s *shell) links() []app.UI {
	var links []app.UI
	for _, r := range Routes() {
		if r.Lang != s.route.Lang {
			continue
		}
		a := app.Elem("a").Attr("href", s.route.Root()+r.Path).Attr("data-page", r.Page).Body(app.Text(s.say("page-" + r.Page)))
		if r == s.route {
			a = a.Attr("aria-current", "page")
		}
		links = append(links, a)
	}
	other := map[rulebook.Lang]rulebook.Lang{rulebook.English: rulebook.Japanese, rulebook.Japanese: rulebook.English}[s.route.Lang]
	return append(links,
		app.Elem("a").Attr("href", s.route.Root()+s.route.In(other).Path).Attr("lang", string(other)).Attr("hreflang", string(other)).Attr("data-language", string(other)).Body(app.Text(s.say("language"))),
		app.Elem("button").Attr("type", "button").Class("theme").Body(app.Text(s.say("theme-"+s.shown()))).On("click", s.nextTheme))
}

func (s *shell) shown() string {
	if themes[s.theme] == "" {
		return "auto"
	}
	return s.theme
}

func (s *shell) nextTheme(ctx app.Context, _ app.Event) {
	s.theme = themes[s.shown()]
	page.Store(themeKey, s.theme)
	app.Window().Get("document").Get("documentElement").Call("setAttribute", "data-theme", s.theme)
}

func (s *shell) footer() app.UI {
	return app.Elem("footer").Body(app.Elem("p").Body(app.Text(s.say("footer-facts"))))
}
