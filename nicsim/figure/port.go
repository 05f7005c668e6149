package figure

import (
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/offload"
	"ndisplayground/nicsim/packet"
)

// port is the UDP port of VXLAN from an object of a run on.
type port struct {
	object int
	number uint16
}

// ports are those of a run, in their order: each configuration that the card's
// miniport has reported may name another one.
type ports []port

func portsOf(t *trace.Trace) (all ports) {
	if t == nil {
		return nil
	}
	trace.Walk(t.Events, func(e *trace.Event, _ int) bool {
		for _, change := range e.Changes {
			if change.Name != "currentConfig" || change.Party.Kind != trace.Miniport {
				continue
			}
			if r := recordOf(t, e.Object); r != nil {
				all = append(all, port{e.Object, uint16(r.Number(offload.VXLANPort))})
			}
		}
		return true
	})
	return all
}

// parse finds the layers of bytes that are an object of the run.
func (all ports) parse(object int, bytes []byte) packet.Packet {
	number := uint16(0)
	for _, p := range all {
		if p.object <= object {
			number = p.number
		}
	}
	if number == 0 {
		number = packet.PortVXLAN
	}
	return packet.ParseVXLAN(bytes, number)
}

// LookIn is [Look] at an object of a run: of a packet, VXLAN is where the card was
// told that it is.
func LookIn(t *trace.Trace, object int) (View, error) {
	o := t.Objects[object]
	if o.Structure != "" {
		return Look(o)
	}
	p := portsOf(t).parse(object, o.Bytes)
	return View{Packet: &p, Object: o}, nil
}
