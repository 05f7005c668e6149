package scenario

import (
	"slices"
	"strconv"

	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
)

// Remedy is a change of the scenario that puts an event right: what it does
// (Name, with Args for its words) and what comes out.
type Remedy struct {
	Name     string
	Args     []string
	Scenario Scenario
}

// change is a kind of remedy: what it changes in the driver that the event comes
// from; false where it does not apply. args are what its words need of the run
// that follows.
type change struct {
	name  string
	apply func(d *driver.Driver, e *trace.Event, o *trace.Object) bool
	args  func(t *trace.Trace, e *trace.Event, o *trace.Object) []string
}

var changes = []change{
	{"header", rightHeader, headerArgs},
	{"length", rightLength, lengthArgs},
	{"handler", nameHandlers, nil},
	{"unique-name", func(d *driver.Driver, _ *trace.Event, _ *trace.Object) bool { return drop(&d.UniqueName) }, nil},
	{"driver-object", func(d *driver.Driver, _ *trace.Event, _ *trace.Object) bool { return drop(&d.DriverObjectNull) }, nil},
	{"attributes", func(d *driver.Driver, _ *trace.Event, _ *trace.Object) bool {
		had := len(d.Skips) > 0
		d.Skips = nil
		return had
	}, nil},
	{"initialize", func(d *driver.Driver, _ *trace.Event, _ *trace.Object) bool { return drop(&d.Initialize) }, nil},
	{"register", negotiateVersion, registeredArgs},
}

// Remedies are the changes that put an event right: those of which a run shows
// that the rule then has nothing more to say about this driver. An accepted
// event needs none.
func (s *Scenario) Remedies(t *trace.Trace, e *trace.Event) []Remedy {
	if e == nil || e.Verdict == trace.Accepted {
		return nil
	}
	var found []Remedy
	for _, c := range changes {
		if r, ok := c.try(s, t, e); ok {
			found = append(found, r)
		}
	}
	return found
}

func (c *change) try(s *Scenario, t *trace.Trace, e *trace.Event) (Remedy, bool) {
	changed := s.Clone()
	d, ok := changed.DriverOf(e.From)
	if !ok {
		d, ok = changed.DriverOf(e.To)
	}
	if !ok {
		return Remedy{}, false
	}
	o := object(t, e)
	if !c.apply(d.Driver, e, o) {
		return Remedy{}, false
	}
	changed.Tidy()
	changed.At = 0
	after, problems := Run(changed)
	if Errors(problems) || complains(after, e, o) {
		return Remedy{}, false
	}
	r := Remedy{Name: c.name, Scenario: changed}
	if c.args != nil {
		r.Args = c.args(after, e, o)
	}
	return r, true
}

// object is the structure that an event is about, nil for none.
func object(t *trace.Trace, e *trace.Event) *trace.Object {
	if e.Object == trace.NoObject {
		return nil
	}
	return &t.Objects[e.Object]
}

// complains reports whether the event's rule still does not accept that
// structure of its driver's, or whether something between these two parties is
// rejected that was not.
func complains(t *trace.Trace, before *trace.Event, of *trace.Object) (found bool) {
	trace.Walk(t.Events, func(e *trace.Event, _ int) bool {
		if e.From != before.From || e.To != before.To {
			return true
		}
		same := e.Rule == before.Rule && e.Verdict != trace.Accepted && sameStructure(object(t, e), of)
		found = found || same || e.Verdict == trace.Rejected && before.Verdict != trace.Rejected
		return !found
	})
	return found
}

func sameStructure(a, b *trace.Object) bool {
	return a == nil || b == nil || a.Structure == b.Structure && a.Where == b.Where
}

// drop takes a value back.
func drop[T comparable](value *T) bool {
	var none T
	had := *value != none
	*value = none
	return had
}

// rightHeader lets the driver send the right header.
func rightHeader(d *driver.Driver, _ *trace.Event, o *trace.Object) bool {
	return headed(o) && sendRight(d, o)
}

// rightLength does the same where there is no header: there the call says how
// long the structure is.
func rightLength(d *driver.Driver, _ *trace.Event, o *trace.Object) bool {
	return !headed(o) && sendRight(d, o)
}

func headed(o *trace.Object) bool {
	return o != nil && o.Structure != "" && catalog.MustLookup(o.Structure).Versioned()
}

// sendRight takes back what the driver says of the structure as a whole, and puts
// an entry that says nothing before its profile's.
func sendRight(d *driver.Driver, o *trace.Object) bool {
	if o == nil || o.Where == "" || o.Structure == "" {
		return false
	}
	is := func(s driver.Send) bool { return s.Structure == o.Structure }
	for i := range d.Sends {
		if is(d.Sends[i]) {
			d.Sends[i].RightHeader()
		}
	}
	if p, err := driver.ProfileNamed(d.Profile); err == nil && slices.ContainsFunc(p.Driver.Sends, is) {
		d.Sends = append([]driver.Send{{Structure: o.Structure}}, d.Sends...)
	}
	return true
}

func headerArgs(t *trace.Trace, e *trace.Event, o *trace.Object) []string {
	h, _ := codec.HeaderOf(sentNow(t, e, o))
	return []string{o.Structure, strconv.Itoa(int(h.Revision)), strconv.Itoa(int(h.Size))}
}

func lengthArgs(t *trace.Trace, e *trace.Event, o *trace.Object) []string {
	return []string{o.Structure, strconv.Itoa(len(sentNow(t, e, o)))}
}

// sentNow is what is sent in place of an object in the run that follows a change.
func sentNow(t *trace.Trace, e *trace.Event, o *trace.Object) []byte {
	for _, other := range t.Objects {
		if other.Structure == o.Structure && other.From == e.From && other.Where == o.Where {
			return other.Bytes
		}
	}
	return nil
}

// nameHandlers names again what the event found missing.
func nameHandlers(d *driver.Driver, e *trace.Event, _ *trace.Object) bool {
	before := len(d.Handlers.Omit)
	d.Handlers.Omit = slices.DeleteFunc(d.Handlers.Omit, func(handler string) bool {
		return slices.ContainsFunc(e.Facts, func(f trace.Fact) bool { return f.Name == handler || f.Value == handler })
	})
	return len(d.Handlers.Omit) < before
}

// negotiateVersion lets a driver that passes one version ask the host first.
func negotiateVersion(d *driver.Driver, _ *trace.Event, _ *trace.Object) bool {
	if d.Register == 0 && len(d.Ladder) == 0 && len(d.Supports) == 0 {
		return false
	}
	d.Register, d.Ladder, d.Supports = 0, nil, nil
	return true
}

func registeredArgs(t *trace.Trace, e *trace.Event, _ *trace.Object) (args []string) {
	trace.Walk(t.Events, func(after *trace.Event, _ int) bool {
		for _, c := range after.Changes {
			if (c.Party == e.From || c.Party == e.To) && c.Name == "registered" {
				args = []string{c.After}
			}
		}
		return args == nil
	})
	return args
}
