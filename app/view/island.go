package view

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Island is HTML that go-app does not look into: a figure, drawn as one string.
type Island struct {
	app.Compo
	ID      string
	HTML    string
	Role    string // "" for none
	Label   string
	Version int // a new one draws it anew, though the HTML is the same
}

// region is the role of an island that may be wider than the page: it scrolls, by
// keyboard too.
const region = "region"

// Render makes the place of the island; what is in it, [Island.fill] puts there.
func (i *Island) Render() app.UI {
	return el("div", attrs{"id", i.ID, "class", "island", when(i.Role != "", "role", ""), i.Role, when(i.Label != "", "aria-label", ""), i.Label, when(i.Role == region, "tabindex", ""), "0"})
}

// OnMount fills the island for the first time.
func (i *Island) OnMount(ctx app.Context) { i.fill() }

// OnUpdate fills it again: it runs only when a field has changed. What scrolls in
// it stays where it was, and what is unfolded stays so.
func (i *Island) OnUpdate(ctx app.Context) { i.fill() }

func (i *Island) fill() {
	place := i.JSValue()
	if place == nil || !place.Truthy() {
		return
	}
	x, y := 0, 0
	if first := place.Get("firstElementChild"); first.Truthy() {
		x, y = first.Get("scrollLeft").Int(), first.Get("scrollTop").Int()
	}
	open := unfolded(place)
	place.Set("innerHTML", i.HTML)
	for _, name := range open {
		if e := place.Call("querySelector", `[data-fold="`+name+`"]`); e.Truthy() {
			e.Set("open", true)
		}
	}
	if first := place.Get("firstElementChild"); x+y > 0 && first.Truthy() {
		first.Set("scrollLeft", x)
		first.Set("scrollTop", y)
	}
}

// unfolded are the names of what somebody has unfolded in an island.
func unfolded(place app.Value) (names []string) {
	open := place.Call("querySelectorAll", "details[data-fold][open]")
	for i := range open.Length() {
		names = append(names, open.Index(i).Call("getAttribute", "data-fold").String())
	}
	return names
}
