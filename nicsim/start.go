package nicsim

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
)

// Start loads the drivers, starts the adapter, lets filters attach and the
// protocol bind, and restarts the stack (documented: starting-a-driver-stack).
func Start(m *Machine) trace.StepOutcome {
	for _, n := range m.nodes() {
		if n.is(StateNotLoaded) && n.outcome.Status == nil {
			m.load(n)
		}
	}
	if m.miniport.runs() && !m.allows(m.miniport, operationOf(trace.Miniport, "initialize")) {
		return endedAs(false)
	}
	m.initialize(m.miniport)
	if m.virtual != nil {
		m.bind(m.lower, m.miniport)
		if m.lower.is(StatePaused) && started(m.miniport) {
			m.initialize(m.virtual)
		}
	}
	m.joinAll()
	return trace.StepOutcome{Status: m.startStatus()}
}

// joinAll lets filters attach and the protocol bind that are there from the
// beginning and are not yet, and the stack run.
func (m *Machine) joinAll() {
	for i := len(m.filters) - 1; i >= 0; i-- {
		if f := m.filters[i]; !f.late && f.is(StateDetached) {
			m.attach(f)
		}
	}
	if m.protocol != nil && !m.protocol.late && m.protocol.is(StateUnbound) {
		m.bind(m.protocol, m.adapter())
	}
	m.neighbours()
	m.restart()
}

// startStatus is success, or what the first driver that failed ended with; an
// adapter may have ended meanwhile.
func (m *Machine) startStatus() *ndis.Status {
	for _, n := range m.nodes() {
		if s := n.outcome.Status; s == nil || *s != ndis.StatusSuccess {
			return s
		}
	}
	if base := m.adapter(); base != nil && !started(base) {
		return statusOf(ndis.StatusInvalidState)
	}
	return statusOf(ndis.StatusSuccess)
}

// load runs a driver's DriverEntry: it learns the host's version, chooses its
// own and registers.
func (m *Machine) load(n *node) {
	choice := n.Choose(m.Host)
	n.legacy = n.Legacy(choice.Register)
	if !m.Loads(n.party, n.legacy) {
		return
	}
	m.say(RuleDriverEntry, loaderParty, n.party, "DriverEntry", trace.Accepted, "host", m.Host.String())
	m.Inside(func() {
		if !m.choose(n, choice) {
			return
		}
		var r negotiate.Registered
		if n.legacy {
			r = m.registerLegacy(n, choice.Register)
		} else {
			r = m.register(n, choice.Register)
		}
		m.registered(n, r)
	})
	m.Last().Status = n.outcome.Status
}

// choose says how the driver came to its version, and whether it goes on.
func (m *Machine) choose(n *node, c driver.Choice) bool {
	m.ask(n, c)
	switch {
	case c.Refuse != nil:
		e := event(RuleRefuses, n.party, loaderParty, "DriverEntry", trace.NoObject, trace.Rejected, "host", m.Host.String(), "supported", m.supportedText(n))
		e.Status = c.Refuse
		m.Add(e)
		n.outcome.Status = e.Status
		return false
	case c.How == driver.BySupport:
		m.say(RulePicksHighest, n.party, n.party, "", trace.Accepted, "host", m.Host.String(), "supported", m.supportedText(n), "version", c.Register.String())
	case c.How == driver.ByLadder:
		m.say(RuleFollowsLadder, n.party, n.party, "", trace.Accepted, "host", m.Host.String(), "version", c.Register.String())
	}
	return true
}

func (m *Machine) ask(n *node, c driver.Choice) {
	switch {
	case n.legacy:
		m.say(RuleLegacyDoesNotAsk, n.party, n.party, "", trace.Accepted, "version", c.Register.String(), "host", m.Host.String())
	case c.How == driver.ByItself:
		m.say(RuleDoesNotAsk, n.party, n.party, "", trace.Accepted, "version", c.Register.String(), "host", m.Host.String())
	default:
		m.say(RuleAsksVersion, n.party, ndisParty, "NdisGetVersion", trace.Accepted, "host", m.Host.String(), "word", m.Host.Word())
	}
}

// supportedText lists what the driver supports, as ranges of listed versions.
func (m *Machine) supportedText(n *node) string {
	if len(n.Ladder) > 0 {
		var rungs []string
		for _, r := range n.Ladder {
			rungs = append(rungs, r.String())
		}
		return strings.Join(rungs, ", ")
	}
	all := n.Supported()
	if len(all) == 0 {
		return ""
	}
	return ndis.Range{First: all[0], Last: all[len(all)-1]}.String()
}

// register builds the characteristics and calls the registration function.
func (m *Machine) register(n *node, version ndis.Version) negotiate.Registered {
	d := m.draftAt(n, n.kind.Characteristics, "default", version)
	d.set(negotiate.PathMajor, uint64(version.Major()))
	d.set(negotiate.PathMinor, uint64(version.Minor()))
	m.nameHandlers(n, d)
	uniqueName := m.nameStrings(n, d)
	object, _ := m.finish(n, n.party, d, n.kind.Characteristics)
	m.Add(event(RuleRegisters, n.party, ndisParty, n.kind.Call, object, trace.Accepted, "version", version.String()))
	r := negotiate.Registration{Kind: n.kind, NullStructure: object == trace.NoObject, NullDriverObject: n.DriverObjectNull, UniqueName: uniqueName, Options: func() negotiate.Result { return m.setOptions(n) }}
	r.Sent = &negotiate.Sent{Structure: d.Layout.Structure, From: n.party, To: ndisParty, Call: n.kind.Call, Object: object}
	if object != trace.NoObject {
		r.Sent = m.Send(object, n.party, ndisParty, n.kind.Call)
	}
	var result negotiate.Registered
	m.Inside(func() { result = m.Register(r) })
	m.Last().Status = result.Status
	m.sent(n, object, result.Verdict)
	return result
}

// uniqueNames are what the INFs of the simulated filters say.
const uniqueName = "{8C2F1B5E-6A0D-4C39-9E57-0B1D3A5F7E90}"

// nameStrings fills the counted strings of a characteristics structure; their
// characters lie outside the trace.
func (m *Machine) nameStrings(n *node, d *draft) string {
	name := uniqueName
	if n.UniqueName != nil {
		name = *n.UniqueName
	}
	for _, s := range [...]struct {
		path ndis.Path
		text string
	}{{"FriendlyName", "Filter"}, {"UniqueName", name}, {"ServiceName", "filter"}, {"Name", "PROTOCOL"}} {
		if _, ok := d.Layout.Find(s.path); !ok {
			continue
		}
		bytes := uint64(2 * len(s.text)) // UTF-16
		d.set(s.path+".Length", bytes)
		d.set(s.path+".MaximumLength", bytes)
		d.set(s.path+".Buffer", imageBase(m.Arch)+uint64(n.party.Kind)*imageSize+uint64(len(s.path))*objectAlign)
	}
	return name
}

func (m *Machine) registerLegacy(n *node, version ndis.Version) negotiate.Registered {
	missing := n.kind.Party == trace.Protocol && (!n.Names(trace.Protocol, "BindAdapterHandler") || !n.Names(trace.Protocol, "UnbindAdapterHandler"))
	object, length := m.legacyCharacteristics(n, version)
	m.Add(event(RuleRegisters, n.party, ndisParty, n.kind.LegacyCall, object, trace.Accepted, "version", version.String()))
	var result negotiate.Registered
	m.Inside(func() {
		result = m.RegisterLegacy(negotiate.LegacyRegistration{Kind: n.kind, From: n.party, Version: version, Length: length, Object: object, BindMissing: missing})
	})
	m.Last().Status = result.Status
	return result
}

// legacyCharacteristics are the characteristics of a driver of NDIS 3.0 to 5.1,
// and the length in bytes that its call states.
func (m *Machine) legacyCharacteristics(n *node, version ndis.Version) (object, length int) {
	send := n.Sending(n.kind.Legacy, "default", version)
	object = trace.NoObject
	if layout, err := m.LegacyLayout(n.kind, version); err == nil {
		d := &draft{Record: codec.New(layout), name: n.kind.Legacy, where: "default", send: send}
		d.set(negotiate.PathMajor, uint64(version.Major()))
		d.set(negotiate.PathMinor, uint64(version.Minor()))
		m.nameHandlers(n, d)
		object, _ = m.finish(n, n.party, d, n.kind.Legacy)
		length = layout.Sizeof
	}
	if send != nil && send.Size != nil {
		length = *send.Size
	}
	return object, length
}

// setOptions is NDIS calling the driver's SetOptions handler, inside the
// registration.
func (m *Machine) setOptions(n *node) negotiate.Result {
	if n.SetOptions == nil && !n.Names(n.kind.Party, "SetOptionsHandler") {
		return negotiate.Result{}
	}
	call := map[trace.PartyKind]string{trace.Miniport: "MiniportSetOptions", trace.Filter: "FilterSetOptions", trace.Protocol: "ProtocolSetOptions"}[n.kind.Party]
	e := event(RuleSetOptions, ndisParty, n.party, call, trace.NoObject, trace.Accepted)
	e.Status = statusOf(ndis.StatusSuccess)
	if n.SetOptions != nil && *n.SetOptions != ndis.StatusSuccess {
		e.Rule, e.Verdict, e.Status = RuleSetOptionsFails, trace.Rejected, n.SetOptions
	}
	m.Add(e)
	return negotiate.Result{Rule: e.Rule, Verdict: e.Verdict, Status: e.Status}
}

// registered notes how the registration ended: a driver whose DriverEntry fails
// does not stay loaded.
func (m *Machine) registered(n *node, r negotiate.Registered) {
	n.outcome.Status = r.Status
	if !r.OK() {
		m.entryFails(n, RuleEntryFails, r.Status)
		return
	}
	n.outcome.Registered = r.Version
	n.outcome.Status = statusOf(ndis.StatusSuccess)
	if n.DriverEntry == nil || *n.DriverEntry == ndis.StatusSuccess {
		m.Changed(n.become(registeredStates[n.kind.Party]))
		return
	}
	m.takeBack(n)
	rule := RuleEntryFails
	if *n.DriverEntry == ndis.StatusPending {
		rule = RuleEntryPending
	}
	n.outcome.Registered, n.outcome.Status = 0, n.DriverEntry
	m.entryFails(n, rule, n.DriverEntry)
}

// registeredStates are the states of an adapter, a module and a binding whose
// driver has registered.
var registeredStates = map[trace.PartyKind]string{trace.Miniport: StateHalted, trace.Filter: StateDetached, trace.Protocol: StateUnbound}

func (m *Machine) entryFails(n *node, rule trace.Rule, status *ndis.Status) {
	e := event(rule, n.party, loaderParty, "DriverEntry", trace.NoObject, trace.Rejected)
	e.Status = status
	m.Add(e)
}

// deregisters are the functions that take a registration back.
var deregisters = map[trace.PartyKind]string{trace.Miniport: "NdisMDeregisterMiniportDriver", trace.Filter: "NdisFDeregisterFilterDriver", trace.Protocol: "NdisDeregisterProtocolDriver"}

// takeBack: before DriverEntry fails, a registration is to be taken back. That a
// protocol must is documented; the pages disagree on miniports.
func (m *Machine) takeBack(n *node) {
	call := deregisters[n.kind.Party]
	if !n.Skip("deregistration") {
		m.say(RuleDeregisters, n.party, ndisParty, call, trace.Accepted, "version", n.outcome.Registered.String())
		return
	}
	verdict := trace.Tolerated
	if n.kind.Party == trace.Protocol {
		verdict = trace.Rejected
	}
	m.say(RuleLeftRegistered, n.party, ndisParty, call, verdict, "version", n.outcome.Registered.String())
}

// right is the revision and the size in bytes that belong to the driver's
// registered version.
func (m *Machine) right(n *node, structure string) (revision, size int) {
	revision, size, _ = negotiate.Required(catalog.MustLookup(structure), n.outcome.Registered, m.Arch)
	return revision, size
}
