package nicsim

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/hardware"
)

const (
	statusIndication = "NDIS_STATUS_INDICATION"

	pathStatusCode       ndis.Path = "StatusCode"
	pathStatusBuffer     ndis.Path = "StatusBuffer"
	pathStatusBufferSize ndis.Path = "StatusBufferSize"
)

// Indication is a status that a driver indicates, with the structure in its
// buffer, nil for none.
type Indication struct {
	From   trace.Party
	Status ndis.Status
	Buffer *driver.Send
}

// Indicate makes a miniport or a filter indicate a status: NDIS looks at it, then
// the filters above the sender from the bottom up, then the protocol.
func Indicate(i Indication) Action {
	return func(m *Machine) trace.StepOutcome { return m.indicate(i) }
}

func (m *Machine) indicate(i Indication) trace.StepOutcome {
	n := m.node(i.From)
	call := "NdisMIndicateStatusEx"
	if i.From.Kind == trace.Filter {
		call = "NdisFIndicateStatus"
	}
	if n == nil || n.legacy || !n.is(StateRunning) {
		state := StateNotLoaded
		if n != nil {
			state = n.outcome.State
		}
		m.say(RuleSenderNotRunning, i.From, ndisParty, call, trace.Ignored, "state", state)
		return trace.StepOutcome{}
	}
	buffer, address := m.statusBuffer(n, i)
	object := m.indication(n, i.Status, buffer, address)
	m.Add(event(RuleIndicates, n.party, ndisParty, call, object, trace.Accepted, "status", i.Status.String()))
	m.Inside(func() { m.deliver(n, object, buffer, i.Status, call) })
	return trace.StepOutcome{Object: objectIndex(either(buffer, object))}
}

func either(object, other int) int {
	if object == trace.NoObject {
		return other
	}
	return object
}

func objectIndex(object int) *int {
	if object == trace.NoObject {
		return nil
	}
	return &object
}

// node is the driver that a party is.
func (m *Machine) node(p trace.Party) *node {
	for _, n := range m.nodes() {
		if n.party == p {
			return n
		}
	}
	return nil
}

// statusBuffer builds the structure that an indication carries: as the driver is
// known to send it, and as the step says.
func (m *Machine) statusBuffer(n *node, i Indication) (object int, address uint64) {
	if i.Buffer == nil {
		return trace.NoObject, 0
	}
	d := m.draftStep(n, i.Buffer.Structure, "indication", i.Buffer)
	d.where = "" // the step decides for it, not the driver's sends alone
	if i.Buffer.Structure == hardware.Offload {
		m.setup.NIC.Fill(d.Record, n.outcome.Registered)
		hardware.Apply(d.Record, m.running)
		m.adapter().stop(d.Record)
	}
	return m.finish(n, n.party, d, string(pathStatusBuffer))
}

func (m *Machine) indication(n *node, status ndis.Status, buffer int, address uint64) int {
	d := m.draft(n, statusIndication, "indication")
	d.set(pathStatusCode, uint64(status))
	d.set("SourceHandle", poolBase(m.Arch))
	d.set(pathStatusBuffer, address)
	if buffer != trace.NoObject {
		d.set(pathStatusBufferSize, uint64(len(m.Objects[buffer].Bytes)))
	}
	object, _ := m.finish(n, n.party, d, statusIndication)
	return object
}

// deliver is the way of an indication up the stack.
func (m *Machine) deliver(n *node, object, buffer int, status ndis.Status, call string) {
	if object == trace.NoObject {
		m.say(negotiate.RuleNullPointer, n.party, ndisParty, call, trace.Rejected, "parameter", statusIndication)
		return
	}
	result := m.Pass(m.Send(object, n.party, ndisParty, call), negotiate.OtherCall, n.outcome.Registered)
	if !result.OK() {
		return
	}
	if r := replaced[status]; buffer != trace.NoObject && r.path != "" {
		m.replace(n, buffer, call, r)
	}
	for _, above := range m.above(n) {
		m.reach(above, object, buffer, status)
	}
}

// replacement is a row of [replaced].
type replacement struct {
	rule trace.Rule
	path ndis.Path
	name string
}

// replaced are the statuses that carry an NDIS_OFFLOAD which takes the place of
// one that was reported: through which member, and what changes with it.
var replaced = map[ndis.Status]replacement{
	ndis.StatusTaskOffloadCurrentConfig:        {RuleConfigReplaced, pathDefault, "currentConfig"},
	ndis.StatusTaskOffloadHardwareCapabilities: {RuleHardwareReplaced, pathHardware, "hardwareCapability"},
}

// replace: NDIS answers from what was indicated last.
func (m *Machine) replace(n *node, buffer int, call string, r replacement) {
	if m.Objects[buffer].Structure != hardware.Offload {
		m.say(RuleConfigUnreadable, ndisParty, n.party, call, trace.Ignored, "revision", "0")
		return
	}
	newest, _ := catalog.MustLookup(hardware.Offload).RevisionFor(m.Host)
	_, before := n.attribute(hardware.Offload, r.path)
	result := m.Receive(m.Send(buffer, n.party, ndisParty, call), newest.Number)
	if !result.OK() {
		m.say(RuleConfigUnreadable, ndisParty, n.party, call, trace.Ignored, "revision", strconv.Itoa(before))
		return
	}
	e := event(r.rule, ndisParty, n.party, call, buffer, trace.Accepted, "revision", strconv.Itoa(result.Used))
	e.Changes = []trace.Change{{Party: n.party, Name: r.name, Before: revisionText(before), After: revisionText(result.Used)}}
	if m.Add(e) {
		n.attributes = append(n.attributes, attribute{hardware.Offload, r.path, buffer, result.Used})
		m.review(n, buffer, result.Used, call)
		m.keepOff(n)
	}
}

// above lists the drivers above one, from the bottom up.
func (m *Machine) above(n *node) []*node {
	all := m.nodes()
	for i := range all {
		if all[i] == n {
			return all[i+1:]
		}
	}
	return nil
}

// statusHandlers are the members that take status indications.
var statusHandlers = map[trace.PartyKind]string{trace.Filter: "StatusHandler", trace.Protocol: "StatusHandlerEx"}

// reach hands an indication to a driver, which reads the sender's own structure.
func (m *Machine) reach(n *node, object, buffer int, status ndis.Status) {
	handler := statusHandlers[n.kind.Party]
	if n.outcome.State != StateRunning || n.legacy || handler == "" {
		return
	}
	if !n.Names(n.kind.Party, handler) {
		m.say(RuleNoHandler, ndisParty, n.party, "", trace.Ignored, "handler", handler)
		return
	}
	call := map[trace.PartyKind]string{trace.Filter: "FilterStatus", trace.Protocol: "ProtocolStatusEx"}[n.kind.Party]
	m.Add(event(RuleReaches, ndisParty, n.party, call, object, trace.Accepted, "status", status.String()))
	if buffer == trace.NoObject || !catalog.MustLookup(m.Objects[buffer].Structure).Versioned() {
		return
	}
	m.Inside(func() {
		m.reads(n, buffer, ndisParty, call)
	})
}
