package ipsec

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// Frame is a frame and which object of the trace it is, trace.NoObject for none.
type Frame struct {
	Object int
	Bytes  []byte
}

// Sent is how a send ended: with what leaves the card, or with a failure.
type Sent struct {
	Status ndis.Status
	Bytes  []byte // nil where nothing leaves
}

// Send processes a frame that the transport has framed. The bytes that leave are a
// copy.
func (c *Card) Send(frame Frame, info Transmit) Sent {
	if info.Offload == 0 && info.Tunnel == 0 {
		return c.sendAsIs(RuleNoHandle, trace.Accepted, frame)
	}
	if !c.Capabilities.On() || c.Off != 0 && c.Off&familyOf(frame.Bytes) != 0 {
		return c.sendAsIs(RuleSendsPlain, trace.Ignored, frame)
	}
	s := sending{handling: handling{Card: c, Frame: frame, from: miniportParty, to: hardwareParty, call: "MiniportSendNetBufferLists"}}
	for _, handle := range []uint64{info.Tunnel, info.Offload} {
		if handle == 0 {
			continue
		}
		if status, failed := s.find(handle); failed {
			return Sent{Status: status}
		}
	}
	return s.run(info)
}

// familyOf is the family of a frame's outermost IP header, 0 for none.
func familyOf(frame []byte) Families {
	p := packet.Parse(frame)
	switch link := outermost(&p); {
	case link < 0:
		return 0
	case p.Layers[link].Kind == packet.IPv6:
		return IPv6
	}
	return IPv4
}

// sendAsIs is a frame that leaves as it came.
func (c *Card) sendAsIs(rule trace.Rule, verdict trace.Verdict, frame Frame) Sent {
	h := handling{Card: c, Frame: frame, from: miniportParty, to: hardwareParty, call: "MiniportSendNetBufferLists"}
	e := withStatus(h.event(rule, verdict, nil), ndis.StatusSuccess)
	if !c.Add(e) {
		return Sent{Status: *e.Status}
	}
	return Sent{ndis.StatusSuccess, frame.Bytes}
}

// handling is a frame while the card is at it.
type handling struct {
	*Card
	Frame
	from, to trace.Party
	call     string
}

func (h *handling) event(rule trace.Rule, verdict trace.Verdict, facts []trace.Fact) *trace.Event {
	return &trace.Event{Rule: rule, From: h.from, To: h.to, Call: h.call, Object: h.Object, Verdict: verdict, Facts: facts}
}

// fact is something read from bytes of the frame.
func (h *handling) fact(name, value string, at, length int) trace.Fact {
	if h.Object == trace.NoObject {
		return trace.Fact{Name: name, Value: value}
	}
	return trace.Fact{Name: name, Value: value, Ref: &trace.Ref{Object: h.Object, Offset: at, Length: length}}
}

// spiFact is the SPI of a packet's outermost IPsec header, of which there may be
// less than it takes.
func (h *handling) spiFact(p part) trace.Fact {
	spi, at := p.spi()
	return h.fact("spi", spiText(spi), p.at+min(at, len(p.Bytes)), max(0, min(fieldSize(packet.ESPSPI), len(p.Bytes)-at)))
}

// sending is a frame that leaves. Bundles are those of its IPsec headers, outermost
// first; parts are the packets in it that have them.
type sending struct {
	handling
	bundles []*Bundle
	parts   []part
}

// part is an IP packet in a frame, and where.
type part struct {
	*shape
	at int
}

// find looks up the bundle of a handle.
func (s *sending) find(handle uint64) (ndis.Status, bool) {
	b := s.Card.bundles[handle]
	facts := trace.Facts("handle", handleText(handle))
	if b == nil {
		if status, failed := s.fail(RuleNoMatchingSA, facts); failed {
			return status, true
		}
		return 0, false
	}
	if b.Inbound {
		if status, failed := s.fail(RuleDirectionWrong, facts); failed {
			return status, true
		}
	}
	s.bundles = append(s.bundles, b)
	return 0, false
}

// fail ends the send with a failure, unless the rule is switched off.
func (s *sending) fail(rule trace.Rule, facts []trace.Fact) (ndis.Status, bool) {
	e := withStatus(s.event(rule, trace.Rejected, facts), ndis.StatusFailure)
	if s.Add(e) {
		return 0, false
	}
	return *e.Status, true
}

// run processes the frame with its bundles.
func (s *sending) run(info Transmit) Sent {
	out := append([]byte(nil), s.Bytes...)
	if status, failed := s.locate(out); failed {
		return Sent{Status: status}
	}
	s.compare(info)
	for i := len(s.parts) - 1; i >= 0; i-- { // what a tunnel carries comes first
		s.bundles[i].seal(s.parts[i].shape)
	}
	for i := range s.parts {
		if !s.sealed(i) {
			return Sent{Status: ndis.StatusFailure}
		}
	}
	return Sent{ndis.StatusSuccess, out}
}

// locate finds the packet of each bundle, the second in what the first carries,
// and judges whether it is one for it.
func (s *sending) locate(out []byte) (ndis.Status, bool) {
	p := packet.Parse(out)
	at, end := 0, 0
	if link := outermost(&p); link >= 0 {
		at, end = p.Layers[link].Offset, p.Layers[link].End
	}
	for i, b := range s.bundles {
		shape, ok := shapeOf(out[at:end])
		problem := "ip"
		if ok {
			problem = b.unfit(shape, i > 0)
		}
		if problem != "" {
			status, failed := s.fail(RuleFrameWrong, append(trace.Facts("problem", problem), b.facts()...))
			return status, failed // with the rule switched off, what fits is processed
		}
		next, from, to, _ := b.carried(shape)
		if status, failed := s.covered(shape, isTunnel(next), i); failed {
			return status, true
		}
		s.parts = append(s.parts, part{shape, at})
		at, end = at+from, at+to
	}
	return 0, false
}

// unfit is why the bundle has nothing to do with the packet, "" where it has.
func (b *Bundle) unfit(s *shape, inner bool) string {
	switch {
	case !s.protected():
		return "header"
	case !b.applies(s.source(), s.destination()):
		return "address"
	}
	problem := b.differs(s, inner)
	if problem == "" {
		problem = b.tooShort(s)
	}
	if problem == "" && b.esp() != nil {
		if _, _, ok := b.esp().trailer(s.Bytes[s.esp:s.espEnd]); !ok {
			return "padding"
		}
	}
	return problem
}

// covered judges whether the card has said that it can process such packets.
func (s *sending) covered(shape *shape, tunnel bool, index int) (ndis.Status, bool) {
	missing := s.Capabilities.missing(shape)
	if missing == "" {
		missing = s.Capabilities.missingMode(tunnel, len(s.bundles) > 1)
	}
	if s.Off&shape.family() != 0 { // what a tunnel carries
		missing = pathEncapsulation
	}
	if missing == "" {
		return 0, false
	}
	return s.fail(RuleNotCovered, append(trace.Facts("capability", missing), s.bundles[index].facts()...))
}

// compare holds the header information to the packet of the only bundle. The card
// goes by the packet.
func (s *sending) compare(info Transmit) {
	if len(s.parts) != 1 {
		return
	}
	p := s.parts[0]
	for _, row := range []struct {
		name      string
		at, given int
	}{{"AhHeaderOffset", p.ah, int(info.AHOffset) * 4}, {"EspHeaderOffset", p.esp, int(info.ESPOffset) * 4}} {
		if row.given != 0 && row.given != row.at {
			s.Add(s.event(RuleHeaderInfo, trace.Tolerated, trace.Facts("member", row.name, "given", strconv.Itoa(row.given), "found", strconv.Itoa(row.at))))
		}
	}
}

// seal encrypts the packet and then signs it.
func (b *Bundle) seal(s *shape) {
	if s.esp >= 0 {
		b.esp().sealESP(s.Bytes[s.esp:s.espEnd])
	}
	if s.ah >= 0 {
		b.ah().sealAH(s)
	}
	b.packets++
}

// sealed says what was done to a packet.
func (s *sending) sealed(index int) bool {
	b, p := s.bundles[index], s.parts[index]
	return s.Add(s.event(RuleSealed, trace.Accepted, append(trace.Facts("handle", handleText(b.Handle)), s.headerFacts(b, p)...)))
}

// headerFacts are what the IPsec headers of a packet say.
func (h *handling) headerFacts(b *Bundle, p part) []trace.Fact {
	var facts []trace.Fact
	if a := b.ah(); a != nil && p.ah >= 0 {
		facts = append(facts, h.saFacts(a, p, p.ah, packet.AHSPI, packet.AHSequence)...)
	}
	if e := b.esp(); e != nil && p.esp >= 0 {
		facts = append(facts, h.saFacts(e, p, p.esp, packet.ESPSPI, packet.ESPSequence)...)
	}
	return facts
}

func (h *handling) saFacts(s *SA, p part, at int, spi, sequence packet.Field) []trace.Fact {
	header := p.Bytes[at:]
	facts := []trace.Fact{
		h.fact("spi", spiText(uint32(spi.Get(header))), p.at+at+fieldAt(spi), fieldSize(spi)),
		h.fact("sequence", strconv.FormatUint(sequence.Get(header), 10), p.at+at+fieldAt(sequence), fieldSize(sequence)),
	}
	if s.Extended {
		facts = append(facts, trace.Fact{Name: "high", Value: strconv.FormatUint(uint64(s.High), 10)})
	}
	return append(facts, trace.Fact{Name: "algorithms", Value: s.name()})
}
