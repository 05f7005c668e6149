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
	if !g.admitTCP(s) {
		return
	}
	s.readTCP()
	h := g.open[s.flow]
	if h == nil {
		s.run.note(RuleRSCStarted, trace.Accepted, s.sequence(), s.data())
		g.track(s)
		return
	}
	if rule, facts := s.endsTCP(h); rule != "" {
		g.anew(s, rule, facts...)
		return
	}
	if s.length == 0 {
		g.takeACK(h, s)
		return
	}
	if rule, facts := s.gapTCP(h); rule != "" {
		g.anew(s, rule, facts...)
		return
	}
	h.appendTCP(s)
	s.run.note(RuleRSCAppended, trace.Accepted, s.sequence(), s.data(), number("segments", h.Segments), number("first", h.Frames[0]))
}

// admitTCP are the exceptions after which a segment is indicated by itself.
func (g *gatherer) admitTCP(s *unit) bool {
	r, at := s.run, s.at
	flags := r.Get(at.transport, packet.TCPFlags)
	stamp, known := stampOf(r.Span(at.transport, packet.TCPOptions))
	s.stamp = stamp
	switch {
	case r.Fragmented(at.network):
		g.alone(s, RuleRSCFragment, r.header("network", at.network))
	case hasIPOptions(&r.Packet, at.network):
		g.alone(s, RuleRSCIPOptions, r.header("network", at.network))
	case !r.sums(at):
		g.alone(s, RuleRSCChecksum, r.field("checksum", at.transport, packet.TCPChecksum), r.header("network", at.network))
	case flags&^(ecnFlags|packet.FlagPSH) != packet.FlagACK:
		g.alone(s, RuleRSCFlags, r.field("flags", at.transport, packet.TCPFlags))
	case !known:
		g.alone(s, RuleRSCTCPOptions, r.field("options", at.transport, packet.TCPOptions))
	default:
		return true
	}
	return false
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

func (u *unit) sequence() trace.Fact {
	return u.run.field("sequence", u.at.transport, packet.TCPSequence)
}

func (u *unit) data() trace.Fact {
	return u.run.bytes("length", number("", u.length).Value, u.run.Layers[u.at.transport].Behind(), u.length)
}

// endsTCP is why a segment cannot be put to the unit, whatever its numbers are.
func (u *unit) endsTCP(h *unit) (trace.Rule, []trace.Fact) {
	r := u.run
	switch {
	case h.datagram(u.length) > datagramLimit:
		return RuleRSCTooLong, []trace.Fact{number("length", h.datagram(u.length)), number("most", datagramLimit)}
	case differs(ecnFields, h, u) != packet.NoField:
		return RuleRSCECN, []trace.Fact{r.field("now", u.at.network, differs(ecnFields, h, u)), h.run.field("before", h.at.network, differs(ecnFields, h, u))}
	case (h.flags^u.flags)&ecnFlags != 0:
		return RuleRSCECN, []trace.Fact{r.field("now", u.at.transport, packet.TCPFlags), h.run.field("before", h.at.transport, packet.TCPFlags)}
	case differs(sameInTCP, h, u) != packet.NoField:
		f := differs(sameInTCP, h, u)
		return RuleRSCHeaderDiffers, []trace.Fact{word("field", f.Name()), r.field("now", u.at.network, f), h.run.field("before", h.at.network, f)}
	case (h.stamp == nil) != (u.stamp == nil), u.stamp != nil && int32(u.stamp.value-h.stamp.value) < 0:
		return RuleRSCTimestamp, []trace.Fact{r.field("now", u.at.transport, packet.TCPOptions), h.run.field("before", h.at.transport, packet.TCPOptions)}
	}
	return "", nil
}

// takeACK is a segment without data: a window update is taken in, a duplicate
// acknowledgment where the card counts them, all else begins a unit.
func (g *gatherer) takeACK(h, s *unit) {
	facts := []trace.Fact{s.sequence(), s.run.field("ack", s.at.transport, packet.TCPAcknowledgment), s.run.field("window", s.at.transport, packet.TCPWindow)}
	same := s.next == h.next && s.ack == h.ack
	switch {
	case same && s.window != h.window:
		h.window, h.updated = s.window, true
		h.restamp(s)
		h.Frames = append(h.Frames, s.Frames...)
		h.ttl = min(h.ttl, s.ttl)
		s.run.note(RuleRSCWindowUpdate, trace.Accepted, facts...)
	case same && g.card.CountDuplicateACKs && h.length == 0:
		h.DuplicateACKs++
		h.Frames = append(h.Frames, s.Frames...)
		s.run.note(RuleRSCDuplicateACK, trace.Tolerated, append(facts, number("count", h.DuplicateACKs))...)
	case same && g.card.CountDuplicateACKs:
		g.anew(s, RuleRSCDuplicateACK, append(facts, number("count", 0))...)
	case same:
		g.alone(s, RuleRSCDuplicateACK, append(facts, number("count", 0))...)
	default:
		g.anew(s, RuleRSCPureACK, facts...)
	}
}

// gapTCP is why a segment's data cannot follow the unit's.
func (u *unit) gapTCP(h *unit) (trace.Rule, []trace.Fact) {
	switch {
	case u.next-uint32(u.length) != h.next:
		return RuleRSCSequence, []trace.Fact{u.sequence(), number("expected", int(h.next))}
	case h.DuplicateACKs > 0 || h.length == 0:
		return RuleRSCPureACK, []trace.Fact{h.sequence(), h.run.field("ack", h.at.transport, packet.TCPAcknowledgment), h.run.field("window", h.at.transport, packet.TCPWindow)}
	case int32(u.ack-h.ack) < 0:
		return RuleRSCOldACK, []trace.Fact{u.run.field("ack", u.at.transport, packet.TCPAcknowledgment), number("before", int(h.ack))}
	}
	return "", nil
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
	u.run.note(RuleRSCIndicated, trace.Accepted, number("segments", u.Segments), number("duplicates", u.DuplicateACKs),
		number("length", u.length), number("frames", len(u.Frames)), number("timestampDelta", int(u.TimestampDelta)))
}
