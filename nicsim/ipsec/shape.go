package ipsec

import "ndisplayground/nicsim/packet"

// Protocol numbers (IANA) that IPsec puts into other headers or looks for.
const (
	protocolIPv4 = 4
	protocolUDP  = packet.ProtocolUDP
	protocolIPv6 = 41
	protocolESP  = 50
	protocolAH   = 51
)

// shape is where the headers of one IP packet stand that IPsec has to do with.
// Offsets count from the IP header; -1 is none.
type shape struct {
	packet.Packet // the IP packet, to the end that its length states
	v6            bool
	header        int // bytes of the IP header and its extension headers
	last          int // the layer whose number names what is behind them
	udp, ah, esp  int
	ahLength      int
	espEnd        int
	broken        int // where an IPsec header should be that is cut off or too short
	brokenAH      bool
	options       bool
	extensions    bool
	fragment      bool
	routed        bool // the address is to change on the way
}

// shapeOf looks at bytes that begin with an IP header; false where they do not.
func shapeOf(bytes []byte) (*shape, bool) {
	if len(bytes) == 0 {
		return nil, false
	}
	kind := packet.IPv4
	if isIPv6(bytes) {
		kind = packet.IPv6
	}
	s := &shape{Packet: packet.ParseFrom(kind, bytes), v6: kind == packet.IPv6, udp: -1, ah: -1, esp: -1, broken: -1}
	if len(s.Layers) == 0 || s.Layers[0].Kind != kind {
		return nil, false
	}
	s.Bytes = bytes[:s.Layers[0].End]
	s.options = !s.v6 && s.Layers[0].Length > s.leastHeader()
	s.fragment = s.Fragmented(0)
	s.walk()
	return s, true
}

// isIPv6 reports whether an IP header is of version 6.
func isIPv6(header []byte) bool { return packet.IPv6Version.Get(header) == 6 }

// family is the IP packet's.
func (s *shape) family() Families {
	if s.v6 {
		return IPv6
	}
	return IPv4
}

func (s *shape) leastHeader() int {
	at, _ := packet.IPv4Options.Bits()
	return at / 8
}

// walk goes through the layers behind the IP header as long as they belong to it.
func (s *shape) walk() {
	s.header = s.Layers[0].Length
	for i := 1; i < len(s.Layers); i++ {
		l := s.Layers[i]
		switch {
		case l.Kind.IsExtension() && s.ah < 0:
			s.extensions, s.header, s.last = true, l.Behind(), i
			s.routed = s.routed || l.Kind == packet.Routing && s.Get(i, packet.RoutingLeft) > 0
		case l.Kind == packet.AH && s.ah < 0:
			s.ah, s.ahLength = l.Offset, l.Length
		case l.Kind == packet.UDP && s.ah < 0 && i+1 < len(s.Layers) && s.Layers[i+1].Kind == packet.ESP:
			s.udp = l.Offset
		case l.Kind == packet.ESP:
			s.esp, s.espEnd = l.Offset, l.End
			return
		default:
			s.cut(l)
			return
		}
	}
}

// cut notes an IPsec header that the packet names but that is not whole.
func (s *shape) cut(l packet.Layer) {
	if s.Stop.Code == "" || s.Stop.At != l.Offset || s.fragment {
		return
	}
	next := s.next(s.last)
	if s.ah >= 0 {
		next = uint8(packet.AHNext.Get(s.Bytes[s.ah:]))
	}
	if next == protocolESP || next == protocolAH {
		s.broken, s.brokenAH = l.Offset, next == protocolAH
	}
}

// nextFields are the fields that name what follows a header of a kind.
var nextFields = []struct {
	kind  packet.Kind
	field packet.Field
}{
	{packet.IPv4, packet.IPv4Protocol}, {packet.IPv6, packet.IPv6Next}, {packet.HopByHop, packet.HopByHopNext},
	{packet.Routing, packet.RoutingNext}, {packet.Fragment, packet.FragmentNext}, {packet.DestinationOptions, packet.DestinationNext},
}

// nextField is the field of a layer that names what follows.
func nextField(k packet.Kind) packet.Field {
	for _, row := range nextFields {
		if row.kind == k {
			return row.field
		}
	}
	return packet.NoField
}

func (s *shape) next(layer int) uint8 {
	return uint8(s.Get(layer, nextField(s.Layers[layer].Kind)))
}

// protected reports whether the packet has an IPsec header, be it a broken one.
func (s *shape) protected() bool { return s.first() >= 0 }

// first is where the outermost IPsec header is.
func (s *shape) first() int {
	switch {
	case s.ah >= 0:
		return s.ah
	case s.esp >= 0:
		return s.esp
	}
	return s.broken
}

// spi is that of the outermost IPsec header, and where it stands.
func (s *shape) spi() (spi uint32, at int) {
	at = s.first()
	if s.ah >= 0 || s.brokenAH {
		return uint32(packet.AHSPI.Get(s.Bytes[at:])), at + fieldAt(packet.AHSPI)
	}
	return uint32(packet.ESPSPI.Get(s.Bytes[at:])), at
}

// fieldAt is where a field begins in its header, in bytes.
func fieldAt(f packet.Field) int {
	at, _ := f.Bits()
	return at / 8
}

func fieldSize(f packet.Field) int {
	_, width := f.Bits()
	return width / 8
}

func (s *shape) source() []byte {
	if s.v6 {
		return s.Span(0, packet.IPv6Source)
	}
	return s.Span(0, packet.IPv4Source)
}

func (s *shape) destination() []byte {
	if s.v6 {
		return s.Span(0, packet.IPv6Destination)
	}
	return s.Span(0, packet.IPv4Destination)
}

// missing is the capability that the packet's headers call for and the card does
// not have, "" where it has all. A fragment, and a packet that is still to be sent
// on to other addresses, no card takes.
func (c *Capabilities) missing(s *shape) string {
	for _, row := range []struct {
		wants, has bool
		name       string
	}{
		{s.fragment, false, "fragment"},
		{s.routed, false, "routing"},
		{s.v6, c.IPv6, string(pathIPv6)},
		{s.options, c.IPv4Options, string(pathIPv4Options)},
		{s.extensions, c.IPv6Extensions, string(pathIPv6Extensions)},
		{s.ah >= 0, c.AH, string(pathAH)},
		{s.esp >= 0, c.ESP, string(pathESP)},
		{s.ah >= 0 && s.esp >= 0, c.AHAndESP, string(pathAHAndESP)},
		{s.udp >= 0, c.UDP != 0, string(pathUDP)},
	} {
		if row.wants && !row.has {
			return row.name
		}
	}
	return ""
}

// missingMode is the same for tunnel mode or transport mode, and for both in one
// packet.
func (c *Capabilities) missingMode(tunnel, both bool) string {
	switch {
	case both && !c.TransportTunnel:
		return string(pathTransportTunnel)
	case tunnel && !c.Tunnel:
		return string(pathTunnel)
	case !tunnel && !c.Transport:
		return string(pathTransport)
	}
	return ""
}

// isTunnel reports whether what an IPsec header carries is an IP packet.
func isTunnel(next uint8) bool { return next == protocolIPv4 || next == protocolIPv6 }

// overUDP reports whether the bundle's ESP is to be in UDP, in the packet as it
// is or in the one that a tunnel carries.
func (b *Bundle) overUDP(inner bool) bool {
	switch b.UDP {
	case constant(udpGroup, udpTransport), constant(udpGroup, udpTunnel):
		return true
	case constant(udpGroup, udpOuter):
		return !inner
	case constant(udpGroup, udpInner):
		return inner
	}
	return false
}

// differs is how the packet's IPsec headers are not those of the bundle, "" where
// they are.
func (b *Bundle) differs(s *shape, inner bool) string {
	ah, esp := b.ah(), b.esp()
	hasAH, hasESP := s.ah >= 0 || s.brokenAH, s.esp >= 0 || s.broken >= 0
	if s.brokenAH {
		hasESP = esp != nil // nobody can tell what is behind
	}
	switch {
	case hasAH != (ah != nil):
		return "ah"
	case hasESP != (esp != nil):
		return "esp"
	case (s.udp >= 0) != b.overUDP(inner) && s.broken < 0:
		return "udp"
	case s.ah >= 0 && ah.SPI != uint32(packet.AHSPI.Get(s.Bytes[s.ah:])), s.esp >= 0 && esp.SPI != uint32(packet.ESPSPI.Get(s.Bytes[s.esp:])):
		return "spi"
	}
	return ""
}

// tooShort is the header that is not as long as the bundle's algorithms call for,
// "" where all are.
func (b *Bundle) tooShort(s *shape) string {
	switch {
	case s.broken >= 0:
		return "header"
	case s.ah >= 0 && b.ah() != nil && s.ahLength != b.ah().ahLength(s.v6):
		return "ah"
	case s.esp >= 0 && b.esp() != nil && !b.esp().fits(s.espEnd-s.esp):
		return "esp"
	}
	return ""
}
