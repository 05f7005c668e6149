package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis"
)

// How much of a file is read: of a text, and of a capture.
const (
	mostOfFile    = 4 << 20
	mostOfCapture = 32 << 20
)

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
	file := files.Index(0)
	name := view.TidyName(file.Get("name").String())
	p.await(ctx, file.Call("slice", 0, mostOfCapture).Call("arrayBuffer"), func(ctx app.Context, buffer app.Value) {
		p.openBuffer(ctx, name, file.Get("size").Int(), app.Window().Get("Uint8Array").New(buffer))
	}, func(string) { // a folder, or gone by now
		closeDialog(view.OpenID)
		p.model.Notice = view.Notice{Name: "file-unreadable", Arg: name}
	})
}

// openBuffer opens a file: a capture by its first bytes, else a text.
func (p *Playground) openBuffer(ctx app.Context, name string, size int, file app.Value) {
	const head = 8
	is, why := view.IsCapture(bytesOf(file, head))
	switch {
	case why != nil:
		why.Offset = 0
		p.showCapture(&view.Capture{Name: name, Read: true, Problems: []*ndis.Error{why}})
	case is:
		c := &view.Capture{Name: name}
		if size > mostOfCapture {
			c.Cut = mostOfCapture >> 20
		}
		p.captures.file = file
		p.showCapture(c)
		p.withCaptures(ctx, p.readCapture)
	default:
		p.openBytes(bytesOf(file, mostOfFile))
	}
}

// bytesOf copies what an array of bytes begins with, at most so many.
func bytesOf(array app.Value, most int) []byte {
	bytes := make([]byte, min(array.Length(), most))
	app.CopyBytesToGo(bytes, array)
	return bytes
}

// await waits for a promise. What it comes to, or why it fails, is handed over
// where the page can be changed.
func (p *Playground) await(ctx app.Context, promise app.Value, then func(app.Context, app.Value), failed func(why string)) {
	var done, refused app.Func
	hand := func(over func(app.Context, app.Value)) app.Func {
		return app.FuncOf(func(_ app.Value, args []app.Value) any {
			done.Release()
			refused.Release()
			ctx.Dispatch(func(ctx app.Context) {
				p.safely(func(ctx app.Context, _ app.Event) { over(ctx, args[0]) })(ctx, app.Event{})
				ctx.Defer(settle)
			})
			return nil
		})
	}
	done = hand(then)
	refused = hand(func(_ app.Context, fault app.Value) { failed(fault.Get("message").String()) })
	promise.Call("then", done, refused)
}
