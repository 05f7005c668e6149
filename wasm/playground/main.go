//go:build js && wasm

package main

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

type hello struct{ app.Compo }

func (h *hello) Render() app.UI {
	s, _ := scenario.Parse(app.Window().URL().Fragment)
	t, _ := scenario.Run(s)
	v, _ := figure.Look(t.Objects[0])
	return app.Div().Body(app.Raw(figure.Trace(t, figure.TraceOptions{Lang: rulebook.English})), app.Raw(figure.Bytes(v, figure.BytesOptions{})), app.P().Text(s.Link()), app.P().Text(s.Text()))
}

func main() {
	app.Route("/", func() app.Composer { return &hello{} })
	app.RunWhenOnBrowser()
}
