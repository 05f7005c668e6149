package offload

import (
	"ndisplayground/nicsim/packet"
)

// Request is what the out-of-band information of a NET_BUFFER_LIST asks for. The
// zero value asks for nothing.
type Request struct {
	Checksum     ChecksumRequest
	LSO          *LargeSend
	USO          *UDPSegmentation
	VLAN         *Tag
	Encapsulated *Encapsulated // the packet is in a tunnel
}

// ChecksumRequest is the Transmit part of
// NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO.
type ChecksumRequest struct {
	IsIPv4, IsIPv6     bool
	TCP, UDP, IPHeader bool
	HeaderOffset       int // TcpHeaderOffset, from the first byte of the packet
}

func (c *ChecksumRequest) any() bool { return c.TCP || c.UDP || c.IPHeader }

// LargeSend is NDIS_TCP_LARGE_SEND_OFFLOAD_NET_BUFFER_LIST_INFO.
type LargeSend struct {
	Version      int // 1 or 2
	MSS          int
	HeaderOffset int
	IPv6         bool // of version 2
}

// UDPSegmentation is NDIS_UDP_SEGMENTATION_OFFLOAD_NET_BUFFER_LIST_INFO.
type UDPSegmentation struct {
	MSS          int
	HeaderOffset int
	IPv6         bool
}

// Tag is NDIS_NET_BUFFER_LIST_8021Q_INFO.
type Tag struct {
	UserPriority      int
	CanonicalFormatID int
	VlanID            int
}

// Encapsulated is NDIS_TCP_SEND_OFFLOADS_SUPPLEMENTAL_NET_BUFFER_LIST_INFO of a
// packet in a tunnel. The offsets count where Valid.
type Encapsulated struct {
	Valid      bool
	InnerFrame int // from the first byte of the packet
	IPHeader   int // from the inner frame
	TCPHeader  int // from the inner IP header
	IPv6       bool
	TCPOptions bool
}

// Prepare does to a packet what TCP/IP does before it asks for an offload, and
// completes the request: header checksums are zero, checksums of TCP and UDP are
// the sum of their pseudo-header (without the length where the packet is to be
// cut; UDP without a checksum stays without), offsets and versions are those of
// the packet. It writes into the frame.
func (c *Card) Prepare(frame []byte, r *Request) {
	p := c.Parse(frame)
	at, ok := placeOf(&p, r.Encapsulated != nil)
	if !ok {
		return
	}
	r.complete(&p, at)
	cuts := r.LSO != nil || r.USO != nil
	if r.Checksum.IPHeader || cuts {
		clearIP(&p)
	}
	if at.transport >= 0 && (r.Checksum.TCP || r.Checksum.UDP || cuts) {
		field := packet.ChecksumField(p.Layers[at.transport].Kind)
		if field == packet.TCPChecksum || p.Get(at.transport, field) != 0 {
			p.Put(at.transport, field, uint64(seedOf(&p, at, !cuts)))
		}
	}
}

// complete fills in what the packet says.
func (r *Request) complete(p *packet.Packet, at place) {
	r.Checksum.IsIPv4 = p.Layers[at.outermost()].Kind == packet.IPv4
	r.Checksum.IsIPv6 = !r.Checksum.IsIPv4
	if at.transport < 0 {
		return
	}
	offset, ipv6 := p.Layers[at.transport].Offset, p.Layers[at.network].Kind == packet.IPv6
	r.Checksum.HeaderOffset = offset
	if r.Encapsulated != nil {
		*r.Encapsulated = offsetsOf(p, at)
	}
	if r.LSO != nil {
		r.LSO.HeaderOffset, r.LSO.IPv6 = offset, ipv6
	}
	if r.USO != nil {
		r.USO.HeaderOffset, r.USO.IPv6 = offset, ipv6
	}
}

func clearIP(p *packet.Packet) {
	for i, l := range p.Layers {
		if l.Kind == packet.IPv4 {
			p.Put(i, packet.IPv4Checksum, 0)
		}
	}
}
