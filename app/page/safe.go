package page

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
)

// safely keeps a fault of ours from ending the program: what a handler was about
// to change is as it was, and the page says what went wrong.
func (p *Playground) safely(handle app.EventHandler) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		model, past, future := p.model, p.past, p.future
		defer func() {
			if fault := recover(); fault != nil {
				p.model, p.past, p.future = model, past, future
				p.model.Notice = view.Notice{Name: "failed", Arg: fmt.Sprint(fault)}
				ctx.Defer(settle)
			}
		}()
		handle(ctx, e)
	}
}

// attempt does what a browser may refuse: to store when the storage is full, to
// write the address too often. What it refuses is left undone.
func attempt(do func()) {
	defer func() { _ = recover() }()
	do()
}
