package nicsim

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/ipsec"
	"ndisplayground/nicsim/offload"
)

// Send makes a protocol or a filter send packets.
func Send(t Traffic) Action {
	return func(m *Machine) trace.StepOutcome {
		n, base := m.node(t.From), m.adapter()
		if base == nil || base.legacy || m.miniport.gone() || !n.runs() || n.legacy {
			return ended(ndis.StatusInvalidState)
		}
		s := &sending{Machine: m, Traffic: t, n: n, base: base, card: m.card(base)}
		for i, frame := range t.Frames {
			out := s.send(slices.Clone(frame))
			if *out.Status != ndis.StatusSuccess || i == len(t.Frames)-1 {
				return out
			}
		}
		return ended(ndis.StatusSuccess)
	}
}

// sending is a driver that sends packets through an adapter.
type sending struct {
	*Machine
	Traffic
	n, base *node
	card    *offload.Card
}

// send is one packet on its way down, as a NET_BUFFER_LIST of its own.
func (s *sending) send(frame []byte) trace.StepOutcome {
	plain := s.card.Parse(slices.Clone(frame))
	request := asked(s.Traffic, &plain)
	s.card.Prepare(frame, &request)
	for _, other := range s.Says {
		other.say(&request)
	}
	if s.Sum {
		keepSum(frame, &plain)
	}
	object := s.frameObject("packet", s.n.party, frame)
	s.outOfBand(s.n, request)
	call := sendCall
	if s.n.kind.Party == trace.Filter {
		call = filterSends
	}
	s.Add(event(RuleSends, s.n.party, ndisParty, call, object, trace.Accepted, "bytes", strconv.Itoa(len(frame)), "asks", strings.Join(s.Asks, ", ")))
	var status ndis.Status
	s.Inside(func() { status = s.goDown(offload.Frame{Bytes: frame, Object: object}, request) })
	s.Last().Status = &status
	return trace.StepOutcome{Status: &status, Object: objectIndex(len(s.Objects) - 1)}
}

// takesPackets reports whether a driver's state lets it take packets.
func (m *Machine) takesPackets(n *node, call string) bool {
	if n.is(StateRunning) {
		return true
	}
	e := event(RuleSendPaused, ndisParty, n.party, call, trace.NoObject, trace.Rejected, "state", n.outcome.State)
	e.Status = statusOf(ndis.StatusPaused)
	return m.Add(e)
}

// goDown is a packet on its way through the filters to the card.
func (s *sending) goDown(frame offload.Frame, request offload.Request) ndis.Status {
	if !s.takesPackets(s.n, "") {
		return ndis.StatusPaused
	}
	for _, f := range s.Machine.filters {
		if f.is(silent...) || f.legacy || s.n.kind.Party == trace.Filter && f.party.Index <= s.n.party.Index || !f.Names(trace.Filter, sendHandler) {
			continue
		}
		if !s.takesPackets(f, "FilterSendNetBufferLists") {
			return ndis.StatusPaused
		}
		s.Add(event(RulePassesDown, f.party, ndisParty, filterSends, frame.Object, trace.Accepted, "handler", "FilterSendNetBufferLists"))
	}
	if !s.takesPackets(s.base, "MiniportSendNetBufferLists") {
		return ndis.StatusPaused
	}
	s.Add(event(RuleReachesCard, ndisParty, s.base.party, "MiniportSendNetBufferLists", frame.Object, trace.Accepted))
	status := ndis.StatusSuccess
	s.Inside(func() { status = s.transmit(frame, request) })
	s.Last().Status = &status
	return status
}

// transmit is what the card makes of a packet, and what leaves on the wire.
func (s *sending) transmit(frame offload.Frame, request offload.Request) ndis.Status {
	secured := s.SA > 0 || s.Tunnel > 0
	if secured && request.LSO != nil && !s.largeWithIPsec() {
		e := event(RuleLargeAndIPsec, s.base.party, s.base.party, "", frame.Object, trace.Rejected)
		e.Status = statusOf(ndis.StatusFailure)
		if !s.Add(e) {
			return *e.Status
		}
	}
	sent := s.card.Send(frame, request)
	for i := range sent.Events {
		if e := &sent.Events[i]; !s.Add(e) {
			return *e.Status
		}
	}
	for _, out := range sent.Packets {
		sealed := ipsec.Sent{Status: ndis.StatusSuccess, Bytes: out}
		if secured || len(s.associations) > 0 {
			sealed = s.seal(out)
		}
		if sealed.Status != ndis.StatusSuccess {
			return sealed.Status
		}
		object := s.frameObject("wire", s.base.party, sealed.Bytes)
		s.Add(event(RuleOnTheWire, trace.Party{Kind: trace.Hardware}, trace.Party{Kind: trace.Hardware}, "", object, trace.Accepted, "bytes", strconv.Itoa(len(sealed.Bytes))))
	}
	return ndis.StatusSuccess
}

// seal has the transport frame a packet for its associations, and the card process
// it.
func (s *sending) seal(frame []byte) ipsec.Sent {
	card := s.securesBy(s.base)
	var info ipsec.Transmit
	for _, use := range []struct {
		number int
		tunnel bool
		handle *uint64
	}{{s.SA, false, &info.Offload}, {s.Tunnel, true, &info.Tunnel}} {
		if use.number == 0 {
			continue
		}
		handle := s.handleOf(use.number)
		if b := card.Bundle(handle); b != nil {
			if framed, said, ok := b.Frame(frame, use.tunnel); ok {
				frame, info.NextHeader, info.PadLength, info.AHOffset, info.ESPOffset = framed, said.NextHeader, said.PadLength, said.AHOffset, said.ESPOffset
			}
		}
		*use.handle = handle
	}
	for _, other := range s.Says {
		if other.Member == "EspHeaderOffset" {
			info.ESPOffset = uint8(other.Value)
		}
	}
	return card.Send(ipsec.Frame{Object: s.frameObject("framed", s.base.party, frame), Bytes: frame}, info)
}

// largeWithIPsec reports whether the card says that it cuts packets that IPsec
// protects.
func (s *sending) largeWithIPsec() bool {
	return s.card.Enabled.Number("IPsecV2.LsoSupported") != 0
}
