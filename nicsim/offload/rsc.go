package offload

import (
	"encoding/binary"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// sameInTCP must be the same in all segments that are coalesced. ECN is apart.
var sameInTCP = []packet.Field{packet.IPv4DSCP, packet.IPv4Flags, packet.IPv6DSCP, packet.IPv6Flow}

// ecnFields are the bits of IP that tell of congestion; TCP has flags besides.
var ecnFields = []packet.Field{packet.IPv4ECN, packet.IPv6ECN}

const ecnFlags = packet.FlagECE | packet.FlagCWR

// takeTCP goes by the flow chart of the rules for coalescing.
func (g *gatherer) takeTCP(s *unit) {
	if rule := s.exceptionTCP(); rule != "" {
		g.alone(s, rule)
		return
	}
	s.readTCP()
	h := g.open[s.flow]
	if h == nil {
		s.segment().note(RuleRSCStarted, trace.Accepted)
		g.track(s)
		return
	}
	if rule := s.endsTCP(h); rule != "" {
		g.anew(s, rule)
		return
	}
	if s.length == 0 {
		g.takeACK(h, s)
		return
	}
	if rule := s.gapTCP(h); rule != "" {
		g.anew(s, rule)
		return
	}
	h.appendTCP(s)
	s.segment().number("segments", h.Segments).number("first", h.Frames[0]).note(RuleRSCAppended, trace.Accepted)
}

// exceptionTCP is why a segment is indicated by itself, whatever came before; "" for
// no reason. It gathers the facts.
func (u *unit) exceptionTCP() trace.Rule {
	r, at := u.run, u.at
	stamp, known := stampOf(r.Span(at.transport, packet.TCPOptions))
	u.stamp = stamp
	switch {
	case r.Fragmented(at.network):
		r.header("network", at.network)
		return RuleRSCFragment
	case hasIPOptions(&r.Packet, at.network):
		r.header("network", at.network)
		return RuleRSCIPOptions
	case !r.sums(at):
		r.field("checksum", at.transport, packet.TCPChecksum).header("network", at.network)
		return RuleRSCChecksum
	case r.Get(at.transport, packet.TCPFlags)&^(ecnFlags|packet.FlagPSH) != packet.FlagACK:
		r.field("flags", at.transport, packet.TCPFlags)
		return RuleRSCFlags
	case !known:
		r.field("options", at.transport, packet.TCPOptions)
		return RuleRSCTCPOptions
	}
	return ""
}

// sums reports whether the checksums of a packet are right: a unit is indicated
// with succeeded ones. UDP may have none.
func (r *run) sums(at place) bool {
	has, right, ok := r.Packet.Checksum(at.network)
	if ok && !packet.Valid(has, right) {
		return false
	}
	has, right, ok = r.Packet.Checksum(at.transport)
	return ok && packet.Valid(has, right) || has == 0 && r.Layers[at.transport].Kind == packet.UDP
}

// readTCP reads what the flow chart calls SEG.
func (u *unit) readTCP() {
	r, at := u.run, u.at
	data := r.Content(at.transport)
	u.pieces, u.length = [][]byte{data}, len(data)
	u.next = uint32(r.Get(at.transport, packet.TCPSequence)) + uint32(len(data))
	u.ack = uint32(r.Get(at.transport, packet.TCPAcknowledgment))
	u.window = uint32(r.Get(at.transport, packet.TCPWindow))
	u.flags = r.Get(at.transport, packet.TCPFlags)
	u.ttl = r.Get(at.network, lifetime(r.Layers[at.network].Kind))
	if u.stamp != nil {
		u.earliest = u.stamp.value
	}
}

// segment gathers where a segment begins and how much it holds.
func (u *unit) segment() *run {
	u.run.field("sequence", u.at.transport, packet.TCPSequence)
	return u.data()
}

// endsTCP is why a segment cannot be put to the unit, whatever its numbers are; ""
// for no reason. It gathers the facts.
func (u *unit) endsTCP(h *unit) trace.Rule {
	r := u.run
	switch ecn, other := differs(ecnFields, h, u), differs(sameInTCP, h, u); {
	case h.datagram(u.length) > datagramLimit:
		r.number("length", h.datagram(u.length)).number("most", datagramLimit)
		return RuleRSCTooLong
	case ecn != packet.NoField:
		u.change(h, u.at.network, h.at.network, ecn)
		return RuleRSCECN
	case (h.flags^u.flags)&ecnFlags != 0:
		u.change(h, u.at.transport, h.at.transport, packet.TCPFlags)
		return RuleRSCECN
	case other != packet.NoField:
		r.word("field", other.Name())
		u.change(h, u.at.network, h.at.network, other)
		return RuleRSCHeaderDiffers
	case (h.stamp == nil) != (u.stamp == nil), u.stamp != nil && int32(u.stamp.value-h.stamp.value) < 0:
		u.change(h, u.at.transport, h.at.transport, packet.TCPOptions)
		return RuleRSCTimestamp
	}
	return ""
}

// change gathers a field as it is in a segment, and as it was in the unit.
func (u *unit) change(h *unit, now, before int, f packet.Field) {
	u.run.field("now", now, f).of(h.run, "before", before, f)
}

// takeACK is a segment without data: a window update is taken in, a duplicate
// acknowledgment where the card counts them, all else begins a unit.
func (g *gatherer) takeACK(h, s *unit) {
	s.acknowledges()
	same := s.next == h.next && s.ack == h.ack
	switch {
	case same && s.window != h.window:
		h.window = s.window
		h.restamp(s)
		h.Frames = append(h.Frames, s.Frames...)
		h.ttl = min(h.ttl, s.ttl)
		s.run.note(RuleRSCWindowUpdate, trace.Accepted)
	case same && g.card.CountDuplicateACKs && h.length == 0:
		h.DuplicateACKs++
		h.Frames = append(h.Frames, s.Frames...)
		s.run.number("count", h.DuplicateACKs).note(RuleRSCDuplicateACK, trace.Tolerated)
	case same && g.card.CountDuplicateACKs:
		s.run.number("count", 0)
		g.anew(s, RuleRSCDuplicateACK)
	case same:
		s.run.number("count", 0)
		g.alone(s, RuleRSCDuplicateACK)
	default:
		g.anew(s, RuleRSCPureACK)
	}
}

// acknowledges gathers the numbers of a segment without data.
func (u *unit) acknowledges() {
	transport := u.at.transport
	u.run.field("sequence", transport, packet.TCPSequence).field("ack", transport, packet.TCPAcknowledgment).field("window", transport, packet.TCPWindow)
}

// gapTCP is why a segment's data cannot follow the unit's; "" for no reason. It
// gathers the facts.
func (u *unit) gapTCP(h *unit) trace.Rule {
	switch {
	case u.next-uint32(u.length) != h.next:
		u.run.field("sequence", u.at.transport, packet.TCPSequence).number("expected", int(h.next))
		return RuleRSCSequence
	case h.DuplicateACKs > 0 || h.length == 0:
		u.run.of(h.run, "sequence", h.at.transport, packet.TCPSequence).of(h.run, "ack", h.at.transport, packet.TCPAcknowledgment).
			of(h.run, "window", h.at.transport, packet.TCPWindow)
		return RuleRSCPureACK
	case int32(u.ack-h.ack) < 0:
		u.run.field("ack", u.at.transport, packet.TCPAcknowledgment).number("before", int(h.ack))
		return RuleRSCOldACK
	}
	return ""
}

func (u *unit) appendTCP(s *unit) {
	u.append(s)
	u.next, u.ack, u.window = s.next, s.ack, s.window
	u.flags |= s.flags & packet.FlagPSH
	u.Segments = max(u.Segments, 1) + 1
	u.restamp(s)
}

// restamp takes the later time stamp.
func (u *unit) restamp(s *unit) {
	if u.stamp != nil && s.stamp != nil {
		u.stamp.value, u.stamp.echo = s.stamp.value, s.stamp.echo
		u.TimestampDelta = s.stamp.value - u.earliest
	}
}

// assembleTCP makes the headers those of the unit.
func (u *unit) assembleTCP(p *packet.Packet) {
	at := u.at
	u.Segments = max(u.Segments, 1)
	p.Put(at.network, lifetime(p.Layers[at.network].Kind), u.ttl)
	p.Put(at.transport, packet.TCPAcknowledgment, uint64(u.ack))
	p.Put(at.transport, packet.TCPWindow, uint64(u.window))
	p.Put(at.transport, packet.TCPFlags, u.flags)
	if u.stamp != nil {
		options := p.Span(at.transport, packet.TCPOptions)
		binary.BigEndian.PutUint32(options[u.stamp.at:], u.stamp.value)
		binary.BigEndian.PutUint32(options[u.stamp.at+4:], u.stamp.echo)
	}
	p.SetChecksum(at.network)
	p.SetChecksum(at.transport)
	u.Checksum = ChecksumResult{TCPSucceeded: true, IPSucceeded: p.Layers[at.network].Kind == packet.IPv4}
	u.run.number("segments", u.Segments).number("duplicates", u.DuplicateACKs).number("length", u.length).number("frames", len(u.Frames)).number("timestampDelta", int(u.TimestampDelta)).note(RuleRSCIndicated, trace.Accepted)
}
