package scenario

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// Ending is a scenario of the library, and the event of it that rejects with a
// status.
type Ending struct {
	Entry *Entry
	Event *trace.Event
}

// EndingWith lists the scenarios of the library in which a rule rejects with a
// status, one for each rule. It runs the library.
func EndingWith(status ndis.Status) []Ending {
	var all []Ending
	seen := map[trace.Rule]bool{}
	for i := range library() {
		e := &library()[i]
		t, _ := Run(e.Scenario)
		trace.Walk(t.Events, func(event *trace.Event, _ int) bool {
			decides := event.Verdict == trace.Rejected && event.Status != nil && *event.Status == status
			if decides && !seen[event.Rule] {
				seen[event.Rule] = true
				all = append(all, Ending{e, event})
			}
			return true
		})
	}
	return all
}
