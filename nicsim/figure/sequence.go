package figure

import (
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
)

// Sequence draws a trace as a sequence diagram: a lane for each party that acts, a
// row for each event, an arrow for each call. It is an ordered list; rows carry
// data-time, the structures that are passed data-object. Below it stands the why
// of the event that is open.
func Sequence(t *trace.Trace, o TraceOptions) string {
	p := &page{}
	if len(t.Events) == 0 {
		p.tag("p", rulebook.Label("empty", o.Lang), "class", "empty")
		return p.String()
	}
	s := sequence{drawer: drawer{p, t, o}, lanes: lanesOf(t)}
	if t.At(s.Current) == nil {
		s.Current = 0
	}
	s.diagram()
	s.opened()
	return p.String()
}

type sequence struct {
	drawer
	lanes lanes
	outer []*trace.Event // that are not over yet
}

func (s *sequence) diagram() {
	s.open("div", "class", "sequence lanes-"+number(len(s.lanes)), "role", "region", "tabindex", "0", "aria-label", rulebook.Label("sequence", s.Lang))
	s.open("div", "class", "lanes", "aria-hidden", "true")
	for _, p := range s.lanes {
		s.tag("span", rulebook.Who(p, s.Lang), "class", "party "+p.Kind.String())
	}
	s.close("div")
	s.open("ol", "class", "calls")
	s.rows(s.trace.Events)
	s.close("ol")
	s.close("div")
}

// opened is the why of the event that is open.
func (s *sequence) opened() {
	e := s.trace.At(s.Current)
	if e == nil {
		return
	}
	x := rulebook.Explain(e, s.Lang)
	s.open("div", "class", "opened event "+e.Verdict.String())
	s.tag("h3", number(int(e.Time))+" · "+x.Title)
	s.why(e, x)
	s.close("div")
}

func (s *sequence) rows(events []trace.Event) {
	for i := range events {
		e := &events[i]
		s.row(e)
		s.outer = append(s.outer, e)
		s.rows(e.Events)
		s.outer = s.outer[:len(s.outer)-1]
	}
}

// calls reports whether the event is a call, and not part of one that is not over
// yet.
func (s *sequence) calls(e *trace.Event) bool {
	return e.Call != "" && e.From != e.To && (len(s.outer) == 0 || s.outer[len(s.outer)-1].Call != e.Call)
}

// span is where a row's arrow begins and ends; both are the same where there is
// none: something happens within a party, or within a call that it got.
func (s *sequence) span(e *trace.Event) (from, to int) {
	from, to = s.lanes.of(e.From), s.lanes.of(e.To)
	if len(s.outer) > 0 && !s.calls(e) && s.outer[len(s.outer)-1].To == e.To {
		from = to
	}
	return from, to
}

func (s *sequence) row(e *trace.Event) {
	from, to := s.span(e)
	first, last := min(from, to), max(from, to)
	direction := "within"
	switch {
	case from < to:
		direction = "right"
	case from > to:
		direction = "left"
	}
	s.open("li", "class", classes("call", e.Verdict.String(), direction, when(s.calls(e), "", "part"), when(e.Time == s.Current, "current", "")), "data-time", number(int(e.Time)))
	for _, outer := range s.outer {
		if outer.From != outer.To {
			s.tag("i", "", "class", "bar "+at(s.lanes.of(outer.To), 1))
		}
	}
	if first+last > len(s.lanes)+1 { // in the right half
		s.words(e, "late "+at(1, last))
	} else {
		s.words(e, at(first, len(s.lanes)-first+1))
	}
	s.tag("i", "", "class", "arrow "+at(first, last-first+1))
	s.close("li")
}

// at are the classes of what begins at a lane and covers so many.
func at(lane, over int) string { return "at-" + number(lane) + " over-" + number(over) }

// words are what a row says: a button that opens the event, and one for the
// structure that was passed. Tab comes to the row that is open, or the first.
func (s *sequence) words(e *trace.Event, place string) {
	tab := when(s.stop(e), "0", "-1")
	time := number(int(e.Time))
	s.open("div", "class", "words "+place)
	s.open("button", "type", "button", "data-time", time, "tabindex", tab, when(e.Time == s.Current, "aria-current", ""), "step")
	s.tag("span", s.sentence(e), "class", "unseen")
	s.open("span", "class", "seen", "aria-hidden", "true")
	s.tag("span", time, "class", "time")
	s.tag("span", "", "class", "mark "+e.Verdict.String())
	if s.calls(e) {
		s.tag("code", e.Call)
	} else {
		s.tag("span", rulebook.Explain(e, s.Lang).Title, "class", "title")
	}
	if status := failure(e); status != "" {
		s.tag("code", status, "class", "status")
	}
	s.close("span")
	s.close("button")
	if e.Object != trace.NoObject && s.calls(e) {
		s.tag("button", catalog.ShortName(Named(&s.trace.Objects[e.Object], s.Lang)), "type", "button", "class", "object", "data-object", number(e.Object), "tabindex", tab)
	}
	s.close("div")
}

// sentence says a row in words.
func (s *sequence) sentence(e *trace.Event) string {
	from, to := rulebook.Who(e.From, s.Lang), rulebook.Party(e.To, s.Lang)
	verdict := rulebook.Verdict(e.Verdict, s.Lang)
	if status := failure(e); status != "" {
		verdict += ", " + status
	}
	time, title := number(int(e.Time)), rulebook.Explain(e, s.Lang).Title
	switch {
	case s.calls(e):
		return rulebook.Label("call-of", s.Lang, time, from, e.Call, to, verdict)
	case e.From == e.To:
		return rulebook.Label("event-within", s.Lang, time, to, title, verdict)
	}
	return rulebook.Label("event-between", s.Lang, time, from, to, title, verdict)
}
