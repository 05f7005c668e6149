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
	if r.card.value(paths.encapsulation) == 0 && r.card.reported(paths.encapsulation) != 0 {
		r.header("layer", at.network).member(paths.encapsulation).note(RuleChecksumNotEnabled, trace.Ignored)
		return
	}
	if !r.framed(paths.encapsulation, !q.VLAN.empty(), RuleChecksumEncapsulation, trace.Ignored) {
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
		r.word("missing", "ip").stop().note(RuleChecksumNoHeader, trace.Ignored)
		return at, false
	}
	outermost := r.Layers[at.outermost()].Kind
	if q.Checksum.IsIPv4 && outermost != packet.IPv4 || q.Checksum.IsIPv6 && outermost != packet.IPv6 {
		r.header("packet", at.outermost()).word("request", flagName(q)).note(RuleChecksumWrongVersion, trace.Ignored)
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
		r.word("missing", kind.String()).header("packet", at.network).note(RuleChecksumNoHeader, trace.Ignored)
		return
	}
	if !r.header("layer", at.transport).can(path, RuleChecksumNotEnabled, RuleChecksumNotReported, trace.Ignored) ||
		!r.optionsAllowed(at, paths) {
		return
	}
	l := r.Layers[at.transport]
	if q.Encapsulated == nil && q.Checksum.HeaderOffset != l.Offset {
		r.number("offset", q.Checksum.HeaderOffset).header("layer", at.transport).number("right", l.Offset).note(RuleChecksumHeaderOffset, trace.Tolerated)
	}
	field := packet.ChecksumField(kind)
	_, right, _ := r.Packet.Checksum(at.transport)
	seed, want := uint16(r.Get(at.transport, field)), seedOf(&r.Packet, at, true)
	sum := transportSum(r.Bytes[l.Offset:l.End], kind)
	r.Put(at.transport, field, uint64(sum))
	if sum != right {
		r.hex("seed", seed).hex("rightSeed", want).hex("checksum", sum).hex("right", right).header("layer", at.transport).note(RuleChecksumSeedWrong, trace.Tolerated)
		return
	}
	r.header("layer", at.transport).hex("seed", seed).field("checksum", at.transport, field).note(RuleChecksumFilled, trace.Accepted)
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
		r.header("layer", at.network).member(paths.ipOptions).note(RuleChecksumOptions, trace.Ignored)
		return false
	}
	if at.transport >= 0 && hasTCPOptions(&r.Packet, at.transport) && r.card.value(paths.tcpOptions) == 0 {
		r.field("options", at.transport, packet.TCPOptions).header("layer", at.transport).member(paths.tcpOptions).note(RuleChecksumOptions, trace.Ignored)
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
		if !r.header("layer", network).can(paths.ip, RuleChecksumNotEnabled, RuleChecksumNotReported, trace.Ignored) ||
			!r.optionsAllowed(place{-1, -1, network, -1}, paths) {
			continue
		}
		r.SetChecksum(network)
		r.header("layer", network).hex("seed", 0).field("checksum", network, packet.IPv4Checksum).note(RuleChecksumFilled, trace.Accepted)
	}
	if !done {
		r.word("missing", packet.IPv4.String()).header("packet", at.network).note(RuleChecksumNoHeader, trace.Ignored)
	}
}
