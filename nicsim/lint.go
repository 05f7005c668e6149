package nicsim

import (
	"slices"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
)

const (
	pathIPsecV1 ndis.Path = "IPsecV1"
	pathFlags   ndis.Path = "Flags"

	pathXlatFlags ndis.Path = "Rfc6877Xlat.Flags"
)

// review looks at a configuration that a miniport reports for what does not go
// together, what came too early, and what nobody should use any more. NDIS takes
// it all the same.
func (m *Machine) review(n *node, object, used int, call string) {
	layout, err := catalog.MustLookup(hardware.Offload).Layout(catalog.Options{Arch: m.Arch, Revision: used})
	if err != nil {
		return
	}
	record := codec.Decode(layout, m.Objects[object].Bytes)
	for _, lack := range hardware.Lacking(record) {
		e := event(RuleCompanionMissing, n.party, ndisParty, call, object, trace.Tolerated)
		e.Facts = []trace.Fact{m.namedFact("member", object, record, lack.Member), m.namedFact("needs", object, record, lack.Needs)}
		m.Add(e)
	}
	m.reviewValues(n, object, record, call)
	m.reviewFlags(n, object, record, call)
	m.reviewIPsec(n, object, record, call)
}

// reviewValues: a member that takes one of some values takes no other; what is
// reserved is zero.
func (m *Machine) reviewValues(n *node, object int, record *codec.Record, call string) {
	for _, leaf := range record.Layout.Leaves {
		slot := &record.Layout.Slots[leaf.Slot]
		value, group := record.Number(slot.Path), slot.Group()
		known := slot.Path != pathXlatFlags || value == 0
		if group != nil && group.Kind != catalog.Flags {
			_, known = group.Of(value)
		}
		if !known {
			e := event(RuleOffloadUnknown, n.party, ndisParty, call, object, trace.Tolerated)
			e.Facts = []trace.Fact{m.namedFact("member", object, record, slot.Path), m.memberFact("value", object, record, slot.Path)}
			m.Add(e)
		}
	}
}

// reviewDefault: a miniport should begin with all that its hardware can do and the
// keywords let be. With less it may.
func (m *Machine) reviewDefault(n *node, object, used int, call string) {
	hardwareObject, hardwareUsed := n.attribute(hardware.Offload, pathHardware)
	if hardwareUsed == 0 {
		return
	}
	record, capable := m.rebuilt(object, used), m.rebuilt(hardwareObject, hardwareUsed)
	var off []string
	for _, leaf := range record.Layout.Leaves {
		path := record.Layout.Slots[leaf.Slot].Path
		name, _, _ := ndis.CutPath(string(path))
		if record.Number(path) == 0 && capable.Number(path) != 0 && !slices.Contains(off, name) {
			off = append(off, name)
		}
	}
	if off != nil {
		m.Add(event(RuleNotAllOn, n.party, ndisParty, call, object, trace.Accepted, "members", strings.Join(off, ", ")))
	}
}

// reviewFlags: a flag counts only from the version on that has it.
func (m *Machine) reviewFlags(n *node, object int, record *codec.Record, call string) {
	value := record.Number(pathFlags)
	var early []string
	for _, flag := range record.Layout.Slot(pathFlags).Group().Constants {
		if value&flag.Value != 0 && flag.Since > n.outcome.Registered {
			early = append(early, flag.Name)
		}
	}
	if early != nil {
		e := event(RuleFlagEarly, n.party, ndisParty, call, object, trace.Tolerated, "registered", n.outcome.Registered.String(), "early", strings.Join(early, " | "))
		e.Facts = append(e.Facts, m.memberFact("flags", object, record, pathFlags))
		m.Add(e)
	}
}

// reviewIPsec: version 1 was for 6.0 alone, and version 2 is not to be used any
// more either.
func (m *Machine) reviewIPsec(n *node, object int, record *codec.Record, call string) {
	if catalog.MustLookup("NDIS_IPSEC_OFFLOAD_V2").Since <= n.outcome.Registered && hardware.Has(record, pathIPsecV1) {
		m.Add(event(RuleIPsecV1Late, n.party, ndisParty, call, object, trace.Tolerated, "registered", n.outcome.Registered.String()))
	}
	if record.Layout.Leaf(pathIPsecAh) != nil && hardware.Has(record, pathIPsec) {
		m.Add(event(RuleIPsecDeprecated, n.party, ndisParty, call, object, trace.Accepted, "registered", n.outcome.Registered.String()))
	}
}

// namedFact is a member by its name, and where it stands.
func (m *Machine) namedFact(name string, object int, record *codec.Record, path ndis.Path) trace.Fact {
	return trace.Fact{Name: name, Value: string(path), Ref: m.MemberRef(object, record.Layout, path)}
}
