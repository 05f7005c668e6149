package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/nicsim/capture/kind"
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

// readFile opens the first of some files, when the browser has read it, and none
// was opened since.
func (p *Playground) readFile(ctx app.Context, files app.Value) {
	if files.Length() == 0 {
		return
	}
	p.files++
	n := p.files
	p.await(ctx, app.Window().Call("ndisFile", files.Index(0), mostOfCapture), func(ctx app.Context, file app.Value) {
		if n != p.files {
			return
		}
		name, bytes := file.Get("name").String(), file.Get("bytes")
		if !bytes.Truthy() { // a folder, or gone by now
			closeDialog(view.OpenID)
			p.model.Notice = view.Notice{Name: "file-unreadable", Arg: name}
		} else if kind.Of(bytesOf(bytes, 8)) == kind.Other {
			p.openBytes(bytesOf(bytes, mostOfFile))
		} else {
			p.openCapture(ctx, name, file)
		}
	})
}

// bytesOf copies what an array of bytes begins with, at most so many.
func bytesOf(array app.Value, most int) []byte {
	bytes := make([]byte, min(array.Length(), most))
	app.CopyBytesToGo(bytes, array)
	return bytes
}

// await waits for a promise that does not fail, and hands over what it comes to
// where the page can be changed.
func (p *Playground) await(ctx app.Context, promise app.Value, then func(app.Context, app.Value)) {
	promise.Then(func(result app.Value) {
		ctx.Dispatch(func(ctx app.Context) {
			p.safely(func(ctx app.Context, _ app.Event) { then(ctx, result) })(ctx, app.Event{})
			ctx.Defer(settle)
		})
	})
}
