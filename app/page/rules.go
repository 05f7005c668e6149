package page

import (
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
	r.model.Lang, r.model.Root = lang, root
	r.reference = reference{model: &r.model.Reference, show: r.model.Arrive, leave: func() {}, bytes: inspector{r.model.View, func(ndis.Path) {}}}
	r.model.Arrive(view.Place{})
	return r
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
	field.Set(pending, false)
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
