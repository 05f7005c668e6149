package nicsim

import (
	_ "embed"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/offload"
)

//go:embed handled.txt
var handledText string

// handled are the OIDs that miniports handle.
var handled = sync.OnceValue(func() []string {
	var names []string
	for _, line := range ndis.DataLines(handledText) {
		names = append(names, strings.TrimSpace(line))
	}
	return names
})

// supportedList is OID_GEN_SUPPORTED_LIST: what miniports handle, and what NDIS
// answers for them.
var supportedList = sync.OnceValue(func() []byte {
	var list []byte
	for _, o := range catalog.OIDs() {
		if _, kept := keptAnswers()[o.Name]; kept || slices.Contains(handled(), o.Name) {
			list = binary.LittleEndian.AppendUint32(list, o.Value)
		}
	}
	return list
})

// call is the function by which a request comes to the miniport.
func (t *travel) call() string {
	if t.base.legacy {
		return legacyCalls[t.Type]
	}
	return "Miniport" + trimHandler(t.handler())
}

func (t *travel) handler() string { return t.Path.Handler(trace.Miniport) }

// gates are what keeps a request from the miniport's handler.
var gates = []struct {
	rule   trace.Rule
	status ndis.Status
	holds  func(*travel) bool
}{
	{RuleDeviceGone, ndis.StatusNotAccepted, func(t *travel) bool { return t.base.removed }},
	{RuleNotDelivered, ndis.StatusInvalidState, func(t *travel) bool { return !t.base.is(opened...) }},
	{RuleNoRequestHandler, ndis.StatusNotSupported, func(t *travel) bool {
		return !t.base.legacy && !t.base.Names(trace.Miniport, t.handler())
	}},
}

// arrive is a request at the end of its way down.
func (t *travel) arrive() oid.Outcome {
	n := t.base
	for _, g := range gates {
		if !g.holds(t) {
			continue
		}
		e := event(g.rule, ndisParty, n.party, t.call(), t.object, trace.Rejected, t.facts("state", n.outcome.State, "handler", t.handler())...)
		e.Status = &g.status
		if !t.Add(e) {
			return oid.Outcome{Status: *e.Status}
		}
	}
	rule := RuleArrives
	if n.legacy {
		rule = RuleLegacyTranslates
	}
	t.rewriteKeywords()
	t.Add(event(rule, ndisParty, n.party, t.call(), t.object, trace.Accepted, t.facts("state", n.outcome.State, "registered", n.outcome.Registered.String())...))
	var out oid.Outcome
	t.Inside(func() {
		out = t.handle(n)
		t.mismatch(n)
	})
	t.Last().Status = &out.Status
	return out
}

// legacyCalls are the handlers of NDIS 5 miniports that requests come to.
var legacyCalls = [...]string{oid.Query: "MiniportQueryInformation", oid.Set: "MiniportSetInformation", oid.Statistics: "MiniportQueryInformation", oid.Method: "MiniportSetInformation"}

// trimHandler is a handler's name without "Handler".
func trimHandler(member string) string { return strings.TrimSuffix(member, "Handler") }

// handle is what the miniport makes of the request.
func (t *travel) handle(n *node) oid.Outcome {
	if status, ok := n.Answer(t.OID.Name); ok {
		return t.answers(n, status)
	}
	switch {
	case n.resets && t.expected.Carries != deleteSA:
		return t.refuses(n, RuleAborted, ndis.StatusRequestAborted)
	case !slices.Contains(handled(), t.OID.Name) && t.unknown():
		return t.refuses(n, RuleOIDUnknown, ndis.StatusInvalidOID)
	case !slices.Contains(handled(), t.OID.Name):
		return t.refuses(n, RuleOIDNotDone, ndis.StatusNotSupported)
	case t.Type.Reads():
		return t.gives(n)
	}
	return t.takes(n)
}

// unknown: no page speaks of the OID. Shipping drivers answer that like one that
// they know and do not support.
func (t *travel) unknown() bool {
	return t.Mode == negotiate.Documented && len(oid.Of(t.OID.Name)) == 0
}

func (t *travel) refuses(n *node, rule trace.Rule, status ndis.Status, facts ...string) oid.Outcome {
	return t.ends(event(rule, n.party, ndisParty, t.call(), t.object, trace.Rejected, t.facts(facts...)...), status)
}

// answers is a driver that answers an OID in a way of its own.
func (t *travel) answers(n *node, status ndis.Status) oid.Outcome {
	switch {
	case t.Path == oid.Synchronous && (status == ndis.StatusPending || status == ndis.StatusRequestAborted):
		return t.forbidden(n, t.call(), status)
	case status == ndis.StatusPending:
		return t.pends(n)
	}
	listed := slices.Contains(handled(), t.OID.Name) && (status == ndis.StatusInvalidOID || status == ndis.StatusNotSupported)
	rule, verdict := RuleOwnAnswer, trace.Accepted
	if listed {
		rule, verdict = RuleListedRefused, trace.Tolerated
	}
	e := event(rule, n.party, ndisParty, t.call(), t.object, verdict, t.facts("answer", status.String())...)
	e.Status = &status
	t.Add(e)
	return oid.Outcome{Status: status}
}

// pends is a driver that keeps a request. With a timeout NDIS cancels it
// (unspecified: it may as well reset the driver).
func (t *travel) pends(n *node) oid.Outcome {
	t.say(RulePends, n.party, ndisParty, t.call(), trace.Accepted, t.facts("timeout", strconv.Itoa(t.Timeout))...)
	if t.Timeout == 0 {
		n.pending = append(n.pending, t.OID.String())
		return oid.Outcome{Status: ndis.StatusPending}
	}
	return t.ends(event(RuleTimedOut, ndisParty, n.party, "MiniportCancelOidRequest", t.object, trace.Rejected, t.facts("timeout", strconv.Itoa(t.Timeout))...), ndis.StatusRequestAborted)
}

// takes is a miniport that is given something to set.
func (t *travel) takes(n *node) oid.Outcome {
	used, size := 0, oid.Size(t.expected.Carries, t.Arch)
	if structure, ok := t.expected.Structure(); ok && structure.Versioned() {
		if least, _ := structure.Size(catalog.Options{Arch: t.Arch, Revision: 1}); t.Length < least && t.expected.Short != ndis.StatusSuccess {
			return t.refusesLength(n, t.expected.Short, least)
		}
		result := t.reads(n, t.buffer, ndisParty, t.call())
		if !result.OK() {
			return oid.Outcome{Status: *result.Status, BytesNeeded: t.needed(structure, *result.Status)}
		}
		used = result.Used
		size, _ = structure.Size(catalog.Options{Arch: t.Arch, Revision: used})
	} else if t.Length < size {
		return t.refusesLength(n, ndis.StatusInvalidLength, size)
	}
	if associations[t.expected.Carries] != nil {
		return t.secures(n)
	}
	switch t.expected.Carries {
	case hardware.Parameters:
		if refused := t.configure(n, used); refused != nil {
			return *refused
		}
	case encapsulation:
		if refused := t.encapsulate(n); refused != nil {
			return *refused
		}
	}
	return t.keeps(n, used, size)
}

func (t *travel) refusesLength(n *node, status ndis.Status, needed int) oid.Outcome {
	out := t.refuses(n, RuleLengthWrong, status, "length", strconv.Itoa(t.Length), "needed", strconv.Itoa(needed))
	out.BytesNeeded = needed
	return out
}

// needed is how long a buffer would have had to be that was too short.
func (t *travel) needed(structure *catalog.Structure, status ndis.Status) int {
	if status != ndis.StatusBufferTooShort && status != ndis.StatusInvalidLength {
		return 0
	}
	size, _ := structure.Size(catalog.Options{Arch: t.Arch, Revision: 1})
	return size
}

// keeps is a miniport that does what was set.
func (t *travel) keeps(n *node, used, size int) oid.Outcome {
	supported := n.supported(used)
	e := event(RuleHandled, n.party, ndisParty, t.call(), t.either(), trace.Accepted, t.facts("supported", strconv.Itoa(supported))...)
	e.Status = statusOf(ndis.StatusSuccess)
	if !t.Add(e) {
		return oid.Outcome{Status: *e.Status}
	}
	if n.settings == nil {
		n.settings = map[string][]byte{}
	}
	kept := t.InformationBuffer
	if t.expected.Carries != offload.ReceiveScale { // behind which a table and a key lie
		kept = kept[:min(size, len(kept))]
	}
	n.settings[t.OID.Name] = slices.Clone(kept)
	if t.expected.Carries == encapsulation {
		n.attributes = append(n.attributes, attribute{encapsulation, "", t.buffer, used})
		delete(n.settings, t.OID.Name)
	}
	return oid.Outcome{Status: ndis.StatusSuccess, BytesRead: min(size, t.Length), SupportedRevision: supported}
}

func (t *travel) either() int { return either(t.buffer, t.object) }

// supported is what the driver writes into SupportedRevision.
func (n *node) supported(used int) int {
	switch {
	case n.SupportedRevision.Never:
		return 0
	case n.SupportedRevision.Number != nil:
		return *n.SupportedRevision.Number
	}
	return used
}

// gives is a miniport that is asked for something: what was set, or zeros.
func (t *travel) gives(n *node) oid.Outcome {
	reply, revision := t.reported(n)
	if len(reply) > t.Length {
		return t.tooShort(n.party, len(reply))
	}
	object := trace.NoObject
	if structure, ok := t.expected.Structure(); ok {
		object = t.Machine.object(trace.Object{Name: "InformationBuffer", From: n.party, Structure: structure.Name, Bytes: reply})
		t.reply = object
	}
	supported := n.supported(revision)
	e := event(RuleHandled, n.party, ndisParty, t.call(), either(object, t.object), trace.Accepted, t.facts("supported", strconv.Itoa(supported))...)
	e.Status = statusOf(ndis.StatusSuccess)
	if !t.Add(e) {
		return oid.Outcome{Status: *e.Status}
	}
	return oid.Outcome{Status: ndis.StatusSuccess, BytesWritten: len(reply), SupportedRevision: supported}
}

// reported is what a miniport has to report: a structure at the revision of its
// registered version.
func (t *travel) reported(n *node) (reply []byte, revision int) {
	value := n.settings[t.OID.Name]
	structure, ok := t.expected.Structure()
	if !ok {
		reply = make([]byte, max(len(value), oid.Size(t.expected.Carries, t.Arch)))
		copy(reply, value)
		return reply, 0
	}
	d := t.draft(n, structure.Name, "request")
	if value != nil {
		header, _ := d.Header()
		copy(d.Bytes(), value)
		d.SetHeader(header)
	}
	header, _ := codec.HeaderOf(d.Bytes())
	if d.send != nil {
		return t.spoil(n, d), int(header.Revision)
	}
	return d.Bytes(), int(header.Revision)
}
