package ipsec

import "ndisplayground/nicsim/packet"

// ahHeader is the length of AH in front of its ICV (RFC 4302 section 2).
const ahHeader = 12

// ahLength is the length of the association's AH with IV and ICV, filled up to
// full words of 4 bytes, in IPv6 of 8 (RFC 4302 section 2.2).
func (s *SA) ahLength(v6 bool) int {
	unit := 4
	if v6 {
		unit = 8
	}
	return (ahHeader + s.iv() + s.icv + unit - 1) / unit * unit
}

// ahParts are the IV and the ICV in a packet.
func (s *SA) ahParts(p *shape) (iv, icv []byte) {
	at := p.ah + ahHeader
	middle := at + s.iv()
	return p.Bytes[at:middle:middle], p.Bytes[middle : middle+s.icv]
}

// sealAH signs the packet in place.
func (s *SA) sealAH(p *shape) {
	iv, icv := s.ahParts(p)
	s.sent++
	s.engine.iv(iv, s.sent)
	copy(icv, s.signatureAH(p))
}

// openAH reports whether the packet's signature is right.
func (s *SA) openAH(p *shape) bool {
	_, icv := s.ahParts(p)
	return equal(s.signatureAH(p), icv)
}

// signatureAH is the ICV of the packet (RFC 4302 section 3.3.3): over all that does
// not change on the way, the ICV itself being zeros. The IV of AES-GMAC stands in
// the same field and is not (RFC 4543 section 4).
func (s *SA) signatureAH(p *shape) []byte {
	over := p.unchanging()
	iv, _ := s.ahParts(p)
	at := p.ah + ahHeader + s.iv()
	clear(over[at : at+s.icv])
	over = append(over, s.upper()...)
	switch {
	case s.engine.hmac != nil:
		return s.engine.hmac.sum(s.icv, over)
	case s.engine.aead != nil:
		return s.engine.tag(iv, over)
	}
	return make([]byte, s.icv)
}

// mutable are the fields of IP headers that routers change (RFC 4302 appendix A).
var mutable = []packet.Field{
	packet.IPv4DSCP, packet.IPv4ECN, packet.IPv4Flags, packet.IPv4FragmentOffset, packet.IPv4TTL, packet.IPv4Checksum,
	packet.IPv6DSCP, packet.IPv6ECN, packet.IPv6Flow, packet.IPv6HopLimit,
}

// unchanging is a copy of the packet with zeros where it changes on the way.
func (s *shape) unchanging() []byte {
	over := make([]byte, len(s.Bytes), len(s.Bytes)+4)
	copy(over, s.Bytes)
	for _, f := range mutable {
		if f.Kind() == s.Layers[0].Kind {
			f.Put(over, 0)
		}
	}
	if !s.v6 {
		clearIPv4Options(over[s.leastHeader():s.Layers[0].Length])
		return over
	}
	for _, l := range s.Layers[1:] {
		if l.Offset >= s.ah {
			break
		}
		if l.Kind == packet.HopByHop || l.Kind == packet.DestinationOptions {
			clearIPv6Options(over[l.Offset+fieldAt(packet.HopByHopOptions) : l.Behind()])
		}
	}
	return over
}

// kept are the options of IPv4 that nobody changes on the way: the end, no
// operation, three of security, router alert, multi-destination (RFC 4302 appendix
// A1).
const kept = "\x00\x01\x82\x85\x86\x94\x95"

// clearIPv4Options zeros all other options, with number and length.
func clearIPv4Options(options []byte) {
	for at := 0; ; {
		kind, _, next, ok := packet.NextOption(options, at)
		if !ok {
			clear(options[at:])
			return
		}
		if !contains(kept, kind) {
			clear(options[at:next])
		}
		at = next
	}
}

func contains(list string, b byte) bool {
	for i := range len(list) {
		if list[i] == b {
			return true
		}
	}
	return false
}

// clearIPv6Options zeros the data of options whose number says that it may change
// on the way (RFC 8200 section 4.2). Number 0 stands alone.
func clearIPv6Options(options []byte) {
	for at := 0; at+1 < len(options); {
		if options[at] == 0 {
			at++
			continue
		}
		end := min(at+2+int(options[at+1]), len(options))
		if options[at]&0x20 != 0 {
			clear(options[at+2 : end])
		}
		at = end
	}
}
