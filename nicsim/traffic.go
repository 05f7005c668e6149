package nicsim

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/ipsec"
	"ndisplayground/nicsim/offload"
	"ndisplayground/nicsim/packet"
)

// Traffic are packets that a step sends, or that arrive from the wire together.
type Traffic struct {
	From   trace.Party // who sends
	Frames [][]byte
	Asks   []string // what is asked of the card: words of [AskWords]
	MSS    int      // for large sends
	VLAN   *offload.Tag
	Says   []Saying // what else stands beside a packet than TCP/IP would write
	Sum    bool     // the frames' checksum of TCP or UDP stays as it is
	SA     int      // the association to use, as the steps added them, 1 the first; 0: none
	Tunnel int      // the one for the tunnel
	Hold   bool     // the card waits for more of the same before it indicates them
}

// held are frames that the card waits with: what may be coalesced with others.
type held struct {
	frames []offload.Frame
	infos  []ipsec.Receive
}

// Saying is a member of a packet's out-of-band information, and its value.
type Saying struct {
	Member string // of [SayingWords]
	Value  int
}

// SayingWords are the members that can be said otherwise.
var SayingWords = []string{"IsIPv4", "IsIPv6", "TcpHeaderOffset", "UdpHeaderOffset", "IPVersion", "InnerFrameOffset", "EspHeaderOffset"}

// AskWords are what can be asked of a card when a packet is sent. "checksum" is
// whichever checksums the packet has.
var AskWords = []string{"checksum", "ip", "tcp", "udp", "lso1", "lso2", "uso", "encapsulated"}

// Functions by which packets travel.
const (
	sendCall    = "NdisSendNetBufferLists"
	filterSends = "NdisFSendNetBufferLists"
	receiveCall = "NdisMIndicateReceiveNetBufferLists"

	sendHandler    = "SendNetBufferListsHandler"
	receiveHandler = "ReceiveNetBufferListsHandler"
)

// frameObject notes a frame in the trace; it is no structure.
func (m *Machine) frameObject(name string, from trace.Party, frame []byte) int {
	return m.object(trace.Object{Name: name, From: from, Bytes: frame})
}

// card is the hardware as it is configured now.
func (m *Machine) card(n *node) *offload.Card {
	object, _ := n.config()
	return &offload.Card{
		Enabled: m.enabled(n), Reported: m.report(n, "hardware").Record,
		Object: object, RSS: m.spread(n),
	}
}

// enabled is NDIS_OFFLOAD as it is at work: what is configured, but for what waits
// for an encapsulation of its family, and for all of it where that was switched off.
func (m *Machine) enabled(n *node) *codec.Record {
	record := m.report(n, "indication").Record
	if n.active == encapsulationOff {
		return codec.New(record.Layout)
	}
	for _, family := range families {
		if !strings.Contains(n.active, string(family)) {
			hardware.Clear(record, "Checksum."+family+"Receive")
		}
	}
	return record
}

// spread is how RSS was configured, nil where it was not.
func (m *Machine) spread(n *node) *offload.RSS {
	value := n.settings["OID_GEN_RECEIVE_SCALE_PARAMETERS"]
	if value == nil {
		return nil
	}
	s := catalog.MustLookup(offload.ReceiveScale)
	header, _ := codec.HeaderOf(value)
	layout, err := s.Layout(catalog.Options{Arch: m.Arch, Revision: int(header.Revision)})
	if err != nil {
		return nil
	}
	return offload.ReadRSS(codec.Decode(layout, value))
}

// Send makes a protocol or a filter send packets.
func Send(t Traffic) Action {
	return func(m *Machine) trace.StepOutcome {
		n, base := m.node(t.From), m.adapter()
		if base == nil || base.legacy || !n.runs() {
			return ended(ndis.StatusInvalidState)
		}
		for i, frame := range t.Frames {
			out := m.send(n, base, t, slices.Clone(frame))
			if *out.Status != ndis.StatusSuccess || i == len(t.Frames)-1 {
				return out
			}
		}
		return ended(ndis.StatusSuccess)
	}
}

// send is one packet on its way down, as a NET_BUFFER_LIST of its own.
func (m *Machine) send(n, base *node, t Traffic, frame []byte) trace.StepOutcome {
	request := asked(t, frame)
	plain := packet.Parse(slices.Clone(frame))
	m.card(base).Prepare(frame, &request)
	for _, s := range t.Says {
		s.say(&request)
	}
	if t.Sum {
		keepSum(frame, &plain)
	}
	object := m.frameObject("packet", n.party, frame)
	m.outOfBand(n, request)
	call := sendCall
	if n.kind.Party == trace.Filter {
		call = filterSends
	}
	m.Add(event(RuleSends, n.party, ndisParty, call, object, trace.Accepted, "bytes", strconv.Itoa(len(frame)), "asks", strings.Join(t.Asks, ", ")))
	var status ndis.Status
	m.Inside(func() { status = m.goDown(n, base, t, offload.Frame{Bytes: frame, Object: object}, request) })
	m.Last().Status = &status
	return trace.StepOutcome{Status: &status, Object: objectIndex(len(m.Objects) - 1)}
}

// asked is what the out-of-band information of a packet asks for.
func asked(t Traffic, frame []byte) offload.Request {
	p := packet.Parse(frame)
	var r offload.Request
	for _, ask := range t.Asks {
		switch ask {
		case "ip":
			r.Checksum.IPHeader = true
		case "tcp":
			r.Checksum.TCP = true
		case "udp":
			r.Checksum.UDP = true
		case "checksum":
			r.Checksum.IPHeader = p.Find(packet.IPv4, 0) >= 0
			r.Checksum.TCP = p.Find(packet.TCP, 0) >= 0
			r.Checksum.UDP = p.Find(packet.UDP, 0) >= 0 && !r.Checksum.TCP
		case "lso1":
			r.LSO = &offload.LargeSend{Version: 1, MSS: t.MSS}
		case "lso2":
			r.LSO = &offload.LargeSend{Version: 2, MSS: t.MSS}
		case "uso":
			r.USO = &offload.UDPSegmentation{MSS: t.MSS}
		case "encapsulated":
			r.Encapsulated = &offload.Encapsulated{}
		}
	}
	r.VLAN = t.VLAN
	return r
}

// say puts another value into the request. What it does not ask for stays unsaid.
func (s Saying) say(r *offload.Request) {
	for _, row := range []struct {
		member string
		there  bool
		set    func()
	}{
		{"IsIPv4", true, func() { r.Checksum.IsIPv4 = s.Value != 0 }},
		{"IsIPv6", true, func() { r.Checksum.IsIPv6 = s.Value != 0 }},
		{"TcpHeaderOffset", true, func() { r.Checksum.HeaderOffset = s.Value }},
		{"TcpHeaderOffset", r.LSO != nil, func() { r.LSO.HeaderOffset = s.Value }},
		{"UdpHeaderOffset", r.USO != nil, func() { r.USO.HeaderOffset = s.Value }},
		{"IPVersion", r.LSO != nil, func() { r.LSO.IPv6 = s.Value != 0 }},
		{"IPVersion", r.USO != nil, func() { r.USO.IPv6 = s.Value != 0 }},
		{"InnerFrameOffset", r.Encapsulated != nil, func() { r.Encapsulated.InnerFrame = s.Value }},
	} {
		if row.member == s.Member && row.there {
			row.set()
		}
	}
}

// keepSum puts the checksum of TCP or UDP back that a packet had.
func keepSum(frame []byte, had *packet.Packet) {
	for _, l := range had.Layers {
		if field := packet.ChecksumField(l.Kind); l.Kind == packet.TCP || l.Kind == packet.UDP {
			field.Put(frame[l.Offset:], field.Get(had.Bytes[l.Offset:]))
		}
	}
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
func (m *Machine) goDown(n, base *node, t Traffic, frame offload.Frame, request offload.Request) ndis.Status {
	if !m.takesPackets(n, "") {
		return ndis.StatusPaused
	}
	for _, f := range m.filters {
		if f.is(silent...) || f.legacy || n.kind.Party == trace.Filter && f.party.Index <= n.party.Index || !f.Names(trace.Filter, sendHandler) {
			continue
		}
		if !m.takesPackets(f, "FilterSendNetBufferLists") {
			return ndis.StatusPaused
		}
		m.Add(event(RulePassesDown, f.party, ndisParty, filterSends, frame.Object, trace.Accepted, "handler", "FilterSendNetBufferLists"))
	}
	if !m.takesPackets(base, "MiniportSendNetBufferLists") {
		return ndis.StatusPaused
	}
	m.Add(event(RuleReachesCard, ndisParty, base.party, "MiniportSendNetBufferLists", frame.Object, trace.Accepted))
	status := ndis.StatusSuccess
	m.Inside(func() { status = m.transmit(base, t, frame, request) })
	m.Last().Status = &status
	return status
}

// transmit is what the card makes of a packet, and what leaves on the wire.
func (m *Machine) transmit(n *node, t Traffic, frame offload.Frame, request offload.Request) ndis.Status {
	secured := t.SA > 0 || t.Tunnel > 0
	if secured && request.LSO != nil && !m.largeWithIPsec(n) {
		e := event(RuleLargeAndIPsec, n.party, n.party, "", frame.Object, trace.Rejected)
		e.Status = statusOf(ndis.StatusFailure)
		if !m.Add(e) {
			return *e.Status
		}
	}
	sent := m.card(n).Send(frame, request)
	for i := range sent.Events {
		if e := &sent.Events[i]; !m.Add(e) {
			return *e.Status
		}
	}
	for _, out := range sent.Packets {
		sealed := ipsec.Sent{Status: ndis.StatusSuccess, Bytes: out}
		if secured || len(m.associations) > 0 {
			sealed = m.seal(n, t, out)
		}
		if sealed.Status != ndis.StatusSuccess {
			return sealed.Status
		}
		object := m.frameObject("wire", n.party, sealed.Bytes)
		m.Add(event(RuleOnTheWire, trace.Party{Kind: trace.Hardware}, trace.Party{Kind: trace.Hardware}, "", object, trace.Accepted, "bytes", strconv.Itoa(len(sealed.Bytes))))
	}
	return ndis.StatusSuccess
}

// seal has the transport frame a packet for its associations, and the card process
// it.
func (m *Machine) seal(n *node, t Traffic, frame []byte) ipsec.Sent {
	card := m.securesBy(n)
	var info ipsec.Transmit
	for _, use := range []struct {
		number int
		tunnel bool
		handle *uint64
	}{{t.SA, false, &info.Offload}, {t.Tunnel, true, &info.Tunnel}} {
		if use.number == 0 {
			continue
		}
		handle := m.handleOf(use.number)
		if b := card.Bundle(handle); b != nil {
			if framed, said, ok := b.Frame(frame, use.tunnel); ok {
				frame, info.NextHeader, info.PadLength, info.AHOffset, info.ESPOffset = framed, said.NextHeader, said.PadLength, said.AHOffset, said.ESPOffset
			}
		}
		*use.handle = handle
	}
	for _, s := range t.Says {
		if s.Member == "EspHeaderOffset" {
			info.ESPOffset = uint8(s.Value)
		}
	}
	return card.Send(ipsec.Frame{Object: m.frameObject("framed", n.party, frame), Bytes: frame}, info)
}

// largeWithIPsec reports whether the card says that it cuts packets that IPsec
// protects.
func (m *Machine) largeWithIPsec(n *node) bool {
	value, _ := m.report(n, "indication").Value("IPsecV2.LsoSupported")
	return value != 0
}

// Receive makes frames arrive from the wire, all with one interrupt.
func Receive(t Traffic) Action {
	return func(m *Machine) trace.StepOutcome {
		base := m.adapter()
		if base == nil || base.legacy || !base.is(StateRunning) {
			state := StateNotLoaded
			if base != nil {
				state = base.outcome.State
			}
			m.say(RuleNobodyReceives, trace.Party{Kind: trace.Hardware}, ndisParty, "", trace.Ignored, "state", state)
			return trace.StepOutcome{}
		}
		waiting := &m.held
		for _, frame := range t.Frames {
			frame = m.peerSeals(t, frame)
			object := m.frameObject("wire", trace.Party{Kind: trace.Hardware}, frame)
			m.Add(event(RuleArrivesFromWire, trace.Party{Kind: trace.Hardware}, base.party, "", object, trace.Accepted, "bytes", strconv.Itoa(len(frame))))
			opened := m.securesBy(base).Receive(ipsec.Frame{Object: object, Bytes: frame})
			if !sameBytes(opened.Bytes, frame) {
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

func sameBytes(a, b []byte) bool { return string(a) == string(b) }

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

// goUp hands a packet to the drivers above the card.
func (m *Machine) goUp(n *node, object int) {
	for _, above := range m.above(n) {
		handler := receiveHandler
		if above.outcome.State != StateRunning || above.legacy || !above.Names(above.kind.Party, handler) {
			continue
		}
		call := map[trace.PartyKind]string{trace.Filter: "FilterReceiveNetBufferLists", trace.Protocol: "ProtocolReceiveNetBufferLists"}[above.kind.Party]
		if call != "" {
			m.Add(event(RulePassesUp, ndisParty, above.party, call, object, trace.Accepted))
		}
	}
}
