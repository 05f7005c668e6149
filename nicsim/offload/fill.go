package offload

import (
	"ndisplayground/ndis/codec"
)

// Fill writes the request into a record of [ChecksumInfo].
func (c ChecksumRequest) Fill(r *codec.Record) error {
	return write(r,
		assignment{"Transmit.IsIPv4", bit(c.IsIPv4)}, assignment{"Transmit.IsIPv6", bit(c.IsIPv6)},
		assignment{"Transmit.TcpChecksum", bit(c.TCP)}, assignment{"Transmit.UdpChecksum", bit(c.UDP)}, assignment{"Transmit.IpHeaderChecksum", bit(c.IPHeader)},
		assignment{"Transmit.TcpHeaderOffset", uint64(c.HeaderOffset)})
}

// Fill writes the request into a record of [LargeSendInfo].
func (l *LargeSend) Fill(r *codec.Record) error {
	if l.Version == 1 {
		return write(r, assignment{"LsoV1Transmit.MSS", uint64(l.MSS)}, assignment{"LsoV1Transmit.TcpHeaderOffset", uint64(l.HeaderOffset)})
	}
	return write(r, assignment{"LsoV2Transmit.MSS", uint64(l.MSS)}, assignment{"LsoV2Transmit.TcpHeaderOffset", uint64(l.HeaderOffset)},
		assignment{"LsoV2Transmit.Type", 1}, assignment{"LsoV2Transmit.IPVersion", bit(l.IPv6)})
}

// Fill writes the tag into a record of [TagInfo].
func (t *Tag) Fill(r *codec.Record) error {
	return write(r, assignment{"TagHeader.UserPriority", uint64(t.UserPriority)},
		assignment{"TagHeader.CanonicalFormatId", uint64(t.CanonicalFormatID)}, assignment{"TagHeader.VlanId", uint64(t.VlanID)})
}

// Fill writes the offsets into a record of [SupplementalInfo].
func (e *Encapsulated) Fill(r *codec.Record) error {
	return write(r, assignment{"EncapsulatedPacketOffsets.IsEncapsulatedPacket", 1},
		assignment{"EncapsulatedPacketOffsets.EncapsulatedPacketOffsetsValid", bit(e.Valid)},
		assignment{"EncapsulatedPacketOffsets.InnerFrameOffset", uint64(e.InnerFrame)},
		assignment{"EncapsulatedPacketOffsets.TransportIpHeaderRelativeOffset", uint64(e.IPHeader)},
		assignment{"EncapsulatedPacketOffsets.TcpHeaderRelativeOffset", uint64(e.TCPHeader)},
		assignment{"EncapsulatedPacketOffsets.IsInnerIPv6", bit(e.IPv6)},
		assignment{"EncapsulatedPacketOffsets.TcpOptionsPresent", bit(e.TCPOptions)})
}

// Fill writes the request into a record of [SegmentationInfo].
func (u *UDPSegmentation) Fill(r *codec.Record) error {
	return write(r, assignment{"Transmit.MSS", uint64(u.MSS)}, assignment{"Transmit.UdpHeaderOffset", uint64(u.HeaderOffset)}, assignment{"Transmit.IPVersion", bit(u.IPv6)})
}
