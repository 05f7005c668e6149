package page

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/nicsim/scenario"
)

// dialog opens a dialog. The library does not remember what was looked for in it.
func (p *Playground) dialog(c call) {
	if c.arg == view.LibraryID {
		p.model.Seek("")
		app.Window().GetElementByID(view.SeekID).Set("value", "")
		c.Async(p.prepareLibrary)
	}
	openDialog(c.arg)
}

// prepareLibrary prepares the search of the library, in slices between which the
// page can answer.
func (p *Playground) prepareLibrary() {
	const slice = 8
	for i := 1; p.model.PrepareSeek(); i++ {
		if i%slice == 0 {
			time.Sleep(time.Millisecond)
		}
	}
}

// onInput searches the library with each keystroke.
func (p *Playground) onInput(ctx app.Context, e app.Event) {
	field := e.Get("target")
	if field.Get("id").String() != view.SeekID {
		ctx.PreventUpdate()
		return
	}
	p.model.Seek(field.Get("value").String())
}

// keyInLibrary goes from line to line: the field, the themes, their scenarios.
func keyInLibrary(e app.Event, key string) {
	line, ok := closest(e, libraryLines)
	by := map[string]int{"ArrowDown": 1, "ArrowUp": -1}[key]
	if ok && by != 0 {
		e.PreventDefault()
		focusLine(visible(libraryLines), line, by)
	}
}

const libraryLines = "#" + view.LibraryID + " :is(#" + view.SeekID + ", summary, [data-do=example])"

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

// exampleNotice names the example that was loaded.
func (p *Playground) exampleNotice(subjects []string) view.Notice {
	for _, name := range subjects {
		if e, err := scenario.Example(name); err == nil {
			return view.Notice{Name: "example-loaded", Arg: titleOf(e, string(p.model.Lang))}
		}
	}
	return view.Notice{}
}

// titleOf is what a scenario of the library is called.
func titleOf(e *scenario.Entry, lang string) string {
	if title := e.Title[lang]; title != "" {
		return title
	}
	return e.Name
}
