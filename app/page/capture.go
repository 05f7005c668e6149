package page

import (
	"fmt"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis"
)

// captures is what the page has of the program that reads and writes capture
// files, which comes when it is first needed: boot.js fetches it.
type captures struct {
	program app.Value // nil until it has come
	file    app.Value // the bytes that it is to read
	waiting []func()  // for it
}

// withCaptures does what needs the program for captures, when it has come. Where
// it does not come the page says so, and nothing else happens.
func (p *Playground) withCaptures(ctx app.Context, do func()) {
	own := &p.captures
	if own.program != nil {
		p.withProgram(do)
		return
	}
	own.waiting = append(own.waiting, do)
	if p.model.Captures.Loading {
		return
	}
	p.model.Captures = view.Captures{Loading: true}
	p.await(ctx, app.Window().Call("ndisCaptures"), func(_ app.Context, program app.Value) {
		waiting := own.waiting
		own.program, own.waiting = program, nil
		for _, do := range waiting {
			p.withProgram(do)
		}
	}, func(why string) {
		own.waiting, p.model.Captures = nil, view.Captures{Failed: why}
	})
}

// withProgram does what needs the program. One that fails, as when there is no
// memory left, is not asked again.
func (p *Playground) withProgram(do func()) {
	defer func() {
		if fault := recover(); fault != nil {
			p.captures.program, p.model.Captures = nil, view.Captures{Failed: fmt.Sprint(fault)}
		}
	}()
	p.model.Captures = view.Captures{}
	do()
}

// showCapture shows a capture file in the dialog, as far as it is read.
func (p *Playground) showCapture(c *view.Capture) {
	p.model.INF, p.model.Capture = nil, c
	delete(p.model.Drafts, "capture-choice")
	openDialog(view.OpenID)
}

// readCapture reads the file that waits. Its packets stay where they are until
// they are looked at.
func (p *Playground) readCapture() {
	c := p.model.Capture
	if c == nil || c.Read {
		return
	}
	read := p.captures.program.Call("readCapture", p.captures.file)
	packets, problems := read.Get("packets"), read.Get("problems")
	c.Ethernet = make([]bool, packets.Length())
	for i := range c.Ethernet {
		c.Ethernet[i] = packets.Index(i).Get("begin").String() == "ethernet"
	}
	c.Frame = func(i int) view.Frame {
		f := packets.Index(i)
		return view.Frame{Bytes: bytesOf(f.Get("bytes"), f.Get("bytes").Length()), Length: f.Get("originalLength").Int()}
	}
	for i := range problems.Length() {
		if e := captureProblem(problems.Index(i)); c.Cut == 0 || e.Code != "capture-damaged" || e.Offset < mostOfCapture-longestPacket {
			c.Problems = append(c.Problems, e)
		}
	}
	c.Begin(p.model.Scenario)
	p.captures.file = nil
}

// longestPacket is more than a packet and what stands around it take in a file: a
// file that was cut ends within one.
const longestPacket = 1 << 19

func captureProblem(from app.Value) *ndis.Error {
	e := ndis.NewError(ndis.Code(from.Get("code").String()))
	e.Offset = from.Get("offset").Int()
	args := from.Get("args")
	for i := range args.Length() {
		e.Args = append(e.Args, args.Index(i).String())
	}
	return e
}

// chooseFrames takes other packets of the file.
func (p *Playground) chooseFrames(c call) {
	const key = "capture-choice"
	delete(p.model.Drafts, key)
	p.changeCapture(func(f *view.Capture) {
		if err := f.Choose(c.value); err != nil {
			p.refuse(key, c.value, err)
		}
	})
}

// changeCapture changes what is to become of the file.
func (p *Playground) changeCapture(change func(*view.Capture)) {
	if f := p.model.Capture; f != nil {
		change(f)
		f.Look(p.model.Scenario)
	}
}

// useCapture makes packets of the file steps of the scenario, and shows what
// becomes of them.
func (p *Playground) useCapture(call) {
	f := p.model.Capture
	if f == nil {
		return
	}
	closeDialog(view.OpenID)
	p.model.Capture, p.model.Sending = nil, 0
	s := p.model.Scenario.Clone()
	f.Into(&s)
	s.View = view.LookPackets
	p.commit(s)
}

// tickRate is how many events there are in a second of a file.
const tickRate = 1_000_000

// savePackets hands packets of the run over as a file.
func (p *Playground) savePackets() {
	array, list := app.Window().Get("Uint8Array"), app.Window().Get("Array").New()
	for _, one := range p.model.Saving.Saved(p.model.Trace) {
		bytes := array.New(len(one.Bytes))
		app.CopyBytesToJS(bytes, one.Bytes)
		list.Call("push", map[string]any{"bytes": bytes, "seconds": int(one.Time) / tickRate, "nanoseconds": int(one.Time) % tickRate * (1e9 / tickRate)})
	}
	name := p.model.Saving.Name()
	downloadBytes(name, "application/vnd.tcpdump.pcap", p.captures.program.Call("writeCapture", list))
	p.model.Saving.Done = name
}

// downloadBytes hands bytes over as a file.
func downloadBytes(name, kind string, bytes app.Value) {
	address := app.Window().Get("URL")
	link := address.Call("createObjectURL", app.Window().Get("Blob").New([]any{bytes}, map[string]any{"type": kind}))
	click(link, name)
	time.AfterFunc(time.Minute, func() { address.Call("revokeObjectURL", link) })
}
