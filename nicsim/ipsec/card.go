package ipsec

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// Card is the IPsec part of a network card and of its miniport: what is switched
// on, and the bundles that were added. Events go to the recorder.
type Card struct {
	*trace.Recorder
	Arch         ndis.Arch
	Capabilities Capabilities

	// Receiving are the families for which OID_OFFLOAD_ENCAPSULATION was set:
	// packets of others are indicated as they came. Off are those for which it
	// stopped all offloads.
	Receiving, Off Families
	// PacketLimit is after how many packets a bundle asks to be deleted; 0 is
	// never. The end of the sequence numbers is a limit of its own.
	PacketLimit uint64

	bundles map[uint64]*Bundle
	bySPI   map[uint32][]*Bundle // inbound ones, in the order in which they came
	handle  uint64               // the last one that was given out
}

// Families are versions of IP, one a bit.
type Families uint8

// The families, and both.
const (
	IPv4 Families = 1 << iota
	IPv6
	Both = IPv4 | IPv6
)

// NewCard is a card without security associations.
func NewCard(recorder *trace.Recorder, arch ndis.Arch, on Capabilities) *Card {
	return &Card{Recorder: recorder, Arch: arch, Capabilities: on, bundles: map[uint64]*Bundle{}, bySPI: map[uint32][]*Bundle{}}
}

// handleStep is how far handles are apart. They count up from it, and none is
// given out twice.
const handleStep = 0x10

// Bundle is the bundle of a handle, nil where there is none.
func (c *Card) Bundle(handle uint64) *Bundle { return c.bundles[handle] }

// Bundles is how many bundles the card holds.
func (c *Card) Bundles() int { return len(c.bundles) }

// keep takes a bundle in and gives it its handle.
func (c *Card) keep(b *Bundle) {
	c.handle += handleStep
	b.Handle = c.handle
	c.bundles[b.Handle] = b
	if !b.Inbound {
		return
	}
	for i := range b.SAs {
		c.bySPI[b.SAs[i].SPI] = append(c.bySPI[b.SAs[i].SPI], b)
	}
}

// drop forgets a bundle.
func (c *Card) drop(b *Bundle) {
	delete(c.bundles, b.Handle)
	for i := range b.SAs {
		spi := b.SAs[i].SPI
		if c.bySPI[spi] = without(c.bySPI[spi], b); len(c.bySPI[spi]) == 0 {
			delete(c.bySPI, spi)
		}
	}
}

// without is a list without a bundle.
func without(list []*Bundle, b *Bundle) []*Bundle {
	rest := list[:0]
	for _, other := range list {
		if other != b {
			rest = append(rest, other)
		}
	}
	return rest
}

// lookUp is the first inbound bundle with that SPI between two addresses.
func (c *Card) lookUp(spi uint32, source, destination []byte) *Bundle {
	for _, b := range c.bySPI[spi] {
		if b.applies(source, destination) {
			return b
		}
	}
	return nil
}

// The parties of the events.
var (
	ndisParty     = trace.Party{Kind: trace.NDIS}
	miniportParty = trace.Party{Kind: trace.Miniport}
	hardwareParty = trace.Party{Kind: trace.Hardware}
)

// asked is an event of an OID request that the card judges.
func asked(rule trace.Rule, object int, verdict trace.Verdict, facts []trace.Fact) *trace.Event {
	return &trace.Event{Rule: rule, From: ndisParty, To: miniportParty, Call: requestCall, Object: object, Verdict: verdict, Facts: facts}
}

// requestCall is the function by which the requests come.
const requestCall = "MiniportDirectOidRequest"

// withStatus is the event with a status.
func withStatus(e *trace.Event, status ndis.Status) *trace.Event {
	e.Status = &status
	return e
}
