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
const setOn = "NDIS_OFFLOAD_SET_ON"

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
		path := family + ".EncapsulationType"
		asked := record.Number(path)
		switch header := record.Number(family + ".HeaderSize"); {
		case !isOn(record, family) && (asked != 0 || header != 0):
			refused = t.refusesMember(n, RuleEncapsulationNotEmpty, ndis.StatusInvalidParameter, t.memberFact("value", t.buffer, record, path))
		case isOn(record, family) && (asked == 0 || asked&^kinds != 0):
			refused = t.refusesMember(n, RuleEncapsulationKind, ndis.StatusInvalidParameter, t.memberFact("value", t.buffer, record, path))
		case isOn(record, family):
			on = strings.TrimPrefix(on+" "+string(family), " ")
		}
		if refused != nil {
			return refused
		}
	}
	t.activate(n, on)
	return nil
}

// obeysRegistry: where the registry stops task offload, the transport must not ask
// for an encapsulation.
func (t *travel) obeysRegistry() {
	if all, _ := hardware.Stopped(t.setup.Keywords); all && t.from != nil && t.expected.Carries == encapsulation {
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

// isOn reports whether a family is switched on.
func isOn(record *codec.Record, family ndis.Path) bool {
	path := family + ".Enabled"
	on, _ := record.Layout.Slot(path).Group().Named(setOn)
	value := record.Number(path)
	return value == on.Value
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
