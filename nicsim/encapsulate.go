package nicsim

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/ipsec"
)

// encapsulation is the structure of OID_OFFLOAD_ENCAPSULATION.
const encapsulation = "NDIS_OFFLOAD_ENCAPSULATION"

const pathEnabled ndis.Path = "IPv4.Enabled"

// Values of NDIS_OFFLOAD_SET, by which a family is switched.
const (
	setOn  = "NDIS_OFFLOAD_SET_ON"
	setOff = "NDIS_OFFLOAD_SET_OFF"
)

// encapsulate is a miniport that is told how packets are encapsulated: with that
// its receive offloads begin to work. Refused is nil where it goes by it.
func (t *travel) encapsulate(n *node) (refused *oid.Outcome) {
	record := codec.Decode(t.layoutOf(encapsulation), t.InformationBuffer)
	capable := t.report(n, "hardware").Record
	if n.Skip("offload") || strings.Trim(string(capable.Bytes()[catalog.Header().Size:]), "\x00") == "" {
		return unlessSuccess(t.refuses(n, RuleEncapsulationIdle, ndis.StatusNotSupported))
	}
	kinds := kindsOf(capable)
	for _, family := range hardware.Families {
		if refused = t.refusesFamily(n, record, ndis.Path(family), kinds); refused != nil {
			return refused
		}
	}
	t.flush(n) // what came before the change
	t.turn(n, RuleEncapsulationOn, askedFamilies(record, setOn))
	t.turn(n, RuleEncapsulationOff, askedFamilies(record, setOff))
	t.tellConfig(n)
	return nil
}

// askedFamilies are those for which a record has a value of NDIS_OFFLOAD_SET.
func askedFamilies(record *codec.Record, name string) (asked ipsec.Families) {
	for i, family := range hardware.Families {
		if record.Number(ndis.Path(family)+".Enabled") == setting(record, name) {
			asked |= 1 << i
		}
	}
	return asked
}

// refusesFamily judges what is said of one family.
func (t *travel) refusesFamily(n *node, record *codec.Record, family ndis.Path, kinds uint64) *oid.Outcome {
	enabled, kind, size := family+".Enabled", family+".EncapsulationType", family+".HeaderSize"
	asked := record.Number(kind)
	_, known := record.Layout.Slot(enabled).Group().Of(record.Number(enabled))
	switch on := record.Number(enabled) == setting(record, setOn); {
	case !known:
		return t.refusesMember(n, RuleEncapsulationUnknown, ndis.StatusInvalidParameter, t.memberFact("value", t.buffer, record, enabled))
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

// turn switches families on or off.
func (t *travel) turn(n *node, rule trace.Rule, turned ipsec.Families) {
	if turned == 0 {
		return
	}
	on, off := n.on&^turned, n.off&^turned
	if rule == RuleEncapsulationOn {
		on |= turned
	} else {
		off |= turned
	}
	e := event(rule, n.party, n.party, "", t.buffer, trace.Accepted, t.facts("families", familiesText(turned, 0))...)
	e.Changes = []trace.Change{{Party: n.party, Name: "encapsulation", Before: familiesText(n.on, n.off), After: familiesText(on, off)}}
	if t.Add(e) {
		n.on, n.off = on, off
	}
}

// familiesText says for which families offloads work, or else which are off; ""
// where nothing was set yet.
func familiesText(on, off ipsec.Families) string {
	var names, stopped []string
	for i, family := range hardware.Families {
		if on>>i&1 != 0 {
			names = append(names, family)
		}
		if off>>i&1 != 0 {
			stopped = append(stopped, family+"-off")
		}
	}
	switch {
	case len(names) > 0:
		return strings.Join(names, " ")
	case len(stopped) == len(hardware.Families):
		return "off"
	}
	return strings.Join(stopped, "")
}

// stop clears in a record of NDIS_OFFLOAD what was switched off.
func (n *node) stop(record *codec.Record) { hardware.Stop(record, uint8(n.off)) }

// setting is the number of a value of NDIS_OFFLOAD_SET.
func setting(record *codec.Record, name string) uint64 {
	value, _ := record.Layout.Slot(pathEnabled).Group().Named(name)
	return value.Value
}

// kindsOf are the encapsulations for which some offload of an NDIS_OFFLOAD works.
// Coalescing says none: at least IEEE 802.3 it must.
func kindsOf(r *codec.Record) uint64 {
	kinds := uint64(0)
	if hardware.Has(r, "Rsc") || hardware.Has(r, "UdpRsc") {
		ethernet, _ := catalog.GroupNamed("NDIS_ENCAPSULATION_FLAGS").Named("NDIS_ENCAPSULATION_IEEE_802_3")
		kinds = ethernet.Value
	}
	for _, leaf := range r.Layout.Leaves {
		if path := r.Layout.Slots[leaf.Slot].Path; path == "Encapsulation" || strings.HasSuffix(string(path), ".Encapsulation") {
			kinds |= r.Number(path)
		}
	}
	return kinds
}
