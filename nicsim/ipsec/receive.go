package ipsec

import (
	"strconv"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// Received is what the miniport indicates: every packet, also a bad one.
type Received struct {
	Bytes []byte
	Info  Receive
}

// Receive processes a frame that arrives. Where the card has nothing to do with it
// the bytes are the frame's own, else a copy.
func (c *Card) Receive(frame Frame) Received {
	r := receiving{handling{Card: c, Frame: frame, from: hardwareParty, to: miniportParty, call: "NdisMIndicateReceiveNetBufferLists"}}
	p := packet.Parse(frame.Bytes)
	link := outermost(&p)
	plain := Received{Bytes: frame.Bytes}
	if link < 0 {
		return plain
	}
	at, end := p.Layers[link].Offset, p.Layers[link].End
	s, ok := shapeOf(frame.Bytes[at:end])
	if !ok || !s.protected() || r.idle(s, at) {
		return plain
	}
	out := append([]byte(nil), frame.Bytes...)
	s, _ = shapeOf(out[at:end])
	outer := r.open(part{s, at}, false)
	if !outer.done {
		return plain
	}
	info := outer.info()
	if outer.status == CryptoSuccess && isTunnel(outer.next) {
		r.carried(out[outer.from:outer.to], outer.from, &info)
	}
	return Received{out, info}
}

// receiving is a frame that arrives.
type receiving struct{ handling }

// idle reports whether the card does no IPsec on what arrives.
func (r *receiving) idle(s *shape, at int) bool {
	facts := []trace.Fact{r.spiFact(part{s, at})}
	switch {
	case !r.Capabilities.On(), r.Off&s.family() != 0:
		return r.leaves(RuleReceivesOff, facts)
	case r.Receiving&s.family() == 0:
		return r.leaves(RuleReceivesInactive, facts)
	}
	return false
}

// leaves leaves a packet as it came; false where the rule is switched off.
func (r *receiving) leaves(rule trace.Rule, facts []trace.Fact) bool {
	e := r.event(rule, trace.Ignored, facts)
	r.Add(e)
	return e.Verdict != trace.Accepted
}

// opened is what came of one packet of a frame.
type opened struct {
	done     bool // the card processed it
	status   CryptoStatus
	bundle   *Bundle
	next     uint8 // what it carries, from where to where in the frame
	pad      int
	esp      bool
	from, to int
}

// info is what the miniport says of it.
func (o *opened) info() Receive {
	info := Receive{Done: true, Status: o.status, DeleteRequested: o.bundle.expired}
	if o.status == CryptoSuccess && o.esp {
		info.HeaderInfo, info.NextHeader, info.PadLength = true, o.next, uint8(o.pad)
	}
	return info
}

// carried processes the packet that a tunnel carried.
func (r *receiving) carried(bytes []byte, at int, info *Receive) {
	s, ok := shapeOf(bytes)
	if !ok || !s.protected() || r.idle(s, at) {
		return
	}
	if missing := r.Capabilities.missingMode(false, true); missing != "" && r.leaves(RuleReceivesUncover, trace.Facts("capability", missing)) {
		return
	}
	inner := r.open(part{s, at}, true)
	if !inner.done {
		return
	}
	info.NextDone, info.Status = true, inner.status
	info.DeleteRequested = info.DeleteRequested || inner.bundle.expired
}

// open checks and decrypts one packet, if there is a bundle for it and the card is
// able to.
func (r *receiving) open(p part, inner bool) opened {
	spi, _ := p.spi()
	b := r.lookUp(spi, p.source(), p.destination())
	if b == nil {
		r.Add(r.event(RuleReceivesNoSA, trace.Ignored, []trace.Fact{r.spiFact(p)}))
		return opened{}
	}
	if missing := r.Capabilities.missing(p.shape); missing != "" && r.leaves(RuleReceivesUncover, append(trace.Facts("capability", missing), r.spiFact(p))) {
		return opened{}
	}
	o := opened{done: true, bundle: b}
	if !r.judged(&o, p, inner) || !r.verified(&o, p, inner) {
		return o
	}
	return r.finished(o, p, inner)
}

// judged holds the packet's headers to the bundle's.
func (r *receiving) judged(o *opened, p part, inner bool) bool {
	b := o.bundle
	if problem := b.differs(p.shape, inner); problem != "" {
		if !r.bad(o, RuleProtocolWrong, CryptoInvalidProtocol, append(trace.Facts("problem", problem), r.headerFacts(b, p)...)) {
			return false
		}
	}
	if problem := b.tooShort(p.shape); problem != "" {
		r.bad(o, RuleSyntaxWrong, CryptoInvalidSyntax, append(trace.Facts("problem", problem), b.facts()...))
		return false
	}
	return true
}

// bad notes what is wrong with a packet; true where the rule is switched off.
func (r *receiving) bad(o *opened, rule trace.Rule, status CryptoStatus, facts []trace.Fact) bool {
	e := r.event(rule, trace.Rejected, append(facts, trace.Facts("cryptoStatus", status.String())...))
	if r.Add(e) {
		return true
	}
	o.status = status
	return false
}

// verified checks the ICVs, outermost first, and decrypts.
func (r *receiving) verified(o *opened, p part, inner bool) bool {
	b := o.bundle
	if a := b.ah(); a != nil && p.ah >= 0 {
		o.next = uint8(packet.AHNext.Get(p.Bytes[p.ah:]))
		o.from, o.to = p.at+p.ah+p.ahLength, p.at+len(p.Bytes)
		tunnel := isTunnel(o.next) || o.next == protocolESP && b.inTunnelMode()
		if !a.openAH(p.shape) && !r.bad(o, RuleICVWrong, failed(true, tunnel && !inner), r.headerFacts(b, p)) {
			return false
		}
	}
	s := b.esp()
	if s == nil || p.esp < 0 {
		return true
	}
	esp := p.Bytes[p.esp:p.espEnd]
	if !s.openESP(esp) && !r.bad(o, RuleICVWrong, failed(false, b.inTunnelMode() && !inner), r.headerFacts(b, p)) {
		return false
	}
	return r.trailed(o, s, p)
}

// trailed reads the trailer of decrypted ESP.
func (r *receiving) trailed(o *opened, s *SA, p part) bool {
	esp := p.Bytes[p.esp:p.espEnd]
	next, pad, ok := s.trailer(esp)
	if !ok {
		r.bad(o, RuleSyntaxWrong, CryptoInvalidSyntax, append(trace.Facts("problem", "padding", "pad", strconv.Itoa(pad)), r.headerFacts(o.bundle, p)...))
		return false
	}
	if !s.padded(esp, pad) && !r.bad(o, RulePaddingWrong, CryptoGenericError, append(trace.Facts("pad", strconv.Itoa(pad)), r.headerFacts(o.bundle, p)...)) {
		return false
	}
	from, to := s.payload(esp, pad)
	o.next, o.pad, o.esp = next, pad, true
	o.from, o.to = p.at+p.esp+from, p.at+p.esp+to
	return true
}

// failed is the status of a wrong ICV.
func failed(ah, tunnel bool) CryptoStatus {
	switch {
	case ah && tunnel:
		return CryptoTunnelAHFailed
	case ah:
		return CryptoTransportAHFailed
	case tunnel:
		return CryptoTunnelESPFailed
	}
	return CryptoTransportESPFailed
}

// inTunnelMode is what the bundle is used for, as far as the card knows before it
// has decrypted a packet: what its way of UDP says, else the mode of the last one.
func (b *Bundle) inTunnelMode() bool {
	switch b.UDP {
	case constant(udpGroup, udpTunnel), constant(udpGroup, udpOuter):
		return true
	case constant(udpGroup, udpTransport), constant(udpGroup, udpInner):
		return false
	}
	return b.tunnel
}

// finished is a packet that is all right. Only now the card knows its mode, and
// gives back what it has no mode for.
func (r *receiving) finished(o opened, p part, inner bool) opened {
	b, tunnel := o.bundle, isTunnel(o.next)
	missing := r.Capabilities.missingMode(tunnel, false)
	if !inner && missing != "" && r.leaves(RuleReceivesUncover, append(trace.Facts("capability", missing), r.headerFacts(b, p)...)) {
		copy(p.Bytes, r.Bytes[p.at:])
		return opened{}
	}
	b.tunnel = tunnel
	b.packets++
	if !r.Add(r.event(RuleOpened, trace.Accepted, append(trace.Facts("handle", handleText(b.Handle)), r.headerFacts(b, p)...))) {
		o.status = CryptoGenericError
		return o
	}
	r.limit(b, p)
	return o
}

// limit makes a bundle ask for its end when it has come to one. It works on until
// the transport deletes it.
func (r *receiving) limit(b *Bundle, p part) {
	reached := r.PacketLimit > 0 && b.packets >= r.PacketLimit
	for i := range b.SAs {
		reached = reached || b.SAs[i].last(p.sequence(&b.SAs[i]))
	}
	b.expired = b.expired || reached
	if b.expired {
		r.Add(r.event(RuleDeleteRequested, trace.Accepted, append(trace.Facts("handle", handleText(b.Handle), "packets", strconv.FormatUint(b.packets, 10)), r.headerFacts(b, p)...)))
	}
}

// sequence is the sequence number in the packet's header of an association.
func (p part) sequence(s *SA) uint32 {
	switch {
	case s.AH && p.ah >= 0:
		return uint32(packet.AHSequence.Get(p.Bytes[p.ah:]))
	case !s.AH && p.esp >= 0:
		return uint32(packet.ESPSequence.Get(p.Bytes[p.esp:]))
	}
	return 0
}
