package trace

import "ndisplayground/ndis"

// Recorder collects events while something runs. The zero value is ready.
type Recorder struct {
	// Flipped is a rule that judges the other way round: what it would not
	// accept it accepts, what it would accept it rejects. Tests flip a rule to
	// see that its example depends on it.
	Flipped Rule

	Objects []Object
	Step    int

	events []Event
	open   []int // how many events stood on each open level when it opened
	time   Tick
}

// Add notes an event behind the last one and reports whether it lets go on:
// callers branch on that. Time and Step are the recorder's to set, and a flipped
// rule turns the verdict, so callers look at the event only afterwards.
func (r *Recorder) Add(e *Event) bool {
	r.time++
	e.Time, e.Step = r.time, r.Step
	if e.Rule == r.Flipped {
		e.flip()
	}
	for i := range e.Changes {
		e.Changes[i].Time = e.Time
	}
	list := r.list()
	*list = append(*list, *e)
	return e.OK()
}

func (e *Event) flip() {
	if e.Verdict != Accepted {
		e.Verdict, e.Status = Accepted, nil
		return
	}
	failure := ndis.StatusFailure
	e.Verdict, e.Status = Rejected, &failure
}

// Inside runs what follows from the last event; the events it adds become that
// event's.
func (r *Recorder) Inside(follow func()) {
	r.open = append(r.open, len(*r.list())-1)
	follow()
	r.open = r.open[:len(r.open)-1]
}

// Last is the event that was added last on the open level. It may be completed:
// a call's verdict is known when what followed is.
func (r *Recorder) Last() *Event {
	list := *r.list()
	return &list[len(list)-1]
}

// Changed adds a change to the last event, after what followed from it.
func (r *Recorder) Changed(c Change) {
	c.Time = r.time
	last := r.Last()
	last.Changes = append(last.Changes, c)
}

// AddObject notes a structure that is passed, and returns its index.
func (r *Recorder) AddObject(o Object) int {
	r.Objects = append(r.Objects, o)
	return len(r.Objects) - 1
}

// Trace is what was collected.
func (r *Recorder) Trace(outcome Outcome) *Trace {
	return &Trace{Outcome: outcome, Objects: r.Objects, Events: r.events}
}

// list is the events of the open level.
func (r *Recorder) list() *[]Event {
	list := &r.events
	for _, i := range r.open {
		list = &(*list)[i].Events
	}
	return list
}
