package ipsec

import "ndisplayground/nicsim/packet"

// framing is a packet while the transport gives it IPsec headers: what comes first
// is kept, then the headers, then what they carry.
type framing struct {
	bundle *Bundle
	head   []byte // link header, and IP header with its extension headers
	ip     int    // where the IP header begins in it
	last   int    // where the header begins that names what follows
	field  packet.Field
	next   uint8 // what the innermost IPsec header carries
	body   []byte
}

// Frame does the transport's part of sending: it gives a frame the bundle's IPsec
// headers, in tunnel mode behind an IP header of their own, with the next sequence
// number, padding and trailer, and with zeros where the card is to write. It
// returns the out-of-band information that goes with the frame; ok is false where
// the frame has no IP packet. In IPv6 the headers stand behind all extension
// headers.
func (b *Bundle) Frame(frame []byte, tunnel bool) (framed []byte, info Transmit, ok bool) {
	p := packet.Parse(frame)
	link := outermost(&p)
	if link < 0 {
		return nil, Transmit{}, false
	}
	at := p.Layers[link].Offset
	s, ok := shapeOf(frame[at:p.Layers[link].End])
	if !ok {
		return nil, Transmit{}, false
	}
	f := framing{bundle: b, ip: at}
	if tunnel {
		f.tunnel(&p, link, s)
	} else {
		f.transport(frame[:at], s)
	}
	framed, info = f.assemble()
	return framed, info, true
}

// outermost is the index of the first IP layer, -1 for none.
func outermost(p *packet.Packet) int {
	for i, l := range p.Layers {
		if l.Kind.IsNetwork() {
			return i
		}
	}
	return -1
}

// transport keeps the packet's IP header.
func (f *framing) transport(link []byte, s *shape) {
	f.head = append(append([]byte(nil), link...), s.Bytes[:s.header]...)
	l := s.Layers[s.last]
	f.last, f.field = f.ip+l.Offset, nextField(l.Kind)
	f.next, f.body = s.next(s.last), s.Bytes[s.header:]
}

// tunnel puts an IP header in front, between the bundle's addresses.
func (f *framing) tunnel(p *packet.Packet, link int, s *shape) {
	f.next, f.body = protocolIPv4, s.Bytes
	if s.v6 {
		f.next = protocolIPv6
	}
	f.head = append([]byte(nil), p.Bytes[:f.ip]...)
	layers, from, to := "ipv4", packet.IPv4Source, packet.IPv4Destination
	f.field = packet.IPv4Protocol
	if f.bundle.IPv6 {
		layers, from, to = "ipv6", packet.IPv6Source, packet.IPv6Destination
		f.field = packet.IPv6Next
	}
	f.head = append(f.head, must(packet.Build(layers))...)
	header := f.head[f.ip:]
	copy(header[fieldAt(from):], f.bundle.Source)
	copy(header[fieldAt(to):], f.bundle.Destination)
	f.last = f.ip
	if link > 0 {
		renameLink(f.head, p.Layers[link-1], f.bundle.IPv6)
	}
}

// renameLink makes the link header say which version of IP follows.
func renameLink(head []byte, l packet.Layer, v6 bool) {
	right := must(packet.Build("eth/ipv4"))
	if v6 {
		right = must(packet.Build("eth/ipv6"))
	}
	number := packet.EthernetType.Get(right)
	for _, row := range []struct {
		kind  packet.Kind
		field packet.Field
	}{{packet.Ethernet, packet.EthernetType}, {packet.VLAN, packet.VLANType}, {packet.SNAP, packet.SNAPType}} {
		if row.kind == l.Kind {
			row.field.Put(head[l.Offset:], number)
		}
	}
}

// assemble puts the parts together.
func (f *framing) assemble() ([]byte, Transmit) {
	out := f.head
	info := Transmit{Offload: f.bundle.Handle}
	udp := -1
	esp, ah := f.bundle.esp(), f.bundle.ah()
	if f.bundle.overUDP(f.inTunnel()) && esp != nil {
		udp = len(out)
		f.field.Put(out[f.last:], protocolUDP)
		out = append(out, make([]byte, 8)...)
		packet.UDPSource.Put(out[udp:], packet.PortESP)
		packet.UDPDestination.Put(out[udp:], packet.PortESP)
	}
	if ah != nil {
		info.AHOffset = uint8((len(out) - f.ip) / 4)
		out = f.addAH(out, ah, esp != nil)
	}
	if esp != nil {
		info.ESPOffset = uint8((len(out) - f.ip) / 4)
		if udp < 0 && ah == nil {
			f.field.Put(out[f.last:], protocolESP)
		}
		out, info.PadLength = f.addESP(out, esp)
		info.NextHeader = f.next
	} else {
		out = append(out, f.body...)
	}
	finishLengths(out[f.ip:], udp-f.ip)
	return out, info
}

// inTunnel reports whether the packet is one that a tunnel is to carry: in
// transport mode, with one of the two ways of UDP that know of both modes.
func (f *framing) inTunnel() bool {
	kind := f.bundle.UDP
	return !isTunnel(f.next) && (kind == constant(udpGroup, udpInner) || kind == constant(udpGroup, udpOuter))
}

func (f *framing) addAH(out []byte, s *SA, thenESP bool) []byte {
	at := len(out)
	f.field.Put(out[f.last:], protocolAH)
	length := s.ahLength(isIPv6(out[f.ip:]))
	out = append(out, make([]byte, length)...)
	next := f.next
	if thenESP {
		next = protocolESP
	}
	packet.AHNext.Put(out[at:], uint64(next))
	packet.AHLength.Put(out[at:], uint64(length/4-2))
	packet.AHSPI.Put(out[at:], uint64(s.SPI))
	packet.AHSequence.Put(out[at:], s.nextSequence())
	return out
}

func (f *framing) addESP(out []byte, s *SA) ([]byte, uint8) {
	at := len(out)
	out = append(out, make([]byte, espHeader+s.iv())...)
	packet.ESPSPI.Put(out[at:], uint64(s.SPI))
	packet.ESPSequence.Put(out[at:], s.nextSequence())
	out = append(out, f.body...)
	pad := -(len(f.body) + espTrailer)
	pad = (pad%s.block() + s.block()) % s.block()
	for i := range pad {
		out = append(out, byte(i+1))
	}
	out = append(out, byte(pad), f.next)
	return append(out, make([]byte, s.icv)...), uint8(pad)
}

// nextSequence is the next sequence number, as far as a packet carries it.
func (s *SA) nextSequence() uint64 {
	s.sequence++
	return s.sequence & (1<<32 - 1)
}

// Sequence is the last sequence number that Frame gave out: with 64 bits, the
// transport tells the card of a new upper half with an update.
func (s *SA) Sequence() uint64 { return s.sequence }

// finishLengths writes what follows from the packet's length. udp is where the UDP
// header is, below 0 for none; its checksum is zero (RFC 3948 section 2.1).
func finishLengths(ip []byte, udp int) {
	if udp >= 0 {
		packet.UDPLength.Put(ip[udp:], uint64(len(ip)-udp))
	}
	if isIPv6(ip) {
		at, _ := packet.IPv6Destination.Bits()
		_, width := packet.IPv6Destination.Bits()
		packet.IPv6Length.Put(ip, uint64(len(ip)-(at+width)/8))
		return
	}
	packet.IPv4Length.Put(ip, uint64(len(ip)))
	packet.IPv4Checksum.Put(ip, 0)
	header := int(packet.IPv4HeaderLength.Get(ip)) * 4
	packet.IPv4Checksum.Put(ip, uint64(packet.Checksum(ip[:min(header, len(ip))])))
}

// Strip does the transport's part of receiving: it takes the bundle's IPsec
// headers, trailer and padding from a frame whose content the card has decrypted.
// ok is false where the frame does not have them.
func (b *Bundle) Strip(frame []byte) (plain []byte, ok bool) {
	p := packet.Parse(frame)
	link := outermost(&p)
	if link < 0 {
		return nil, false
	}
	at := p.Layers[link].Offset
	s, ok := shapeOf(frame[at:p.Layers[link].End])
	if !ok || !s.protected() || (s.ah >= 0) != (b.ah() != nil) || (s.esp >= 0) != (b.esp() != nil) || b.tooShort(s) != "" {
		return nil, false
	}
	next, from, to, ok := b.carried(s)
	if !ok {
		return nil, false
	}
	plain = append(plain, frame[:at]...)
	if isTunnel(next) {
		if link > 0 {
			renameLink(plain, p.Layers[link-1], next == protocolIPv6)
		}
		return append(plain, s.Bytes[from:to]...), true
	}
	plain = append(append(plain, s.Bytes[:s.header]...), s.Bytes[from:to]...)
	last := s.Layers[s.last]
	nextField(last.Kind).Put(plain[at+last.Offset:], uint64(next))
	finishLengths(plain[at:], -1)
	return plain, true
}

// carried is what the packet's IPsec headers carry, decrypted: its protocol, and
// from where to where it is.
func (b *Bundle) carried(s *shape) (next uint8, from, to int, ok bool) {
	if s.esp < 0 {
		return uint8(packet.AHNext.Get(s.Bytes[s.ah:])), s.ah + s.ahLength, len(s.Bytes), true
	}
	esp := s.Bytes[s.esp:s.espEnd]
	next, pad, ok := b.esp().trailer(esp)
	if !ok {
		return 0, 0, 0, false
	}
	from, to = b.esp().payload(esp, pad)
	return next, s.esp + from, s.esp + to, true
}
