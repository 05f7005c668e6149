package page

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/nicsim/scenario"
)

// address is what the page has written to the browser's address. Of changes that
// follow each other without a pause only the first few are written at once, and
// the last when the pause comes: browsers bear only so many.
type address struct {
	written string
	timer   *time.Timer // until it is a pause
	changes int         // since the last pause
	waits   bool        // one of them is not written yet
}

const (
	addressPause = 150 * time.Millisecond
	addressFew   = 8
)

// autosave is the storage's key for the last thing that somebody changed.
const autosave = "ndis-playground.autosave"

func hash() string { return app.Window().Get("location").Get("hash").String() }

// arrive loads what the address says, unless the page itself has written it.
func (p *Playground) arrive(ctx app.Context) {
	here := hash()
	if here == p.address.written || here == "" && p.address.written == "" {
		return
	}
	p.address.written, p.address.waits = here, false
	p.load(here)
	ctx.Defer(settle)
}

// load shows what a link says, and what of it cannot be read.
func (p *Playground) load(link string) {
	p.forget()
	if link == "" || link == "#" {
		p.show(Beginning())
		return
	}
	read, problems := scenario.ParseLink(link)
	p.loaded = problems
	if len(read.Pairs) == 0 && scenario.Errors(problems) {
		read.Scenario = Beginning()
	}
	if read.Kind == "ex" && !scenario.Errors(problems) {
		p.model.Notice = p.exampleNotice(read.Subjects)
	}
	p.model.ReadOnly = critical(problems)
	p.show(read.Scenario)
}

// forget puts back what belonged to another scenario.
func (p *Playground) forget() {
	p.past, p.future, p.loaded, p.pinned = nil, nil, nil, false
	m := &p.model
	m.Sending = 0
	m.Driver, m.Member, m.ReadOnly, m.Notice = "", "", false, view.Notice{}
	clear(m.Drafts)
}

// critical reports whether something was not understood without which the rest
// may mean something else.
func critical(problems []scenario.Problem) bool {
	for _, p := range problems {
		if p.Code == scenario.CodeKeyCritical || p.Code == scenario.CodeLinkMajor || p.Code == scenario.CodeLinkUnseen {
			return true
		}
	}
	return false
}

// save writes the address soon, and the autosave now.
func (p *Playground) save() {
	p.later()
	Store(autosave, p.model.Scenario.Text())
}

// later writes the address: now, or in the next pause.
func (p *Playground) later() {
	a := &p.address
	a.changes++
	a.waits = true
	if a.changes <= addressFew {
		p.writeAddress()
	}
	if a.timer != nil {
		a.timer.Stop()
	}
	a.timer = time.AfterFunc(addressPause, func() {
		a.changes = 0
		p.writeAddress()
	})
}

// writeAddress writes the address, if something waits to be written.
func (p *Playground) writeAddress() {
	if p.address.waits {
		p.putAddress("replaceState")
	}
}

// putAddress lets the address say what is shown; how is replaceState, or
// pushState for a step that one wants to come back from.
func (p *Playground) putAddress(how string) {
	p.address.written, p.address.waits = p.model.Link, false
	attempt(func() { app.Window().Get("history").Call(how, nil, "", p.model.Link) })
}

// offerToContinue offers what was changed last, where the address says nothing.
func (p *Playground) offerToContinue() {
	saved := Stored(autosave)
	if saved == "" || hash() != "" || saved == p.model.Scenario.Text() {
		return
	}
	p.model.Notice = view.Notice{Name: "continue", Do: "continue"}
}

// replace shows another scenario as a step that one can come back from, by undo
// and by the browser's back.
func (p *Playground) replace(s scenario.Scenario, problems []scenario.Problem) {
	p.writeAddress()
	before := p.model.Scenario.Clone()
	past := append(p.past, before)
	p.forget()
	p.past, p.loaded = past, problems
	p.model.ReadOnly = critical(problems)
	p.show(s)
	p.putAddress("pushState")
}
