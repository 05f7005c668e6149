package figure

import (
	"slices"

	"ndisplayground/ndis/trace"
)

// lanes are the parties that act in a trace, in the order of the stack from the
// top: each has a lane of a sequence diagram.
type lanes []trace.Party

// mostLanes is how many lanes the style sheet knows; what acts beyond them shares
// the last one.
const mostLanes = 16

func lanesOf(t *trace.Trace) lanes {
	var all lanes
	trace.Walk(t.Events, func(e *trace.Event, _ int) bool {
		for _, p := range []trace.Party{e.From, e.To} {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
		return true
	})
	slices.SortFunc(all, func(a, b trace.Party) int { return height(a) - height(b) })
	return all[:min(len(all), mostLanes)]
}

// heights are the kinds of parties from the top down. Who loads drivers stands
// beside the stack.
var heights = []trace.PartyKind{trace.Administrator, trace.Loader, trace.Protocol, trace.Filter, trace.Intermediate, trace.NDIS, trace.Miniport, trace.Hardware}

// height counts from the top; an intermediate driver's miniport (1) is above its
// protocol.
func height(p trace.Party) int {
	const each = 1 << 16
	at := slices.Index(heights, p.Kind) * each
	if p.Kind == trace.Intermediate {
		return at - p.Index
	}
	return at + p.Index
}

// of is the number of a party's lane, 1 first.
func (l lanes) of(p trace.Party) int {
	if i := slices.Index(l, p); i >= 0 {
		return i + 1
	}
	return len(l)
}
