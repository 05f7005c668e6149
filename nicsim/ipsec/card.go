package ipsec

import (
	"slices"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// Card is the IPsec part of a network card and of its miniport: what is switched
// on, and the bundles that were added. Events go to the recorder.
type Card struct {
	*trace.Recorder
	Arch         ndis.Arch
	Capabilities Capabilities

	// Receiving is set when OID_OFFLOAD_ENCAPSULATION has been: packets that
	// arrive before it are indicated as they came.
	Receiving bool
	// PacketLimit is after how many packets a bundle asks to be deleted; 0 is
	// never. The end of the sequence numbers is a limit of its own.
	PacketLimit uint64

	bundles map[uint64]*Bundle
	bySPI   map[uint32][]*Bundle // inbound ones, in the order in which they came
	handle  uint64               // the last one that was given out
}

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
		rest := slices.DeleteFunc(c.bySPI[spi], func(other *Bundle) bool { return other == b })
		if c.bySPI[spi] = rest; len(rest) == 0 {
			delete(c.bySPI, spi)
		}
	}
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
