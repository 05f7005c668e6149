package nicsim

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/offload"
)

const (
	oidRequest = "NDIS_OID_REQUEST"

	pathSupportedRevision ndis.Path = "SupportedRevision"
)

// unions are the members of NDIS_OID_REQUEST that a type of request uses.
var unions = [...]ndis.Path{
	oid.Query:      "DATA.QUERY_INFORMATION",
	oid.Set:        "DATA.SET_INFORMATION",
	oid.Statistics: "DATA.QUERY_INFORMATION",
	oid.Method:     "DATA.METHOD_INFORMATION",
}

// Asking is an OID request that a step makes. Nil and zero fields are as they
// should be.
type Asking struct {
	Type    oid.Type
	OID     catalog.OID
	From    trace.Party
	Path    *oid.Path
	Buffer  *driver.Send // the structure in the buffer
	Bytes   []byte       // or its bytes
	Length  *int         // of the buffer
	Timeout int          // in seconds

	List        int    // of security associations: how many structures, 0 for one
	Association int    // the association to name, as they were added, 1 the first; 0: none
	Key         []byte // of security associations, or RSS; nil: a pattern
	Table       []int  // of RSS: the processors
}

// travel is a request on its way.
type travel struct {
	*Machine
	oid.Request
	from      *node // nil: an administrator, for whom NDIS asks
	sender    oid.Sender
	base      *node // the adapter
	expected  oid.Expected
	object    int            // NDIS_OID_REQUEST
	buffer    int            // the structure in InformationBuffer, NoObject for none
	rewritten []trace.Change // what NDIS has put into the registry
	list      []int          // the structures of a list, the first one in InformationBuffer
	reply     int            // the structure that came back in it
	sent      int            // revision of the structure that was sent, 0 for none
}

// Ask makes an OID request.
func Ask(a Asking) Action {
	return func(m *Machine) trace.StepOutcome {
		t := m.travel(a)
		if !t.maySend() {
			return ended(ndis.StatusInvalidState)
		}
		t.build(a)
		return t.run()
	}
}

func (m *Machine) travel(a Asking) *travel {
	t := &travel{Machine: m, from: m.node(a.From), base: m.adapter(), object: trace.NoObject, buffer: trace.NoObject, reply: trace.NoObject}
	t.Type, t.OID, t.Timeout = a.Type, a.OID, a.Timeout
	t.expected, _, _ = oid.For(a.OID.Name, a.Type)
	t.Path = t.expected.Path
	if a.Path != nil {
		t.Path = *a.Path
	}
	t.sender = oid.Sender{Party: a.From, Registered: m.Host}
	if t.from != nil {
		t.sender.Registered = t.from.outcome.Registered
		t.sender.Names = func(handler string) bool { return t.from.legacy || t.from.Names(t.from.kind.Party, handler) }
	}
	return t
}

// silent are the states in which a driver may not make requests: a binding that
// is not open yet, a module that is not attached yet.
var silent = []string{StateNotLoaded, StateHalted, StateDetached, StateAttaching, StateUnbound, StateOpening, StateShutdown}

// maySend reports whether the sender's state lets it make requests.
func (t *travel) maySend() bool {
	if t.from == nil || !t.from.is(silent...) {
		return t.base != nil
	}
	e := event(RuleRequestTooEarly, t.sender.Party, ndisParty, t.asks(), trace.NoObject, trace.Rejected,
		"oid", t.OID.String(), "state", t.from.outcome.State)
	e.Status = statusOf(ndis.StatusInvalidState)
	return t.Add(e)
}

// build fills NDIS_OID_REQUEST and what it points to. NDIS_OID_REQUEST is built
// for the sender's registered version; an administrator's is NDIS's own.
func (t *travel) build(a Asking) {
	t.fillBuffer(a)
	d := t.drafted(oidRequest, nil)
	union := unions[t.Type]
	_ = d.SetText("RequestType", t.Type.Official()) // the catalogue has it; a test says so
	d.set("Timeout", uint64(t.Timeout))
	d.set(union+".Oid", uint64(t.OID.Value))
	switch {
	case t.buffer != trace.NoObject:
		d.set(union+".InformationBuffer", t.Objects[t.buffer].Address)
	case t.Length > 0:
		d.set(union+".InformationBuffer", t.reserve(t.Length))
	}
	for _, length := range []ndis.Path{".InformationBufferLength", ".InputBufferLength", ".OutputBufferLength"} {
		d.set(union+length, uint64(t.Length))
	}
	t.object, _ = t.finish(t.from, t.sender.Party, d, oidRequest)
}

// drafted begins a structure as the sender builds it for a request, with what
// the step says of it.
func (t *travel) drafted(structure string, step *driver.Send) *draft {
	if t.from == nil {
		return t.draftAs(structure, t.Host, step)
	}
	return t.draftStep(t.from, structure, "request", step)
}

// fillBuffer makes the InformationBuffer: bytes as given, the structure that is
// asked for, or room for what is to come back.
func (t *travel) fillBuffer(a Asking) {
	carries := t.expected.Carries
	if a.Buffer != nil {
		carries = a.Buffer.Structure
	}
	structure, err := catalog.Lookup(carries)
	named := err == nil && structure.Name == carries
	if named && associations[carries] != nil && a.Bytes == nil {
		t.fillAssociations(a, structure)
		return
	}
	switch {
	case a.Bytes != nil:
		t.InformationBuffer = a.Bytes
	case t.Type == oid.Query || t.Type == oid.Statistics:
		t.InformationBuffer = make([]byte, t.replySize())
	case named:
		d := t.drafted(carries, a.Buffer)
		t.InformationBuffer = t.structure(d)
		if carries == offload.ReceiveScale && (a.Table != nil || a.Key != nil) {
			t.InformationBuffer = offload.Spread(d.Record, a.Table, a.Key)
		}
	default:
		t.InformationBuffer = make([]byte, oid.Size(carries, t.Arch))
	}
	t.Length = len(t.InformationBuffer)
	if a.Length != nil {
		t.Length = *a.Length
		t.InformationBuffer = append(t.InformationBuffer, make([]byte, max(0, t.Length-len(t.InformationBuffer)))...)[:t.Length]
	}
	if named && !t.Type.Reads() {
		t.buffer = t.Machine.object(trace.Object{Name: "InformationBuffer", From: t.sender.Party, Where: "request", Structure: carries, Bytes: t.InformationBuffer})
		if header, ok := codec.HeaderOf(t.InformationBuffer); ok && structure.Versioned() {
			t.sent = int(header.Revision)
		}
		t.list = []int{t.buffer}
	}
}

// structure is what the sender makes of a draft.
func (t *travel) structure(d *draft) []byte {
	if d.send == nil {
		return d.Bytes()
	}
	return t.spoil(t.from, d)
}

// replySize is the size in bytes of the reply that the sender may expect: the
// revision of its registered version.
func (t *travel) replySize() int {
	structure, ok := t.expected.Structure()
	if !ok {
		return oid.Size(t.expected.Carries, t.Arch)
	}
	_, size, _ := negotiate.Required(structure, t.sender.Registered, t.Arch)
	return size
}

// facts begin what is said of a request.
func (t *travel) facts(more ...string) []string {
	return append([]string{"oid", t.OID.String(), "request", t.Type.String(), "path", t.Path.String()}, more...)
}

// asks is the function with which the request is made.
func (t *travel) asks() string {
	if t.from != nil && t.from.legacy {
		return "NdisRequest"
	}
	return t.Path.Call(t.sender.Party.Kind)
}

// run sends the request and says how it ended.
func (t *travel) run() trace.StepOutcome {
	call := t.asks()
	t.Add(event(RuleAsks, t.sender.Party, ndisParty, call, t.object, trace.Accepted, t.facts("length", strconv.Itoa(t.Length))...))
	var out oid.Outcome
	t.Inside(func() { out = t.judged(call) })
	t.Last().Status = &out.Status
	t.complete(out)
	return t.outcome(out)
}

// judged is what became of the request: NDIS refuses it, answers it, or lets it
// travel down.
func (t *travel) judged(call string) oid.Outcome {
	t.obeysRegistry()
	switch {
	case t.from == nil:
	case t.from.legacy:
		t.say(RuleLegacyTranslates, t.sender.Party, ndisParty, call, trace.Accepted, t.facts("state", t.from.outcome.State, "registered", t.from.outcome.Registered.String())...)
		t.sender.Registered = t.Host // NDIS asks in its place
	default:
		result := t.Pass(t.Send(t.object, t.sender.Party, ndisParty, call), negotiate.OtherCall, t.sender.Registered)
		if !result.OK() {
			return oid.Outcome{Status: *result.Status}
		}
	}
	if result := oid.Admit(&t.Judge, &t.Request, t.sender, t.object); !result.OK() {
		return oid.Outcome{Status: *result.Status}
	}
	if t.expected.ByNDIS {
		return t.answer()
	}
	if t.Path == oid.Synchronous {
		return t.synchronous()
	}
	return t.down(t.filters())
}

// filters are the filter modules below the sender, from the top down.
func (t *travel) filters() []*node {
	var below []*node
	for _, f := range t.Machine.filters {
		if t.from == nil || t.from.kind.Party != trace.Filter || f.party.Index > t.from.party.Index {
			below = append(below, f)
		}
	}
	return below
}

// outcome is the step's, in the scenario's terms.
func (t *travel) outcome(out oid.Outcome) trace.StepOutcome {
	o := trace.StepOutcome{Status: &out.Status, Object: objectIndex(either(t.reply, either(t.buffer, t.object)))}
	if out.Status == ndis.StatusPending {
		return o
	}
	if t.Type != oid.Set {
		o.BytesWritten = &out.BytesWritten
	}
	if t.Type == oid.Set || t.Type == oid.Method {
		o.BytesRead, o.SupportedRevision = &out.BytesRead, &out.SupportedRevision
	}
	o.BytesNeeded = &out.BytesNeeded
	return o
}

// complete gives the request back to whom it came from: NDIS_OID_REQUEST has the
// counters in it, and the sender looks at the revision that was supported.
func (t *travel) complete(out oid.Outcome) {
	if out.Status == ndis.StatusPending {
		t.say(RuleStaysPending, ndisParty, t.sender.Party, "", trace.Ignored, t.facts("timeout", strconv.Itoa(t.Timeout))...)
		return
	}
	e := event(RuleCompletes, ndisParty, t.sender.Party, t.completion(), t.completed(out), trace.Accepted, t.facts(
		"written", strconv.Itoa(out.BytesWritten), "read", strconv.Itoa(out.BytesRead), "needed", strconv.Itoa(out.BytesNeeded),
		"supported", strconv.Itoa(out.SupportedRevision))...)
	e.Status = &out.Status
	t.Add(e)
	t.Inside(func() { t.readSupported(out) })
}

// completion is the function by which a request comes back.
func (t *travel) completion() string {
	handler := t.Path.Completion(t.sender.Party.Kind)
	switch {
	case t.from == nil || handler == "":
		return ""
	case t.from.legacy:
		return "ProtocolRequestComplete"
	}
	return map[trace.PartyKind]string{trace.Filter: "Filter", trace.Protocol: "Protocol"}[t.sender.Party.Kind] + trimHandler(handler)
}

// completed is NDIS_OID_REQUEST as it comes back.
func (t *travel) completed(out oid.Outcome) int {
	if t.object == trace.NoObject {
		return trace.NoObject
	}
	asked := t.Objects[t.object]
	record := codec.Decode(t.layoutOf(oidRequest), asked.Bytes)
	d := &draft{Record: record}
	union := unions[t.Type]
	d.set(union+".BytesWritten", uint64(out.BytesWritten))
	d.set(union+".BytesRead", uint64(out.BytesRead))
	d.set(union+".BytesNeeded", uint64(out.BytesNeeded))
	d.set(pathSupportedRevision, uint64(out.SupportedRevision))
	return t.AddObject(trace.Object{Name: oidRequest, From: ndisParty, Structure: oidRequest, Arch: t.Arch, Address: asked.Address, Bytes: record.Bytes()[:len(asked.Bytes)]})
}

// readSupported is the sender looking at SupportedRevision, as everyone who sends
// a structure to be set should (documented).
func (t *travel) readSupported(out oid.Outcome) {
	if out.Status != ndis.StatusSuccess || t.sent == 0 || t.Type == oid.Query || t.expected.ByNDIS {
		return
	}
	facts := t.facts("structure", t.Objects[t.buffer].Structure, "revision", strconv.Itoa(t.sent), "supported", strconv.Itoa(out.SupportedRevision))
	rule, verdict := RuleSupported, trace.Accepted
	switch {
	case out.SupportedRevision == 0:
		rule, verdict = RuleSupportedMissing, trace.Tolerated
	case out.SupportedRevision > t.sent:
		rule, verdict = RuleSupportedAbove, trace.Tolerated
	case out.SupportedRevision < t.sent:
		rule, verdict = RuleFallsBack, trace.Adjusted
	}
	t.say(rule, t.sender.Party, t.sender.Party, "", verdict, facts...)
}
