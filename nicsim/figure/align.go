package figure

import "ndisplayground/ndis/trace"

// aligned is an event of one run beside the one of another that matches it; nil
// where none does.
type aligned struct{ before, after *trace.Event }

// mostPairs bounds the work of aligning two runs; longer ones stand one behind the
// other.
const mostPairs = 1 << 22

// align matches the events of two runs in their order: those of one rule and the
// same parties. It goes along a longest common subsequence.
func align(before, after *trace.Trace) []aligned {
	a, b := flat(before), flat(after)
	left := common(a, b)
	all := make([]aligned, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		pair := next(a, b, left)
		if pair.before != nil {
			a = a[1:]
		}
		if pair.after != nil {
			b = b[1:]
		}
		all = append(all, pair)
	}
	return all
}

// next takes the first of what is left of two runs: both, where they match, else
// the one behind which more of the rest matches.
func next(a, b []*trace.Event, left [][]uint16) aligned {
	switch {
	case len(b) == 0:
		return aligned{before: a[0]}
	case len(a) == 0:
		return aligned{after: b[0]}
	case left != nil && matches(a[0], b[0]):
		return aligned{a[0], b[0]}
	case left == nil || left[len(a)-1][len(b)] >= left[len(a)][len(b)-1]:
		return aligned{before: a[0]}
	}
	return aligned{after: b[0]}
}

func flat(t *trace.Trace) []*trace.Event {
	var all []*trace.Event
	trace.Walk(t.Events, func(e *trace.Event, _ int) bool {
		all = append(all, e)
		return true
	})
	return all
}

func matches(a, b *trace.Event) bool { return a.Rule == b.Rule && a.From == b.From && a.To == b.To }

// common counts how many of the last so many events of two runs match; nil where
// that is too much work.
func common(a, b []*trace.Event) [][]uint16 {
	if len(a)*len(b) > mostPairs {
		return nil
	}
	left := make([][]uint16, len(a)+1)
	left[0] = make([]uint16, len(b)+1)
	for i := 1; i <= len(a); i++ {
		left[i] = make([]uint16, len(b)+1)
		for j := 1; j <= len(b); j++ {
			left[i][j] = max(left[i-1][j], left[i][j-1])
			if matches(a[len(a)-i], b[len(b)-j]) {
				left[i][j] = left[i-1][j-1] + 1
			}
		}
	}
	return left
}

// differs reports whether two events that match say something else.
func (a aligned) differs() bool { return a.decides() || len(a.facts()) > 0 }

// decides reports whether two events do not match, or end otherwise.
func (a aligned) decides() bool {
	return a.before == nil || a.after == nil || a.before.Verdict != a.after.Verdict || !sameStatus(a.before, a.after)
}

func sameStatus(a, b *trace.Event) bool {
	if a.Status == nil || b.Status == nil {
		return a.Status == b.Status
	}
	return *a.Status == *b.Status
}

// otherFact is a fact that two events do not have alike; "" where one has it not.
type otherFact struct{ name, before, after string }

// facts are those that two events that match do not have alike.
func (a aligned) facts() []otherFact {
	if a.before == nil || a.after == nil {
		return nil
	}
	var all []otherFact
	for _, f := range a.before.Facts {
		if now := a.after.Fact(f.Name); now != f.Value {
			all = append(all, otherFact{f.Name, f.Value, now})
		}
	}
	for _, f := range a.after.Facts {
		if f.Value != "" && a.before.Fact(f.Name) == "" {
			all = append(all, otherFact{name: f.Name, after: f.Value})
		}
	}
	return all
}
