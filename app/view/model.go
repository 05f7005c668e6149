package view

import (
	"ndisplayground/app/text"
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// Model is all that the playground shows.
type Model struct {
	Lang     rulebook.Lang
	Scenario *scenario.Scenario
	Trace    *trace.Trace
	Current  *trace.Event // the event that is open, nil for none
	Remedies []scenario.Remedy

	Look      Look               // how one looks at what happens
	Sweep     *scenario.Sweep    // what a sweep shows, nil for nothing
	Kept      *scenario.Scenario // the other side of the comparison, nil for none
	KeptTrace *trace.Trace

	Sending int    // the step whose form is open, 1 the first, 0 for none
	Then    string // the field that packets behind the first may have otherwise

	INF     *INF     // that is being opened, nil for none
	Capture *Capture // likewise

	Saving string // which packets of the run are to be saved, "" for what the wire saw
	Saves  Notice // how saving them is getting on

	Driver string // path of the driver that is being edited, "" for none
	Shown  Shown  // the structure that is being looked at
	Member ndis.Path

	Problems []scenario.Problem
	Drafts   map[string]Draft
	ReadOnly bool // something critical was not understood
	Notice   Notice
	Link     string
	CanUndo  bool
	CanRedo  bool

	finder   scenario.Finder
	examples string // what of the library is listed, drawn
	found    int    // how much of it that is
	sought   int    // how often it was searched
}

// Shown is a structure: an object of the trace, or one that a driver would pass
// and that this run did not come to.
type Shown struct {
	Object    int    // index into the trace, trace.NoObject for the latter
	Driver    string // path
	Structure string
}

// Notice is a line that says what just happened; Do is an action that it offers.
type Notice struct{ Name, Arg, Do string }

// say is a text of the controls.
func (m *Model) say(name string, args ...string) string { return text.Of(name, m.Lang, args...) }

// object is the object that is shown, nil for none.
func (m *Model) object() *trace.Object {
	if m.Shown.Object < 0 || m.Shown.Object >= len(m.Trace.Objects) {
		return nil
	}
	return &m.Trace.Objects[m.Shown.Object]
}

// now is the time of the event that is open; without one, all has happened.
func (m *Model) now() trace.Tick {
	if m.Current == nil {
		return m.Trace.Length()
	}
	return m.Current.Time
}
