package offload

import (
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// tagLength is how many bytes a tag adds: EtherType, and priority with VLAN.
const tagLength = 4

// tagAt is where a tag stands in a frame: in the place of its EtherType.
func tagAt() int {
	at, _ := packet.EthernetType.Bits()
	return at / 8
}

// empty reports whether a tag says nothing.
func (t *Tag) empty() bool { return t == nil || *t == Tag{} }

// insert puts a tag that came beside a packet into the bytes, behind the
// addresses. bytes are the frame's, or its first: all headers.
func (r *run) insert(t *Tag) {
	if t.empty() || len(r.Layers) == 0 || r.Layers[0].Length < 14 {
		return
	}
	if len(r.Layers) > 1 && r.Layers[1].Kind == packet.VLAN {
		r.header("tag", 1).number("id", t.VlanID).note(RuleVLANTwice, trace.Tolerated)
	}
	r.Packet = tagged(&r.Packet, t)
	r.number("id", t.VlanID).number("priority", t.UserPriority).note(RuleVLANInserted, trace.Accepted)
}

// tagged is a packet with a tag more. Its layers follow from the ones it had.
func tagged(p *packet.Packet, t *Tag) packet.Packet {
	eth := p.Layers[0]
	bytes := make([]byte, 0, len(p.Bytes)+tagLength)
	bytes = append(bytes, p.Bytes[:tagAt()]...)
	bytes = append(bytes, make([]byte, tagLength)...)
	bytes = append(bytes, p.Bytes[tagAt():]...)
	layers := make([]packet.Layer, 0, len(p.Layers)+1)
	layers = append(layers, packet.Layer{Kind: packet.Ethernet, Offset: 0, Length: eth.Length, End: eth.End + tagLength},
		packet.Layer{Kind: packet.VLAN, Offset: eth.Length, Length: tagLength, End: eth.End + tagLength})
	for _, l := range p.Layers[1:] {
		l.Offset, l.End = l.Offset+tagLength, l.End+tagLength
		layers = append(layers, l)
	}
	tag := packet.Packet{Bytes: bytes, Layers: layers, Stop: p.Stop}
	tag.Put(0, packet.EthernetType, packet.TypeVLAN)
	tag.Put(1, packet.VLANPriority, uint64(t.UserPriority))
	tag.Put(1, packet.VLANDropEligible, uint64(t.CanonicalFormatID))
	tag.Put(1, packet.VLANID, uint64(t.VlanID))
	return tag
}

// strip takes the tag out of a received frame, where the card passes it beside the
// packet.
func (r *run) strip() *Tag {
	if len(r.Layers) < 2 || r.Layers[0].Kind != packet.Ethernet || r.Layers[1].Kind != packet.VLAN || !r.card.stripsTags() {
		return nil
	}
	t := &Tag{
		UserPriority:      int(r.Get(1, packet.VLANPriority)),
		CanonicalFormatID: int(r.Get(1, packet.VLANDropEligible)),
		VlanID:            int(r.Get(1, packet.VLANID)),
	}
	r.field("id", 1, packet.VLANID).field("priority", 1, packet.VLANPriority).note(RuleVLANStripped, trace.Accepted)
	bytes := make([]byte, 0, len(r.Bytes)-tagLength)
	bytes = append(append(bytes, r.Bytes[:tagAt()]...), r.Bytes[tagAt()+tagLength:]...)
	r.Packet, r.stripped = r.card.Parse(bytes), tagLength
	return t
}

// stripsTags reports whether one of the receive checksums is enabled with tags
// beside the packet.
func (c *Card) stripsTags() bool {
	bit := constant("NDIS_ENCAPSULATION_FLAGS", "NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB")
	for _, paths := range receiveChecksum {
		if c.value(paths.encapsulation)&bit != 0 {
			return true
		}
	}
	return false
}
