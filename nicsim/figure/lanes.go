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
		all = all.with(e.From).with(e.To)
		return true
	})
	return all[:min(len(all), mostLanes)]
}

// with are the lanes with a party's, in its place. They are few, and the library's
// sorting weighs.
func (l lanes) with(p trace.Party) lanes {
	i := 0
	for i < len(l) && height(l[i]) < height(p) {
		i++
	}
	if i < len(l) && l[i] == p {
		return l
	}
	l = append(l, p)
	copy(l[i+1:], l[i:])
	l[i] = p
	return l
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
