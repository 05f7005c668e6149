package page

import (
	"strings"
	"sync"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/nicsim/scenario"
)

func document() app.Value { return app.Window().Get("document") }

// settle puts what the page knows into its fields. go-app compares with what it
// drew last, not with what somebody has written since. Boxes and radio buttons
// have a task of their own: the program also runs inside of the browser's events,
// and a radio button that is set while the click on its neighbour goes on takes
// that click back, without a change that would tell of it.
func settle(app.Context) {
	putAll("[data-value]")
	app.Window().Call("setTimeout", putChecks())
	reveal()
}

func putAll(selector string) {
	fields := document().Call("querySelectorAll", selector)
	for i := range fields.Length() {
		put(fields.Index(i))
	}
}

var putChecks = sync.OnceValue(func() app.Func {
	return app.FuncOf(func(app.Value, []app.Value) any {
		putAll("[data-checked]")
		return nil
	})
})

// pending is set while the page has not been told of a change: on a field, and on
// a group of radio buttons, in which putting one changes the others. It is the
// field that was changed last.
const pending = "ndisPending"

// typed is set on a field in which somebody is writing.
const typed = "ndisTyped"

func pendingOn(field app.Value) app.Value {
	if group := field.Call("closest", "fieldset"); group.Truthy() && field.Get("type").String() == "radio" {
		return group
	}
	return field
}

// mark notes at once that a field was changed: go-app hands the event over
// later, and until then nothing may be put into the field.
func mark(event app.Value) {
	field := event.Get("target")
	pendingOn(field).Set(pending, field)
}

// told says that the page was told of a change.
func told(e app.Event) {
	field := e.Get("target")
	if on := pendingOn(field); field.Equal(on.Get(pending)) {
		on.Set(pending, nil)
	}
	field.Set(typed, false)
}

// typing notes that somebody writes in a field, until it is told of or left.
func typing(on bool) func(app.Value) {
	return func(event app.Value) { event.Get("target").Set(typed, on) }
}

func put(field app.Value) {
	if pendingOn(field).Get(pending).Truthy() {
		return
	}
	if checked := attribute(field, "data-checked"); checked != "" {
		field.Set("checked", checked == "true")
		return
	}
	if field.Get(typed).Truthy() {
		return
	}
	value := strings.TrimPrefix(attribute(field, "data-value"), "=")
	if attribute(field, "data-absolute") != "" {
		value = absolute(value)
	}
	if strings.TrimSpace(field.Get("value").String()) != value { // go-app trims attributes
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

// openText shows what was pasted.
func (p *Playground) openText(call) {
	text := app.Window().GetElementByID("open-text").Get("value").String()
	if view.IsINF(text) {
		p.openINF([]byte(text))
		return
	}
	p.openAs(text)
}

// openAs shows what a text says: a link, a scenario, or the word of a version. Of
// what cannot be read only the problems count.
func (p *Playground) openAs(text string) {
	field := app.Window().GetElementByID("open-text")
	s, problems := scenario.Parse(text)
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

// resume shows what was changed last time.
func (p *Playground) resume(call) {
	s, problems := scenario.ParseText(Stored(autosave))
	p.replace(s, problems)
}

// copied copies what a field has, and is the notice about it; where the browser
// does not let it, the text is selected, ready to be copied by hand.
func copied(field string) view.Notice {
	app.Window().GetElementByID(field).Call("select")
	if document().Call("execCommand", "copy").Bool() {
		return view.Notice{Name: "copied"}
	}
	return view.Notice{Name: "copy-by-hand"}
}

// download hands a text over as a file.
func download(name, text string) {
	a := document().Call("createElement", "a")
	a.Set("href", "data:text/plain;charset=utf-8,"+app.Window().Call("encodeURIComponent", text).String())
	a.Set("download", name)
	a.Call("click")
}

// focusEvent puts the focus on the open event's line.
func (p *Playground) focusEvent() {
	if p.model.Current == nil {
		return
	}
	if line := document().Call("querySelector", "#"+view.TraceID+" [aria-current=step]"); line.Truthy() {
		line.Call("focus")
	}
}

// reveal scrolls a diagram to the row that is open.
func reveal() {
	row := document().Call("querySelector", "#"+view.TraceID+" .calls > .current")
	if !row.Truthy() {
		return
	}
	box := row.Call("closest", ".sequence")
	top, height := row.Get("offsetTop").Int(), box.Get("clientHeight").Int()
	if at := box.Get("scrollTop").Int(); top < at+2*row.Get("offsetHeight").Int() || top+row.Get("offsetHeight").Int() > at+height {
		box.Set("scrollTop", top-height/2)
	}
}
