package figure

import (
	"strings"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// deed says what of a packet the rules of an area change: all, or headers and
// fields that fits tells.
type deed struct {
	area string
	fits func(d *difference) bool
}

// deeds are in the order in which they are asked: who changes little before who
// changes much.
var deeds = []deed{
	{"checksum.filled", func(d *difference) bool { return d.field != packet.NoField && d.field == packet.ChecksumField(d.kind) }},
	{"vlan.", func(d *difference) bool { return d.kind == packet.VLAN || d.field == packet.EthernetType }},
	{"lso.segmented", everything},
	{"uso.segmented", everything},
	{"rsc.indicated", everything},
	{"uro.indicated", everything},
	{"ipsec.sealed", everything},
	{"ipsec.opened", everything},
}

func everything(*difference) bool { return true }

// doer is the event that did a difference, nil where none is known: one that looked
// at these very bytes, or one whose area does such things.
func doer(events []*trace.Event, d *difference) *trace.Event {
	for _, row := range deeds {
		for _, e := range events {
			if strings.HasPrefix(string(e.Rule), row.area) && e.Verdict <= trace.Adjusted && row.fits(d) && refersTo(e, d, row.area) {
				return e
			}
		}
	}
	return nil
}

// refersTo: of several checksums, an event fills in the one that it looked at.
func refersTo(e *trace.Event, d *difference, area string) bool {
	if area != "checksum.filled" {
		return true
	}
	for _, f := range e.Facts {
		if f.Name == "layer" {
			name, _, _ := strings.Cut(d.name, ".")
			return f.Value == name
		}
	}
	return false
}
