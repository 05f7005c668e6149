package page

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis"
	"ndisplayground/nicsim/rulebook"
)

// Rules is the page of the rulebook: all rules, or one with its example. All that
// it shows is in its address.
type Rules struct {
	app.Compo
	reference
	model view.Rules
}

// NewRules is the page in a language; root is the site's root as seen from it.
func NewRules(lang rulebook.Lang, root string) *Rules {
	r := &Rules{}
	r.model.Lang, r.model.Root, r.model.Book = lang, root, sent()
	r.reference = reference{model: &r.model.Reference, show: r.model.Arrive, leave: func() {}, bytes: inspector{r.model.View, func(ndis.Path) {}}}
	r.model.Arrive(view.Place{})
	return r
}

// sent is the book as it stands in the page that was sent, before the program has
// drawn anything.
func sent() []view.Article {
	articles, lines := document().Call("querySelectorAll", ".rulebook article"), document().Call("querySelectorAll", ".rule-list li")
	var book []view.Article
	for i := range articles.Length() {
		a, line := articles.Index(i), lines.Index(i)
		book = append(book, view.Article{
			Name:         attribute(a, "id"),
			Confidence:   attribute(a, "data-confidence"),
			Contradicted: attribute(a, "data-contradicted") != "",
			Heading:      line.Call("closest", ".area").Get("firstElementChild").Get("outerHTML").String(),
			Line:         line.Get("outerHTML").String(),
			HTML:         a.Get("innerHTML").String(),
			Text:         strings.ToLower(attribute(a, "id") + " " + a.Get("textContent").String()),
		})
	}
	return book
}

// Render draws the page. It listens at its root for all of its controls.
func (r *Rules) Render() app.UI {
	return app.Elem("div").Class("playground").
		On("click", r.safely(r.onClick)).On("change", r.safely(r.onChange)).On("input", r.safely(r.onInput)).On("keydown", r.safely(r.onKey)).
		On("mouseover", r.safely(r.bytes.onHover)).On("focusin", r.safely(r.bytes.onFocus)).
		Body(r.model.Page())
}

// onClick follows a fact to its bytes.
func (r *Rules) onClick(ctx app.Context, e app.Event) {
	fact, ok := closest(e, ".fact[data-from]")
	if ok && number(fact, "data-object") == r.model.Shown.Object {
		light(number(fact, "data-from"), number(fact, "data-to"))
	}
	drawn(ctx, !ok && r.bytes.click(e))
}

// onInput looks for words with each keystroke; from a rule it goes to the list.
func (r *Rules) onInput(ctx app.Context, e app.Event) {
	field := e.Get("target")
	if field.Get("id").String() != view.SearchID {
		ctx.PreventUpdate()
		return
	}
	told(e)
	drawn(ctx, true)
	words := field.Get("value").String()
	if r.model.Place.Name == "" {
		r.option("words", words)
	} else {
		goTo(view.Place{}.With("words", words).String())
	}
}

// onKey walks bytes and members.
func (r *Rules) onKey(ctx app.Context, e app.Event) {
	changed, _ := r.bytes.key(e)
	drawn(ctx, changed)
}
