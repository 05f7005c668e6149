package page

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
)

// reference is what the pages have in common on which things are looked up: they
// come to where the address says, and write into it what somebody chooses.
type reference struct {
	model   *view.Reference
	show    func(view.Place) // shows what a place names
	leave   func()           // forgets what belonged to another place
	bytes   inspector
	release []func()
}

// OnMount reads the address, and listens to it.
func (r *reference) OnMount(ctx app.Context) {
	r.release = []func(){
		listenNow("change", mark), listenNow("input", mark),
		listen(ctx, "hashchange", r.safely(func(ctx app.Context, _ app.Event) { r.arrive(ctx) })),
		listen(ctx, "keydown", r.safely(r.onShortcut)),
	}
	r.arrive(ctx)
}

// OnNav reads the address again.
func (r *reference) OnNav(ctx app.Context) { r.arrive(ctx) }

// OnDismount stops listening.
func (r *reference) OnDismount() {
	for _, release := range r.release {
		release()
	}
}

// safely keeps a fault of ours from ending the program.
func (r *reference) safely(handle app.EventHandler) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		defer func() {
			if fault := recover(); fault != nil {
				r.model.Notice = view.Notice{Name: "failed", Arg: fmt.Sprint(fault)}
			}
		}()
		handle(ctx, e)
	}
}

// arrive shows what the address names.
func (r *reference) arrive(ctx app.Context) {
	place := view.ParsePlace(hash())
	elsewhere := place.Name != r.model.Place.Name
	r.show(place)
	r.model.Notice = view.Notice{}
	if elsewhere {
		r.leave()
		app.Window().Call("scrollTo", 0, 0)
	}
	ctx.Defer(settle)
}

// option changes an option of the address; "" takes it back.
func (r *reference) option(name, value string) {
	place := r.model.Place.With(name, value)
	attempt(func() { app.Window().Get("history").Call("replaceState", nil, "", place.String()) })
	r.show(place)
}

// goTo goes to a fragment of this page, or to another page.
func goTo(address string) { app.Window().Get("location").Set("href", address) }

// onChange serves options.
func (r *reference) onChange(ctx app.Context, e app.Event) {
	told(e)
	f, ok := closest(e, "[data-do=option]")
	drawn(ctx, ok)
	if ok {
		r.option(attribute(f, "data-arg"), valueOf(f))
	}
}

// onShortcut: "/" goes to the search.
func (r *reference) onShortcut(ctx app.Context, e app.Event) {
	_, inField := closest(e, "input,textarea,select")
	if e.Get("key").String() == "/" && !inField {
		e.PreventDefault()
		app.Window().GetElementByID(view.SearchID).Call("focus")
	}
	ctx.PreventUpdate()
}
