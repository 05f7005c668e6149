package nicsim

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
)

// Structures of drivers that join a stack.
const (
	attachParameters = "NDIS_FILTER_ATTACH_PARAMETERS"
	filterAttributes = "NDIS_FILTER_ATTRIBUTES"
	bindParameters   = "NDIS_BIND_PARAMETERS"
	openParameters   = "NDIS_OPEN_PARAMETERS"
)

// attach attaches a filter module to the adapter.
func (m *Machine) attach(n *node) {
	base := m.adapter()
	if !n.runs() || base == nil || !started(base) {
		return
	}
	if n.legacy {
		m.joinLegacy(n, "ProtocolBindAdapter")
		return
	}
	m.join(n, base, joining{RuleAttaches, "FilterAttach", attachParameters, StateAttaching}, func() negotiate.Result {
		return m.pass(n, filterAttributes, "NdisFSetAttributes", nil)
	}, ending{RuleAttached, RuleAttachFails, StateDetached})
}

// bind binds a protocol to an adapter.
func (m *Machine) bind(n, base *node) {
	if !n.runs() || base == nil || !started(base) {
		return
	}
	if n.legacy {
		m.joinLegacy(n, "ProtocolBindAdapter")
		return
	}
	m.join(n, base, joining{RuleBinds, "ProtocolBindAdapterEx", bindParameters, StateOpening}, func() negotiate.Result {
		return m.pass(n, openParameters, "NdisOpenAdapterEx", func(d *draft) {
			d.set("MediumArray", m.reserve(objectAlign))
			d.set("AdapterName", m.reserve(objectAlign))
			d.set("SelectedMediumIndex", m.reserve(objectAlign))
		})
	}, ending{RuleBound, RuleBindFails, StateUnbound})
}

func started(n *node) bool {
	return n.outcome.State == StatePaused || n.outcome.State == StateRunning
}

// joining is how NDIS calls a driver that joins; ending how that ends.
type joining struct {
	rule      trace.Rule
	call      string
	structure string
	state     string
}

type ending struct {
	rule, fails trace.Rule
	failed      string
}

// join hands a driver its parameters, which it reads; then the driver answers.
func (m *Machine) join(n, base *node, j joining, answer func() negotiate.Result, end ending) {
	config, address := m.offloadFor(n, base)
	object, _ := m.ndisBuilds(j.structure, n, func(d *draft) { d.set(pathDefault, address) })
	m.reaches(n, event(j.rule, ndisParty, n.party, j.call, object, trace.Accepted, m.buildFacts(j.structure, n)...), j.state)
	m.Inside(func() {
		result := m.Receive(m.Send(object, ndisParty, n.party, j.call), n.knows(j.structure))
		if result.OK() && config != trace.NoObject {
			m.readOffload(n, config, j.call)
		}
		if result.OK() {
			result = answer()
		}
		m.endJoin(n, result, end)
	})
	m.Last().Status = n.outcome.Status
}

// readOffload is a driver that looks at an NDIS_OFFLOAD it was given.
func (m *Machine) readOffload(n *node, object int, call string) {
	result := m.Receive(m.Send(object, ndisParty, n.party, call), n.knows(hardware.Offload))
	if result.OK() {
		m.Last().Changes = append(m.Last().Changes, trace.Change{Party: n.party, Name: "offload", After: revisionText(result.Used)})
	}
}

func (m *Machine) endJoin(n *node, result negotiate.Result, end ending) {
	e := event(end.rule, n.party, ndisParty, "", trace.NoObject, trace.Accepted)
	e.Status = statusOf(ndis.StatusSuccess)
	state := StatePaused
	if !result.OK() {
		e.Rule, e.Verdict, e.Status = end.fails, trace.Rejected, result.Status
		state = end.failed
	}
	if !m.reaches(n, e, state) {
		n.outcome.State = end.failed
	}
	n.outcome.Status = e.Status
}

// joinLegacy attaches or binds a driver of NDIS 5, which gets no structures.
func (m *Machine) joinLegacy(n *node, call string) {
	m.reaches(n, event(RuleLegacyBinds, ndisParty, n.party, call, trace.NoObject, trace.Accepted, "registered", n.outcome.Registered.String()), StatePaused)
}

// pass is a driver that passes a structure to NDIS in a call of its own.
func (m *Machine) pass(n *node, structure, call string, fill func(*draft)) negotiate.Result {
	d := m.draft(n, structure, "default")
	if fill != nil {
		fill(d)
	}
	object, _ := m.finish(n, n.party, d, structure)
	if object == trace.NoObject {
		e := event(negotiate.RuleNullPointer, n.party, ndisParty, call, object, trace.Rejected, "parameter", structure)
		e.Status = statusOf(ndis.StatusInvalidParameter)
		m.Add(e)
		return negotiate.Result{Rule: e.Rule, Verdict: e.Verdict, Status: e.Status}
	}
	result := m.Pass(m.Send(object, n.party, ndisParty, call), negotiate.OtherCall, n.outcome.Registered)
	m.sent(n, object, result.Verdict)
	return result
}

// offloadFor is the adapter's configuration as NDIS hands it to a driver: at the
// revision that suits the driver, or at the miniport's if that is lower
// (inferred). The object is trace.NoObject where the miniport reported none.
func (m *Machine) offloadFor(n, base *node) (object int, address uint64) {
	if base.offload.currentUsed == 0 {
		return trace.NoObject, 0
	}
	right, _ := m.right(n, hardware.Offload)
	revision := min(right, base.offload.currentUsed)
	layout, err := catalog.MustLookup(hardware.Offload).Layout(catalog.Options{Arch: m.Arch, Revision: revision})
	if err != nil {
		return trace.NoObject, 0
	}
	record := codec.New(layout)
	header, _ := record.Header()
	copy(record.Bytes(), m.Objects[base.offload.current].Bytes)
	record.SetHeader(header)
	object = m.object(trace.Object{Name: string(pathDefault), From: ndisParty, Structure: hardware.Offload, Bytes: record.Bytes()})
	m.Add(event(RuleNdisBuilds, ndisParty, n.party, "", object, trace.Accepted,
		"structure", hardware.Offload, "registered", n.outcome.Registered.String(), "revision", strconv.Itoa(revision), "miniportRevision", strconv.Itoa(base.offload.currentUsed)))
	return object, m.Objects[object].Address
}

// restart lets the stack run: the miniport, the filters from the bottom up, the
// protocol (documented: restarting-a-driver-stack).
func (m *Machine) restart() {
	for _, n := range m.nodes() {
		if n.outcome.State != StatePaused {
			continue
		}
		call := map[trace.PartyKind]string{trace.Miniport: "MiniportRestart", trace.Filter: "FilterRestart", trace.Protocol: "ProtocolNetPnPEvent"}[n.kind.Party]
		if n.legacy {
			call = ""
		}
		e := event(RuleRestarts, ndisParty, n.party, call, trace.NoObject, trace.Accepted)
		e.Status, e.Changes = statusOf(ndis.StatusSuccess), []trace.Change{n.become(StateRestarting)}
		if !m.reaches(n, e, StateRunning) {
			n.outcome.State = StatePaused
		}
	}
}
