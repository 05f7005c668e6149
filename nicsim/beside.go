package nicsim

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/nicsim/ipsec"
	"ndisplayground/nicsim/offload"
	"ndisplayground/nicsim/packet"
)

// AskWords are what can be asked of a card when a packet is sent. "checksum" is
// whichever checksums the packet has.
var AskWords = []string{"checksum", "ip", "tcp", "udp", "lso1", "lso2", "uso", "encapsulated"}

// Saying is a member of a packet's out-of-band information, and its value.
type Saying struct {
	Member string // of [SayingWords]
	Value  int
}

// SayingWords are the members that can be said otherwise.
var SayingWords = []string{"IsIPv4", "IsIPv6", "TcpHeaderOffset", "UdpHeaderOffset", "IPVersion", "InnerFrameOffset", "EspHeaderOffset"}

// MostOf is the most that such a member can be: its bits in the structures that
// have it say so.
func MostOf(member string) int {
	most := 0
	for _, name := range []string{offload.ChecksumInfo, offload.LargeSendInfo, offload.SegmentationInfo, offload.SupplementalInfo, ipsec.HeaderInfoStructure} {
		layout, err := catalog.MustLookup(name).Layout(catalog.Options{Arch: ndis.X64})
		if err != nil {
			continue
		}
		for i := range layout.Leaves {
			leaf := &layout.Leaves[i]
			if strings.HasSuffix(string(layout.Slots[leaf.Slot].Path), "."+member) {
				most = max(most, int(leaf.Mask))
			}
		}
	}
	return most
}

// asked is what the out-of-band information of a packet asks for.
func asked(t Traffic, p *packet.Packet) offload.Request {
	var r offload.Request
	for _, ask := range t.Asks {
		switch ask {
		case "ip":
			r.Checksum.IPHeader = true
		case "tcp":
			r.Checksum.TCP = true
		case "udp":
			r.Checksum.UDP = true
		case "checksum":
			r.Checksum.IPHeader = p.Find(packet.IPv4, 0) >= 0
			r.Checksum.TCP = p.Find(packet.TCP, 0) >= 0
			r.Checksum.UDP = p.Find(packet.UDP, 0) >= 0 && !r.Checksum.TCP
		case "lso1":
			r.LSO = &offload.LargeSend{Version: 1, MSS: t.MSS}
		case "lso2":
			r.LSO = &offload.LargeSend{Version: 2, MSS: t.MSS}
		case "uso":
			r.USO = &offload.UDPSegmentation{MSS: t.MSS}
		case "encapsulated":
			r.Encapsulated = &offload.Encapsulated{}
		}
	}
	r.VLAN = t.VLAN
	return r
}

// say puts another value into the request. What it does not ask for stays unsaid.
func (s Saying) say(r *offload.Request) {
	for _, row := range []struct {
		member string
		there  bool
		set    func()
	}{
		{"IsIPv4", true, func() { r.Checksum.IsIPv4 = s.Value != 0 }},
		{"IsIPv6", true, func() { r.Checksum.IsIPv6 = s.Value != 0 }},
		{"TcpHeaderOffset", true, func() { r.Checksum.HeaderOffset = s.Value }},
		{"TcpHeaderOffset", r.LSO != nil, func() { r.LSO.HeaderOffset = s.Value }},
		{"UdpHeaderOffset", r.USO != nil, func() { r.USO.HeaderOffset = s.Value }},
		{"IPVersion", r.LSO != nil, func() { r.LSO.IPv6 = s.Value != 0 }},
		{"IPVersion", r.USO != nil, func() { r.USO.IPv6 = s.Value != 0 }},
		{"InnerFrameOffset", r.Encapsulated != nil, func() { r.Encapsulated.InnerFrame = s.Value }},
	} {
		if row.member == s.Member && row.there {
			row.set()
		}
	}
}

// keepSum puts the checksum of TCP or UDP back that a packet had.
func keepSum(frame []byte, had *packet.Packet) {
	for _, l := range had.Layers {
		if field := packet.ChecksumField(l.Kind); l.Kind == packet.TCP || l.Kind == packet.UDP {
			field.Put(frame[l.Offset:], field.Get(had.Bytes[l.Offset:]))
		}
	}
}
