package scenario

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/driver"
)

// side is the scenario as the other side of a comparison: the body of its link,
// which says nothing of how it is looked at.
func (s *Scenario) side() string {
	plain := s.Clone()
	plain.At, plain.View, plain.Against = 0, "", ""
	return (&Link{Kind: "s", Pairs: plain.pairs((*driver.Driver).Short, ShortPath)}).body()
}

// readSide reads the other side of the comparison: the body of a link, or a whole
// one, whose check is passed over. It has no other side of its own.
func (s *Scenario) readSide() (Scenario, []Problem) {
	body, _, _ := strings.Cut(strings.TrimPrefix(s.Against, "#"), "~")
	link, problems := parseBody(body, -1)
	link.Scenario.Against = ""
	for i := range problems {
		problems[i].Error = problems[i].Error.In("against")
		problems[i].Offset = -1
	}
	return link.Scenario, problems
}

// checkSide reports what cannot be read of the other side of the comparison.
func (s *Scenario) checkSide() []Problem {
	if s.Against == "" {
		return nil
	}
	_, problems := s.readSide()
	return problems
}

// Other is the other side of the comparison, as far as it can be read; nil for
// none.
func (s *Scenario) Other() *Scenario {
	if s.Against == "" {
		return nil
	}
	other, _ := s.readSide()
	return &other
}

// Compare makes the scenario as it is now the other side of its comparison.
func (s *Scenario) Compare() { s.Against = s.side() }

// Swapped is the other side, compared with the scenario; the scenario itself where
// there is none.
func (s *Scenario) Swapped() Scenario {
	other := s.Other()
	if other == nil {
		return s.Clone()
	}
	other.Against, other.View = s.side(), s.View
	return *other
}

// PairDifference is a key that two scenarios do not have alike; "" and not There
// where one has it not.
type PairDifference struct {
	Path                    string
	Before, After           string
	ThereBefore, ThereAfter bool
}

// Differences lists the keys that two scenarios do not have alike, those of the
// first one before those that only the second one has. How they are looked at
// does not count.
func Differences(before, after *Scenario) []PairDifference {
	old, now := before.said(), after.said()
	var all []PairDifference
	for _, p := range old {
		text, there := find(now, p.Path)
		if !there || text != p.Text {
			all = append(all, PairDifference{p.Path, p.Text, text, true, there})
		}
	}
	for _, p := range now {
		if _, there := find(old, p.Path); !there {
			all = append(all, PairDifference{Path: p.Path, After: p.Text, ThereAfter: true})
		}
	}
	return all
}

// said is what the scenario says, but for how it is looked at. A driver of which
// nothing is said counts as there.
func (s *Scenario) said() []ndis.Pair {
	plain := s.Clone()
	plain.At, plain.View, plain.Against = 0, "", ""
	return plain.Pairs()
}

func find(pairs []ndis.Pair, path string) (text string, there bool) {
	for _, p := range pairs {
		if p.Path == path {
			return p.Text, true
		}
	}
	return "", false
}
