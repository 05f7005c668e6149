package nicsim

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
)

// down is a request on its way through the filters: each that has a handler
// forwards a clone, and gives back what it got for it.
func (t *travel) down(filters []*node) oid.Outcome {
	if len(filters) == 0 {
		return t.arrive()
	}
	f := filters[0]
	if f.is(silent...) || f.legacy || !f.Names(trace.Filter, t.Path.Handler(trace.Filter)) {
		return t.down(filters[1:])
	}
	call := "Filter" + trimHandler(t.Path.Handler(trace.Filter))
	if status, ok := f.Answer(t.OID.Name); ok {
		return t.filterEnds(f, call, status)
	}
	t.Add(event(RuleClones, f.party, ndisParty, t.Path.Call(trace.Filter), t.object, trace.Accepted, t.facts("handler", call, "copies", f.copies())...))
	var out oid.Outcome
	t.Inside(func() { out = t.down(filters[1:]) })
	t.Last().Status = &out.Status
	return t.back(f, out)
}

// back is a filter that completes the request it had a clone of. Microsoft's
// boilerplate copies the counters and not SupportedRevision.
func (t *travel) back(f *node, out oid.Outcome) oid.Outcome {
	if out.SupportedRevision == 0 || f.Clone == "copies" || t.Type.Reads() {
		return out
	}
	e := event(RuleSupportedDropped, f.party, ndisParty, "Filter"+trimHandler(t.Path.Completion(trace.Filter)), t.object, trace.Adjusted,
		t.facts("supported", strconv.Itoa(out.SupportedRevision))...)
	if t.Add(e) {
		out.SupportedRevision = 0
	}
	return out
}

// copies is the driver's habit with clones.
func (n *node) copies() string {
	if n.Clone == "" {
		return "drops"
	}
	return n.Clone
}

// filterEnds is a filter that answers a request itself.
func (t *travel) filterEnds(f *node, call string, status ndis.Status) oid.Outcome {
	e := event(RuleFilterAnswers, f.party, ndisParty, call, t.object, trace.Accepted, t.facts("answer", status.String())...)
	e.Status = &status
	t.Add(e)
	out := oid.Outcome{Status: status}
	if (status == ndis.StatusSuccess || status == ndis.StatusAlreadyComplete) && t.sent > 0 {
		out.SupportedRevision = f.supported(min(t.sent, f.knows(t.Objects[t.buffer].Structure)))
	}
	return out
}

// synchronous is a request on the path without clones: NDIS calls one filter
// after the other, then the miniport, then the filters again on the way back.
func (t *travel) synchronous() oid.Outcome {
	var passed []*node
	out, ended := oid.Outcome{}, false
	for _, f := range t.filters() {
		if f.is(silent...) || f.legacy {
			continue
		}
		if out, ended = t.issue(f); ended {
			break
		}
		passed = append(passed, f)
	}
	if !ended {
		out = t.arrive()
	}
	for i := len(passed) - 1; i >= 0; i-- {
		if f := passed[i]; f.Names(trace.Filter, t.Path.Completion(trace.Filter)) {
			t.say(RuleFilterCompletes, ndisParty, f.party, "Filter"+trimHandler(t.Path.Completion(trace.Filter)), trace.Accepted, t.facts("answer", out.Status.String())...)
		}
	}
	return out
}

// issue is a filter that sees a synchronous request on its way down. Every status
// but success ends it; NDIS_STATUS_ALREADY_COMPLETE ends it well.
func (t *travel) issue(f *node) (out oid.Outcome, ended bool) {
	handler := t.Path.Handler(trace.Filter)
	if !f.Names(trace.Filter, handler) {
		return out, false
	}
	call := "Filter" + trimHandler(handler)
	status, answers := f.Answer(t.OID.Name)
	if !answers || status == ndis.StatusSuccess {
		t.say(RuleFilterIssues, ndisParty, f.party, call, trace.Accepted, t.facts()...)
		return out, false
	}
	out.Status = status
	switch status {
	case ndis.StatusNotSupported:
		e := event(RuleFilterEndsUnknown, f.party, ndisParty, call, t.object, trace.Tolerated, t.facts("answer", status.String())...)
		e.Status = &status
		t.Add(e)
	case ndis.StatusPending:
		return t.forbidden(f, call, status), true
	default:
		out = t.filterEnds(f, call, status)
	}
	if status == ndis.StatusAlreadyComplete {
		out.Status = ndis.StatusSuccess
	}
	return out, true
}

// forbidden: a synchronous request cannot be kept.
func (t *travel) forbidden(f *node, call string, status ndis.Status) oid.Outcome {
	return t.ends(event(RulePendingForbidden, f.party, ndisParty, call, t.object, trace.Rejected, t.facts("answer", status.String())...), ndis.StatusFailure)
}
