//go:build js && wasm

package main

import "github.com/maxence-charriere/go-app/v10/pkg/app"

type page struct{ app.Compo }

// Render draws next to nothing.
func (p *page) Render() app.UI { return app.H1().Text("Hello") }

func main() {
	app.Route("/", func() app.Composer { return &page{} })
	app.RunWhenOnBrowser()
}
