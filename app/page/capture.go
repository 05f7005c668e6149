package page

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis"
	"ndisplayground/nicsim/packet"
)

// capture does what controls of capture files are for.
func (p *Playground) capture(c call) {
	f := p.model.Capture
	switch c.arg {
	case "pick":
		app.Window().GetElementByID(view.FileID).Call("click")
	case "which":
		p.model.Saving, p.model.Saves = c.value, view.Notice{}
	case "save":
		p.savePackets(c.Context)
	case "use":
		p.useCapture()
	case "how":
		f.How = c.value
		f.Look(p.model.Scenario)
	case "choice":
		delete(p.model.Drafts, choiceKey)
		if err := f.Choose(c.value, p.model.Scenario); err != nil {
			p.refuse(choiceKey, c.value, err)
		}
	}
}

// choiceKey is the key of what was refused of the field that chooses packets.
const choiceKey = "capture" + "choice"

// ask asks the program for capture files, which boot.js fetches when it is first
// needed. Where it does not come the notice says so and offers to try again,
// and nothing else happens.
func (p *Playground) ask(ctx app.Context, method string, what any, notice *view.Notice, then func(answer app.Value)) {
	*notice = view.Notice{Name: "capture-loading"}
	p.await(ctx, app.Window().Call("ndisCaptures", method, what), func(_ app.Context, answer app.Value) {
		*notice = view.Notice{}
		if why := answer.Get("why"); why.Truthy() {
			*notice = view.Notice{Name: "capture-failed", Arg: why.String(), Do: "capture-" + method}
		} else {
			then(answer)
		}
	})
}

// openCapture shows a capture file in the dialog, as far as it is read. Its packets
// stay where they are until they are looked at.
func (p *Playground) openCapture(ctx app.Context, name string, file app.Value) {
	c := &view.Capture{Name: name, Behind: p.model.Sending}
	p.model.INF, p.model.Capture = nil, c
	delete(p.model.Drafts, choiceKey)
	openDialog(view.OpenID)
	c.Again = func() { p.readCapture(ctx, c, file) }
	c.Again()
}

// readCapture asks for what is in a capture file.
func (p *Playground) readCapture(ctx app.Context, c *view.Capture, file app.Value) {
	p.ask(ctx, "read", file, &c.Opens, func(answer app.Value) {
		c.Kinds, c.Count = answer.Get("kinds").String(), answer.Get("count").Int()
		c.Frame = func(i int) []byte {
			frame := answer.Call("frame", i)
			bytes := bytesOf(frame.Get("bytes"), mostOfFile)
			if frame.Get("begin").String() == "ip" {
				bytes = packet.InEthernet(bytes)
			}
			return bytes
		}
		for line := range strings.Lines(answer.Get("problems").String()) {
			parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			e := ndis.NewError(ndis.Code(parts[0]), parts[2:]...)
			e.Offset, _ = strconv.Atoi(parts[1])
			c.Problems = append(c.Problems, e)
		}
		c.Begin(p.model.Scenario)
	})
}

// useCapture makes packets of the file steps of the scenario, and shows what
// becomes of them.
func (p *Playground) useCapture() {
	s := p.model.Scenario.Clone()
	p.model.Capture.Into(&s)
	s.View = view.LookPackets
	closeDialog(view.OpenID)
	p.model.Capture = nil
	p.commit(s)
}

// savePackets hands packets of the run over as a file.
func (p *Playground) savePackets(ctx app.Context) {
	var words []string
	for _, e := range p.model.Saved() {
		bytes := p.model.Trace.Objects[e.Object].Bytes
		words = append(words, base64.RawURLEncoding.EncodeToString(bytes)+","+strconv.Itoa(int(e.Time)))
	}
	m := &p.model
	p.ask(ctx, "save", strings.Join(words, " "), &m.Saves, func(app.Value) { m.Saves = view.Notice{Name: "saved"} })
}
