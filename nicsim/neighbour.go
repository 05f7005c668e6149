package nicsim

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
)

//go:embed neighbours.txt
var neighboursText string

// effect is a line of neighbours.txt: something that works only where all drivers
// of some kinds registered at least a version.
type effect struct {
	name      string
	structure string    // where the miniport says that it does this
	path      ndis.Path // the member that points to the structure
	flag      string    // the flag in it, where it is one
	members   []ndis.Path
	least     ndis.Version
	kinds     []string
}

var effects = sync.OnceValue(func() []effect {
	var all []effect
	for _, line := range ndis.DataLines(neighboursText) {
		f := strings.Fields(line)
		if line[0] != '\t' {
			e := effect{name: f[1], structure: f[2], path: ndis.Path(strings.TrimPrefix(f[3], "-"))}
			all = append(all, e)
			continue
		}
		last := &all[len(all)-1]
		switch f[0] {
		case "members":
			for _, path := range f[1:] {
				last.members = append(last.members, ndis.Path(path))
			}
		case "flag":
			last.flag = f[1]
		case "least":
			last.least, _ = ndis.ParseVersion(f[1]) // a test reads each of them
			last.kinds = f[2:]
		}
	}
	return all
})

// neighbours switches what the drivers on the stack do not let the miniport do
// off, and on again where they are gone.
func (m *Machine) neighbours() {
	base := m.adapter()
	if base == nil || !started(base) || base.legacy {
		return
	}
	for i := range effects() {
		e := &effects()[i]
		if !m.does(base, e) {
			continue
		}
		m.weigh(base, e, m.lowest(e))
	}
}

// does reports whether the miniport reported the capability.
func (m *Machine) does(base *node, e *effect) bool {
	object, used := base.reported(e.structure, e.path)
	if used == 0 {
		return false
	}
	layout, err := catalog.MustLookup(e.structure).Layout(catalog.Options{Arch: m.Arch, Revision: used})
	if err != nil {
		return false
	}
	record := codec.Decode(layout, m.Objects[object].Bytes)
	for _, path := range e.members {
		if i, ok := layout.Find(path); ok {
			if value := record.Number(path); e.on(layout.Slots[i].Group(), value) {
				return true
			}
		}
	}
	return false
}

// on reports whether a member's value says that the miniport does it.
func (e *effect) on(group *catalog.Group, value uint64) bool {
	if e.flag == "" {
		return value != 0
	}
	flag, ok := group.Named(e.flag)
	return ok && value&flag.Value != 0
}

// reported is the structure that the miniport itself passed first, whatever NDIS
// made of it since.
func (n *node) reported(structure string, path ndis.Path) (object, used int) {
	for _, a := range n.attributes {
		if a.structure == structure && (a.path == "" || a.path == path) {
			return a.object, a.used
		}
	}
	return trace.NoObject, 0
}

// lowest is the driver on the stack with the lowest version that is too low for
// the effect, nil where all are high enough.
func (m *Machine) lowest(e *effect) *node {
	var found *node
	for _, n := range m.nodes() {
		if !n.is(opened...) || n == m.adapter() || n == m.miniport || !slices.Contains(e.kinds, n.party.Kind.String()) || n.outcome.Registered >= e.least {
			continue
		}
		if found == nil || n.outcome.Registered < found.outcome.Registered {
			found = n
		}
	}
	return found
}

// weigh switches one thing off or on again.
func (m *Machine) weigh(base *node, e *effect, low *node) {
	off := base.switched[e.name]
	if off == (low != nil) {
		return
	}
	rule, verdict, by, version := RuleNeighbourBack, trace.Accepted, base.party, ""
	before, after := "off", "on"
	if low != nil {
		rule, verdict, by, version = RuleNeighbourOff, trace.Adjusted, low.party, low.outcome.Registered.String()
		before, after = after, before
	}
	event := event(rule, ndisParty, base.party, "", trace.NoObject, verdict, "feature", e.name, "by", by.Kind.String(), "registered", version, "least", e.least.String())
	event.Changes = []trace.Change{{Party: base.party, Name: e.name, Before: before, After: after}}
	if !m.Add(event) || low != nil && event.Verdict == trace.Accepted {
		return
	}
	if base.switched == nil {
		base.switched = map[string]bool{}
	}
	base.switched[e.name] = low != nil
	if e.structure == hardware.Offload {
		m.reconfigure(base, e, low != nil)
	}
}

// keepOff: what neighbours have switched off stays off in a new configuration.
func (m *Machine) keepOff(base *node) {
	for i := range effects() {
		if e := &effects()[i]; e.structure == hardware.Offload && base.switched[e.name] {
			m.reconfigure(base, e, true)
		}
	}
}

// reconfigure is NDIS changing the configuration that it answers from: what is on
// again is as the card has it now.
func (m *Machine) reconfigure(base *node, e *effect, off bool) {
	current, used := base.config()
	record := m.rebuilt(current, used)
	now := m.report(base, "indication").Record
	for _, path := range e.members {
		value := now.Number(path)
		if off {
			value = 0
		}
		_ = record.SetValue(path, value) // the member exists: the miniport reported it
	}
	object := m.object(trace.Object{Name: string(pathDefault), From: ndisParty, Structure: hardware.Offload, Bytes: record.Bytes()})
	base.attributes = append(base.attributes, attribute{hardware.Offload, pathDefault, object, used})
}
