package nicsim

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

// Two structures say how an adapter wakes its host: the older one inside another
// that has no header. What they have in common stands in the older one below a
// member.
const (
	powerCapabilities = "NDIS_PM_CAPABILITIES"
	powerOld          = "NDIS_PNP_CAPABILITIES"

	pathWakeUp ndis.Path = "WakeUpCapabilities"
)

// powers are the structures, each with the member that points to it.
var powers = [...]attribute{{structure: powerCapabilities, path: pathPowerEx}, {structure: powerOld, path: pathPower}}

// knowsPower is the structure that suits a registered version.
func knowsPower(registered ndis.Version) attribute {
	if registered >= catalog.MustLookup(powerCapabilities).Since {
		return powers[0]
	}
	return powers[1]
}

// pointToPower makes a structure that NDIS hands to a driver point to what the
// miniport reported of its power management, in the structure that suits the
// driver.
func (m *Machine) pointToPower(d *draft, n, base *node) {
	to := knowsPower(n.outcome.Registered)
	if d.Layout.Leaf(to.path) == nil {
		return
	}
	record, from := m.powerAs(base, to, n.outcome.Registered)
	if record == nil {
		return
	}
	object := m.object(trace.Object{Name: string(to.path), From: ndisParty, Structure: to.structure, Bytes: record.Bytes()})
	m.tellPower(n.party, from, to.structure, n.outcome.Registered, object)
	d.set(to.path, m.Objects[object].Address)
}

// tellPower says that NDIS put the capabilities into another structure.
func (m *Machine) tellPower(to trace.Party, from, into string, registered ndis.Version, object int) {
	if from != into {
		m.Add(event(RulePowerTranslated, ndisParty, to, "", object, trace.Accepted, "reported", from, "structure", into, "registered", registered.String()))
	}
}

// powerAs is what the miniport reported, in a structure as a driver of the
// version reads it; from is the structure that the miniport used.
func (m *Machine) powerAs(base *node, to attribute, registered ndis.Version) (record *codec.Record, from string) {
	for _, p := range powers {
		object, used := base.attribute(p.structure, p.path)
		switch {
		case used == 0:
		case p.structure == to.structure:
			right, _ := catalog.MustLookup(to.structure).RevisionFor(registered)
			return m.rebuilt(object, min(right.Number, used)), p.structure
		default:
			return m.translated(object, to.structure, registered), p.structure
		}
	}
	return nil, ""
}

// translated copies what both structures have.
func (m *Machine) translated(object int, into string, registered ndis.Version) *codec.Record {
	o := m.Objects[object]
	source, target := codec.Decode(m.layoutOf(o.Structure), o.Bytes), m.draftAs(into, registered, nil).Record
	prefix := string(pathWakeUp) + "."
	for _, slot := range m.layoutOf(powerOld).Slots {
		common, ok := strings.CutPrefix(string(slot.Path), prefix)
		if !ok {
			continue
		}
		read, write := ndis.Path(common), slot.Path
		if o.Structure == powerOld {
			read, write = write, read
		}
		value := source.Number(read)
		_ = target.SetValue(write, value) // a test compares their members
	}
	return target
}

// layoutOf is the newest layout of a structure.
func (m *Machine) layoutOf(structure string) *catalog.Layout {
	layout, err := catalog.MustLookup(structure).Layout(catalog.Options{Arch: m.Arch})
	if err != nil {
		panic(err) // the options are the catalogue's own
	}
	return layout
}
