package nicsim

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
)

// encapsulation is the structure of OID_OFFLOAD_ENCAPSULATION.
const encapsulation = "NDIS_OFFLOAD_ENCAPSULATION"

// Values of NDIS_OFFLOAD_SET, by which a family is switched.
const (
	setNoChange = "NDIS_OFFLOAD_SET_NO_CHANGE"
	setOn       = "NDIS_OFFLOAD_SET_ON"
)

// families are the members of NDIS_OFFLOAD_ENCAPSULATION.
var families = [...]ndis.Path{"IPv4", "IPv6"}

// encapsulate is a miniport that is told how packets are encapsulated: with that
// its receive offloads begin to work. Refused is nil where it goes by it.
func (t *travel) encapsulate(n *node) (refused *oid.Outcome) {
	record := codec.Decode(t.layoutOf(encapsulation), t.InformationBuffer)
	kinds := kindsOf(t.report(n, "hardware").Record)
	if kinds == 0 || n.Skip("offload") {
		return unlessSuccess(t.refuses(n, RuleEncapsulationIdle, ndis.StatusNotSupported))
	}
	on := ""
	for _, family := range families {
		if refused = t.refusesFamily(n, record, family, kinds); refused != nil {
			return refused
		}
		enabled := record.Number(family + ".Enabled")
		if enabled == setting(record, setOn) || enabled == setting(record, setNoChange) && strings.Contains(n.active, string(family)) {
			on = strings.TrimPrefix(on+" "+string(family), " ")
		}
	}
	t.activate(n, on)
	return nil
}

// refusesFamily judges what is said of one family.
func (t *travel) refusesFamily(n *node, record *codec.Record, family ndis.Path, kinds uint64) *oid.Outcome {
	kind, size := family+".EncapsulationType", family+".HeaderSize"
	asked := record.Number(kind)
	switch on := record.Number(family+".Enabled") == setting(record, setOn); {
	case !on && asked != 0:
		return t.refusesMember(n, RuleEncapsulationNotEmpty, ndis.StatusInvalidParameter, t.memberFact("value", t.buffer, record, kind))
	case !on && record.Number(size) != 0:
		return t.refusesMember(n, RuleEncapsulationNotEmpty, ndis.StatusInvalidParameter, t.memberFact("value", t.buffer, record, size))
	case on && (asked == 0 || asked&^kinds != 0):
		return t.refusesMember(n, RuleEncapsulationKind, ndis.StatusInvalidParameter, t.memberFact("value", t.buffer, record, kind))
	}
	return nil
}

// obeysRegistry: where the registry stops task offload, the transport must not ask
// for an encapsulation.
func (t *travel) obeysRegistry() {
	if all, _ := hardware.Stopped(t.setup.Keywords); all && t.Type == oid.Set && t.sender.Party.Kind == trace.Protocol && t.expected.Carries == encapsulation {
		t.say(RuleTransportStopped, t.sender.Party, ndisParty, t.asks(), trace.Tolerated, t.facts()...)
	}
}

func unlessSuccess(out oid.Outcome) *oid.Outcome {
	if out.Status == ndis.StatusSuccess {
		return nil
	}
	return &out
}

// activate notes for which families the offloads work from now on.
func (t *travel) activate(n *node, on string) {
	rule := RuleEncapsulationOn
	if on == "" {
		rule, on = RuleEncapsulationOff, encapsulationOff
	}
	e := event(rule, n.party, n.party, "", t.buffer, trace.Accepted, t.facts("families", on)...)
	e.Changes = []trace.Change{{Party: n.party, Name: "encapsulation", Before: n.active, After: on}}
	if t.Add(e) {
		n.active = on
		t.tellConfig(n)
	}
}

// encapsulationOff is that no family is on any more, which is not the same as that
// none was yet.
const encapsulationOff = "off"

// setting is the number of a value of NDIS_OFFLOAD_SET.
func setting(record *codec.Record, name string) uint64 {
	value, _ := record.Layout.Slot(families[0] + ".Enabled").Group().Named(name)
	return value.Value
}

// kindsOf are the encapsulations for which some offload of an NDIS_OFFLOAD works.
func kindsOf(r *codec.Record) uint64 {
	kinds := uint64(0)
	for _, leaf := range r.Layout.Leaves {
		if path := r.Layout.Slots[leaf.Slot].Path; path == "Encapsulation" || strings.HasSuffix(string(path), ".Encapsulation") {
			value := r.Number(path)
			kinds |= value
		}
	}
	return kinds
}
