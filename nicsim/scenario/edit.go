package scenario

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
)

// Set gives a key its value as a text spells it: "filters[0].register", "6.80".
// Lists that are spelled as one value are replaced, not added to. Nothing
// changes where the value is refused.
func (s *Scenario) Set(path, text string) error {
	changed := s.Clone()
	if !strings.HasSuffix(path, "]") {
		changed.Clear(path)
	}
	if err := changed.set(path, ndis.TextValue(text)); err != nil {
		return err
	}
	*s = changed
	return nil
}

// Clear takes away what stands at a key and below it, or a filter or a step,
// behind which the others move up. What was not there is no loss.
func (s *Scenario) Clear(path string) {
	if name, index, rest := ndis.CutPath(path); rest == "" && index >= 0 {
		s.clearElement(name, index)
		return
	}
	*s = s.keeping(func(p ndis.Pair) bool { return !within(p.Path, path) })
}

// within reports whether a path is another, or below it.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

func (s *Scenario) clearElement(name string, index int) {
	switch {
	case name == "filters" && index < len(s.Filters):
		s.Filters = slices.Delete(s.Filters, index, index+1)
	case name == "steps" && index < len(s.Steps):
		s.Steps = slices.Delete(s.Steps, index, index+1)
	}
}

// keeping is the scenario made of those of its pairs that are kept.
func (s *Scenario) keeping(keep func(ndis.Pair) bool) Scenario {
	kept := New()
	for _, p := range s.Pairs() {
		if !keep(p) {
			continue
		}
		_ = kept.set(p.Path, ndis.TextValue(p.Text)) // what a scenario prints it reads
	}
	kept.Unknown = slices.DeleteFunc(slices.Clone(s.Unknown), func(p ndis.Pair) bool { return !keep(p) })
	return kept
}

// Clone copies the scenario so that changing one leaves the other alone.
func (s *Scenario) Clone() Scenario {
	return s.keeping(func(ndis.Pair) bool { return true })
}

// AddDriver puts a driver of a kind in: a filter at the bottom, an intermediate
// driver with both its edges, another one in its place.
func (s *Scenario) AddDriver(kind trace.PartyKind) {
	switch kind {
	case trace.Miniport:
		s.Miniport = &driver.Driver{}
	case trace.Protocol:
		s.Protocol = &driver.Driver{}
	case trace.Filter:
		s.Filters = append(s.Filters, driver.Driver{})
	case trace.Intermediate:
		s.Intermediate = &Intermediate{}
	}
}

// MoveFilter lets a filter and the one below (by 1) or above (by -1) change
// places.
func (s *Scenario) MoveFilter(index, by int) {
	other := index + by
	if min(index, other) < 0 || max(index, other) >= len(s.Filters) {
		return
	}
	s.Filters[index], s.Filters[other] = s.Filters[other], s.Filters[index]
}

// DriverAt is the driver at a path: "filters[0]".
func (s *Scenario) DriverAt(path string) (Placed, bool) {
	for _, d := range s.Drivers() {
		if d.Path == path {
			return d, true
		}
	}
	return Placed{}, false
}

// DriverOf is the driver that a party is.
func (s *Scenario) DriverOf(party trace.Party) (Placed, bool) {
	for _, d := range s.Drivers() {
		if d.Party == party {
			return d, true
		}
	}
	return Placed{}, false
}

// Entry is the entry of sends that decides for an object that a driver passed;
// see driver.Entry. ok is false where none can: NDIS built it, or a step did.
func (s *Scenario) Entry(o *trace.Object) (entry *driver.Send, ok bool) {
	d, ok := s.DriverOf(o.From)
	if !ok || o.Where == "" {
		return nil, false
	}
	return d.Driver.Entry(o.Structure, o.Where, s.registers(d)), true
}

// registers is the version that a driver asks for on this host.
func (s *Scenario) registers(d Placed) ndis.Version {
	resolved := d.Driver.Resolved()
	return resolved.Choose(s.Host).Register
}

// Tidy drops what says nothing.
func (s *Scenario) Tidy() {
	for _, d := range s.Drivers() {
		d.Driver.Tidy()
	}
}

// KindAt is the kind of driver that stands at a path.
func KindAt(path string) *negotiate.Kind {
	switch name, _, _ := ndis.CutPath(path); {
	case name == "filters":
		return negotiate.Filter
	case strings.HasSuffix(path, "protocol"):
		return negotiate.Protocol
	}
	return negotiate.Miniport
}

// FilterPath is the path of the filter of an index.
func FilterPath(index int) string { return "filters[" + strconv.Itoa(index) + "]" }
