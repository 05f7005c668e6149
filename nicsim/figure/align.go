package figure

import "ndisplayground/ndis/trace"

// aligned is an event of one run beside the one of another that matches it; nil
// where none does.
type aligned struct{ before, after *trace.Event }

// mostPairs bounds the work of aligning two runs; runs that are longer, and differ
// all over, stand one behind the other.
const mostPairs = 1 << 20

// align matches the events of two runs in their order: those of one rule and the
// same parties. As many as can be are matched.
func align(before, after *trace.Trace) []aligned {
	a, b := flat(before), flat(after)
	var all []aligned
	for len(a) > 0 && len(b) > 0 && matches(a[0], b[0]) {
		all = append(all, aligned{a[0], b[0]})
		a, b = a[1:], b[1:]
	}
	tail := 0
	for tail < len(a) && tail < len(b) && matches(a[len(a)-1-tail], b[len(b)-1-tail]) {
		tail++
	}
	all = append(all, merge(a[:len(a)-tail], b[:len(b)-tail])...)
	for i := tail; i > 0; i-- {
		all = append(all, aligned{a[len(a)-i], b[len(b)-i]})
	}
	return all
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

// merge goes along a longest common subsequence.
func merge(a, b []*trace.Event) []aligned {
	var all []aligned
	left := common(a, b)
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case left != nil && i < len(a) && j < len(b) && matches(a[i], b[j]):
			all = append(all, aligned{a[i], b[j]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && (left == nil || left[i+1][j] >= left[i][j+1]):
			all = append(all, aligned{before: a[i]})
			i++
		default:
			all = append(all, aligned{after: b[j]})
			j++
		}
	}
	return all
}

// common counts how many events behind each pair of places match; nil where that
// is too much work.
func common(a, b []*trace.Event) [][]int32 {
	if len(a)*len(b) > mostPairs {
		return nil
	}
	left := make([][]int32, len(a)+1)
	for i := range left {
		left[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if matches(a[i], b[j]) {
				left[i][j] = left[i+1][j+1] + 1
			} else {
				left[i][j] = max(left[i+1][j], left[i][j+1])
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
