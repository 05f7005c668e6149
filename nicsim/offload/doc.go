// Package offload is what a card's hardware does with packets: checksums, large
// sends cut into segments, received segments put together, hashes that spread
// them over processors, VLAN tags.
//
// A [Card] goes by a record of NDIS_OFFLOAD as it is enabled, and by what a
// NET_BUFFER_LIST's out-of-band information asks for, a [Request]. [Card.Send] and
// [Card.Receive] are what most readers need: they return packets and the events
// that say, for each decision, which rule was at work and which bytes and members
// it looked at. [Card.Prepare] is what TCP/IP does to a packet before
// it asks.
//
// Nothing here negotiates or configures: which capabilities are enabled is
// nicsim's to know, IPsec is nicsim/ipsec's. What each rule means in words is
// nicsim/rulebook's. Read card.go next, then segment.go.
package offload
