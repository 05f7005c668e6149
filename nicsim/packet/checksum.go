package packet

import "encoding/binary"

// Add adds bytes to a sum of the Internet checksum (RFC 1071), as numbers of two
// bytes, without the final turn. Of several pieces, only the last may have an odd
// length.
func Add(sum uint64, bytes []byte) uint64 {
	for len(bytes) >= 8 {
		v := binary.BigEndian.Uint64(bytes)
		sum += v>>32 + v&0xFFFFFFFF
		bytes = bytes[8:]
	}
	for len(bytes) >= 2 {
		sum += uint64(binary.BigEndian.Uint16(bytes))
		bytes = bytes[2:]
	}
	if len(bytes) == 1 {
		sum += uint64(bytes[0]) << 8
	}
	return sum
}

// Fold makes two bytes of a sum, carries added.
func Fold(sum uint64) uint16 {
	for sum > 0xFFFF {
		sum = sum>>16 + sum&0xFFFF
	}
	return uint16(sum)
}

// Checksum is the Internet checksum of bytes.
func Checksum(bytes []byte) uint16 { return ^Fold(Add(0, bytes)) }

// Update is a checksum after two bytes under it, at an even place, became others
// (RFC 1624, equation 3).
func Update(checksum, before, after uint16) uint16 {
	return ^Fold(uint64(^checksum) + uint64(^before) + uint64(after))
}

// PseudoSum is the sum of the pseudo-header of TCP or UDP over the network layer
// of that index: addresses, protocol and length (RFC 9293 section 3.1, RFC 8200
// section 8.1).
func (p *Packet) PseudoSum(network int, protocol uint8, length int) uint64 {
	l := p.Layers[network]
	header := p.Bytes[l.Offset:l.Behind()]
	sum := uint64(protocol) + uint64(length>>16) + uint64(length&0xFFFF)
	if l.Kind == IPv4 {
		return Add(sum, header[12:20])
	}
	return Add(Add(sum, header[8:24]), p.finalDestination(network))
}

// finalDestination is where an IPv6 packet goes at last: a routing header with
// segments left has the address as its last (types 0 and 2).
func (p *Packet) finalDestination(network int) []byte {
	for i := network + 1; i < len(p.Layers) && p.Layers[i].Kind.IsExtension(); i++ {
		l := p.Layers[i]
		header := p.Bytes[l.Offset:l.Behind()]
		kind := RoutingType.Get(header)
		if l.Kind == Routing && RoutingLeft.Get(header) > 0 && (kind == 0 || kind == 2) && l.Length >= 24 {
			return header[l.Length-16:]
		}
	}
	return p.Span(network, IPv6Destination)
}

// Protocol numbers of what has a pseudo-header.
const (
	ProtocolTCP = 6
	ProtocolUDP = 17
)

// checksumFields are the kinds that have a checksum.
var checksumFields = []struct {
	kind     Kind
	field    Field
	protocol uint8 // 0: no pseudo-header
}{
	{IPv4, IPv4Checksum, 0},
	{TCP, TCPChecksum, ProtocolTCP},
	{UDP, UDPChecksum, ProtocolUDP},
}

// Checksum is the checksum that a layer has and the one that would be right. ok
// is false where the layer has none, or it cannot be told because it is over
// more than this packet: a fragment.
func (p *Packet) Checksum(layer int) (has, right uint16, ok bool) {
	l := p.Layers[layer]
	for _, c := range checksumFields {
		if c.kind != l.Kind {
			continue
		}
		header := p.Bytes[l.Offset:l.End]
		has = uint16(c.field.Get(header))
		if c.protocol == 0 {
			return has, ^Fold(Add(0, header[:l.Length]) - uint64(has)), true
		}
		network := p.Network(layer)
		if network < 0 || p.Fragmented(network) {
			return has, 0, false
		}
		sum := p.PseudoSum(network, c.protocol, len(header)) + Add(0, header) - uint64(has)
		right = ^Fold(sum)
		if right == 0 && l.Kind == UDP {
			right = 0xFFFF // 0 says that there is none
		}
		return has, right, true
	}
	return 0, 0, false
}

// Valid reports whether a checksum that came is right: two values are the same
// number in one's complement.
func Valid(has, right uint16) bool { return has == right || has == ^right && (has == 0 || right == 0) }

// ChecksumField is the field that holds a kind's checksum, NoField where it has
// none.
func ChecksumField(k Kind) Field {
	for _, c := range checksumFields {
		if c.kind == k {
			return c.field
		}
	}
	return NoField
}
