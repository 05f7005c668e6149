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

// EndingWith lists the scenarios of the library that a status decides, one for
// each rule. It runs the library.
func EndingWith(status ndis.Status) []Ending {
	var all []Ending
	seen := map[trace.Rule]bool{}
	for i := range library() {
		t, _ := Run(library()[i].Scenario)
		event := t.Decisive()
		if event == nil || event.Verdict != trace.Rejected || event.Status == nil || *event.Status != status || seen[event.Rule] {
			continue
		}
		seen[event.Rule] = true
		all = append(all, Ending{&library()[i], event})
	}
	return all
}
