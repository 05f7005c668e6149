package nicsim

import (
	"slices"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// States of drivers and of what they run: an adapter (miniport), a filter
// module, a binding (protocol).
const (
	StateNotLoaded    = "NotLoaded" // the image, or no longer
	StateHalted       = "Halted"
	StateInitializing = "Initializing"
	StateDetached     = "Detached"
	StateAttaching    = "Attaching"
	StateUnbound      = "Unbound"
	StateOpening      = "Opening"
	StateClosing      = "Closing"
	StatePaused       = "Paused"
	StateRestarting   = "Restarting"
	StateRunning      = "Running"
	StatePausing      = "Pausing"
	StateShutdown     = "Shutdown"
)

// operation is what NDIS does to an adapter, a module or a binding: a row of the
// state tables (documented: miniport-adapter-, filter-module- and
// protocol-binding-states-and-operations). From any other state it is invalid.
type operation struct {
	kind trace.PartyKind
	name string
	call string
	rule trace.Rule
	from []string
	via  string // the state while the call runs, "" for none
	to   string
}

// opened are the states in which an adapter works.
var opened = []string{StatePaused, StateRestarting, StateRunning, StatePausing}

// operations are the rows. Joining a stack has more to it (join.go).
var operations = []operation{
	{trace.Miniport, "initialize", "MiniportInitializeEx", RuleInitializes, []string{StateHalted}, StateInitializing, StatePaused},
	{trace.Miniport, "restart", "MiniportRestart", RuleRestarts, []string{StatePaused}, StateRestarting, StateRunning},
	{trace.Miniport, "pause", "MiniportPause", RulePauses, []string{StateRunning}, StatePausing, StatePaused},
	{trace.Miniport, "halt", "MiniportHaltEx", RuleHalts, []string{StatePaused}, "", StateHalted},
	{trace.Miniport, "shutdown", "MiniportShutdownEx", RuleShutsDown, opened, "", StateShutdown},
	{trace.Filter, "attach", "FilterAttach", RuleAttaches, []string{StateDetached}, StateAttaching, StatePaused},
	{trace.Filter, "restart", "FilterRestart", RuleRestarts, []string{StatePaused}, StateRestarting, StateRunning},
	{trace.Filter, "pause", "FilterPause", RulePauses, []string{StateRunning}, StatePausing, StatePaused},
	{trace.Filter, "detach", "FilterDetach", RuleDetaches, []string{StatePaused}, "", StateDetached},
	{trace.Protocol, "bind", "ProtocolBindAdapterEx", RuleBinds, []string{StateUnbound}, StateOpening, StatePaused},
	{trace.Protocol, "restart", "ProtocolNetPnPEvent", RuleRestarts, []string{StatePaused}, StateRestarting, StateRunning},
	{trace.Protocol, "pause", "ProtocolNetPnPEvent", RulePauses, []string{StateRunning}, StatePausing, StatePaused},
	{trace.Protocol, "unbind", "ProtocolUnbindAdapterEx", RuleUnbinds, []string{StatePaused}, StateClosing, StateUnbound},
}

// operationOf is the row of that name for a kind of driver.
func operationOf(kind trace.PartyKind, name string) *operation {
	for i := range operations {
		if o := &operations[i]; o.kind == kind && o.name == name {
			return o
		}
	}
	panic(name + " is no operation of a " + kind.String())
}

// is reports whether the driver is in one of the states.
func (n *node) is(states ...string) bool { return slices.Contains(states, n.outcome.State) }

// allows reports whether the operation is valid in the driver's state, and says
// so where it is not.
func (m *Machine) allows(n *node, o *operation) bool {
	return n.is(o.from...) || m.invalid(n, o.name, o.call, o.from)
}

// invalid says that the driver's state does not allow an operation.
func (m *Machine) invalid(n *node, name, call string, allowed []string) bool {
	e := event(RuleStateInvalid, ndisParty, n.party, call, trace.NoObject, trace.Rejected,
		"operation", name, "state", n.outcome.State, "allowed", strings.Join(allowed, ", "))
	e.Status = statusOf(ndis.StatusInvalidState)
	return m.Add(e)
}

// operate runs an operation of one call, and reports whether it was done.
func (m *Machine) operate(n *node, name string, facts ...string) bool {
	o := operationOf(n.kind.Party, name)
	if !m.allows(n, o) {
		return false
	}
	call := o.call
	if n.legacy {
		call = ""
	}
	before := n.outcome.State
	e := event(o.rule, ndisParty, n.party, call, trace.NoObject, trace.Accepted, facts...)
	e.Status = statusOf(ndis.StatusSuccess)
	if o.via != "" {
		e.Changes = []trace.Change{n.become(o.via)}
	}
	if !m.Add(e) {
		n.outcome.State = before
		return false
	}
	m.Inside(func() { m.meanwhile(n) })
	m.Changed(n.become(o.to))
	return true
}
