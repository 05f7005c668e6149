package offload

import "ndisplayground/nicsim/packet"

// place is where in a packet an offload is to happen: the IP layer, and the TCP or
// UDP layer in it, -1 where there is none. In a tunnel, outer is the IP layer of
// the tunnel, else -1.
type place struct {
	outer, tunnel      int
	network, transport int
}

// placeOf is the place in a packet, or in what its tunnel carries; ok is false
// where there is no IP layer.
func placeOf(p *packet.Packet, encapsulated bool) (at place, ok bool) {
	at = place{-1, -1, firstNetwork(p, 0), -1}
	if encapsulated {
		at.outer, at.tunnel = at.network, p.Tunnel()
		if at.outer < 0 || at.tunnel < 0 {
			return at, false
		}
		at.network = firstNetwork(p, at.tunnel)
	}
	if at.network < 0 {
		return at, false
	}
	at.transport = p.Transport(at.network)
	return at, true
}

func firstNetwork(p *packet.Packet, from int) int {
	for i := from; i < len(p.Layers); i++ {
		if p.Layers[i].Kind.IsNetwork() {
			return i
		}
	}
	return -1
}

// outermost is the IP layer next to the wire.
func (at place) outermost() int {
	if at.outer >= 0 {
		return at.outer
	}
	return at.network
}

// offsetsOf are the offsets that lead to the headers in a tunnel.
func offsetsOf(p *packet.Packet, at place) Encapsulated {
	frame, network := p.Layers[at.tunnel].Behind(), p.Layers[at.network].Offset
	return Encapsulated{
		Valid: true, InnerFrame: frame, IPHeader: network - frame,
		TCPHeader: p.Layers[at.transport].Offset - network,
		IPv6:      p.Layers[at.network].Kind == packet.IPv6, TCPOptions: hasTCPOptions(p, at.transport),
	}
}

// seedOf is the sum of the pseudo-header that TCP/IP leaves in a checksum; without
// the length where the packet is to be cut.
func seedOf(p *packet.Packet, at place, withLength bool) uint16 {
	l := p.Layers[at.transport]
	protocol, length := uint8(packet.ProtocolTCP), 0
	if l.Kind == packet.UDP {
		protocol = packet.ProtocolUDP
	}
	if withLength {
		length = l.End - l.Offset
	}
	return packet.Fold(p.PseudoSum(at.network, protocol, length))
}

// hasIPOptions reports whether the IP layer has options, or extension headers.
func hasIPOptions(p *packet.Packet, network int) bool {
	if p.Layers[network].Kind == packet.IPv4 {
		return len(p.Span(network, packet.IPv4Options)) > 0
	}
	return network+1 < len(p.Layers) && p.Layers[network+1].Kind.IsExtension()
}

func hasTCPOptions(p *packet.Packet, transport int) bool {
	return p.Layers[transport].Kind == packet.TCP && len(p.Span(transport, packet.TCPOptions)) > 0
}
