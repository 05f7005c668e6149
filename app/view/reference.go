package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/nicsim/rulebook"
)

// Reference is what the pages have in common on which things are looked up: their
// address says all that they show. Of the model they use the words and the
// controls.
type Reference struct {
	Model
	Root  string // the site's root, as seen from this page
	Place Place

	drawn map[string]string // drawings of this place, by island
}

// goTo goes to a place.
func (r *Reference) goTo(place Place) { r.Place, r.drawn = place, map[string]string{} }

// island is a figure, drawn once in a place however often the page is.
func (r *Reference) island(id string, draw func() string) *Island {
	if _, ok := r.drawn[id]; !ok {
		r.drawn[id] = draw()
	}
	return &Island{ID: id, HTML: r.drawn[id]}
}

// wide is an island that scrolls where the page is narrow.
func (r *Reference) wide(id, label string, draw func() string) *Island {
	i := r.island(id, draw)
	i.Role, i.Label = region, label
	return i
}

// choosing is a select of an option of the address.
func (r *Reference) choosing(name, label string, options []option) app.UI {
	value := r.Place.option(name)
	if value == "" {
		value = none
	}
	return r.selecting(control{do: "option", arg: name, label: label}, value, options)
}

// playground is the address of the playground's page in this language.
func (r *Reference) playground() string {
	return r.Root + when(r.Lang == rulebook.Japanese, "ja/", "")
}

// book is the address of the page of rules in this language.
func (r *Reference) book() string { return r.playground() + "rules/" }
