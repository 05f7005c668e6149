package offload

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// checksum fills in the checksums that a request asks for. What the hardware
// cannot do it leaves as it is: the packet goes out all the same.
func (r *run) checksum(q *Request) {
	c := &q.Checksum
	if !c.any() {
		return
	}
	if !c.IsIPv4 && !c.IsIPv6 {
		r.note(RuleChecksumNoVersion, trace.Ignored)
		return
	}
	at, ok := r.checksumPlace(q)
	if !ok {
		return
	}
	paths := pathsOf(transmitChecksum, r.Layers[at.network].Kind)
	if !r.framed(paths.encapsulation, q.VLAN != nil, RuleChecksumEncapsulation, trace.Ignored) {
		return
	}
	if c.TCP {
		r.fillTransport(at, packet.TCP, paths, q)
	}
	if c.UDP {
		r.fillTransport(at, packet.UDP, paths, q)
	}
	if c.IPHeader {
		r.fillIP(at)
	}
}

// checksumPlace is where checksums are to be filled in; ok is false where the
// packet is not what the request says.
func (r *run) checksumPlace(q *Request) (at place, ok bool) {
	at, ok = placeOf(&r.Packet, q.Encapsulated != nil)
	if !ok && q.Encapsulated != nil && at.tunnel < 0 {
		r.note(RuleTunnelMissing, trace.Ignored)
		return at, false
	}
	if !ok {
		r.note(RuleChecksumNoHeader, trace.Ignored, word("missing", "ip"), r.stop(), r.stopAt())
		return at, false
	}
	outermost := r.Layers[at.outermost()].Kind
	if q.Checksum.IsIPv4 && outermost != packet.IPv4 || q.Checksum.IsIPv6 && outermost != packet.IPv6 {
		r.note(RuleChecksumWrongVersion, trace.Ignored, r.header("packet", at.outermost()), word("request", flagName(q)))
		return at, false
	}
	if q.Encapsulated != nil {
		r.offsets(at, q.Encapsulated)
		return at, r.encapsulated(at, func(t *tunnelPaths) ndis.Path { return t.transmit }, trace.Ignored)
	}
	return at, true
}

func flagName(q *Request) string {
	if q.Checksum.IsIPv4 {
		return "IsIPv4"
	}
	return "IsIPv6"
}

// fillTransport fills in the checksum of TCP or UDP: the sum over what there is,
// onto the sum that TCP/IP left in its place.
func (r *run) fillTransport(at place, kind packet.Kind, paths *checksumPaths, q *Request) {
	path := paths.checksum(kind)
	if at.transport < 0 || r.Layers[at.transport].Kind != kind || r.Fragmented(at.network) {
		r.note(RuleChecksumNoHeader, trace.Ignored, word("missing", kind.String()), r.header("packet", at.network))
		return
	}
	if !r.can(path, RuleChecksumNotEnabled, RuleChecksumNotReported, trace.Ignored, r.header("layer", at.transport)) ||
		!r.optionsAllowed(at, paths) {
		return
	}
	l := r.Layers[at.transport]
	if q.Encapsulated == nil && q.Checksum.HeaderOffset != l.Offset {
		r.note(RuleChecksumHeaderOffset, trace.Tolerated, number("offset", q.Checksum.HeaderOffset), r.header("layer", at.transport), number("right", l.Offset))
	}
	field := packet.ChecksumField(kind)
	_, right, _ := r.Packet.Checksum(at.transport)
	before := r.field("seed", at.transport, field)
	seed, want := uint16(r.Get(at.transport, field)), seedOf(&r.Packet, at, true)
	sum := transportSum(r.Bytes[l.Offset:l.End], kind)
	r.Put(at.transport, field, uint64(sum))
	if sum != right {
		r.note(RuleChecksumSeedWrong, trace.Tolerated, before, hex16("rightSeed", want), hex16("checksum", sum), hex16("right", right), r.header("layer", at.transport))
		return
	}
	r.note(RuleChecksumFilled, trace.Accepted, r.header("layer", at.transport), hex16("seed", seed), r.field("checksum", at.transport, field))
}

// transportSum is the checksum of a segment whose checksum field holds the sum of
// the pseudo-header.
func transportSum(segment []byte, kind packet.Kind) uint16 {
	sum := packet.Checksum(segment)
	if sum == 0 && kind == packet.UDP {
		return 0xFFFF // 0 says that there is none
	}
	return sum
}

// optionsAllowed notes where the hardware cannot pass over options.
func (r *run) optionsAllowed(at place, paths *checksumPaths) bool {
	if hasIPOptions(&r.Packet, at.network) && r.card.value(paths.ipOptions) == 0 {
		r.note(RuleChecksumOptions, trace.Ignored, r.header("layer", at.network), word("member", string(paths.ipOptions)), r.member("value", paths.ipOptions))
		return false
	}
	if at.transport >= 0 && hasTCPOptions(&r.Packet, at.transport) && r.card.value(paths.tcpOptions) == 0 {
		r.note(RuleChecksumOptions, trace.Ignored, r.field("options", at.transport, packet.TCPOptions), r.header("layer", at.transport),
			word("member", string(paths.tcpOptions)), r.member("value", paths.tcpOptions))
		return false
	}
	return true
}

// fillIP fills in the checksums of IPv4 headers, in a tunnel both.
func (r *run) fillIP(at place) {
	done := false
	paths := pathsOf(transmitChecksum, packet.IPv4)
	for _, network := range []int{at.network, at.outer} {
		if network < 0 || r.Layers[network].Kind != packet.IPv4 {
			continue
		}
		done = true
		if !r.can(paths.ip, RuleChecksumNotEnabled, RuleChecksumNotReported, trace.Ignored, r.header("layer", network)) ||
			!r.optionsAllowed(place{-1, -1, network, -1}, paths) {
			continue
		}
		r.SetChecksum(network)
		r.note(RuleChecksumFilled, trace.Accepted, r.header("layer", network), hex16("seed", 0), r.field("checksum", network, packet.IPv4Checksum))
	}
	if !done {
		r.note(RuleChecksumNoHeader, trace.Ignored, word("missing", packet.IPv4.String()), r.header("packet", at.network))
	}
}
