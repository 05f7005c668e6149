package page

import (
	"ndisplayground/app/view"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
)

// shownKey says which object is shown in a way that outlives a run: objects have
// other numbers in the next. nth counts those of which all else is the same.
type shownKey struct {
	party           trace.Party
	structure, name string
	where           string
	nth             int
}

func keyOf(o *trace.Object) shownKey {
	return shownKey{party: o.From, structure: o.Structure, name: o.Name, where: o.Where}
}

// keyAt is the key of an object of a trace.
func keyAt(t *trace.Trace, object int) shownKey {
	key := keyOf(&t.Objects[object])
	for i := range object {
		if keyOf(&t.Objects[i]) == keyOf(&t.Objects[object]) {
			key.nth++
		}
	}
	return key
}

// find is the object of a key, the last one that is like it where there are not so
// many; trace.NoObject for none.
func (k shownKey) find(t *trace.Trace) int {
	found, left := trace.NoObject, k.nth
	k.nth = 0
	for i := range t.Objects {
		if keyOf(&t.Objects[i]) == k && left >= 0 {
			found = i
			left--
		}
	}
	return found
}

// lookAtStructure keeps what was chosen, as far as this run has it; else it
// follows the open event.
func (p *Playground) lookAtStructure() {
	m := &p.model
	if p.pinned {
		if i := p.key.find(m.Trace); i != trace.NoObject {
			m.Shown = view.Shown{Object: i}
			return
		}
		if d, ok := m.Scenario.DriverOf(p.key.party); ok {
			m.Shown = view.Shown{Object: trace.NoObject, Driver: d.Path, Structure: p.key.structure}
			return
		}
		p.pinned = false
	}
	p.follow()
}

// follow shows the structure that the open event is about, or the last one
// before it.
func (p *Playground) follow() {
	m := &p.model
	object := trace.NoObject
	if m.Current == nil {
		object = FirstReport(m.Trace)
	}
	trace.Walk(m.Trace.Events, func(e *trace.Event, _ int) bool {
		if m.Current == nil || e.Time > m.Current.Time {
			return false
		}
		if e.Object != trace.NoObject {
			object = e.Object
		}
		return true
	})
	m.Shown = view.Shown{Object: object}
	if object != trace.NoObject {
		p.key = keyAt(m.Trace, object)
	}
}

// FirstReport is what is shown where no event is open: the first NDIS_OFFLOAD, or else the first structure.
func FirstReport(t *trace.Trace) int {
	for i := range t.Objects {
		if t.Objects[i].Structure == hardware.Offload {
			return i
		}
	}
	if len(t.Objects) > 0 {
		return 0
	}
	return trace.NoObject
}

// pin keeps a structure in view whatever happens.
func (p *Playground) pin(s view.Shown) {
	m := &p.model
	p.pinned = true
	if s.Object >= 0 && s.Object < len(m.Trace.Objects) {
		p.key = keyAt(m.Trace, s.Object)
	} else if d, ok := m.Scenario.DriverAt(s.Driver); ok {
		p.key = shownKey{party: d.Party, structure: s.Structure, where: "default"}
	}
	m.Shown = s
}
