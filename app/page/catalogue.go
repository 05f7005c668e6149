package page

import (
	"fmt"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis"
	"ndisplayground/ndis/search"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
)

// Catalogue is the page on which structures, statuses and OIDs are looked up.
// All that it shows is in its address, but for what is pasted.
type Catalogue struct {
	app.Compo
	reference
	model view.Catalogue
}

// NewCatalogue is the page in a language; root is the site's root as seen from
// it.
func NewCatalogue(lang rulebook.Lang, root string) *Catalogue {
	c := &Catalogue{}
	c.model.Lang, c.model.Root = lang, root
	c.reference = reference{model: &c.model.Reference, show: c.model.Arrive, leave: c.leave, bytes: inspector{c.model.View, func(ndis.Path) {}}}
	c.model.Arrive(view.Place{})
	return c
}

// Render draws the page. It listens at its root for all of its controls.
func (c *Catalogue) Render() app.UI {
	return app.Elem("div").Class("playground").
		On("click", c.safely(c.onClick)).On("change", c.safely(c.onChange)).On("input", c.safely(c.onInput)).On("keydown", c.safely(c.onKey)).
		On("mouseover", c.safely(c.bytes.onHover)).On("focusin", c.safely(c.onFocus)).
		Body(c.model.Page())
}

// leave forgets what was searched for.
func (c *Catalogue) leave() { c.model.Query, c.model.Finds, c.model.Chosen = "", figure.Finds{}, 0 }

// onClick serves buttons and results.
func (c *Catalogue) onClick(ctx app.Context, e app.Event) {
	if r, ok := closest(e, "[data-go]"); ok {
		goTo(attribute(r, "data-go"))
		drawn(ctx, false)
		return
	}
	b, ok := closest(e, "button[data-do]")
	if !ok {
		drawn(ctx, c.bytes.click(e))
		return
	}
	c.act(attribute(b, "data-do"), attribute(b, "data-arg"))
	drawn(ctx, true)
}

// act does what a button is for.
func (c *Catalogue) act(do, arg string) {
	switch do {
	case "copy":
		c.model.Notice = copied(arg)
	case "download":
		download("ndis."+fileType(c.model.Place.Options.Get("format")), app.Window().GetElementByID(arg).Get("value").String())
	case "download-sheet":
		text, file := c.model.SheetText(arg)
		download(file, text)
	case "print":
		app.Window().Call("print")
	case "option-is":
		name, value := cut(arg)
		c.option(name, value)
	}
}

// fileType is the ending of a file in a format of package export.
func fileType(format string) string {
	switch {
	case format == "json" || format == "ksy":
		return format
	case format == "imhex":
		return "hexpat"
	case strings.HasPrefix(format, "hex"):
		return "txt"
	}
	return "c"
}

// onInput searches with each keystroke, and reads what is pasted.
func (c *Catalogue) onInput(ctx app.Context, e app.Event) {
	text := e.Get("target").Get("value").String()
	told(e)
	switch e.Get("target").Get("id").String() {
	case view.SearchID:
		c.model.Seek(text)
	case view.PasteID:
		c.model.Paste = text
		c.model.Arrive(c.model.Place)
	default:
		ctx.PreventUpdate()
	}
}

// onFocus prepares the search before its first key, in slices between which the
// page can answer.
func (c *Catalogue) onFocus(ctx app.Context, e app.Event) {
	if e.Get("target").Get("id").String() != view.SearchID {
		c.bytes.onFocus(ctx, e)
		return
	}
	ctx.PreventUpdate()
	ctx.Async(func() {
		for search.Prepare() {
			time.Sleep(time.Millisecond)
		}
	})
}

// onKey chooses among the results, and walks bytes and members.
func (c *Catalogue) onKey(ctx app.Context, e app.Event) {
	if e.Get("target").Get("id").String() != view.SearchID {
		changed, _ := c.bytes.key(e)
		if cell, ok := closest(e, "[data-cell]"); ok {
			keyInMatrix(e, cell, e.Get("key").String())
		}
		drawn(ctx, changed)
		return
	}
	drawn(ctx, c.keyInSearch(e))
}

func (c *Catalogue) keyInSearch(e app.Event) (changed bool) {
	m := &c.model
	switch e.Get("key").String() {
	case "ArrowDown":
		m.Chosen = min(m.Chosen+1, max(m.Finds.Len()-1, 0))
	case "ArrowUp":
		m.Chosen = max(m.Chosen-1, 0)
	case "Enter":
		if m.Chosen < m.Finds.Len() {
			r := app.Window().GetElementByID(fmt.Sprint("result-", m.Chosen))
			goTo(attribute(r, "data-go"))
		}
	case "Escape":
		e.Get("target").Set("value", "")
		c.leave()
	default:
		return false
	}
	e.PreventDefault()
	return true
}
