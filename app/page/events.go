package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis/trace"
)

// attribute is an attribute of an element, "" where it has none.
func attribute(e app.Value, name string) string {
	if v := e.Call("getAttribute", name); v.Truthy() {
		return v.String()
	}
	return ""
}

// closest is the element that fits, from the event's target outwards.
func closest(e app.Event, selector string) (app.Value, bool) {
	target := e.Get("target")
	if !target.Truthy() || !target.Get("closest").Truthy() {
		return nil, false
	}
	found := target.Call("closest", selector)
	return found, found.Truthy()
}

// number is a number that an attribute has, or -1.
func number(e app.Value, name string) int {
	n, err := strconv.Atoi(attribute(e, name))
	if err != nil {
		return -1
	}
	return n
}

// drawn says whether an event changed something: then the page is drawn again,
// which go-app does by itself, and its fields are put right behind it.
func drawn(ctx app.Context, changed bool) {
	if changed {
		ctx.Defer(settle)
	} else {
		ctx.PreventUpdate()
	}
}

// onClick serves buttons, and what can be clicked in figures.
func (p *Playground) onClick(ctx app.Context, e app.Event) {
	b, ok := closest(e, "button[data-do]")
	if !ok {
		drawn(ctx, p.clickTrace(ctx, e) || p.bytes.click(e))
		return
	}
	enabled := attribute(b, "aria-disabled") != "true"
	if enabled {
		p.act(ctx, attribute(b, "data-do"), attribute(b, "data-arg"), "")
	}
	drawn(ctx, enabled)
}

// events are what stands for an event in a list, a diagram or a comparison.
const events = ":is(#" + view.TraceID + ", #" + view.OffloadsID + ") :is(summary, button, .call)[data-time]"

// clickTrace opens an event, follows a fact to its bytes, applies a remedy, opens
// a cell of a sweep.
func (p *Playground) clickTrace(ctx app.Context, e app.Event) bool {
	if b, ok := closest(e, "[data-remedy]"); ok {
		p.remedy(number(b, "data-remedy"))
		return true
	}
	if f, ok := closest(e, "#"+view.TraceID+" [data-object]"); ok {
		p.pin(view.Shown{Object: number(f, "data-object")})
		return true
	}
	if c, ok := closest(e, "[data-cell]"); ok {
		p.openCell(attribute(c, "data-cell"))
		return true
	}
	s, ok := closest(e, events)
	if !ok {
		return false
	}
	time := number(s, "data-time")
	if p.model.Current != nil && int(p.model.Current.Time) == time {
		return false // the browser closes and opens it
	}
	e.PreventDefault()
	p.goTo(trace.Tick(time))
	ctx.Defer(func(app.Context) { p.focusEvent() })
	return true
}

// onChange serves fields, boxes and selects.
func (p *Playground) onChange(ctx app.Context, e app.Event) {
	told(e)
	c, ok := closest(e, "[data-path],[data-do]")
	drawn(ctx, ok)
	if !ok {
		return
	}
	value := valueOf(c)
	if path := attribute(c, "data-path"); path != "" {
		p.set(path, attribute(c, "data-arg"), value)
	} else {
		p.act(ctx, attribute(c, "data-do"), attribute(c, "data-arg"), value)
	}
}

// valueOf is what a control says now; "" is "as by default".
func valueOf(c app.Value) string {
	value := c.Get("value").String()
	switch c.Get("type").String() {
	case "checkbox":
		value = ""
		if c.Get("checked").Bool() {
			value = attribute(c, "data-on")
		}
	case "radio":
		value = attribute(c, "data-on")
	}
	if value == "-" {
		return ""
	}
	return strings.TrimSpace(value)
}

// onShortcut serves the keys that count everywhere but in fields.
func (p *Playground) onShortcut(ctx app.Context, e app.Event) {
	do := shortcut(e)
	if do != "" {
		e.PreventDefault()
		p.act(ctx, do, "", "")
	}
	drawn(ctx, do != "")
}

// shortcut is the action that a key stands for, "" for none.
func shortcut(e app.Event) string {
	if !e.Get("ctrlKey").Bool() && !e.Get("metaKey").Bool() {
		return ""
	}
	if _, inField := closest(e, "input[type=text],textarea"); inField {
		return ""
	}
	key := strings.ToLower(e.Get("key").String())
	switch {
	case key == "y" || key == "z" && e.Get("shiftKey").Bool():
		return "redo"
	case key == "z":
		return "undo"
	}
	return ""
}

// onKey serves the keys of the figures: arrows go from line to line, from byte
// to byte, from event to event.
func (p *Playground) onKey(ctx app.Context, e app.Event) {
	key := e.Get("key").String()
	changed, ours := p.bytes.key(e)
	if _, ok := closest(e, events); ok && !ours {
		changed = p.keyInTrace(ctx, e, key)
	}
	if cell, ok := closest(e, "[data-cell]"); ok {
		keyInMatrix(e, cell, key)
	}
	keyInLibrary(e, key)
	drawn(ctx, changed)
}

func (p *Playground) keyInTrace(ctx app.Context, e app.Event, key string) (changed bool) {
	where, ok := map[string]string{"ArrowDown": "forward", "ArrowUp": "back", "Home": "first", "End": "last"}[key]
	if !ok {
		return false
	}
	e.PreventDefault()
	if p.model.Look.Way == view.LookPackets {
		p.stepAmongDeeds(where)
	} else {
		p.step(where)
	}
	ctx.Defer(func(app.Context) { p.focusEvent() })
	return true
}

// stepAmongDeeds goes to another event of those that stand beside packets.
func (p *Playground) stepAmongDeeds(where string) {
	lines := visible("#" + view.TraceID + " .deeds > li > [data-time]")
	at, now := -1, 0
	if p.model.Current != nil {
		now = int(p.model.Current.Time)
	}
	for i, line := range lines {
		switch time := number(line, "data-time"); {
		case where == "first" && at < 0, where == "forward" && at < 0 && time > now, where == "back" && time < now, where == "last":
			at = i
		}
	}
	if at >= 0 {
		p.goTo(trace.Tick(number(lines[at], "data-time")))
	}
}

// keyInMatrix goes from cell to cell.
func keyInMatrix(e app.Event, cell app.Value, key string) {
	down, right := 0, 0
	switch key {
	case "ArrowUp":
		down = -1
	case "ArrowDown":
		down = 1
	case "ArrowLeft":
		right = -1
	case "ArrowRight":
		right = 1
	default:
		return
	}
	e.PreventDefault()
	row, column, _ := strings.Cut(attribute(cell, "data-cell"), ".")
	next := cell.Call("closest", "table").Call("querySelector", `[data-cell="`+moved(row, down)+"."+moved(column, right)+`"]`)
	if next.Truthy() {
		next.Call("focus")
		rove(next)
	}
}

func moved(number string, by int) string {
	n, _ := strconv.Atoi(number)
	return strconv.Itoa(n + by)
}
