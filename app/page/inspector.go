package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis"
	"ndisplayground/nicsim/figure"
)

// inspector lets the grid of a structure's bytes and the tree of its members
// highlight each other, and walks them by keyboard.
type inspector struct {
	view   func() (figure.View, bool)
	choose func(ndis.Path) // what happens when a member is chosen
}

// bytesPlace is the place where bytes and members are drawn.
func bytesPlace() app.Value { return app.Window().GetElementByID(view.BytesID) }

// light highlights a member and its bytes, and takes the light from others.
func light(from, to int, paths ...ndis.Path) {
	place := bytesPlace()
	if !place.Truthy() {
		return
	}
	lit := place.Call("querySelectorAll", ".lit")
	for i := range lit.Length() {
		lit.Index(i).Get("classList").Call("remove", "lit")
	}
	for _, path := range paths {
		brighten(place, "data-path", string(path))
	}
	for at := from; at < to; at++ {
		brighten(place, "data-at", strconv.Itoa(at))
	}
	if label := app.Window().GetElementByID(view.LitID); label.Truthy() {
		label.Set("textContent", litText(from, to, paths))
	}
}

func brighten(place app.Value, attribute, value string) {
	if e := place.Call("querySelector", "["+attribute+`="`+value+`"]`); e.Truthy() {
		e.Get("classList").Call("add", "lit")
	}
}

// litText is the full path of what is highlighted, and where it lies.
func litText(from, to int, paths []ndis.Path) string {
	if len(paths) == 0 {
		return ndis.Hex(uint64(max(from, 0)), 2)
	}
	var names []string
	for _, path := range paths {
		names = append(names, string(path))
	}
	return strings.Join(names, ", ") + " · +" + ndis.Hex(uint64(from), 2) + " · " + strconv.Itoa(to-from)
}

// onHover highlights what the pointer is over.
func (i *inspector) onHover(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	i.lightAt(e)
}

// onFocus highlights where the caret is, and lets Tab come back to it.
func (i *inspector) onFocus(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	if i.lightAt(e) {
		rove(e.Get("target"))
	}
}

func (i *inspector) lightAt(e app.Event) bool {
	if line, ok := closest(e, "#"+view.BytesID+" [data-path]"); ok {
		light(number(line, "data-from"), number(line, "data-to"), ndis.Path(attribute(line, "data-path")))
		return true
	}
	cell, ok := closest(e, "#"+view.BytesID+" [data-at]")
	if !ok {
		return false
	}
	at := number(cell, "data-at")
	from, to := at, at+1
	var paths []ndis.Path
	for i, part := range i.partsAt(at) {
		if paths = append(paths, part.Path); i == 0 {
			from, to = part.From, part.To
		}
	}
	light(from, to, paths...)
	return true
}

// rove makes an element the one that Tab comes to in its grid or tree.
func rove(e app.Value) {
	widget := e.Call("closest", "[role=grid],[role=tree]")
	if !widget.Truthy() {
		return
	}
	others := widget.Call("querySelectorAll", `[tabindex="0"]`)
	for i := range others.Length() {
		others.Index(i).Set("tabIndex", -1)
	}
	e.Set("tabIndex", 0)
}

// key serves a key; ours is false where it was pressed elsewhere.
func (i *inspector) key(e app.Event) (changed, ours bool) {
	name := e.Get("key").String()
	if line, ok := closest(e, "#"+view.BytesID+" [role=treeitem]"); ok {
		return i.keyInTree(e, line, name), true
	}
	if cell, ok := closest(e, "#"+view.BytesID+" [data-at]"); ok {
		return i.keyInGrid(e, cell, name), true
	}
	return false, false
}

// keyInGrid goes from byte to byte; Enter chooses.
func (i *inspector) keyInGrid(e app.Event, cell app.Value, key string) (changed bool) {
	at := number(cell, "data-at")
	const row = 16
	by, ok := map[string]int{"ArrowLeft": -1, "ArrowRight": 1, "ArrowUp": -row, "ArrowDown": row, "Home": -(at % row), "End": row - 1 - at%row}[key]
	switch {
	case key == "Enter" || key == " ":
		e.PreventDefault()
		return i.click(e)
	case ok:
		e.PreventDefault()
		if next := bytesPlace().Call("querySelector", `[data-at="`+strconv.Itoa(at+by)+`"]`); next.Truthy() {
			next.Call("focus")
		}
	}
	return false
}

// keyInTree goes from line to line as trees do: right and left open and close.
func (i *inspector) keyInTree(e app.Event, line app.Value, key string) (changed bool) {
	expanded := attribute(line, "aria-expanded")
	switch key {
	case "Enter", " ":
		i.choose(ndis.Path(attribute(line, "data-path")))
		changed = true
	case "ArrowDown":
		focusLine(visibleLines(), line, 1)
	case "ArrowUp":
		focusLine(visibleLines(), line, -1)
	case "Home", "End":
		focusEnd(key == "End")
	case "ArrowRight":
		if expanded == "false" {
			line.Call("setAttribute", "aria-expanded", "true")
		} else if expanded == "true" {
			focusLine(visibleLines(), line, 1)
		}
	case "ArrowLeft":
		if expanded == "true" {
			line.Call("setAttribute", "aria-expanded", "false")
		} else if outer := line.Get("parentElement").Call("closest", "[role=treeitem]"); outer.Truthy() {
			outer.Call("focus")
		}
	default:
		return false
	}
	e.PreventDefault()
	return changed
}

// unfold opens or closes a branch that was clicked.
func (i *inspector) unfold(line app.Value) {
	switch attribute(line, "aria-expanded") {
	case "true":
		line.Call("setAttribute", "aria-expanded", "false")
	case "false":
		line.Call("setAttribute", "aria-expanded", "true")
	}
}

// visible are the elements that fit a selector and that nothing closed hides.
func visible(selector string) []app.Value {
	all := document().Call("querySelectorAll", selector)
	var lines []app.Value
	for i := range all.Length() {
		if line := all.Index(i); line.Call("getClientRects").Length() > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

// visibleLines are the lines of the tree that no closed branch hides.
func visibleLines() []app.Value { return visible("#" + view.BytesID + " [role=treeitem]") }

// focusLine puts the focus on a neighbour of a line, if there is one.
func focusLine(lines []app.Value, line app.Value, by int) {
	for i := range lines {
		if lines[i].Equal(line) && i+by >= 0 && i+by < len(lines) {
			lines[i+by].Call("focus")
			return
		}
	}
}

func focusEnd(last bool) {
	lines := visibleLines()
	if len(lines) == 0 {
		return
	}
	i := 0
	if last {
		i = len(lines) - 1
	}
	lines[i].Call("focus")
}

// partsAt are the members or fields that a byte belongs to.
func (i *inspector) partsAt(at int) []figure.Part {
	v, ok := i.view()
	if !ok {
		return nil
	}
	return v.Parts(at)
}

// click chooses the member under a byte, or of a line of the tree.
func (i *inspector) click(e app.Event) bool {
	if line, ok := closest(e, "#"+view.BytesID+" [data-path]"); ok {
		i.choose(ndis.Path(attribute(line, "data-path")))
		i.unfold(line)
		return true
	}
	if cell, ok := closest(e, "#"+view.BytesID+" [data-at]"); ok {
		if parts := i.partsAt(number(cell, "data-at")); len(parts) > 0 {
			i.choose(parts[0].Path)
		}
		return true
	}
	return false
}
