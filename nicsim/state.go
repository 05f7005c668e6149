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

// StateRemoved is what an adapter without its device is said to be, in whatever
// state it is.
const StateRemoved = "Removed"

var passing = []string{StateInitializing, StateAttaching, StateOpening, StateRestarting, StatePausing, StateClosing}

// Passing lists the states that drivers only pass through.
func Passing() []string { return passing }

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

// gone reports whether the device was removed.
func (n *node) gone() bool { return n != nil && n.removed }

// allows reports whether the operation is valid in the driver's state, and says
// so where it is not.
func (m *Machine) allows(n *node, o *operation) bool {
	return m.free(n, o) && (n.is(o.from...) || m.invalid(n, o))
}

// free reports whether nothing stands in the way of an operation, and says so where
// something does: another one that is under way, for which a shutdown alone does not
// wait (documented: pausing-an-adapter, starting-an-adapter), or that there is no
// device to work with.
func (m *Machine) free(n *node, o *operation) bool {
	for _, busy := range m.nodes() {
		if o.name != "shutdown" && busy.is(passing...) {
			e := event(RuleStateBusy, ndisParty, busy.party, o.call, trace.NoObject, trace.Rejected, "operation", o.name, "state", busy.outcome.State)
			e.Status = statusOf(ndis.StatusInvalidState)
			return m.Add(e)
		}
	}
	return !slices.Contains(needDevice, o.name) || !m.miniport.gone() || m.invalidAs(n, StateRemoved, o)
}

// needDevice are the operations that make no sense without the device.
var needDevice = []string{"restart", "attach", "bind", "activate"}

// invalid says that the driver's state does not allow an operation.
func (m *Machine) invalid(n *node, o *operation) bool { return m.invalidAs(n, n.outcome.State, o) }

func (m *Machine) invalidAs(n *node, state string, o *operation) bool {
	e := event(RuleStateInvalid, ndisParty, n.party, o.call, trace.NoObject, trace.Rejected,
		"operation", o.name, "state", state, "allowed", strings.Join(o.from, ", "))
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
	if o.via == "" {
		m.Changed(n.become(o.to))
		return true
	}
	return m.passes(n, o)
}

// passes is an operation from its beginning to its end: meanwhile the adapter may
// be shut down, or lose its device, without which nothing restarts.
func (m *Machine) passes(n *node, o *operation) bool {
	m.Inside(func() {
		m.meanwhile(n)
		if o.name == "pause" && n == m.adapter() {
			m.flush(n)
		}
	})
	if !n.is(o.via) {
		return false
	}
	if o.name == "restart" && m.miniport.gone() {
		m.Last().Status = statusOf(ndis.StatusFailure)
		m.Changed(n.become(StatePaused))
		return false
	}
	m.Changed(n.become(o.to))
	return true
}
