package nicsim

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/ipsec"
)

// Setup is a machine before anything runs. Drivers that are not there are nil;
// profiles are resolved.
type Setup struct {
	Host         ndis.Version
	Arch         ndis.Arch
	Mode         negotiate.Mode
	Miniport     *driver.Driver
	Protocol     *driver.Driver
	Intermediate *Intermediate
	Filters      []driver.Driver // from the top down
	NIC          hardware.NIC
	Keywords     []hardware.Setting
	Late         []trace.Party // filters and protocols that a later step attaches or binds
	Flipped      trace.Rule    // see trace.Recorder
}

// Intermediate is an intermediate driver: a protocol below, a miniport above.
type Intermediate struct{ Protocol, Miniport driver.Driver }

// Machine is a host with its drivers.
type Machine struct {
	negotiate.Judge
	setup Setup

	miniport *node // of the network card
	lower    *node // an intermediate driver's protocol edge
	virtual  *node // its miniport edge
	filters  []*node
	protocol *node

	ipsec        *ipsec.Card   // the card's part that does IPsec, nil until it is used
	peer         *ipsec.Card   // the other side's
	associations []association // those that were added, in their order

	held    held               // what has arrived and is not indicated yet
	running []hardware.Setting // the keywords that the miniport goes by: as it read them, and as they were set since
	steps   []trace.StepOutcome
	waiting []waiting
	next    uint64 // where the next object goes
}

// node is a driver on the machine, and the adapter, module or binding it runs.
type node struct {
	driver.Driver
	party      trace.Party
	kind       *negotiate.Kind
	outcome    trace.DriverOutcome
	legacy     bool
	late       bool            // a later step attaches or binds it
	portActive bool            // the default port was activated
	switched   map[string]bool // what neighbours have switched off
	removed    bool            // the device is gone, and the adapter has been told
	resets     bool            // a reset has begun and is not done

	attributes []attribute       // what NDIS keeps, oldest first
	settings   map[string][]byte // what was set, by OID
	on, off    ipsec.Families    // the families for which an encapsulation was set, and those that were switched off
	pending    []string          // OIDs of requests that the driver keeps
}

// attribute is a structure that NDIS keeps of what a miniport passed: the object
// of the trace, and the revision it is read at.
type attribute struct {
	structure string
	path      ndis.Path // the member that pointed to it, "" where none did
	object    int
	used      int
}

// attribute is the last one of a structure that was passed: through the member of
// that path, where another structure pointed to it. Used is 0 where there is none.
func (n *node) attribute(structure string, path ndis.Path) (object, used int) {
	for i := len(n.attributes) - 1; i >= 0; i-- {
		if a := &n.attributes[i]; a.structure == structure && (a.path == "" || a.path == path) {
			return a.object, a.used
		}
	}
	return trace.NoObject, 0
}

// config is the offload configuration that NDIS answers from.
func (n *node) config() (object, used int) { return n.attribute(hardware.Offload, pathDefault) }

var (
	ndisParty   = trace.Party{Kind: trace.NDIS}
	loaderParty = trace.Party{Kind: trace.Loader}
)

// New sets the machine up. Nothing has happened yet.
func New(s Setup) *Machine {
	m := &Machine{setup: s, Judge: negotiate.Judge{Recorder: &trace.Recorder{Flipped: s.Flipped}, Host: s.Host, Arch: s.Arch, Mode: s.Mode}}
	m.next = poolBase(s.Arch)
	m.miniport = newNode(s.Miniport, negotiate.Miniport, trace.Party{Kind: trace.Miniport})
	if s.Intermediate != nil {
		m.lower = newNode(&s.Intermediate.Protocol, negotiate.Protocol, trace.Party{Kind: trace.Intermediate})
		m.virtual = newNode(&s.Intermediate.Miniport, negotiate.Miniport, trace.Party{Kind: trace.Intermediate, Index: 1})
	}
	for i := range s.Filters {
		m.filters = append(m.filters, newNode(&s.Filters[i], negotiate.Filter, trace.Party{Kind: trace.Filter, Index: i + 1}))
	}
	m.protocol = newNode(s.Protocol, negotiate.Protocol, trace.Party{Kind: trace.Protocol})
	for _, p := range s.Late {
		m.node(p).late = true
	}
	return m
}

func newNode(d *driver.Driver, kind *negotiate.Kind, party trace.Party) *node {
	if d == nil {
		return nil
	}
	return &node{Driver: *d, party: party, kind: kind, outcome: trace.DriverOutcome{State: StateNotLoaded}}
}

// nodes lists the drivers from the bottom up.
func (m *Machine) nodes() []*node {
	all := []*node{m.miniport, m.lower, m.virtual}
	for i := len(m.filters) - 1; i >= 0; i-- {
		all = append(all, m.filters[i])
	}
	all = append(all, m.protocol)
	present := all[:0]
	for _, n := range all {
		if n != nil {
			present = append(present, n)
		}
	}
	return present
}

// adapter is the miniport that filters and protocols sit on: an intermediate
// driver's, or the network card's.
func (m *Machine) adapter() *node {
	if m.virtual != nil {
		return m.virtual
	}
	return m.miniport
}

// Trace is what has happened, and how it ended.
func (m *Machine) Trace() *trace.Trace {
	m.neverCame()
	outcome := trace.Outcome{Host: m.Host, Miniport: outcomeOf(m.miniport), Protocol: outcomeOf(m.protocol), Steps: m.steps}
	if m.virtual != nil {
		outcome.Intermediate = &trace.IntermediateOutcome{Protocol: m.lower.outcome, Miniport: m.virtual.outcome}
	}
	for _, f := range m.filters {
		outcome.Filters = append(outcome.Filters, f.outcome)
	}
	return m.Recorder.Trace(outcome)
}

func outcomeOf(n *node) *trace.DriverOutcome {
	if n == nil {
		return nil
	}
	return &n.outcome
}

// become is the change of a state, which it makes.
func (n *node) become(state string) trace.Change {
	change := trace.Change{Party: n.party, Name: "state", Before: n.outcome.State, After: state}
	n.outcome.State = state
	return change
}

// reaches adds an event with which the driver comes into a state. Where the
// event does not let it, it stays where it was.
func (m *Machine) reaches(n *node, e *trace.Event, state string) bool {
	before, intended := n.outcome.State, e.OK()
	e.Changes = append(e.Changes, n.become(state))
	ok := m.Add(e)
	if intended && !ok {
		n.outcome.State = before
	}
	return ok
}

// knows is the highest revision of a structure that the driver understands: what
// it says, or what suits its registered version.
func (n *node) knows(structure string) int {
	s := catalog.MustLookup(structure)
	if revision, ok := n.Knows(structure); ok {
		newest, _ := s.Newest()
		return min(revision, newest.Number)
	}
	revision, _ := s.RevisionFor(n.outcome.Registered)
	return revision.Number
}

// runs reports whether NDIS 6 talks to the driver.
func (n *node) runs() bool {
	return n != nil && n.outcome.Registered != 0
}

// say adds an event from one party to another that is about no structure; facts
// are pairs of name and value.
func (m *Machine) say(rule trace.Rule, from, to trace.Party, call string, verdict trace.Verdict, facts ...string) {
	m.Add(event(rule, from, to, call, trace.NoObject, verdict, facts...))
}

// event makes an event; facts are pairs of name and value. It and its like are not
// inlined: the browser loads each copy.
func event(rule trace.Rule, from, to trace.Party, call string, object int, verdict trace.Verdict, facts ...string) *trace.Event {
	return &trace.Event{Rule: rule, From: from, To: to, Call: call, Object: object, Verdict: verdict, Facts: trace.Facts(facts...)}
}

func statusOf(s ndis.Status) *ndis.Status { return &s }
