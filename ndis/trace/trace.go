package trace

import "ndisplayground/ndis"

// Rule names a rule: "header.size-too-small". Names are public and frozen once
// released.
type Rule string

// Verdict is what a rule makes of what it looked at.
type Verdict uint8

// The verdicts.
const (
	Accepted  Verdict = iota
	Tolerated         // accepted with a warning
	Adjusted          // changed into something else
	Ignored           // without effect
	Rejected
)

// String is the verdict in lower case.
func (v Verdict) String() string {
	return []string{"accepted", "tolerated", "adjusted", "ignored", "rejected"}[v]
}

// Verdicts lists the verdicts.
func Verdicts() []Verdict { return []Verdict{Accepted, Tolerated, Adjusted, Ignored, Rejected} }

// Tick is virtual time: it counts events.
type Tick int

// PartyKind is who acts.
type PartyKind uint8

// The parties.
const (
	Loader PartyKind = iota // Windows, loading driver images
	NDIS
	Miniport
	Intermediate
	Filter
	Protocol
	Hardware
	Administrator
)

// String is the kind in lower case.
func (k PartyKind) String() string {
	return []string{"loader", "ndis", "miniport", "intermediate", "filter", "protocol", "hardware", "administrator"}[k]
}

// Party is who acts. Index counts filters from the top, 1 first; 0 elsewhere.
type Party struct {
	Kind  PartyKind
	Index int
}

// NoObject is the Object of an event that is about no structure.
const NoObject = -1

// Trace is all that happened.
type Trace struct {
	Outcome Outcome
	Objects []Object
	Events  []Event
}

// Object is a structure that was passed: its bytes, and the address it has in
// the simulated machine, so that pointers to it resolve.
type Object struct {
	Name      string // what it is passed as: "DefaultOffloadConfiguration"
	From      Party  // who built it
	Where     string // the place that an entry of the driver's sends names; "" where none changes it
	Structure string
	Arch      ndis.Arch
	Address   uint64
	Bytes     []byte
}

// Ref points at what a fact was read from: Length bytes at Offset of an object.
type Ref struct {
	Object int
	Path   ndis.Path
	Offset int
	Length int
}

// Fact is something a rule looked at. Ref is nil where it was not read from a
// structure.
type Fact struct {
	Name  string
	Value string
	Ref   *Ref
}

// Facts are facts without a place, from pairs of name and value.
func Facts(pairs ...string) []Fact {
	facts := make([]Fact, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		facts = append(facts, Fact{Name: pairs[i], Value: pairs[i+1]})
	}
	return facts
}

// Change is a state, a belief or a setting that an event changed.
type Change struct {
	Party  Party
	Name   string
	Before string
	After  string
	Time   Tick // since when it holds: later than the event's where that lasted
}

// Event is one thing that happened.
type Event struct {
	Rule     Rule
	Time     Tick
	Step     int // which of the scenario's steps, 0 first
	From, To Party
	Call     string // the function: "NdisMSetMiniportAttributes"
	Object   int    // index into Trace.Objects, NoObject for none
	Verdict  Verdict
	Status   *ndis.Status // nil: no NDIS status exists
	Facts    []Fact
	Changes  []Change
	Events   []Event // what followed from it
}

// Concerns reports whether a party acts in the event, or is acted on.
func (e *Event) Concerns(p Party) bool { return e.From == p || e.To == p }

// OK reports whether what the rule judged goes on: everything but Rejected.
func (e *Event) OK() bool { return e.Verdict != Rejected }

// States are what drivers' states were when the event of that time had happened;
// a driver that had not changed yet is missing.
func (t *Trace) States(until Tick) map[Party]string {
	states := map[Party]string{}
	Walk(t.Events, func(e *Event, _ int) bool {
		for _, c := range e.Changes {
			if c.Name == "state" && c.Time <= until {
				states[c.Party] = c.After
			}
		}
		return true
	})
	return states
}

// Beliefs are what drivers go by when the event of that time has happened: the
// last change of each name but the state, in the order in which the names came.
func (t *Trace) Beliefs(until Tick) map[Party][]Change {
	all := map[Party][]Change{}
	Walk(t.Events, func(e *Event, _ int) bool {
		for _, c := range e.Changes {
			if c.Name != "state" && c.Time <= until {
				all[c.Party] = learn(all[c.Party], c)
			}
		}
		return true
	})
	return all
}

// learn puts a change in place of an earlier one of its name.
func learn(known []Change, c Change) []Change {
	for i := range known {
		if known[i].Name == c.Name {
			known[i] = c
			return known
		}
	}
	return append(known, c)
}

// At is the event of that time, nil for none.
func (t *Trace) At(time Tick) (found *Event) {
	Walk(t.Events, func(e *Event, _ int) bool {
		if e.Time == time {
			found = e
		}
		return found == nil
	})
	return found
}

// Length is the time of the last event: how many there are.
func (t *Trace) Length() Tick {
	last := Tick(0)
	Walk(t.Events, func(e *Event, _ int) bool {
		last = e.Time
		return true
	})
	return last
}

// Fact is the value of the fact of that name, "" where there is none.
func (e *Event) Fact(name string) string {
	for _, f := range e.Facts {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Walk visits events and what followed from them, in the order of time, until
// visit returns false. depth is 0 for the outermost.
func Walk(events []Event, visit func(e *Event, depth int) bool) {
	walk(events, 0, visit)
}

func walk(events []Event, depth int, visit func(*Event, int) bool) bool {
	for i := range events {
		if !visit(&events[i], depth) || !walk(events[i].Events, depth+1, visit) {
			return false
		}
	}
	return true
}

// FirstTrouble is the first event that is not Accepted, nil where all are.
func (t *Trace) FirstTrouble() (found *Event) {
	Walk(t.Events, func(e *Event, _ int) bool {
		if e.Verdict != Accepted {
			found = e
		}
		return found == nil
	})
	return found
}

// Decisive is the event that decides how it ended: the first that rejects, else
// the first trouble.
func (t *Trace) Decisive() (found *Event) {
	Walk(t.Events, func(e *Event, _ int) bool {
		if e.Verdict == Rejected {
			found = e
		}
		return found == nil
	})
	if found == nil {
		found = t.FirstTrouble()
	}
	return found
}
