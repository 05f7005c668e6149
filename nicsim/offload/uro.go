package offload

import (
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// sameInUDP must be the same in all datagrams that are coalesced.
var sameInUDP = []packet.Field{
	packet.IPv4DSCP, packet.IPv4ECN, packet.IPv4Flags, packet.IPv4TTL,
	packet.IPv6DSCP, packet.IPv6ECN, packet.IPv6Flow, packet.IPv6HopLimit,
}

// takeUDP goes by the rules for coalescing UDP packets.
func (g *gatherer) takeUDP(s *unit) {
	if rule := s.exceptionUDP(); rule != "" {
		g.alone(s, rule)
		return
	}
	h := g.open[s.flow]
	if h == nil {
		s.data().note(RuleUROStarted, trace.Accepted)
		g.track(s)
		return
	}
	if rule := s.endsUDP(h); rule != "" {
		g.anew(s, rule)
		return
	}
	h.append(s)
	s.data().number("segments", len(h.Frames)).number("first", h.Frames[0]).note(RuleUROAppended, trace.Accepted)
	if s.length < len(h.pieces[0]) {
		delete(g.open, s.flow) // only the last one may be shorter
	}
}

// endsUDP is why a datagram cannot be put to the unit; "" for no reason. It gathers
// the facts.
func (u *unit) endsUDP(h *unit) trace.Rule {
	switch size, f := len(h.pieces[0]), differs(sameInUDP, h, u); {
	case f != packet.NoField:
		u.run.word("field", f.Name())
		u.change(h, u.at.network, h.at.network, f)
		return RuleUROHeaderDiffers
	case u.length > size:
		u.data().number("size", size)
		return RuleUROLength
	case h.datagram(u.length) > datagramLimit:
		u.run.number("length", h.datagram(u.length)).number("most", datagramLimit)
		return RuleUROTooLong
	}
	return ""
}

// exceptionUDP is why a datagram is indicated by itself, whatever came before; ""
// for no reason. It gathers the facts.
func (u *unit) exceptionUDP() trace.Rule {
	r, at := u.run, u.at
	udp, network := r.Layers[at.transport], r.Layers[at.network]
	u.pieces, u.length = [][]byte{r.Content(at.transport)}, len(r.Content(at.transport))
	switch {
	case hasIPOptions(&r.Packet, at.network) || r.Fragmented(at.network):
		r.header("network", at.network)
		return RuleUROIPOptions
	case at.network == 0 || r.Layers[at.network-1].Kind == packet.SNAP:
		r.word("field", packet.EthernetType.Name()).header("now", at.network).header("before", at.network)
		return RuleUROHeaderDiffers
	case r.carriesLayers(at):
		r.header("inside", at.transport+1)
		return RuleUROEncapsulated
	case u.length == 0 || udp.End != network.End || int(r.Get(at.transport, packet.UDPLength)) != udp.End-udp.Offset:
		r.field("length", at.transport, packet.UDPLength).number("size", network.End-udp.Offset)
		return RuleUROLength
	case !r.sums(at):
		r.field("checksum", at.transport, packet.UDPChecksum).header("network", at.network)
		return RuleUROChecksum
	}
	return ""
}

// carriesLayers reports whether the datagram carries a packet, of a tunnel or of
// IPsec: behind another one's it would no longer be found.
func (r *run) carriesLayers(at place) bool {
	behind := r.Layers[at.transport+1:]
	return len(behind) > 0 && behind[0].Kind != packet.Data && behind[0].Kind != packet.Padding
}

// assembleUDP makes the headers those of the unit: lengths of all, checksums zero.
func (u *unit) assembleUDP(p *packet.Packet) {
	ipv4 := p.Layers[u.at.network].Kind == packet.IPv4
	if ipv4 {
		p.Put(u.at.network, packet.IPv4Checksum, 0)
	}
	p.Put(u.at.transport, packet.UDPChecksum, 0)
	u.Checksum = ChecksumResult{IPSucceeded: ipv4, UDPSucceeded: true}
	u.UDPSegments, u.UDPSegmentSize = len(u.Frames), len(u.pieces[0])
	u.run.number("segments", u.UDPSegments).number("size", u.UDPSegmentSize).number("length", u.length).note(RuleUROIndicated, trace.Accepted)
}
