package offload

import (
	"encoding/binary"
	"slices"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// gatherer puts received segments together. A unit is what will be indicated as
// one packet; open are those that may grow, by flow.
type gatherer struct {
	card   *Card
	units  []*unit
	open   map[string]*unit
	told   bool // that coalescing is not enabled
	events []trace.Event
}

// unit is what is indicated as one packet.
type unit struct {
	Received
	run    *run // of its first frame
	at     place
	flow   string
	pieces [][]byte // the user data
	length int      // of all pieces

	// What the flow chart calls H.
	next, ack, window uint32
	flags             uint64
	ttl               uint64
	stamp             *stamp
	earliest          uint32
}

// take decides what a received frame becomes: a unit of its own, or a part of one.
func (g *gatherer) take(r *run, indicated Received) {
	u := &unit{Received: indicated, run: r}
	if at, ok := placeOf(&r.Packet, false); ok && at.transport >= 0 {
		u.at, u.flow = at, flowOf(r, at, indicated.VLAN)
		g.coalesce(u)
	} else {
		g.units = append(g.units, u)
	}
	g.events = append(g.events, r.events...)
}

// coalesce puts a segment to the unit of its flow, if that is enabled.
func (g *gatherer) coalesce(u *unit) {
	kind := u.run.Layers[u.at.transport].Kind
	path := coalescing(kind, u.run.Layers[u.at.network].Kind)
	switch {
	case kind == packet.UDP && slices.Contains(g.card.Off, u.run.Layers[u.at.network].Kind): // the member is both families'
		g.units = append(g.units, u)
	case g.card.value(path) == 0:
		g.notEnabled(u, kind, path)
	case kind == packet.TCP:
		g.takeTCP(u)
	default:
		g.takeUDP(u)
	}
}

// coalescing is the member that enables it.
func coalescing(transport, network packet.Kind) ndis.Path {
	switch {
	case transport == packet.UDP:
		return "UdpRsc.Enabled"
	case network == packet.IPv6:
		return "Rsc.IPv6.Enabled"
	}
	return "Rsc.IPv4.Enabled"
}

// notEnabled indicates a frame by itself, and says so once where another one of
// its flow came before.
func (g *gatherer) notEnabled(u *unit, kind packet.Kind, path ndis.Path) {
	rule := RuleRSCNotEnabled
	if kind == packet.UDP {
		rule = RuleURONotEnabled
	}
	if g.open[u.flow] != nil && !g.told {
		g.told = true
		u.run.member(path).note(rule, trace.Ignored)
	}
	g.track(u)
}

// flowOf is what all packets of a flow have in common: the headers before the IP
// layer, the tag that was taken out of them, the addresses and the ports.
func flowOf(r *run, at place, tag *Tag) string {
	l := r.Layers[at.network]
	framing := packet.Packet{Bytes: append([]byte{}, r.Bytes[:l.Offset]...), Layers: r.Layers[:at.network]}
	for i := range framing.Layers {
		framing.Put(i, lengthInFraming(&framing, i), 0)
	}
	key := framing.Bytes
	if l.Kind == packet.IPv4 {
		key = append(append(key, r.Span(at.network, packet.IPv4Source)...), r.Span(at.network, packet.IPv4Destination)...)
	} else {
		key = append(append(key, r.Span(at.network, packet.IPv6Source)...), r.Span(at.network, packet.IPv6Destination)...)
	}
	if tag != nil {
		key = append(key, byte(tag.UserPriority), byte(tag.CanonicalFormatID), byte(tag.VlanID>>8), byte(tag.VlanID))
	}
	key = append(key, byte(r.Layers[at.transport].Kind))
	return string(append(key, r.ports(at.transport)...))
}

// lengthInFraming is the field of a layer before the IP layer that holds a length,
// which differs from segment to segment.
func lengthInFraming(p *packet.Packet, layer int) packet.Field {
	switch kind := p.Layers[layer].Kind; {
	case kind == packet.Ethernet8023:
		return packet.Ethernet8023Length
	case kind == packet.VLAN && layer+1 < len(p.Layers) && p.Layers[layer+1].Kind == packet.LLC:
		return packet.VLANType
	}
	return packet.NoField
}

// track lets a unit grow from now on, in place of the flow's one before.
func (g *gatherer) track(u *unit) {
	g.units = append(g.units, u)
	g.open[u.flow] = u
}

// alone makes a unit that does not grow, and ends the flow's one before.
func (g *gatherer) alone(u *unit, rule trace.Rule) {
	u.run.note(rule, trace.Ignored)
	g.units = append(g.units, u)
	delete(g.open, u.flow)
}

// anew ends the flow's unit, and begins another with this segment.
func (g *gatherer) anew(u *unit, rule trace.Rule) {
	u.run.note(rule, trace.Ignored)
	g.track(u)
}

// data gathers how much a segment holds.
func (u *unit) data() *run {
	return u.run.data("length", u.run.Layers[u.at.transport].Behind(), u.length)
}

// append puts a segment's data behind a unit's.
func (u *unit) append(s *unit) {
	u.Frames = append(u.Frames, s.Frames...)
	u.pieces = append(u.pieces, s.pieces...)
	u.length += s.length
	u.ttl = min(u.ttl, s.ttl)
}

// finish makes the packets of all units.
func (g *gatherer) finish() ([]Received, []trace.Event) {
	all := make([]Received, len(g.units))
	for i, u := range g.units {
		if len(u.Frames) > 1 {
			u.run.events = nil
			u.assemble()
			g.events = append(g.events, u.run.events...)
		}
		all[i] = u.Received
	}
	return all, g.events
}

// assemble makes one packet of several frames.
func (u *unit) assemble() {
	r, at := u.run, u.at
	behind := r.Layers[at.transport].Behind()
	bytes := append(make([]byte, 0, behind+u.length), r.Bytes[:behind]...)
	for _, piece := range u.pieces {
		bytes = append(bytes, piece...)
	}
	p := packet.Packet{Bytes: bytes, Layers: append([]packet.Layer(nil), r.Layers[:at.transport+1]...)}
	for i := range p.Layers {
		p.Layers[i].End = len(bytes)
		p.SetLength(i)
	}
	u.Packet = bytes
	if p.Layers[at.transport].Kind == packet.TCP {
		u.assembleTCP(&p)
	} else {
		u.assembleUDP(&p)
	}
}

// lifetime is the field that counts hops.
func lifetime(network packet.Kind) packet.Field {
	if network == packet.IPv6 {
		return packet.IPv6HopLimit
	}
	return packet.IPv4TTL
}

// differs is the first of the fields that must be the same in all packets that are
// put together, and is not.
func differs(fields []packet.Field, a, b *unit) packet.Field {
	for _, f := range fields {
		if f.Kind() == a.run.Layers[a.at.network].Kind && a.run.Get(a.at.network, f) != b.run.Get(b.at.network, f) {
			return f
		}
	}
	return packet.NoField
}

// datagramLimit is the maximum legal length of an IP datagram.
const datagramLimit = 0xFFFF

// datagram is how long the unit's IP datagram is, with more bytes of data.
func (u *unit) datagram(more int) int {
	r := u.run
	return r.Layers[u.at.transport].Behind() - r.Layers[u.at.network].Offset + u.length + more
}

// stamp is TCP's time stamp option, and where its data begins in the header.
type stamp struct {
	at          int
	value, echo uint32
}

// stampOf finds the time stamp among options; ok is false where there are others.
func stampOf(options []byte) (s *stamp, ok bool) {
	for at := 0; at < len(options); {
		kind, data, next, valid := packet.NextOption(options, at)
		switch {
		case !valid:
			return nil, false
		case kind == packet.OptionEnd:
			return s, true
		case kind == packet.OptionTimestamp && len(data) == 8 && s == nil:
			s = &stamp{next - 8, binary.BigEndian.Uint32(data), binary.BigEndian.Uint32(data[4:])}
		case kind != packet.OptionNop:
			return nil, false
		}
		at = next
	}
	return s, true
}
