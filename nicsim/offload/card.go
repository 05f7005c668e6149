package offload

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/nicsim/packet"
)

// Offload is the structure of a card's capabilities.
const Offload = "NDIS_OFFLOAD"

// Card is what the hardware goes by.
type Card struct {
	Enabled  *codec.Record // NDIS_OFFLOAD as it is enabled
	Reported *codec.Record // NDIS_OFFLOAD as the card reported it; nil: the same
	Object   int           // the enabled record among the trace's objects, trace.NoObject for none
	RSS      *RSS          // nil: one processor gets all
	Off      []packet.Kind // the families for which all offloads were stopped

	// CountDuplicateACKs coalesces duplicate ACKs and counts them, as the flow
	// chart has it. The text beside it advises against: NDIS disables RSC then.
	CountDuplicateACKs bool
}

// value is a number of the enabled record, 0 where its revision has no such
// member.
func (c *Card) value(path ndis.Path) uint64 { return valueOf(c.Enabled, path) }

// reported is a number of the record that the card reported.
func (c *Card) reported(path ndis.Path) uint64 {
	if c.Reported == nil {
		return c.value(path)
	}
	return valueOf(c.Reported, path)
}

func valueOf(r *codec.Record, path ndis.Path) uint64 {
	if r == nil || path == "" {
		return 0
	}
	return r.Number(path)
}

// Parse finds the layers of a frame, VXLAN at the port that is enabled.
func (c *Card) Parse(frame []byte) packet.Packet {
	if port := c.value(VXLANPort); port != 0 {
		return packet.ParseVXLAN(frame, uint16(port))
	}
	return packet.Parse(frame)
}

// VXLANPort is the member of NDIS_OFFLOAD that says to which UDP port VXLAN goes.
const VXLANPort ndis.Path = "EncapsulatedPacketTaskOffloadVxlan.EncapsulationProtocolInfo.VxlanInfo.VxlanUDPPortNumber"

// checksumPaths are the members that govern checksums of a family in a direction.
type checksumPaths struct {
	family        packet.Kind
	encapsulation ndis.Path
	ipOptions     ndis.Path
	tcpOptions    ndis.Path
	ip, tcp, udp  ndis.Path
}

var transmitChecksum = []checksumPaths{
	{packet.IPv4, "Checksum.IPv4Transmit.Encapsulation", "Checksum.IPv4Transmit.IpOptionsSupported", "Checksum.IPv4Transmit.TcpOptionsSupported",
		"Checksum.IPv4Transmit.IpChecksum", "Checksum.IPv4Transmit.TcpChecksum", "Checksum.IPv4Transmit.UdpChecksum"},
	{packet.IPv6, "Checksum.IPv6Transmit.Encapsulation", "Checksum.IPv6Transmit.IpExtensionHeadersSupported", "Checksum.IPv6Transmit.TcpOptionsSupported",
		"", "Checksum.IPv6Transmit.TcpChecksum", "Checksum.IPv6Transmit.UdpChecksum"},
}

var receiveChecksum = []checksumPaths{
	{packet.IPv4, "Checksum.IPv4Receive.Encapsulation", "Checksum.IPv4Receive.IpOptionsSupported", "Checksum.IPv4Receive.TcpOptionsSupported",
		"Checksum.IPv4Receive.IpChecksum", "Checksum.IPv4Receive.TcpChecksum", "Checksum.IPv4Receive.UdpChecksum"},
	{packet.IPv6, "Checksum.IPv6Receive.Encapsulation", "Checksum.IPv6Receive.IpExtensionHeadersSupported", "Checksum.IPv6Receive.TcpOptionsSupported",
		"", "Checksum.IPv6Receive.TcpChecksum", "Checksum.IPv6Receive.UdpChecksum"},
}

// of are the members of a family.
func pathsOf(all []checksumPaths, family packet.Kind) *checksumPaths {
	for i := range all {
		if all[i].family == family {
			return &all[i]
		}
	}
	return nil
}

// checksum is the member that governs a layer's checksum.
func (p *checksumPaths) checksum(k packet.Kind) ndis.Path {
	switch k {
	case packet.TCP:
		return p.tcp
	case packet.UDP:
		return p.udp
	}
	return p.ip
}

// tunnelPaths are the members that govern packets inside of a tunnel.
type tunnelPaths struct {
	kind                        packet.Kind
	transmit, receive, lso, uso ndis.Path
	rss, headers                ndis.Path
}

var tunnels = []tunnelPaths{
	{packet.NVGRE, "EncapsulatedPacketTaskOffloadGre.TransmitChecksumOffloadSupported", "EncapsulatedPacketTaskOffloadGre.ReceiveChecksumOffloadSupported",
		"EncapsulatedPacketTaskOffloadGre.LsoV2Supported", "EncapsulatedPacketTaskOffloadGre.UsoSupported",
		"EncapsulatedPacketTaskOffloadGre.RssSupported", "EncapsulatedPacketTaskOffloadGre.MaxHeaderSizeSupported"},
	{packet.VXLAN, "EncapsulatedPacketTaskOffloadVxlan.TransmitChecksumOffloadSupported", "EncapsulatedPacketTaskOffloadVxlan.ReceiveChecksumOffloadSupported",
		"EncapsulatedPacketTaskOffloadVxlan.LsoV2Supported", "EncapsulatedPacketTaskOffloadVxlan.UsoSupported",
		"EncapsulatedPacketTaskOffloadVxlan.RssSupported", "EncapsulatedPacketTaskOffloadVxlan.MaxHeaderSizeSupported"},
}

func tunnelOf(kind packet.Kind) *tunnelPaths {
	for i := range tunnels {
		if tunnels[i].kind == kind {
			return &tunnels[i]
		}
	}
	return nil
}

// constant is the value of an official name.
func constant(group, name string) uint64 {
	c, _ := catalog.GroupNamed(group).Named(name)
	return c.Value
}

// tunnelMask are the bits that an inner and an outer header ask for.
func tunnelMask(inner, outer packet.Kind) uint64 {
	const group = "NDIS_ENCAPSULATED_PACKET_TASK_OFFLOAD"
	mask := constant(group, group+"_INNER_IPV4")
	if inner == packet.IPv6 {
		mask = constant(group, group+"_INNER_IPV6")
	}
	if outer == packet.IPv6 {
		return mask | constant(group, group+"_OUTER_IPV6")
	}
	return mask | constant(group, group+"_OUTER_IPV4")
}
