package nicsim

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// Pause pauses the stack: the protocol, the filters from the top down, the
// miniport; nobody can refuse (documented: pausing-a-driver-stack).
func Pause(m *Machine) trace.StepOutcome { return endedAs(m.pauseStack()) }

// Restart lets a paused stack run.
func Restart(m *Machine) trace.StepOutcome {
	base := m.adapter()
	if base == nil || !m.allows(base, operationOf(trace.Miniport, "restart")) {
		return endedAs(false)
	}
	m.restart()
	return endedAs(base.is(StateRunning))
}

// Stop pauses the stack and takes it down, orderly.
func Stop(m *Machine) trace.StepOutcome {
	if base := m.adapter(); base != nil && base.is(StateRunning) && !m.pauseStack() {
		return endedAs(false)
	}
	return Halt(m)
}

// Halt takes a paused stack down: the protocol unbinds, the filters detach, the
// miniport halts. An adapter in another state cannot halt.
func Halt(m *Machine) trace.StepOutcome {
	if m.miniport == nil || !m.allows(m.miniport, operationOf(trace.Miniport, "halt")) || !m.settled() {
		return endedAs(false)
	}
	for _, n := range m.topDown() {
		name := map[trace.PartyKind]string{trace.Miniport: "halt", trace.Filter: "detach", trace.Protocol: "unbind"}[n.kind.Party]
		if n.is(StatePaused) && m.operate(n, name) {
			n.attributes, n.settings, n.pending, n.removed, n.resets, n.portActive, n.switched = nil, nil, nil, false, false, false, nil
		}
	}
	if !m.miniport.is(StateHalted) {
		return endedAs(false)
	}
	if m.ipsec != nil && m.ipsec.Bundles() > 0 {
		m.Changed(trace.Change{Party: m.miniport.party, Name: "securityAssociations", Before: strconv.Itoa(m.ipsec.Bundles()), After: "0"})
	}
	m.empty()
	return endedAs(true)
}

// empty is a card without packets and security associations.
func (m *Machine) empty() { m.ipsec, m.peer, m.associations, m.held = nil, nil, nil, held{} }

// settled reports whether no request is outstanding; with one, nothing halts.
func (m *Machine) settled() bool {
	n := m.miniport
	if len(n.pending) == 0 {
		return true
	}
	e := event(RuleOutstanding, ndisParty, n.party, "MiniportHaltEx", trace.NoObject, trace.Rejected, "oid", strings.Join(n.pending, ", "))
	e.Status = statusOf(ndis.StatusInvalidState)
	return m.Add(e)
}

// Shutdown tells the miniports that Windows shuts down: they stop their hardware
// and nothing more.
func Shutdown(m *Machine) trace.StepOutcome {
	done := false
	for _, n := range []*node{m.virtual, m.miniport} {
		if n != nil && n.runs() && m.operate(n, "shutdown") {
			m.held, done = held{}, true
		}
	}
	return endedAs(done)
}

// Remove takes the device away by surprise. The adapter learns it and stays
// until it is halted; requests that still come end with NDIS_STATUS_NOT_ACCEPTED.
func Remove(m *Machine) trace.StepOutcome {
	n, ok := m.atWork("remove", "MiniportDevicePnPEventNotify")
	if ok {
		n.removed = m.Add(event(RuleRemoved, ndisParty, n.party, "MiniportDevicePnPEventNotify", trace.NoObject, trace.Accepted, "event", "NdisDevicePnPEventSurpriseRemoved"))
		ok = n.removed
	}
	if ok {
		m.held = held{}
	}
	return endedAs(ok)
}

// atWork is the network card's miniport; ok is false where it does not work in
// its state, or without its device.
func (m *Machine) atWork(name, call string) (n *node, ok bool) {
	n = m.miniport
	o := &operation{name: name, call: call, from: opened}
	switch {
	case n == nil:
		return nil, false
	case n.removed:
		return n, m.invalidAs(n, StateRemoved, o)
	}
	return n, n.is(opened...) || m.invalid(n, o)
}

func (m *Machine) pauseStack() bool {
	base := m.adapter()
	if base == nil || !m.allows(base, operationOf(trace.Miniport, "pause")) {
		return false
	}
	m.flush(base)
	for _, n := range m.topDown() {
		if n.is(StateRunning) {
			m.operate(n, "pause")
		}
	}
	return base.is(StatePaused)
}

// topDown lists the drivers from the top down.
func (m *Machine) topDown() []*node {
	all := m.nodes()
	slices.Reverse(all)
	return all
}

// Reset resets the miniport, from beginning to end.
func Reset(m *Machine) trace.StepOutcome {
	out := BeginReset(m)
	if *out.Status != ndis.StatusSuccess {
		return out
	}
	return EndReset(m)
}

// BeginReset begins a reset; the requests that the miniport works on meanwhile
// end with NDIS_STATUS_REQUEST_ABORTED.
func BeginReset(m *Machine) trace.StepOutcome {
	n, ok := m.atWork("reset", "MiniportResetEx")
	if !ok {
		return endedAs(false)
	}
	if !n.Names(trace.Miniport, "ResetHandlerEx") {
		m.say(RuleNoReset, ndisParty, n.party, "", trace.Ignored, "handler", "ResetHandlerEx")
		return ended(ndis.StatusNotSupported)
	}
	n.resets = m.Add(event(RuleResets, ndisParty, n.party, "MiniportResetEx", trace.NoObject, trace.Accepted, "state", n.outcome.State))
	return endedAs(n.resets)
}

// EndReset is the end of a reset that has begun.
func EndReset(m *Machine) trace.StepOutcome {
	n := m.miniport
	if n == nil || !n.resets {
		return endedAs(n != nil && m.invalid(n, &operation{name: "reset done", call: "NdisMResetComplete", from: []string{"reset"}}))
	}
	e := event(RuleResetDone, n.party, ndisParty, "NdisMResetComplete", trace.NoObject, trace.Accepted)
	e.Status = statusOf(ndis.StatusSuccess)
	n.resets = !m.Add(e)
	return endedAs(!n.resets)
}
