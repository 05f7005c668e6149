package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// call is what an action gets: its argument, what its control says, and the
// context for what is to happen later.
type call struct {
	app.Context
	arg, value string
}

// actions are what controls do, by the name in their data-do.
var actions = map[string]func(*Playground, call){
	"undo": func(p *Playground, _ call) { p.undo(&p.past, &p.future) },
	"redo": func(p *Playground, _ call) { p.undo(&p.future, &p.past) },
	"new":  func(p *Playground, _ call) { p.replace(Beginning(), nil) },
	"step": func(p *Playground, c call) { p.step(c.arg) },

	"dialog":    (*Playground).dialog,
	"close":     func(_ *Playground, c call) { closeDialog(c.arg) },
	"open-text": (*Playground).openText,
	"open-file": (*Playground).openFile,
	"example":   (*Playground).example,
	"continue":  (*Playground).resume,
	"copy":      func(p *Playground, c call) { p.model.Notice = copied(c.arg) },
	"download":  func(p *Playground, _ call) { download("scenario.txt", p.model.Scenario.Text()) },
	"dismiss":   func(p *Playground, _ call) { p.loaded = nil; p.running = nil; p.look() },
	"unlock":    func(p *Playground, _ call) { p.model.ReadOnly = false },
	"suggest":   func(p *Playground, c call) { at, text := cut(c.arg); p.set(at, "", text) },

	"inf-device":   (*Playground).chooseDevice,
	"inf-use":      (*Playground).useINF,
	"capture":      (*Playground).capture,
	"capture-read": func(p *Playground, _ call) { p.model.Capture.Again() },
	"capture-save": func(p *Playground, c call) { p.savePackets(c.Context) },
	"driver":       (*Playground).chooseDriver,
	"add":          (*Playground).add,
	"remove":       (*Playground).remove,
	"up":           func(p *Playground, c call) { p.move(c.arg, -1) },
	"down":         func(p *Playground, c call) { p.move(c.arg, 1) },
	"choice":       (*Playground).choice,
	"first":        func(p *Playground, c call) { p.end(c, func(r *ndis.Range) *ndis.Version { return &r.First }) },
	"last":         func(p *Playground, c call) { p.end(c, func(r *ndis.Range) *ndis.Version { return &r.Last }) },
	"add-rung":     (*Playground).addRung,
	"remove-rung":  (*Playground).removeRung,
	"skip":         (*Playground).skip,
	"handler":      (*Playground).handler,

	"look":        func(p *Playground, c call) { p.lookAs(c.arg) },
	"sweep":       func(p *Playground, c call) { p.lookWith(view.Look{Way: p.model.Look.Way, Driver: c.value}) },
	"sweep-by":    func(p *Playground, c call) { p.lookWith(view.Look{Way: c.value, Driver: p.model.Look.Driver}) },
	"compare":     func(p *Playground, _ call) { p.compare() },
	"swap":        func(p *Playground, _ call) { p.commit(p.model.Scenario.Swapped()) },
	"end-compare": func(p *Playground, _ call) { p.change(func(s *scenario.Scenario) { s.Against, s.View = "", "" }) },

	"add-answer":  (*Playground).addAnswer,
	"add-step":    (*Playground).addStep,
	"edit-step":   (*Playground).editStep,
	"packet":      (*Playground).packet,
	"then":        func(p *Playground, c call) { p.model.Then = c.value },
	"step-up":     func(p *Playground, c call) { p.moveStep(c.arg, -1) },
	"step-down":   func(p *Playground, c call) { p.moveStep(c.arg, 1) },
	"remove-step": func(p *Playground, c call) { p.change(func(s *scenario.Scenario) { s.Clear("steps[" + c.arg + "]") }) },

	"show":         (*Playground).showStructure,
	"header":       (*Playground).header,
	"right":        (*Playground).right,
	"member":       (*Playground).member,
	"flag":         (*Playground).flag,
	"clear-member": (*Playground).clearMember,
	"remove-entry": (*Playground).removeEntry,
}

// act does what a control is for.
func (p *Playground) act(ctx app.Context, do, arg, value string) {
	if action, ok := actions[do]; ok {
		action(p, call{ctx, arg, value})
	}
}

// change changes a copy of the scenario, which then counts.
func (p *Playground) change(edit func(*scenario.Scenario)) {
	s := p.model.Scenario.Clone()
	edit(&s)
	p.commit(s)
}

// changeDriver changes the driver at a path.
func (p *Playground) changeDriver(path string, edit func(*driver.Driver)) {
	p.change(func(s *scenario.Scenario) {
		if d, ok := s.DriverAt(path); ok {
			edit(d.Driver)
		}
	})
}

// set gives a key of the scenario its value, or takes it back. What is refused
// stays in its field.
func (p *Playground) set(path, arg, value string) {
	s := p.model.Scenario.Clone()
	key := path + arg
	delete(p.model.Drafts, key)
	if value == "" {
		s.Clear(path)
	} else if err := s.Set(path, value); err != nil {
		p.refuse(key, value, err)
		return
	}
	p.commit(s)
}

// refuse keeps what was written and says what is wrong with it.
func (p *Playground) refuse(key, value string, err error) {
	draft := view.Draft{Text: value, Error: err.Error()}
	if e, ok := err.(*ndis.Error); ok {
		draft.Error = rulebook.Error(e, p.model.Lang)
	}
	p.model.Drafts[key] = draft
}

// cut cuts an argument at its first space.
func cut(arg string) (before, behind string) {
	before, behind, _ = strings.Cut(arg, " ")
	return before, behind
}

// indexed cuts "path 3".
func indexed(arg string) (path string, index int) {
	path, number := cut(arg)
	index, err := strconv.Atoi(number)
	if err != nil {
		index = -1
	}
	return path, index
}

func (p *Playground) chooseDriver(c call) {
	if p.model.Driver == c.arg {
		p.model.Driver = ""
		return
	}
	p.model.Driver = c.arg
}

func (p *Playground) add(c call) {
	for kind := trace.Miniport; kind <= trace.Protocol; kind++ {
		if kind.String() != c.arg {
			continue
		}
		p.change(func(s *scenario.Scenario) { s.AddDriver(kind) })
		p.model.Driver = map[trace.PartyKind]string{
			trace.Miniport: "miniport", trace.Protocol: "protocol", trace.Intermediate: "intermediate.miniport",
			trace.Filter: scenario.FilterPath(len(p.model.Scenario.Filters) - 1),
		}[kind]
	}
}

func (p *Playground) remove(c call) {
	path := c.arg
	if strings.HasPrefix(path, "intermediate.") {
		path = "intermediate"
	}
	p.change(func(s *scenario.Scenario) { s.Clear(path) })
}

func (p *Playground) move(arg string, by int) {
	_, index := indexed("- " + arg)
	p.change(func(s *scenario.Scenario) { s.MoveFilter(index, by) })
	p.model.Driver = scenario.FilterPath(index + by)
}

// choice lets a driver come to its version in another way, beginning with what
// it registers now.
func (p *Playground) choice(c call) {
	host := p.model.Scenario.Host
	p.changeDriver(c.arg, func(d *driver.Driver) {
		resolved := d.Resolved()
		now := resolved.Choose(host).Register
		if now == 0 {
			now = host
		}
		d.Supports, d.Ladder, d.Register = nil, nil, 0
		switch c.value {
		case view.ChoiceSupports:
			d.Supports = []ndis.Range{{First: min(now, ndis.V60), Last: now}}
		case view.ChoiceRegister:
			d.Register = now
		case view.ChoiceLadder:
			d.Ladder = []driver.Rung{{Hosts: ndis.Range{First: now}, Register: now}}
		}
	})
}

// end sets an end of the range that a driver supports; ends that cross follow
// each other.
func (p *Playground) end(c call, which func(*ndis.Range) *ndis.Version) {
	version, _ := ndis.ParseListed(c.value) // "" is open
	p.changeDriver(c.arg, func(d *driver.Driver) {
		if len(d.Supports) == 0 {
			return
		}
		r := &d.Supports[0]
		*which(r) = version
		if r.Last != 0 && r.First > r.Last {
			r.First, r.Last = version, version
		}
	})
}

func (p *Playground) addRung(c call) {
	p.changeDriver(c.arg, func(d *driver.Driver) {
		d.Ladder = append(d.Ladder, driver.Rung{Host: true})
	})
}

func (p *Playground) removeRung(c call) {
	path, index := indexed(c.arg)
	p.changeDriver(path, func(d *driver.Driver) {
		if index >= 0 && index < len(d.Ladder) {
			d.Ladder = slices.Delete(d.Ladder, index, index+1)
		}
	})
}

func (p *Playground) skip(c call) {
	path, what := cut(c.arg)
	p.changeDriver(path, func(d *driver.Driver) {
		d.Skips = slices.DeleteFunc(d.Skips, func(s string) bool { return s == what })
		if c.value != "" {
			d.Skips = append(d.Skips, what)
		}
	})
}

// handler lets a driver name a handler, or leave it out.
func (p *Playground) handler(c call) {
	path, name := cut(c.arg)
	d, ok := p.model.Scenario.DriverAt(path)
	if !ok {
		return
	}
	kind := d.Kind.Party
	p.changeDriver(path, func(d *driver.Driver) {
		is := func(other string) bool { return other == name }
		d.Handlers.Omit = slices.DeleteFunc(d.Handlers.Omit, is)
		d.Handlers.Add = slices.DeleteFunc(d.Handlers.Add, is)
		switch wanted := c.value != ""; {
		case d.Names(kind, name) == wanted:
		case wanted:
			d.Handlers.Add = append(d.Handlers.Add, name)
		default:
			d.Handlers.Omit = append(d.Handlers.Omit, name)
		}
	})
}

// addAnswer lets a driver answer requests with an OID by a status of its own.
func (p *Playground) addAnswer(c call) {
	oid, status := cut(c.value)
	if oid == "" {
		delete(p.model.Drafts, "add-answer"+c.arg)
		return
	}
	s := p.model.Scenario.Clone()
	if err := s.Set(c.arg+".answers."+oid, either(status, ndis.StatusPending.String())); err != nil {
		p.refuse("add-answer"+c.arg, c.value, err)
		return
	}
	delete(p.model.Drafts, "add-answer"+c.arg)
	p.commit(s)
}

func either(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

// addStep adds an example of the verb that is chosen, which can then be changed.
func (p *Playground) addStep(call) {
	verb := app.Window().GetElementByID(view.NewStepID).Get("value").String()
	p.change(func(s *scenario.Scenario) {
		if step, err := scenario.ParseStep(scenario.ExampleStep(verb)); err == nil {
			s.AddStep(step)
		}
	})
}

// moveStep lets a step and a neighbour change places.
func (p *Playground) moveStep(arg string, by int) {
	_, index := indexed("- " + arg)
	p.change(func(s *scenario.Scenario) { s.MoveStep(index, by) })
}

// remedy applies one of the remedies that are offered.
func (p *Playground) remedy(i int) {
	if i >= 0 && i < len(p.model.Remedies) {
		p.commit(p.model.Remedies[i].Scenario)
	}
}

// step goes to another event.
func (p *Playground) step(where string) {
	m := &p.model
	at, last := trace.Tick(0), m.Trace.Length()
	if m.Current != nil {
		at = m.Current.Time
	}
	switch where {
	case "first":
		at = 1
	case "back":
		at--
	case "forward":
		at++
	case "last":
		at = last
	case "trouble":
		at = nextTrouble(m.Trace, at)
	}
	p.goTo(min(max(at, 1), last))
}

// goTo opens an event.
func (p *Playground) goTo(time trace.Tick) {
	p.model.Scenario.At = int(time)
	p.pinned = false
	p.look()
	p.later()
}

// nextTrouble is the time of the next event that is not accepted; behind the last
// one comes the first.
func nextTrouble(t *trace.Trace, at trace.Tick) trace.Tick {
	next := trace.Tick(0)
	trace.Walk(t.Events, func(e *trace.Event, _ int) bool {
		if e.Verdict != trace.Accepted && e.Time > at {
			next = e.Time
		}
		return next == 0
	})
	if first := t.FirstTrouble(); next == 0 && first != nil {
		next = first.Time
	}
	return next
}
