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
	if !g.admitUDP(s) {
		return
	}
	h := g.open[s.flow]
	if h == nil {
		s.run.note(RuleUROStarted, trace.Accepted, s.data())
		g.track(s)
		return
	}
	size := len(h.pieces[0])
	switch f := differs(sameInUDP, h, s); {
	case f != packet.NoField:
		g.anew(s, RuleUROHeaderDiffers, word("field", f.Name()), s.run.field("now", s.at.network, f), h.run.field("before", h.at.network, f))
	case s.length > size:
		g.anew(s, RuleUROLength, s.data(), number("size", size))
	case h.datagram(s.length) > datagramLimit:
		g.anew(s, RuleUROTooLong, number("length", h.datagram(s.length)), number("most", datagramLimit))
	default:
		h.append(s)
		s.run.note(RuleUROAppended, trace.Accepted, s.data(), number("segments", len(h.Frames)), number("first", h.Frames[0]))
		if s.length < size {
			delete(g.open, s.flow) // only the last one may be shorter
		}
	}
}

// admitUDP are the criteria that a datagram meets by itself, or is indicated by
// itself.
func (g *gatherer) admitUDP(s *unit) bool {
	r, at := s.run, s.at
	udp, network := r.Layers[at.transport], r.Layers[at.network]
	s.pieces, s.length = [][]byte{r.Content(at.transport)}, len(r.Content(at.transport))
	switch {
	case hasIPOptions(&r.Packet, at.network) || r.Fragmented(at.network):
		g.alone(s, RuleUROIPOptions, r.header("network", at.network))
	case at.network == 0 || r.Layers[at.network-1].Kind == packet.SNAP:
		g.alone(s, RuleUROHeaderDiffers, word("field", packet.EthernetType.Name()), r.header("now", at.network), r.header("before", at.network))
	case r.carriesLayers(at):
		g.alone(s, RuleUROEncapsulated, r.header("inside", at.transport+1))
	case s.length == 0 || udp.End != network.End || int(r.Get(at.transport, packet.UDPLength)) != udp.End-udp.Offset:
		g.alone(s, RuleUROLength, r.field("length", at.transport, packet.UDPLength), number("size", network.End-udp.Offset))
	case !r.sums(at):
		g.alone(s, RuleUROChecksum, r.field("checksum", at.transport, packet.UDPChecksum), r.header("network", at.network))
	default:
		return true
	}
	return false
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
	u.run.note(RuleUROIndicated, trace.Accepted, number("segments", u.UDPSegments), number("size", u.UDPSegmentSize), number("length", u.length))
}
