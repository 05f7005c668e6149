package offload

import (
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// Sent is what became of a packet that was sent.
type Sent struct {
	Packets [][]byte // on the wire, in their order; none where the send failed
	Events  []trace.Event
	// TCPPayload is what LSOv1 reports when the send completes: the user data that
	// went out. 0 of all else.
	TCPPayload int
}

// Send is what the hardware does with a packet that a driver sends.
func (c *Card) Send(f Frame, q Request) Sent {
	r := c.sending(f)
	if l := largeOf(&q); l != nil {
		return r.cut(l, q.VLAN)
	}
	r.Bytes = append([]byte(nil), f.Bytes...)
	r.checksum(&q)
	r.insert(q.VLAN)
	return Sent{Packets: [][]byte{r.Bytes}, Events: r.events}
}

// cut makes segments of a large packet.
func (r *run) cut(l *large, tag *Tag) Sent {
	at, data, ok := r.admit(l)
	if !ok {
		return Sent{Events: r.events}
	}
	r.checkSeed(l, at)
	transport := at.transport
	count := (len(data) + l.mss - 1) / l.mss
	behind := r.Layers[transport].Behind()
	r.word("kind", l.name()).data("length", behind, len(data)).number("mss", l.mss).number("segments", count).number("headers", behind).header("layer", transport).note(l.rules.segmented, trace.Accepted)
	if before := len(r.Layers); !tag.empty() {
		r.Bytes = r.Bytes[:behind]
		r.insert(tag)
		transport += len(r.Layers) - before
		behind = r.Layers[transport].Behind()
	}
	t := template{packet.Packet{Bytes: r.Bytes[:behind], Layers: r.Layers[:transport+1]}, l}
	sent := Sent{Packets: t.segments(data, count), Events: r.events}
	if l.version == 1 {
		sent.TCPPayload = len(data)
	}
	return sent
}

// checkSeed notes where TCP/IP left something else than the sum of the
// pseudo-header: each segment's checksum will be wrong by as much.
func (r *run) checkSeed(l *large, at place) {
	field := packet.ChecksumField(l.transport)
	seed, want := uint16(r.Get(at.transport, field)), seedOf(&r.Packet, at, false)
	if seed == want || l.transport == packet.UDP && seed == 0 {
		return
	}
	r.word("kind", l.name()).field("seed", at.transport, field).hex("rightSeed", want).header("layer", at.transport).note(l.rules.seedWrong, trace.Tolerated)
}

// template is the headers that each segment gets.
type template struct {
	packet.Packet
	*large
}

// segments puts the headers before each piece of the data. All of them lie in one
// piece of memory.
func (t *template) segments(data []byte, count int) [][]byte {
	memory := make([]byte, count*len(t.Bytes)+len(data))
	segments := make([][]byte, count)
	layers := append([]packet.Layer(nil), t.Layers...)
	for i := range segments {
		piece := data[i*t.mss : min((i+1)*t.mss, len(data))]
		length := len(t.Bytes) + len(piece)
		s := packet.Packet{Bytes: memory[:length:length], Layers: layers}
		memory = memory[length:]
		copy(s.Bytes, t.Bytes)
		copy(s.Bytes[len(t.Bytes):], piece)
		t.finish(&s, i, i == count-1)
		segments[i] = s.Bytes
	}
	return segments
}

// finish makes the headers those of one segment.
func (t *template) finish(s *packet.Packet, index int, last bool) {
	for i := range s.Layers {
		s.Layers[i].End = len(s.Bytes)
		s.SetLength(i)
	}
	transport := len(s.Layers) - 1
	if t.transport == packet.TCP {
		t.finishTCP(s, transport, index, last)
	}
	t.sum(s, transport)
	for i := transport - 1; i >= 0; i-- {
		switch kind := s.Layers[i].Kind; {
		case kind == packet.IPv4:
			id := s.Get(i, packet.IPv4Identification)
			s.Put(i, packet.IPv4Identification, id&^t.ids|(id+uint64(index))&t.ids)
			s.SetChecksum(i)
		case kind == packet.UDP && s.Get(i, packet.UDPChecksum) != 0:
			s.SetChecksum(i)
		}
	}
}

// finishTCP sets what counts up in TCP, and the flags that only one segment has:
// CWR the first, FIN and PSH the last.
func (t *template) finishTCP(s *packet.Packet, transport, index int, last bool) {
	s.Put(transport, packet.TCPSequence, uint64(uint32(s.Get(transport, packet.TCPSequence))+uint32(index*t.mss)))
	flags := s.Get(transport, packet.TCPFlags)
	if index > 0 {
		flags &^= packet.FlagCWR
	}
	if !last {
		flags &^= packet.FlagFIN | packet.FlagPSH
	}
	s.Put(transport, packet.TCPFlags, flags)
}

// sum completes the checksum of TCP or UDP: the seed, which stands in its place,
// the length, which the seed is without, and the segment. UDP without a checksum
// stays without.
func (t *template) sum(s *packet.Packet, transport int) {
	field := packet.ChecksumField(t.transport)
	if t.transport == packet.UDP && s.Get(transport, field) == 0 {
		return
	}
	segment := s.Bytes[s.Layers[transport].Offset:]
	length := len(segment)
	sum := ^packet.Fold(packet.Add(uint64(length>>16+length&0xFFFF), segment))
	if sum == 0 && t.transport == packet.UDP {
		sum = 0xFFFF // 0 says that there is none
	}
	s.Put(transport, field, uint64(sum))
}
