package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/inf"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// mostOfFile is how much of a file is read.
const mostOfFile = 4 << 20

// openFile opens the file that was chosen.
func (p *Playground) openFile(c call) {
	field := app.Window().GetElementByID(view.FileID)
	p.readFile(c.Context, field.Get("files"))
	field.Set("value", "")
}

// onDragOver lets files be dropped, wherever on the page.
func (p *Playground) onDragOver(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	if e.Get("dataTransfer").Get("types").Call("includes", "Files").Bool() {
		e.PreventDefault()
	}
}

// onDrop opens a file that was dropped.
func (p *Playground) onDrop(ctx app.Context, e app.Event) {
	ctx.PreventUpdate()
	if files := e.Get("dataTransfer").Get("files"); files.Length() > 0 {
		e.PreventDefault()
		p.readFile(ctx, files)
	}
}

// readFile opens the first of some files, when the browser has read it.
func (p *Playground) readFile(ctx app.Context, files app.Value) {
	if files.Length() == 0 {
		return
	}
	files.Index(0).Call("slice", 0, mostOfFile).Call("arrayBuffer").Then(func(buffer app.Value) {
		from := app.Window().Get("Uint8Array").New(buffer)
		bytes := make([]byte, from.Length())
		app.CopyBytesToGo(bytes, from)
		ctx.Dispatch(func(ctx app.Context) {
			p.safely(func(app.Context, app.Event) { p.openBytes(bytes) })(ctx, app.Event{})
			ctx.Defer(settle)
		})
	})
}

// openBytes opens a file: an INF file, whatever its encoding, or a scenario's text.
func (p *Playground) openBytes(bytes []byte) {
	if text := string(bytes); !strings.Contains(text, "\x00") && !view.IsINF(text) {
		p.openAs(text)
		return
	}
	p.openINF(bytes)
}

// openINF shows what an INF file says, in the dialog.
func (p *Playground) openINF(bytes []byte) {
	var languages []string
	if p.model.Lang == rulebook.Japanese {
		languages = []string{"0411"}
	}
	file, problems := inf.Parse(bytes, languages...)
	p.model.INF = &view.INF{File: file, Problems: problems}
	openDialog(view.OpenID)
}

// chooseDevice takes the keywords of another device.
func (p *Playground) chooseDevice(c call) {
	if n, err := strconv.Atoi(c.value); err == nil && p.model.INF != nil && n >= 0 && n < len(p.model.INF.File.Devices) {
		p.model.INF.Device = n
	}
}

// useINF makes the keywords of an INF file the card's; what the registry has
// besides stays.
func (p *Playground) useINF(call) {
	if p.model.INF == nil {
		return
	}
	settings, _ := p.model.INF.Settings(p.model.Lang)
	closeDialog(view.OpenID)
	p.model.INF = nil
	p.model.Driver = "nic"
	p.change(func(s *scenario.Scenario) {
		var kept []hardware.Setting
		for _, k := range s.Keywords {
			if !strings.HasPrefix(k.Name, "*") {
				kept = append(kept, k)
			}
		}
		s.Keywords = append(settings, kept...)
	})
}
