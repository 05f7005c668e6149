package nicsim

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/offload"
	"ndisplayground/nicsim/packet"
)

// Traffic are packets that a step sends, or that arrive from the wire together.
type Traffic struct {
	From   trace.Party // who sends
	Frames [][]byte
	Asks   []string // what is asked of the card: words of [AskWords]
	MSS    int      // for large sends
	VLAN   *offload.Tag
	Says   []Saying // what else stands beside a packet than TCP/IP would write
	Sum    bool     // the frames' checksum of TCP or UDP stays as it is
	SA     int      // the association to use, as the steps added them, 1 the first; 0: none
	Tunnel int      // the one for the tunnel
	Hold   bool     // the card waits for more of the same before it indicates them
}

// Functions by which packets travel.
const (
	sendCall    = "NdisSendNetBufferLists"
	filterSends = "NdisFSendNetBufferLists"
	receiveCall = "NdisMIndicateReceiveNetBufferLists"

	sendHandler    = "SendNetBufferListsHandler"
	receiveHandler = "ReceiveNetBufferListsHandler"
)

// frameObject notes a frame in the trace; it is no structure.
func (m *Machine) frameObject(name string, from trace.Party, frame []byte) int {
	return m.object(trace.Object{Name: name, From: from, Bytes: frame})
}

// card is the hardware as it is configured now.
func (m *Machine) card(n *node) *offload.Card {
	object, _ := n.config()
	card := &offload.Card{
		Enabled: m.enabled(n), Reported: m.report(n, "hardware").Record,
		Object: object, RSS: m.spread(n),
	}
	for i, family := range [...]packet.Kind{packet.IPv4, packet.IPv6} {
		if n.off>>i&1 != 0 {
			card.Off = append(card.Off, family)
		}
	}
	return card
}

// enabled is NDIS_OFFLOAD as it is at work: what is configured, but for what waits
// for an encapsulation of its family, for families that were switched off, and for
// what neighbours stand in the way of.
func (m *Machine) enabled(n *node) *codec.Record {
	record := m.report(n, "indication").Record
	n.stop(record)
	for i := range effects() {
		if e := &effects()[i]; e.structure == hardware.Offload && n.switched[e.name] {
			for _, path := range e.members {
				hardware.Clear(record, path)
			}
		}
	}
	for i, family := range hardware.Families {
		if n.on>>i&1 == 0 {
			hardware.Clear(record, ndis.Path("Checksum."+family+"Receive"))
		}
	}
	return record
}

// spread is how RSS was configured, nil where it was not.
func (m *Machine) spread(n *node) *offload.RSS {
	value := n.settings[oidReceiveScale]
	if value == nil {
		return nil
	}
	s := catalog.MustLookup(offload.ReceiveScale)
	header, _ := codec.HeaderOf(value)
	layout, err := s.Layout(catalog.Options{Arch: m.Arch, Revision: int(header.Revision)})
	if err != nil {
		return nil
	}
	return offload.ReadRSS(codec.Decode(layout, value))
}
