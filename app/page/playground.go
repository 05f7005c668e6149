package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// Playground is the page on which drivers meet hosts.
type Playground struct {
	app.Compo
	model   view.Model
	past    []scenario.Scenario
	future  []scenario.Scenario
	loaded  []scenario.Problem // what was wrong with what was loaded
	running []scenario.Problem // what the run says
	key     shownKey
	swept   string // what the sweep that is shown was made of
	kept    string // the same of the other side of a comparison
	pinned  bool   // the structure that is shown was chosen, and does not follow the trace
	address address
	bytes   inspector
	release []func()

	files int // how many were opened
}

// NewPlayground is the page in a language.
func NewPlayground(lang rulebook.Lang) *Playground {
	p := &Playground{}
	p.model.Lang = lang
	p.model.Drafts = map[string]view.Draft{}
	p.bytes = inspector{p.model.View, func(path ndis.Path) { p.model.Member = path }}
	p.model.Seek("")
	p.show(Beginning())
	return p
}

// Beginning is what the page opens with: the newest host, with a miniport and a
// protocol that support every version.
func Beginning() scenario.Scenario {
	s := scenario.New()
	s.AddDriver(trace.Miniport)
	s.AddDriver(trace.Protocol)
	return s
}

// Render draws the page. It listens at its root for all of its controls.
func (p *Playground) Render() app.UI {
	return app.Elem("div").Class("playground").
		On("click", p.safely(p.onClick)).On("change", p.safely(p.onChange)).On("input", p.safely(p.onInput)).On("keydown", p.safely(p.onKey)).
		On("dragover", p.safely(p.onDragOver)).On("drop", p.safely(p.onDrop)).
		On("mouseover", p.safely(p.bytes.onHover)).On("focusin", p.safely(p.bytes.onFocus)).
		Body(p.model.Desk())
}

// OnMount reads the address, and listens to it.
func (p *Playground) OnMount(ctx app.Context) {
	p.release = []func(){
		listenNow("change", mark), listenNow("input", typing(true)), listenNow("focusout", typing(false)),
		listen(ctx, "hashchange", p.safely(func(ctx app.Context, _ app.Event) { p.arrive(ctx) })),
		listen(ctx, "keydown", p.safely(p.onShortcut)),
	}
	for _, leaving := range []string{"beforeunload", "pagehide", "visibilitychange"} {
		p.release = append(p.release, listenNow(leaving, func(app.Value) { p.writeAddress() }))
	}
	p.arrive(ctx)
	p.offerToContinue()
	ctx.Defer(settle)
}

// listen listens to the window, until what it returns is called.
func listen(ctx app.Context, event string, handle app.EventHandler) (stop func()) {
	return listenNow(event, func(e app.Value) {
		ctx.Dispatch(func(ctx app.Context) { handle(ctx, app.Event{Value: e}) })
	})
}

// listenNow listens to the window before anybody below it, and at once.
func listenNow(event string, handle func(app.Value)) (stop func()) {
	f := app.FuncOf(func(_ app.Value, args []app.Value) any {
		handle(args[0])
		return nil
	})
	const capture = true
	app.Window().Call("addEventListener", event, f, capture)
	return func() {
		app.Window().Call("removeEventListener", event, f, capture)
		f.Release()
	}
}

// OnNav reads the address again.
func (p *Playground) OnNav(ctx app.Context) { p.arrive(ctx) }

// OnDismount stops listening.
func (p *Playground) OnDismount() {
	for _, release := range p.release {
		release()
	}
}

// show makes a scenario the one that is shown, and runs it.
func (p *Playground) show(s scenario.Scenario) {
	p.model.Scenario = &s
	p.run()
}

// commit shows a changed scenario, and remembers the one before.
func (p *Playground) commit(s scenario.Scenario) {
	s.Tidy()
	if s.Text() == p.model.Scenario.Text() {
		return
	}
	p.past = append(p.past, p.model.Scenario.Clone())
	p.future = nil
	p.loaded = nil
	p.model.Notice = view.Notice{}
	s.At = 0
	p.show(s)
	p.save()
}

// undo goes a change back, or forth.
func (p *Playground) undo(from, to *[]scenario.Scenario) {
	if len(*from) == 0 {
		return
	}
	s := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	*to = append(*to, p.model.Scenario.Clone())
	clear(p.model.Drafts)
	p.model.Notice = view.Notice{}
	p.show(s)
	p.save()
}

// run makes the scenario happen and looks for what to show of it.
func (p *Playground) run() {
	m := &p.model
	m.Trace, p.running = scenario.Run(*m.Scenario)
	m.Saves = view.Notice{}
	p.look()
}

// look chooses what is shown of the trace: the event that the scenario names, or
// the one that decides.
func (p *Playground) look() {
	m := &p.model
	m.Current = m.Trace.At(trace.Tick(m.Scenario.At))
	if m.Current == nil {
		m.Current = m.Trace.Decisive()
	}
	m.Remedies = m.Scenario.Remedies(m.Trace, m.Current)
	m.Problems = append(append([]scenario.Problem{}, p.loaded...), p.running...)
	m.CanUndo, m.CanRedo = len(p.past) > 0, len(p.future) > 0
	m.Link = m.Scenario.Link()
	p.lookAround()
	p.lookAtDriver()
	p.lookAtStructure()
}

// lookAtDriver keeps the driver that was chosen, or takes the open event's.
func (p *Playground) lookAtDriver() {
	m := &p.model
	if _, ok := m.Scenario.DriverAt(m.Driver); ok || m.Driver == "nic" {
		return
	}
	m.Driver = ""
	if m.Current == nil {
		return
	}
	for _, party := range []trace.Party{m.Current.From, m.Current.To} {
		if d, ok := m.Scenario.DriverOf(party); ok {
			m.Driver = d.Path
			return
		}
	}
}
