package scenario

import (
	"reflect"
	"slices"
	"strconv"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

func FuzzRun(f *testing.F) {
	s, text := everything(f)
	f.Add(text)
	f.Add(s.Link())
	for _, e := range Library() {
		f.Add(e.Scenario.Text())
	}
	for _, c := range readCases(f) {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, _ := Parse(text)
		for i := range s.Steps {
			s.OptionsOf(i)
		}
		tr, _ := Run(s)
		if again, _ := Run(s); !reflect.DeepEqual(tr, again) {
			t.Errorf("%q: a second run is another", text)
		}
		trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
			if e.Object >= len(tr.Objects) || e.Rule == "" {
				t.Errorf("%q: %+v", text, e)
			}
			for _, f := range e.Facts {
				if f.Ref != nil && (f.Ref.Object >= len(tr.Objects) || f.Ref.Offset+f.Ref.Length > len(tr.Objects[f.Ref.Object].Bytes)) {
					t.Errorf("%q: %s points outside its object: %+v", text, e.Rule, f)
				}
			}
			return true
		})
		for _, d := range s.Drivers() {
			if registered := tr.DriverOutcome(d.Party).Registered; registered >= ndis.V60 && registered > s.Host && s.Host >= ndis.V60 {
				t.Errorf("%q: %s registered %v on %v", text, d.Path, registered, s.Host)
			}
		}
		stepsBack(t, text, tr)
		readsInside(t, text, tr)
	})
}

// stepsBack: the changes undone from the end pass through the same states, and
// come to the start.
func stepsBack(t *testing.T, text string, tr *trace.Trace) {
	t.Helper()
	changes := map[trace.Tick][]trace.Change{}
	trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
		for _, c := range e.Changes {
			changes[c.Time] = append(changes[c.Time], c)
		}
		return true
	})
	states := tr.States(tr.Length())
	for at := tr.Length(); at > 0; at-- {
		if now := tr.States(at); !sameStates(now, states) {
			t.Fatalf("%q: at %d %v, going back %v", text, at, now, states)
		}
		for _, c := range slices.Backward(changes[at]) {
			if c.Name == "state" {
				states[c.Party] = c.Before
			}
		}
	}
	if !sameStates(nil, states) || len(tr.States(0)) > 0 {
		t.Errorf("%q: back at the start: %v", text, states)
	}
}

// sameStates: a driver that is not named has not been loaded.
func sameStates(a, b map[trace.Party]string) bool {
	for _, pair := range [][2]map[trace.Party]string{{a, b}, {b, a}} {
		for party, state := range pair[0] {
			if other := pair[1][party]; other != state && !(other == "" && state == "NotLoaded") {
				return false
			}
		}
	}
	return true
}

// readsInside: of a structure that was taken, nothing behind Header.Size is looked
// at.
func readsInside(t *testing.T, text string, tr *trace.Trace) {
	t.Helper()
	trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
		for _, f := range e.Facts {
			if f.Ref == nil || !e.OK() || f.Ref.Offset < catalog.Header().Size {
				continue
			}
			o := tr.Objects[f.Ref.Object]
			if o.Structure == "" { // a packet
				continue
			}
			header, ok := codec.HeaderOf(o.Bytes)
			if s := catalog.MustLookup(o.Structure); ok && s.Versioned() && f.Ref.Offset+f.Ref.Length > int(header.Size) {
				t.Errorf("%q: %s reads %s behind %d bytes of %s", text, e.Rule, f.Ref.Path, header.Size, o.Structure)
			}
		}
		return true
	})
}

func BenchmarkRunSeedCase(b *testing.B) {
	s, problems := ParseText("host 6.0\nminiport.supports[0] 6.0..6.1\nprotocol\nfilters[0]\n")
	if problems != nil {
		b.Fatal(errorsOf(problems))
	}
	b.ReportAllocs()
	for b.Loop() {
		Run(s)
	}
}

// Runs with more and more packets: what each costs should stay the same.
func BenchmarkRunSends(b *testing.B) {
	for _, count := range []int{1, 10, 100, 1000} {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			s, problems := ParseText("host 6.89\nminiport\nprotocol\nsteps[0] start\n")
			for range count {
				step, err := ParseStep("send eth/ipv4/tcp/data data.length=1000 ask:checksum")
				if err != nil || problems != nil {
					b.Fatal(err, errorsOf(problems))
				}
				s.Steps = append(s.Steps, step)
			}
			for b.Loop() {
				Run(s)
			}
		})
	}
}

func BenchmarkLinkRoundTrip(b *testing.B) {
	s, _ := everything(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := ParseLink(s.Link()); Errors(problems) {
			b.Fatal(errorsOf(problems))
		}
	}
}
