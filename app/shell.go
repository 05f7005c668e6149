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
	lang  rulebook.Lang
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
	ctx.Page().SetTitle(s.say("title"))
	ctx.Page().SetLang(string(s.lang))
}

func (s *shell) say(name string, args ...string) string { return text.Of(name, s.lang, args...) }

// Render draws the shell around the page.
func (s *shell) Render() app.UI {
	return app.Elem("div").Class("shell").Body(s.header(), s.page, s.footer())
}

func (s *shell) header() app.UI {
	other := map[rulebook.Lang]string{rulebook.English: "ja/", rulebook.Japanese: "../"}[s.lang]
	code := map[rulebook.Lang]string{rulebook.English: "ja", rulebook.Japanese: "en"}[s.lang]
	return app.Elem("header").Class("top").Body(
		app.Elem("h1").Body(app.Text(s.say("title"))),
		app.Elem("p").Class("tagline").Body(app.Text(s.say("tagline"))),
		app.Elem("nav").Body(
			app.Elem("a").Attr("href", other).Attr("lang", code).Attr("hreflang", code).Attr("data-language", code).Body(app.Text(s.say("language"))),
			app.Elem("button").Attr("type", "button").Class("theme").Body(app.Text(s.say("theme-"+s.shown()))).On("click", s.nextTheme),
		),
	)
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
