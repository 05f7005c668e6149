package trace

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
)

// sample is a trace of two levels: a tolerated event, one with three events
// inside of which the last is rejected on the third level, and an ignored one.
func sample() *Trace {
	var r Recorder
	add := func(rule Rule, v Verdict, changes ...Change) { r.Add(&Event{Rule: rule, Verdict: v, Changes: changes}) }
	miniport := Party{Kind: Miniport}
	filter := Party{Kind: Filter, Index: 1}
	add("a", Tolerated, Change{Party: miniport, Name: "state", After: "Halted"})
	add("b", Accepted, Change{Party: miniport, Name: "registered", After: "6.20"})
	r.Inside(func() {
		add("b.1", Accepted, Change{Party: filter, Name: "state", After: "Detached"})
		add("b.2", Accepted, Change{Party: miniport, Name: "state", After: "Running"})
		r.Inside(func() { add("b.2.1", Rejected) })
	})
	add("c", Ignored, Change{Party: filter, Name: "state", After: "Running"})
	return r.Trace(Outcome{})
}

// outline is the rules of events in the order of time, indented by depth.
func outline(events []Event) string {
	var lines []string
	Walk(events, func(e *Event, depth int) bool {
		lines = append(lines, strings.Repeat(" ", depth)+string(e.Rule))
		return true
	})
	return strings.Join(lines, ",")
}

func TestAddStampsTimeAndStep(t *testing.T) {
	var r Recorder
	for i, step := range []int{0, 0, 3} {
		r.Step = step
		e := &Event{Rule: "any", Time: 99, Step: 99}
		r.Add(e)
		if e.Time != Tick(i+1) || e.Step != step {
			t.Errorf("the caller's event has time %d and step %d, want %d and %d", e.Time, e.Step, i+1, step)
		}
		if kept := *r.Last(); kept.Time != e.Time || kept.Step != e.Step {
			t.Errorf("the kept event has time %d and step %d", kept.Time, kept.Step)
		}
	}
}

func TestTimeCountsEventsOfAllLevels(t *testing.T) {
	var times []Tick
	Walk(sample().Events, func(e *Event, _ int) bool {
		times = append(times, e.Time)
		return true
	})
	if !slices.Equal(times, []Tick{1, 2, 3, 4, 5, 6}) {
		t.Errorf("%v", times)
	}
}

func TestAddReportsWhetherItGoesOn(t *testing.T) {
	for verdict, want := range map[Verdict]bool{Accepted: true, Tolerated: true, Adjusted: true, Ignored: true, Rejected: false} {
		var r Recorder
		if got := r.Add(&Event{Rule: "any", Verdict: verdict}); got != want {
			t.Errorf("%s goes on: %v", verdict, got)
		}
	}
}

func TestAFlippedRuleJudgesTheOtherWayRound(t *testing.T) {
	success, failure, resources := ndis.StatusSuccess, ndis.StatusFailure, ndis.StatusResources
	for _, c := range []struct {
		rule    Rule
		verdict Verdict
		status  *ndis.Status
		want    Verdict
		becomes *ndis.Status
	}{
		{"flipped", Accepted, &success, Rejected, &failure},
		{"flipped", Accepted, nil, Rejected, &failure},
		{"flipped", Tolerated, nil, Accepted, nil},
		{"flipped", Adjusted, nil, Accepted, nil},
		{"flipped", Ignored, nil, Accepted, nil},
		{"flipped", Rejected, &resources, Accepted, nil},
		{"other", Accepted, &success, Accepted, &success},
		{"other", Rejected, &resources, Rejected, &resources},
	} {
		r := Recorder{Flipped: "flipped"}
		e := &Event{Rule: c.rule, Verdict: c.verdict, Status: c.status}
		ok := r.Add(e)
		kept := r.Last()
		if e.Verdict != c.want || kept.Verdict != c.want || ok != (c.want != Rejected) {
			t.Errorf("%s %s becomes %s, is kept as %s, goes on: %v", c.rule, c.verdict, e.Verdict, kept.Verdict, ok)
		}
		if !reflect.DeepEqual(kept.Status, c.becomes) {
			t.Errorf("%s %s has status %v, want %v", c.rule, c.verdict, kept.Status, c.becomes)
		}
	}
	if success != ndis.StatusSuccess || resources != ndis.StatusResources {
		t.Error("flipping changes the status that the caller points to")
	}
}

func TestInsideNests(t *testing.T) {
	if got, want := outline(sample().Events), "a,b, b.1, b.2,  b.2.1,c"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestInsideMayStayEmpty(t *testing.T) {
	var r Recorder
	r.Add(&Event{Rule: "a"})
	r.Inside(func() {})
	r.Add(&Event{Rule: "b"})
	if got := outline(r.Trace(Outcome{}).Events); got != "a,b" {
		t.Error(got)
	}
}

func TestLastIsOfTheOpenLevelAndCanBeCompleted(t *testing.T) {
	var r Recorder
	r.Add(&Event{Rule: "outer"})
	r.Inside(func() {
		for range 100 { // more than a slice begins with
			r.Add(&Event{Rule: "inner"})
		}
		r.Last().Call = "in"
	})
	r.Last().Call = "out"
	events := r.Trace(Outcome{}).Events
	if events[0].Call != "out" || len(events[0].Events) != 100 || events[0].Events[99].Call != "in" || events[0].Events[98].Call != "" {
		t.Errorf("%q, %d inside", events[0].Call, len(events[0].Events))
	}
}

func TestAddObjectCountsFromZero(t *testing.T) {
	var r Recorder
	for i, name := range []string{"first", "second"} {
		if got := r.AddObject(Object{Name: name}); got != i || r.Objects[got].Name != name {
			t.Errorf("%s is object %d of %+v", name, got, r.Objects)
		}
	}
}

func TestTheTraceIsWhatWasCollected(t *testing.T) {
	var r Recorder
	r.Add(&Event{Rule: "a"})
	r.AddObject(Object{Name: "first"})
	got := r.Trace(Outcome{Host: ndis.V620})
	if got.Outcome.Host != ndis.V620 || len(got.Events) != 1 || len(got.Objects) != 1 {
		t.Errorf("%+v", got)
	}
}

func TestWalkStopsWhereItIsTold(t *testing.T) {
	for _, last := range []Rule{"a", "b", "b.1", "b.2.1", "c"} {
		var seen []Rule
		Walk(sample().Events, func(e *Event, _ int) bool {
			seen = append(seen, e.Rule)
			return e.Rule != last
		})
		all := []Rule{"a", "b", "b.1", "b.2", "b.2.1", "c"}
		if want := all[:slices.Index(all, last)+1]; !slices.Equal(seen, want) {
			t.Errorf("up to %s: %v", last, seen)
		}
	}
}

func TestWalkHandsOutTheEventsThemselves(t *testing.T) {
	tr := sample()
	Walk(tr.Events, func(e *Event, _ int) bool {
		e.Call = "seen"
		return true
	})
	if tr.Events[1].Events[1].Events[0].Call != "seen" {
		t.Error("a change of a visited event is lost")
	}
}

func TestStatesAreThoseOfTheirTime(t *testing.T) {
	miniport, filter := Party{Kind: Miniport}, Party{Kind: Filter, Index: 1}
	for _, c := range []struct {
		until Tick
		want  map[Party]string
	}{
		{0, map[Party]string{}},
		{1, map[Party]string{miniport: "Halted"}},
		{2, map[Party]string{miniport: "Halted"}},
		{3, map[Party]string{miniport: "Halted", filter: "Detached"}},
		{4, map[Party]string{miniport: "Running", filter: "Detached"}},
		{6, map[Party]string{miniport: "Running", filter: "Running"}},
	} {
		if got := sample().States(c.until); !reflect.DeepEqual(got, c.want) {
			t.Errorf("at %d: %v, want %v", c.until, got, c.want)
		}
	}
}

func TestAtFindsEventsOfEachLevel(t *testing.T) {
	tr := sample()
	for time, want := range map[Tick]Rule{1: "a", 2: "b", 3: "b.1", 5: "b.2.1", 6: "c"} {
		if e := tr.At(time); e == nil || e.Rule != want {
			t.Errorf("at %d: %+v, want %s", time, e, want)
		}
	}
	for _, none := range []Tick{0, 7, -1} {
		if e := tr.At(none); e != nil {
			t.Errorf("at %d: %+v", none, e)
		}
	}
}

func TestLengthIsTheTimeOfTheLastEvent(t *testing.T) {
	if got := sample().Length(); got != 6 {
		t.Errorf("%d", got)
	}
	if got := (&Trace{}).Length(); got != 0 {
		t.Errorf("nothing lasts %d", got)
	}
}

func TestFactIsTheFirstOfItsName(t *testing.T) {
	e := Event{Facts: Facts("type", "0xA7", "size", "144", "size", "112")}
	for name, want := range map[string]string{"type": "0xA7", "size": "144", "revision": "", "": ""} {
		if got := e.Fact(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestFactsArePairs(t *testing.T) {
	for _, c := range []struct {
		pairs []string
		want  []Fact
	}{
		{nil, []Fact{}},
		{[]string{"a", "1"}, []Fact{{Name: "a", Value: "1"}}},
		{[]string{"a", "1", "b", ""}, []Fact{{Name: "a", Value: "1"}, {Name: "b"}}},
		{[]string{"a", "1", "b"}, []Fact{{Name: "a", Value: "1"}}}, // a name alone is no fact
	} {
		if got := Facts(c.pairs...); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %+v, want %+v", c.pairs, got, c.want)
		}
	}
}

func TestTroubleIsWhatIsNotAccepted(t *testing.T) {
	event := func(rule Rule, v Verdict, inside ...Event) Event {
		return Event{Rule: rule, Verdict: v, Events: inside}
	}
	for _, c := range []struct {
		name            string
		events          []Event
		first, decisive Rule
	}{
		{"nothing happened", nil, "", ""},
		{"all accepted", []Event{event("a", Accepted, event("b", Accepted))}, "", ""},
		{"tolerated alone", []Event{event("a", Accepted), event("b", Tolerated), event("c", Adjusted)}, "b", "b"},
		{"a rejection behind what was tolerated", []Event{event("a", Tolerated), event("b", Rejected), event("c", Rejected)}, "a", "b"},
		{"a rejection inside", []Event{event("a", Ignored), event("b", Accepted, event("c", Rejected)), event("d", Rejected)}, "a", "c"},
		{"a rejection with what follows from it", []Event{event("a", Rejected, event("b", Rejected))}, "a", "a"},
		{"trouble inside", []Event{event("a", Accepted, event("b", Adjusted)), event("c", Tolerated)}, "b", "b"},
	} {
		tr := &Trace{Events: c.events}
		if first, decisive := ruleOf(tr.FirstTrouble()), ruleOf(tr.Decisive()); first != c.first || decisive != c.decisive {
			t.Errorf("%s: first %q, decisive %q; want %q, %q", c.name, first, decisive, c.first, c.decisive)
		}
	}
}

func ruleOf(e *Event) Rule {
	if e == nil {
		return ""
	}
	return e.Rule
}

func TestSentKeepsTheLastOfEachStructureInItsPlace(t *testing.T) {
	var o DriverOutcome
	for _, s := range []StructureOutcome{{"A", 1, 112, Accepted}, {"B", 1, 8, Rejected}, {"A", 2, 144, Tolerated}, {"C", 1, 4, Accepted}} {
		o.Sent(s)
	}
	want := []StructureOutcome{{"A", 2, 144, Tolerated}, {"B", 1, 8, Rejected}, {"C", 1, 4, Accepted}}
	if !slices.Equal(o.Structures, want) {
		t.Errorf("%+v, want %+v", o.Structures, want)
	}
}

func TestEachVerdictAndPartyHasANameOfItsOwn(t *testing.T) {
	var names []string
	for _, v := range Verdicts() {
		names = append(names, v.String())
	}
	for kind := Loader; kind <= Administrator; kind++ {
		names = append(names, kind.String())
	}
	if len(names) != 5+8 {
		t.Errorf("%d names", len(names))
	}
	slices.Sort(names)
	if unique := slices.Compact(slices.Clone(names)); len(unique) != len(names) || names[0] == "" {
		t.Errorf("%q", names)
	}
	for _, name := range names {
		if name != strings.ToLower(name) {
			t.Errorf("%s is not in lower case", name)
		}
	}
}

func TestBeliefsAreTheLastChangesOfEachName(t *testing.T) {
	miniport := Party{Kind: Miniport}
	var r Recorder
	add := func(name, after string) {
		r.Add(&Event{To: miniport, Changes: []Change{{Party: miniport, Name: name, After: after}}})
	}
	add("registered", "6.20")
	r.Inside(func() { add("state", "Paused") })
	r.Changed(Change{Party: miniport, Name: "RSC", After: "off"}) // after what followed
	add("currentConfig", "1")
	add("registered", "6.30")
	tr := r.Trace(Outcome{})
	for until, want := range [][]string{nil, {"6.20"}, {"6.20", "off"}, {"6.20", "off", "1"}, {"6.30", "off", "1"}} {
		var got []string
		for _, c := range tr.Beliefs(Tick(until))[miniport] {
			got = append(got, c.After)
		}
		if !slices.Equal(got, want) {
			t.Errorf("at %d: %v, want %v", until, got, want)
		}
	}
	if e := &tr.Events[0]; !e.Concerns(miniport) || !e.Concerns(Party{}) || e.Concerns(Party{Kind: Filter, Index: 1}) {
		t.Error("an event concerns who acts and who is acted on")
	}
}
