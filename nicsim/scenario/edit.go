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
	if _, index, rest := ndis.CutPath(path); !strings.Contains(rest, "[") && (index < 0 || rest != "") {
		changed.Clear(path) // an element keeps its place, and so does what is in it
	}
	if err := changed.set(path, ndis.TextValue(text)); err != nil {
		return err
	}
	*s = changed
	return nil
}

// Clear takes away what stands at a key and below it; behind an element of a
// list the others move up. A driver stays, though nothing may be left to say of
// it; steps that name a filter go with it. What was not there is no loss.
func (s *Scenario) Clear(path string) {
	filters := len(s.Filters)
	*s = s.keeping(func(p string) bool { return !within(p, path) })
	if name, index, rest := ndis.CutPath(path); name == "filters" && rest == "" && index >= 0 && index < filters {
		s.renumber(func(i int) int {
			switch {
			case i == index:
				return -1
			case i > index:
				return i - 1
			}
			return i
		})
	}
}

// renumber lets steps name the filters that they named, where those have other
// indexes now; a step whose filter has gone (-1) goes as well.
func (s *Scenario) renumber(to func(index int) int) {
	s.Steps = slices.DeleteFunc(s.Steps, func(step Step) bool {
		for i := range step.Args {
			if renumbered(&step.Args[i], to) < 0 {
				return true
			}
		}
		for i := range step.Options {
			if step.Options[i].Path == "from" && renumbered(&step.Options[i].Text, to) < 0 {
				return true
			}
		}
		return false
	})
}

// renumbered renumbers a word, if it names a filter, and returns the new index.
func renumbered(word *string, to func(int) int) int {
	number, ok := strings.CutPrefix(*word, "filter.")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 {
		return 0
	}
	index := to(n - 1)
	*word = "filter." + strconv.Itoa(index+1)
	return index
}

// within reports whether a path is another, or below it.
func within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// keeping is the scenario made of those of its pairs whose paths are kept.
func (s *Scenario) keeping(keep func(path string) bool) Scenario {
	kept, numbers := New(), numbering{}
	put := func(path, text string) {
		if keep(path) {
			_ = kept.set(numbers.path("", path), ndis.TextValue(text)) // what a scenario prints it reads
		}
	}
	for _, d := range s.Drivers() {
		put(d.Path, "")
	}
	if s.Steps != nil {
		put("steps", "")
	}
	pairs := s.Pairs()
	for _, p := range pairs[:len(pairs)-len(s.Unknown)] {
		if p.Path == "nic" {
			p.Path = "nic.profile" // a card that is a profile alone is spelled as one value
		}
		put(p.Path, p.Text)
	}
	kept.Unknown = slices.DeleteFunc(slices.Clone(s.Unknown), func(p ndis.Pair) bool { return !keep(p.Path) })
	return kept
}

// numbering gives the elements of each list numbers in the order in which they
// come, so that those that go leave no gap.
type numbering map[string]map[int]int

// named are keys below which stand names, dots and brackets and all.
var named = []string{"members", "capabilities", "keywords", "understands", "answers"}

// path is a path below outer, with the new numbers.
func (n numbering) path(outer, path string) string {
	name, index, rest := ndis.CutPath(path)
	at := outer + name
	if index >= 0 {
		if n[at] == nil {
			n[at] = map[int]int{}
		}
		if _, known := n[at][index]; !known {
			n[at][index] = len(n[at])
		}
		at += "[" + strconv.Itoa(n[at][index]) + "]"
	}
	switch {
	case rest == "":
		return at
	case slices.Contains(named, name):
		return at + "." + rest
	}
	return n.path(at+".", rest)
}

// Clone copies the scenario so that changing one leaves the other alone.
func (s *Scenario) Clone() Scenario {
	return s.keeping(func(string) bool { return true })
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
	s.renumber(func(i int) int {
		switch i {
		case index:
			return other
		case other:
			return index
		}
		return i
	})
}

// AddStep does something behind what is done so far.
func (s *Scenario) AddStep(step Step) { s.InsertStep(max(len(defaultSteps()), len(s.Steps)), step) }

// InsertStep does something before the step of that index; of a scenario that names
// no steps, the default ones are written down.
func (s *Scenario) InsertStep(index int, step Step) {
	if s.Steps == nil {
		s.Steps = defaultSteps()
	}
	s.Steps = slices.Insert(s.Steps, index, step)
}

// MoveStep lets a step and the one behind (by 1) or before (by -1) change places.
func (s *Scenario) MoveStep(index, by int) {
	other := index + by
	if min(index, other) >= 0 && max(index, other) < len(s.Steps) {
		s.Steps[index], s.Steps[other] = s.Steps[other], s.Steps[index]
	}
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

// Tidy drops what says nothing, so that the same scenario has one link.
func (s *Scenario) Tidy() {
	for _, d := range s.Drivers() {
		d.Driver.Tidy()
	}
	byDefault := *s
	byDefault.Mode = nil
	if s.Mode != nil && *s.Mode == byDefault.EffectiveMode() {
		s.Mode = nil
	}
	if len(s.Steps) == 1 && s.Steps[0].String() == "start" {
		s.Steps = nil
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
