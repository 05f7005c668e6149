package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis"
	"ndisplayground/nicsim/scenario"
)

func document() app.Value { return app.Window().Get("document") }

// settle puts what the page knows into its fields. go-app compares with what it
// drew last, not with what somebody has written since.
func (p *Playground) settle(app.Context) {
	fields := document().Call("querySelectorAll", "[data-value],[data-checked]")
	for i := range fields.Length() {
		put(fields.Index(i))
	}
}

// pending is set on a field whose change the page has not been told of yet.
const pending = "ndisPending"

// mark notes at once that a field was changed: go-app hands the event over
// later, and until then nothing may be put into the field.
func mark(event app.Value) {
	event.Get("target").Set(pending, true)
}

func put(field app.Value) {
	if field.Get(pending).Truthy() {
		return
	}
	if checked := attribute(field, "data-checked"); checked != "" {
		field.Set("checked", checked == "true")
		return
	}
	value := strings.TrimPrefix(attribute(field, "data-value"), "=")
	if attribute(field, "data-absolute") != "" {
		value = absolute(value)
	}
	if field.Get("value").String() != value {
		field.Set("value", value)
	}
}

// absolute is a link with the address of this page.
func absolute(link string) string {
	here, _, _ := strings.Cut(app.Window().Get("location").Get("href").String(), "#")
	return here + link
}

func openDialog(name string) {
	if d := app.Window().GetElementByID(name); d.Truthy() && !d.Get("open").Bool() {
		d.Call("showModal")
	}
}

func closeDialog(name string) {
	if d := app.Window().GetElementByID(name); d.Truthy() && d.Get("open").Bool() {
		d.Call("close")
	}
}

// openText shows what was pasted: a link, a text, or the word of a version. Of
// what cannot be read only the problems count.
func (p *Playground) openText(call) {
	field := app.Window().GetElementByID("open-text")
	s, problems := scenario.Parse(field.Get("value").String())
	closeDialog(view.OpenID)
	switch {
	case len(s.Drivers()) > 0:
		field.Set("value", "")
		p.replace(s, problems)
	case scenario.Errors(problems):
		p.loaded = problems
		p.look()
	default: // a host alone
		field.Set("value", "")
		p.set("host", "", s.Host.String())
		p.loaded = problems
		p.look()
	}
}

// example shows a scenario of the library.
func (p *Playground) example(c call) {
	e, err := scenario.Example(c.arg)
	if err != nil {
		return
	}
	closeDialog(view.LibraryID)
	p.replace(e.Scenario.Clone(), nil)
	p.model.Notice = view.Notice{Name: "example-loaded", Arg: titleOf(e, string(p.model.Lang))}
}

// resume shows what was changed last time.
func (p *Playground) resume(call) {
	s, problems := scenario.ParseText(Stored(autosave))
	p.replace(s, problems)
}

// copy copies what a field has; where the browser does not let it, the text is
// selected, ready to be copied by hand.
func (p *Playground) copy(c call) {
	app.Window().GetElementByID(c.arg).Call("select")
	p.model.Notice = view.Notice{Name: "copy-by-hand"}
	if document().Call("execCommand", "copy").Bool() {
		p.model.Notice.Name = "copied"
	}
}

// download hands a text over as a file.
func download(text string) {
	a := document().Call("createElement", "a")
	a.Set("href", "data:text/plain;charset=utf-8,"+app.Window().Call("encodeURIComponent", text).String())
	a.Set("download", "scenario.txt")
	a.Call("click")
}

// figure is the place where bytes and members are drawn.
func figure() app.Value { return app.Window().GetElementByID(view.BytesID) }

// light highlights a member and its bytes, and takes the light from others.
func light(from, to int, paths ...ndis.Path) {
	place := figure()
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
func (p *Playground) onHover(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	p.lightAt(e)
}

// onFocus highlights where the caret is, and lets Tab come back to it.
func (p *Playground) onFocus(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	if p.lightAt(e) {
		rove(e.Get("target"))
	}
}

func (p *Playground) lightAt(e app.Event) bool {
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
	paths := p.membersAt(at)
	if v, ok := p.model.View(); ok && len(paths) > 0 {
		s := v.Layout.Slot(paths[0])
		from, to = s.Offset, s.End()
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

// keyInGrid goes from byte to byte; Enter chooses.
func (p *Playground) keyInGrid(e app.Event, cell app.Value, key string) (changed bool) {
	at := number(cell, "data-at")
	const row = 16
	by, ok := map[string]int{"ArrowLeft": -1, "ArrowRight": 1, "ArrowUp": -row, "ArrowDown": row, "Home": -(at % row), "End": row - 1 - at%row}[key]
	switch {
	case key == "Enter" || key == " ":
		e.PreventDefault()
		return p.clickBytes(e)
	case ok:
		e.PreventDefault()
		if next := figure().Call("querySelector", `[data-at="`+strconv.Itoa(at+by)+`"]`); next.Truthy() {
			next.Call("focus")
		}
	}
	return false
}

// keyInTree goes from line to line as trees do: right and left open and close.
func (p *Playground) keyInTree(e app.Event, line app.Value, key string) (changed bool) {
	expanded := attribute(line, "aria-expanded")
	switch key {
	case "Enter", " ":
		p.model.Member = ndis.Path(attribute(line, "data-path"))
		changed = true
	case "ArrowDown":
		focusLine(line, 1)
	case "ArrowUp":
		focusLine(line, -1)
	case "Home", "End":
		focusEnd(key == "End")
	case "ArrowRight":
		if expanded == "false" {
			line.Call("setAttribute", "aria-expanded", "true")
		} else if expanded == "true" {
			focusLine(line, 1)
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
func (p *Playground) unfold(line app.Value) {
	switch attribute(line, "aria-expanded") {
	case "true":
		line.Call("setAttribute", "aria-expanded", "false")
	case "false":
		line.Call("setAttribute", "aria-expanded", "true")
	}
}

// visibleLines are the lines of the tree that no closed branch hides.
func visibleLines() []app.Value {
	all := figure().Call("querySelectorAll", "[role=treeitem]")
	var lines []app.Value
	for i := range all.Length() {
		if line := all.Index(i); line.Call("getClientRects").Length() > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

func focusLine(line app.Value, by int) {
	lines := visibleLines()
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

// focusEvent puts the focus on the open event's line.
func (p *Playground) focusEvent() {
	if p.model.Current == nil {
		return
	}
	s := document().Call("querySelector", "#event-"+strconv.Itoa(int(p.model.Current.Time))+" > summary")
	if s.Truthy() {
		s.Call("focus")
	}
}
