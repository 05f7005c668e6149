package nicsim

import (
	"bytes"
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/ipsec"
	"ndisplayground/nicsim/offload"
)

// held are frames that the card waits with: what may be coalesced with others.
type held struct {
	frames []offload.Frame
	infos  []ipsec.Receive
}

// Receive makes frames arrive from the wire, all with one interrupt.
func Receive(t Traffic) Action {
	return func(m *Machine) trace.StepOutcome {
		base := m.adapter()
		if base == nil || base.legacy || m.miniport.gone() || !base.is(StateRestarting, StateRunning, StatePausing) {
			state := StateNotLoaded
			if base != nil {
				state = base.outcome.State
			}
			m.say(RuleNobodyReceives, trace.Party{Kind: trace.Hardware}, ndisParty, "", trace.Ignored, "state", state)
			return trace.StepOutcome{}
		}
		waiting, secures := &m.held, m.securesBy(base)
		for _, frame := range t.Frames {
			frame = m.peerSeals(t, frame)
			object := m.frameObject("wire", trace.Party{Kind: trace.Hardware}, frame)
			m.Add(event(RuleArrivesFromWire, trace.Party{Kind: trace.Hardware}, base.party, "", object, trace.Accepted, "bytes", strconv.Itoa(len(frame))))
			opened := secures.Receive(ipsec.Frame{Object: object, Bytes: frame})
			if !bytes.Equal(opened.Bytes, frame) {
				object = m.frameObject("opened", trace.Party{Kind: trace.Hardware}, opened.Bytes)
			}
			waiting.frames, waiting.infos = append(waiting.frames, offload.Frame{Bytes: opened.Bytes, Object: object}), append(waiting.infos, opened.Info)
		}
		if t.Hold {
			m.say(RuleHeld, trace.Party{Kind: trace.Hardware}, base.party, "", trace.Accepted, "frames", strconv.Itoa(len(waiting.frames)))
			return trace.StepOutcome{}
		}
		return m.indicatePackets(base)
	}
}

// peerSeals is the other side protecting a packet with an association that it
// shares.
func (m *Machine) peerSeals(t Traffic, frame []byte) []byte {
	for _, use := range []struct {
		number int
		tunnel bool
	}{{t.SA, false}, {t.Tunnel, true}} {
		if use.number == 0 || use.number > len(m.associations) {
			continue
		}
		b := m.peer.Bundle(m.associations[use.number-1].peer)
		if b == nil {
			continue
		}
		framed, info, ok := b.Frame(frame, use.tunnel)
		if !ok {
			continue
		}
		info.Offload, info.Tunnel = b.Handle, 0
		if sent := m.peer.Send(ipsec.Frame{Object: trace.NoObject, Bytes: framed}, info); sent.Status == ndis.StatusSuccess {
			frame = sent.Bytes
		}
	}
	return frame
}

// flush indicates what the card waits with, before it stops coalescing or pauses.
func (m *Machine) flush(n *node) {
	if len(m.held.frames) == 0 {
		return
	}
	m.say(RuleFlushed, n.party, ndisParty, "", trace.Accepted, "frames", strconv.Itoa(len(m.held.frames)))
	m.Inside(func() { m.indicatePackets(n) })
}

// indicatePackets is what the card makes of the frames that it has, on its way up.
func (m *Machine) indicatePackets(n *node) trace.StepOutcome {
	frames, infos := m.held.frames, m.held.infos
	received, events := m.card(n).Receive(frames)
	m.held = held{}
	for i := range events {
		m.Add(&events[i])
	}
	for i := range received {
		r := &received[i]
		object := m.frameObject("packet", n.party, r.Packet)
		m.receivedInfo(n, r, infos[r.Frames[0]])
		e := event(RuleIndicatesPacket, n.party, ndisParty, receiveCall, object, trace.Accepted, receivedFacts(r, infos[r.Frames[0]])...)
		first := frames[r.Frames[0]]
		e.Facts[1].Ref = &trace.Ref{Object: first.Object, Length: len(first.Bytes)} // of "frames", the first
		m.Add(e)
		m.Inside(func() { m.goUp(n, object) })
	}
	return trace.StepOutcome{Object: objectIndex(len(m.Objects) - 1)}
}

// receivedFacts say what the out-of-band information of a received packet says.
func receivedFacts(r *offload.Received, info ipsec.Receive) []string {
	facts := []string{"bytes", strconv.Itoa(len(r.Packet)), "frames", strconv.Itoa(len(r.Frames))}
	if r.Hash.Type != 0 {
		facts = append(facts, "hash", ndis.Hex(uint64(r.Hash.Value), 8), "cpu", strconv.Itoa(r.Hash.CPU))
	}
	if info.Done {
		facts = append(facts, "crypto", info.Status.String())
	}
	if info.DeleteRequested {
		facts = append(facts, "saDeleteReq", "1")
	}
	return facts
}

// receivers are the functions to which packets come.
var receivers = map[trace.PartyKind]string{trace.Filter: "FilterReceiveNetBufferLists", trace.Protocol: "ProtocolReceiveNetBufferLists"}

// goUp hands a packet to the drivers above the card.
func (m *Machine) goUp(n *node, object int) {
	for _, above := range m.above(n) {
		if above.outcome.State != StateRunning || above.legacy || receivers[above.kind.Party] == "" || !above.Names(above.kind.Party, receiveHandler) {
			continue
		}
		m.Add(event(RulePassesUp, ndisParty, above.party, receivers[above.kind.Party], object, trace.Accepted))
	}
}
