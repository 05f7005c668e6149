package oid

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
)

// Rules for what NDIS makes of a request before any driver sees it.
const (
	RulePathTooEarly   trace.Rule = "request.path-too-early"
	RuleNoCompletion   trace.Rule = "request.no-completion-handler"
	RuleTypeNotTaken   trace.Rule = "request.type-not-taken"
	RulePathNotForOID  trace.Rule = "request.path-not-for-oid"
	RuleDirectRequired trace.Rule = "request.direct-required"
	RuleAdmitted       trace.Rule = "request.admitted"
)

// Sender is who makes a request. Names reports whether its characteristics name
// a handler; nil: it has none to name, and needs none.
type Sender struct {
	Party      trace.Party
	Registered ndis.Version
	Names      func(handler string) bool
}

// admission is a request before NDIS: what the rows look at.
type admission struct {
	*Request
	Sender
	host      ndis.Version
	expected  Expected
	known, ok bool // requests.txt speaks of the OID; it takes this type
}

// rows are what NDIS asks, in this order; the first that holds refuses.
var rows = []struct {
	rule  trace.Rule
	holds func(*admission) bool
}{
	{RulePathTooEarly, func(a *admission) bool { return min(a.Registered, a.host) < a.Path.Since() }},
	{RuleNoCompletion, func(a *admission) bool {
		handler := a.Path.Completion(a.Party.Kind)
		return a.Names != nil && handler != "" && !a.Names(handler)
	}},
	{RuleTypeNotTaken, func(a *admission) bool { return a.known && !a.ok }},
	{RuleDirectRequired, func(a *admission) bool { return a.ok && a.expected.Path == Direct && a.Path == Regular }},
	{RulePathNotForOID, func(a *admission) bool { return a.Path != Regular && !(a.ok && a.expected.takes(a.Path)) }},
}

// Admit decides whether NDIS lets a request travel. What it refuses it answers
// with NDIS_STATUS_NOT_SUPPORTED. Object is the NDIS_OID_REQUEST in the trace.
func Admit(j *negotiate.Judge, r *Request, from Sender, object int) negotiate.Result {
	a := &admission{Request: r, Sender: from, host: j.Host}
	a.expected, a.known, a.ok = For(r.OID.Name, r.Type)
	for i := range rows {
		if !rows[i].holds(a) {
			continue
		}
		status := ndis.StatusNotSupported
		e := a.event(rows[i].rule, trace.Rejected, object)
		e.Status = &status
		if !j.Add(e) {
			return negotiate.Result{Rule: e.Rule, Verdict: e.Verdict, Status: e.Status}
		}
	}
	e := a.event(RuleAdmitted, trace.Accepted, object)
	j.Add(e)
	return negotiate.Result{Rule: e.Rule, Verdict: e.Verdict, Status: e.Status}
}

func (a *admission) event(rule trace.Rule, verdict trace.Verdict, object int) *trace.Event {
	e := &trace.Event{Rule: rule, From: a.Party, To: trace.Party{Kind: trace.NDIS}, Call: a.Path.Call(a.Party.Kind), Object: object, Verdict: verdict}
	e.Facts = trace.Facts("oid", a.OID.String(), "request", a.Type.String(), "path", a.Path.String(), "since", a.Path.Since().String(),
		"registered", a.Registered.String(), "host", a.host.String(), "handler", a.Path.Completion(a.Party.Kind), "answers", a.answers())
	return e
}

// answers is who answers: "NDIS" or "miniport".
func (a *admission) answers() string {
	if a.expected.ByNDIS {
		return "NDIS"
	}
	return trace.Miniport.String()
}
