package offload

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// large is a packet that is to be cut: what is asked, and the members and rules
// that govern it.
type large struct {
	*largeKind
	mss          int
	headerOffset int
	ipv6         bool
	beside       bool          // a VLAN tag comes beside the packet
	encapsulated *Encapsulated // nil: no tunnel
}

// largeKind is a way of cutting packets: LSOv1, LSOv2 or USO.
type largeKind struct {
	transport packet.Kind
	version   int // of large send offload, 0 for USO
	paths     []largePaths
	tunnel    func(*tunnelPaths) ndis.Path // "": not in tunnels
	rules     *largeRules
	ids       uint64 // the bits of an IPv4 identification that count up
	byLength  bool   // the packet's length is the IP header's, else the buffer's
}

// largePaths are the members that govern a family.
type largePaths struct {
	family                        packet.Kind
	encapsulation, most, least    ndis.Path
	ipOptions, tcpOptions, subMSS ndis.Path // "": always, never
}

// largeRules are the rules of one kind.
type largeRules struct {
	segmented, notEnabled, notReported, mss, notTransport, wrongVersion, fragment, flags,
	headerOffset, options, encapsulation, tooLarge, tooFew, subMSS, seedWrong trace.Rule
}

var lsoRules = largeRules{
	RuleLSOSegmented, RuleLSONotEnabled, RuleLSONotReported, RuleLSOMSS, RuleLSONotTCP, RuleLSOWrongVersion, RuleLSOFragment, RuleLSOFlags,
	RuleLSOHeaderOffset, RuleLSOOptions, RuleLSOEncapsulation, RuleLSOTooLarge, RuleLSOTooFew, "", RuleLSOSeedWrong,
}

var usoRules = largeRules{
	RuleUSOSegmented, RuleUSONotEnabled, RuleUSONotReported, RuleUSOMSS, RuleUSONotUDP, RuleUSOWrongVersion, RuleUSOFragment, "",
	RuleUSOHeaderOffset, RuleUSOOptions, RuleUSOEncapsulation, RuleUSOTooLarge, RuleUSOTooFew, RuleUSOSubMSS, RuleUSOSeedWrong,
}

// The kinds. Identifications count within 15 bits in LSOv2, within 16 elsewhere.
var (
	lsoV1 = largeKind{packet.TCP, 1, []largePaths{
		{packet.IPv4, "LsoV1.IPv4.Encapsulation", "LsoV1.IPv4.MaxOffLoadSize", "LsoV1.IPv4.MinSegmentCount", "LsoV1.IPv4.IpOptions", "LsoV1.IPv4.TcpOptions", ""},
	}, nil, &lsoRules, 0xFFFF, true}
	lsoV2 = largeKind{packet.TCP, 2, []largePaths{
		{packet.IPv4, "LsoV2.IPv4.Encapsulation", "LsoV2.IPv4.MaxOffLoadSize", "LsoV2.IPv4.MinSegmentCount", "", "", ""},
		{packet.IPv6, "LsoV2.IPv6.Encapsulation", "LsoV2.IPv6.MaxOffLoadSize", "LsoV2.IPv6.MinSegmentCount", "LsoV2.IPv6.IpExtensionHeadersSupported", "LsoV2.IPv6.TcpOptionsSupported", ""},
	}, func(t *tunnelPaths) ndis.Path { return t.lso }, &lsoRules, 0x7FFF, false}
	uso = largeKind{packet.UDP, 0, []largePaths{
		{packet.IPv4, "UdpSegmentation.IPv4.Encapsulation", "UdpSegmentation.IPv4.MaxOffLoadSize", "UdpSegmentation.IPv4.MinSegmentCount", "", "", "UdpSegmentation.IPv4.SubMssFinalSegmentSupported"},
		{packet.IPv6, "UdpSegmentation.IPv6.Encapsulation", "UdpSegmentation.IPv6.MaxOffLoadSize", "UdpSegmentation.IPv6.MinSegmentCount", "UdpSegmentation.IPv6.IpExtensionHeadersSupported", "", "UdpSegmentation.IPv6.SubMssFinalSegmentSupported"},
	}, func(t *tunnelPaths) ndis.Path { return t.uso }, &usoRules, 0xFFFF, false}
)

// mostSegments bounds what one packet may become. Real cards have such bounds; the
// number is ours.
const mostSegments = 4096

// family are the paths of a family, nil where the kind is not for it.
func (k *largeKind) family(family packet.Kind) *largePaths {
	for i := range k.paths {
		if k.paths[i].family == family {
			return &k.paths[i]
		}
	}
	return nil
}

// name is what the facts call it.
func (k *largeKind) name() string {
	return []string{"USO", "LSOv1", "LSOv2"}[k.version]
}

// largeOf is the packet that a request wants cut, nil for none.
func largeOf(q *Request) *large {
	beside := !q.VLAN.empty()
	switch {
	case q.LSO != nil && q.LSO.Version == 1:
		return &large{&lsoV1, q.LSO.MSS, q.LSO.HeaderOffset, false, beside, q.Encapsulated}
	case q.LSO != nil:
		return &large{&lsoV2, q.LSO.MSS, q.LSO.HeaderOffset, q.LSO.IPv6, beside, q.Encapsulated}
	case q.USO != nil:
		return &large{&uso, q.USO.MSS, q.USO.HeaderOffset, q.USO.IPv6, beside, q.Encapsulated}
	}
	return nil
}

// admit decides whether the packet can be cut, and where.
func (r *run) admit(l *large) (at place, data []byte, ok bool) {
	if at, ok = r.largePlace(l); !ok {
		return at, nil, false
	}
	paths := l.family(r.Layers[at.network].Kind)
	if !r.largeEnabled(l, paths, at) || !r.largeHeaders(l, paths, at) {
		return at, nil, false
	}
	data = r.userData(l, at)
	return at, data, r.largeSize(l, paths, at, len(data))
}

// largePlace finds the headers; they must be those that the request is about.
func (r *run) largePlace(l *large) (at place, ok bool) {
	at, ok = placeOf(&r.Packet, l.encapsulated != nil)
	if l.encapsulated != nil && at.tunnel < 0 {
		return at, r.reject(RuleTunnelMissing)
	}
	if !ok {
		return at, r.word("kind", l.name()).stop().reject(l.rules.notTransport)
	}
	network := r.Layers[at.network].Kind
	if l.family(network) == nil || l.encapsulated == nil && l.version != 1 && l.ipv6 != (network == packet.IPv6) {
		return at, r.word("kind", l.name()).header("packet", at.network).word("request", familyName(l.ipv6)).reject(l.rules.wrongVersion)
	}
	if r.Fragmented(at.network) {
		return at, r.word("kind", l.name()).header("packet", at.network).reject(l.rules.fragment)
	}
	if at.transport < 0 || r.Layers[at.transport].Kind != l.transport {
		return at, r.word("kind", l.name()).stop().header("packet", at.network).reject(l.rules.notTransport)
	}
	return at, true
}

func familyName(ipv6 bool) string {
	if ipv6 {
		return packet.IPv6.String()
	}
	return packet.IPv4.String()
}

// largeEnabled checks the capabilities that have to do with no field.
func (r *run) largeEnabled(l *large, paths *largePaths, at place) bool {
	if !r.word("kind", l.name()).can(paths.encapsulation, l.rules.notEnabled, l.rules.notReported, trace.Rejected) {
		return false
	}
	if l.encapsulated == nil {
		return r.framed(paths.encapsulation, l.beside, l.rules.encapsulation, trace.Rejected)
	}
	if l.tunnel == nil {
		return r.tunnel(at).word("member", l.name()).number("value", 0).reject(RuleTunnelNotReported)
	}
	r.offsets(at, l.encapsulated)
	return r.encapsulated(at, l.tunnel, trace.Rejected)
}

// largeHeaders checks the headers of the packet.
func (r *run) largeHeaders(l *large, paths *largePaths, at place) bool {
	offset := r.Layers[at.transport].Offset
	switch {
	case l.mss <= 0 || len(r.Bytes)/l.mss > mostSegments:
		return r.word("kind", l.name()).number("mss", l.mss).number("most", mostSegments).reject(l.rules.mss)
	case l.encapsulated == nil && l.headerOffset != offset:
		return r.number("offset", l.headerOffset).header("layer", at.transport).number("right", offset).reject(l.rules.headerOffset)
	case hasIPOptions(&r.Packet, at.network) && paths.ipOptions != "" && r.card.value(paths.ipOptions) == 0:
		return r.word("kind", l.name()).header("layer", at.network).member(paths.ipOptions).reject(l.rules.options)
	case hasTCPOptions(&r.Packet, at.transport) && paths.tcpOptions != "" && r.card.value(paths.tcpOptions) == 0:
		return r.word("kind", l.name()).header("layer", at.transport).member(paths.tcpOptions).reject(l.rules.options)
	case l.transport == packet.TCP && r.Get(at.transport, packet.TCPFlags)&(packet.FlagSYN|packet.FlagRST|packet.FlagURG) != 0:
		return r.field("flags", at.transport, packet.TCPFlags).reject(l.rules.flags)
	}
	return true
}

// userData is the user data of the packet: up to the end that the IP header states, or
// to the end of the buffer.
func (r *run) userData(l *large, at place) []byte {
	if l.byLength || l.encapsulated != nil {
		return r.Content(at.transport)
	}
	return r.Bytes[r.Layers[at.transport].Behind():]
}

// largeSize checks how much there is to cut, into how many segments.
func (r *run) largeSize(l *large, paths *largePaths, at place, length int) bool {
	behind := r.Layers[at.transport].Behind()
	count := (length + l.mss - 1) / l.mss
	switch {
	case uint64(length) > r.card.value(paths.most):
		return r.word("kind", l.name()).data("length", behind, length).limit("most", paths.most).reject(l.rules.tooLarge)
	case uint64(count) < max(1, r.card.value(paths.least)):
		return r.word("kind", l.name()).data("length", behind, length).number("mss", l.mss).number("segments", count).
			limit("least", paths.least).reject(l.rules.tooFew)
	case paths.subMSS != "" && length%l.mss != 0 && r.card.value(paths.subMSS) == 0:
		return r.data("length", behind, length).number("mss", l.mss).number("last", length%l.mss).
			member(paths.subMSS).reject(l.rules.subMSS)
	}
	return true
}
