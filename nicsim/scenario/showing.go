package scenario

import "ndisplayground/ndis/trace"

// Showing is a rule's example, what happens in it, and the event in which the
// rule speaks.
type Showing struct {
	Entry *Entry
	Trace *trace.Trace
	Event *trace.Event
}

// Show runs a rule's example; false where it has none.
func Show(rule trace.Rule) (Showing, bool) {
	e, err := Example(string(rule))
	if err != nil {
		return Showing{}, false
	}
	t, _ := Run(e.Scenario)
	s := Showing{Entry: e, Trace: t}
	trace.Walk(t.Events, func(event *trace.Event, _ int) bool {
		if (Expectation{event.Rule, event.Verdict}) == e.Expect[0] {
			s.Event = event
		}
		return s.Event == nil
	})
	return s, s.Event != nil
}
