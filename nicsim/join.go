package nicsim

import (
	"slices"
	"strconv"
	"strings"

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
	if !n.runs() || base == nil || !started(base) || !m.portActive(n, base, "FilterAttach") {
		return
	}
	if n.legacy {
		m.joinLegacy(n, "attach")
		return
	}
	m.join(n, base, "attach", attachParameters, func() negotiate.Result {
		return m.pass(n, filterAttributes, "NdisFSetAttributes", nil)
	}, ending{RuleAttached, RuleAttachFails, StateDetached})
}

// bind binds a protocol to an adapter.
func (m *Machine) bind(n, base *node) {
	if !n.runs() || base == nil || !started(base) || !m.portActive(n, base, "ProtocolBindAdapterEx") {
		return
	}
	if n.legacy {
		m.joinLegacy(n, "bind")
		return
	}
	m.join(n, base, "bind", bindParameters, func() negotiate.Result {
		for _, refuse := range []func(*node) negotiate.Result{m.nameOpened, m.medium} {
			if result := refuse(n); !result.OK() {
				return result
			}
		}
		return m.pass(n, openParameters, "NdisOpenAdapterEx", func(d *draft) {
			d.set("MediumArray", m.reserve(objectAlign))
			d.set("AdapterName", m.reserve(objectAlign))
			d.set("SelectedMediumIndex", m.reserve(objectAlign))
		})
	}, ending{RuleBound, RuleBindFails, StateUnbound})
}

func started(n *node) bool { return n.is(StatePaused, StateRunning) && !n.gone() }

// portActive: of an adapter that controls its default port, NDIS lets nobody know
// until the port is activated (documented).
func (m *Machine) portActive(n, base *node, call string) bool {
	if base.portActive {
		return true
	}
	object, used := base.attribute(registrationAttrs, "")
	if used == 0 {
		return true
	}
	layout, err := catalog.MustLookup(registrationAttrs).Layout(catalog.Options{Arch: m.Arch, Revision: used})
	if err != nil {
		return true
	}
	record := codec.Decode(layout, m.Objects[object].Bytes)
	slot := layout.Slot(pathAttributeFlags)
	flag, _ := slot.Group().Named(controlsDefaultPort)
	if record.Number(pathAttributeFlags)&flag.Value == 0 {
		return true
	}
	e := event(RulePortNotActive, ndisParty, n.party, call, object, trace.Ignored)
	e.Facts = []trace.Fact{m.memberFact("flags", object, record, pathAttributeFlags)}
	return m.Add(e) && e.Verdict == trace.Accepted
}

// The member and the flag of it by which an adapter controls its default port.
const (
	pathAttributeFlags  ndis.Path = "AttributeFlags"
	controlsDefaultPort string    = "NDIS_MINIPORT_ATTRIBUTES_CONTROLS_DEFAULT_PORT"
)

// activation is no row of the state tables, but asks for a state as well.
var activation = operation{kind: trace.Miniport, name: "activate", call: "NdisMNetPnPEvent", from: []string{StatePaused, StateRunning}}

// Activate activates the default port of the adapter: who waited for it attaches
// and binds.
func Activate(m *Machine) trace.StepOutcome {
	base := m.adapter()
	if base == nil || !m.allows(base, &activation) {
		return endedAs(false)
	}
	base.portActive = m.Add(event(RulePortActivated, base.party, ndisParty, activation.call, trace.NoObject, trace.Accepted, "event", "NetEventPortActivation"))
	m.joinAll()
	return endedAs(base.portActive)
}

// nameOpened: NdisOpenAdapterEx knows no adapter but those that it has told of.
func (m *Machine) nameOpened(n *node) negotiate.Result {
	if n.Opens == "" || strings.EqualFold(n.Opens, adapterName) {
		return negotiate.Result{}
	}
	return m.refusesOpen(n, RuleAdapterUnknown, ndis.StatusAdapterNotFound, "name", n.Opens, "adapter", adapterName)
}

// adapterName is what NDIS calls the adapter.
const adapterName = `\DEVICE\{5E0A1B0C-73D1-4C0E-8B0F-2D8A63B7F101}`

func (m *Machine) refusesOpen(n *node, rule trace.Rule, status ndis.Status, facts ...string) negotiate.Result {
	e := event(rule, n.party, ndisParty, "NdisOpenAdapterEx", trace.NoObject, trace.Rejected, facts...)
	e.Status = &status
	m.Add(e)
	return negotiate.Result{Rule: e.Rule, Verdict: e.Verdict, Status: e.Status}
}

// medium: NdisOpenAdapterEx wants the adapter's medium among those that the
// protocol names.
func (m *Machine) medium(n *node) negotiate.Result {
	medium := m.setup.NIC.Medium()
	if n.Media == nil || slices.Contains(n.Media, medium) {
		return negotiate.Result{}
	}
	return m.refusesOpen(n, RuleMediumUnsupported, ndis.StatusUnsupportedMedia, "medium", medium, "media", strings.Join(n.Media, ", "))
}

// ending is how joining ends.
type ending struct {
	rule, fails trace.Rule
	failed      string
}

// join hands a driver its parameters, which it reads; then the driver answers.
func (m *Machine) join(n, base *node, name, structure string, answer func() negotiate.Result, end ending) {
	o := operationOf(n.kind.Party, name)
	if !m.allows(n, o) {
		return
	}
	config, address := m.offloadFor(n, base)
	object, _ := m.ndisBuilds(structure, n, func(d *draft) {
		d.set(pathDefault, address)
		m.pointToPower(d, n, base)
	})
	m.reaches(n, event(o.rule, ndisParty, n.party, o.call, object, trace.Accepted, m.buildFacts(structure, n)...), o.via)
	m.Inside(func() {
		m.meanwhile(n)
		result := m.reads(n, object, ndisParty, o.call)
		if result.OK() && config != trace.NoObject {
			m.readOffload(n, config, o.call)
		}
		if result.OK() {
			result = answer()
		}
		m.endJoin(n, result, end)
	})
	m.Last().Status = n.outcome.Status
}

// reads is a driver that reads a structure: what it makes of the header, and
// whether it asks for more than the rules do.
func (m *Machine) reads(n *node, object int, from trace.Party, call string) negotiate.Result {
	structure := m.Objects[object].Structure
	known := n.knows(structure)
	result := m.Receive(m.Send(object, from, n.party, call), known)
	header, _ := codec.HeaderOf(m.Objects[object].Bytes)
	if !result.OK() || !slices.Contains(n.Exact, structure) || int(header.Revision) == known {
		return result
	}
	e := event(RuleWantsExact, n.party, from, call, object, trace.Rejected, "structure", structure, "revision", strconv.Itoa(int(header.Revision)), "knownRevision", strconv.Itoa(known))
	e.Status = statusOf(ndis.StatusInvalidParameter)
	m.Add(e)
	return negotiate.Result{Rule: e.Rule, Verdict: e.Verdict, Status: e.Status, Used: result.Used}
}

// Enumerate is a driver that asks which filters stand on an adapter: NDIS builds
// the answer for the version that the driver registered.
func Enumerate(from trace.Party) Action {
	return func(m *Machine) trace.StepOutcome {
		n := m.node(from)
		if !n.is(opened...) {
			return endedAs(m.invalid(n, &operation{name: "enumerate", call: enumerates, from: opened}))
		}
		object, _ := m.ndisBuilds(filterInterface, n, nil)
		m.Add(event(RuleNdisBuilds, ndisParty, n.party, enumerates, object, trace.Accepted, m.buildFacts(filterInterface, n)...))
		result := negotiate.Result{}
		m.Inside(func() { result = m.reads(n, object, ndisParty, enumerates) })
		out := endedAs(result.OK())
		out.Object = &object
		return out
	}
}

const (
	filterInterface = "NDIS_FILTER_INTERFACE"
	enumerates      = "NdisEnumerateFilterModules"
)

// readOffload is a driver that looks at an NDIS_OFFLOAD it was given.
func (m *Machine) readOffload(n *node, object int, call string) {
	result := m.reads(n, object, ndisParty, call)
	if result.OK() {
		m.Changed(trace.Change{Party: n.party, Name: "offload", After: revisionText(result.Used)})
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
func (m *Machine) joinLegacy(n *node, name string) {
	if !m.allows(n, operationOf(n.kind.Party, name)) {
		return
	}
	m.reaches(n, event(RuleLegacyBinds, ndisParty, n.party, "ProtocolBindAdapter", trace.NoObject, trace.Accepted, "registered", n.outcome.Registered.String()), StatePaused)
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
	current, used := base.config()
	if used == 0 {
		return trace.NoObject, 0
	}
	right, _ := m.right(n, hardware.Offload)
	revision := min(right, used)
	object = m.object(trace.Object{Name: string(pathDefault), From: ndisParty, Structure: hardware.Offload, Bytes: m.rebuilt(current, revision).Bytes()})
	m.Add(event(RuleNdisBuilds, ndisParty, n.party, "", object, trace.Accepted,
		"structure", hardware.Offload, "registered", n.outcome.Registered.String(), "revision", strconv.Itoa(revision), "miniportRevision", strconv.Itoa(used)))
	return object, m.Objects[object].Address
}

// restart lets the stack run: the miniport, the filters from the bottom up, the
// protocol (documented: restarting-a-driver-stack); none above an adapter that does
// not work any more.
func (m *Machine) restart() {
	for _, n := range m.nodes() {
		if (n == m.miniport || n == m.adapter()) && !n.is(StatePaused, StateRunning) {
			return
		}
		if n.is(StatePaused) && !m.operate(n, "restart") {
			return
		}
	}
}

// Attach attaches the filter module of that number, 1 the topmost, to the stack,
// which pauses for it.
func Attach(number int) Action {
	return func(m *Machine) trace.StepOutcome {
		n := m.filters[number-1]
		return m.whilePaused(n, "attach", func() bool { return m.joins(n, func() { m.attach(n) }) })
	}
}

// Detach takes the filter module of that number off the stack, which pauses for
// it.
func Detach(number int) Action {
	return func(m *Machine) trace.StepOutcome {
		n := m.filters[number-1]
		return m.whilePaused(n, "detach", func() bool { return m.operate(n, "detach") })
	}
}

// whilePaused changes the stack while it is paused, and lets it run again if it
// ran before.
func (m *Machine) whilePaused(n *node, name string, change func() bool) trace.StepOutcome {
	base := m.adapter()
	o := operationOf(n.kind.Party, name)
	if base == nil || !n.runs() {
		return endedAs(m.invalid(n, o))
	}
	ran := base.is(StateRunning)
	if !m.free(n, o) || ran && !m.pauseStack() {
		return endedAs(false)
	}
	done := change()
	m.neighbours()
	if ran {
		m.restart()
	}
	return endedAs(done)
}

// joins reports whether the driver was not on the adapter before, and is now, where
// the adapter still works.
func (m *Machine) joins(n *node, join func()) bool {
	was := started(n)
	join()
	return !was && started(n) && started(m.adapter())
}

// Bind binds the protocol to the adapter.
func Bind(m *Machine) trace.StepOutcome {
	n := m.protocol
	if !m.free(n, operationOf(trace.Protocol, "bind")) {
		return endedAs(false)
	}
	done := m.joins(n, func() { m.bind(n, m.adapter()) })
	m.neighbours()
	if n.is(StatePaused) && m.adapter().is(StateRunning) {
		done = m.operate(n, "restart") && done
	}
	return endedAs(done)
}

// Unbind pauses the binding and takes it away.
func Unbind(m *Machine) trace.StepOutcome {
	n := m.protocol
	if n.is(StateRunning) {
		m.operate(n, "pause")
	}
	done := m.operate(n, "unbind")
	m.neighbours()
	return endedAs(done)
}
