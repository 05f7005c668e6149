package offload

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

// Structures of out-of-band information.
const (
	ChecksumInfo     = "NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO"
	LargeSendInfo    = "NDIS_TCP_LARGE_SEND_OFFLOAD_NET_BUFFER_LIST_INFO"
	SegmentationInfo = "NDIS_UDP_SEGMENTATION_OFFLOAD_NET_BUFFER_LIST_INFO"
	SupplementalInfo = "NDIS_TCP_SEND_OFFLOADS_SUPPLEMENTAL_NET_BUFFER_LIST_INFO"
	TagInfo          = "NDIS_NET_BUFFER_LIST_8021Q_INFO"
	CoalescedTCPInfo = "NDIS_RSC_NBL_INFO"
	CoalescedUDPInfo = "NDIS_UDP_RSC_OFFLOAD_NET_BUFFER_LIST_INFO"
)

// ReadChecksum reads a record of [ChecksumInfo] that goes down.
func ReadChecksum(r *codec.Record) ChecksumRequest {
	return ChecksumRequest{
		IsIPv4:       valueOf(r, "Transmit.IsIPv4") != 0,
		IsIPv6:       valueOf(r, "Transmit.IsIPv6") != 0,
		TCP:          valueOf(r, "Transmit.TcpChecksum") != 0,
		UDP:          valueOf(r, "Transmit.UdpChecksum") != 0,
		IPHeader:     valueOf(r, "Transmit.IpHeaderChecksum") != 0,
		HeaderOffset: int(valueOf(r, "Transmit.TcpHeaderOffset")),
	}
}

// ReadLargeSend reads a record of [LargeSendInfo] that goes down; nil where it
// asks for nothing.
func ReadLargeSend(r *codec.Record) *LargeSend {
	l := LargeSend{
		Version:      1 + int(valueOf(r, "Transmit.Type")),
		MSS:          int(valueOf(r, "LsoV2Transmit.MSS")),
		HeaderOffset: int(valueOf(r, "LsoV2Transmit.TcpHeaderOffset")),
		IPv6:         valueOf(r, "LsoV2Transmit.IPVersion") != 0,
	}
	if l == (LargeSend{Version: 1}) {
		return nil
	}
	return &l
}

// ReadSegmentation reads a record of [SegmentationInfo] that goes down; nil where
// it asks for nothing.
func ReadSegmentation(r *codec.Record) *UDPSegmentation {
	u := UDPSegmentation{
		MSS:          int(valueOf(r, "Transmit.MSS")),
		HeaderOffset: int(valueOf(r, "Transmit.UdpHeaderOffset")),
		IPv6:         valueOf(r, "Transmit.IPVersion") != 0,
	}
	if u == (UDPSegmentation{}) {
		return nil
	}
	return &u
}

// ReadEncapsulated reads a record of [SupplementalInfo]; nil where the packet is
// in no tunnel.
func ReadEncapsulated(r *codec.Record) *Encapsulated {
	if valueOf(r, "EncapsulatedPacketOffsets.IsEncapsulatedPacket") == 0 {
		return nil
	}
	return &Encapsulated{
		Valid:      valueOf(r, "EncapsulatedPacketOffsets.EncapsulatedPacketOffsetsValid") != 0,
		InnerFrame: int(valueOf(r, "EncapsulatedPacketOffsets.InnerFrameOffset")),
		IPHeader:   int(valueOf(r, "EncapsulatedPacketOffsets.TransportIpHeaderRelativeOffset")),
		TCPHeader:  int(valueOf(r, "EncapsulatedPacketOffsets.TcpHeaderRelativeOffset")),
		IPv6:       valueOf(r, "EncapsulatedPacketOffsets.IsInnerIPv6") != 0,
		TCPOptions: valueOf(r, "EncapsulatedPacketOffsets.TcpOptionsPresent") != 0,
	}
}

// assignment is a member and the number that it gets.
type assignment struct {
	path  ndis.Path
	value uint64
}

func write(r *codec.Record, all ...assignment) error {
	for _, a := range all {
		if err := r.SetValue(a.path, a.value); err != nil {
			return err
		}
	}
	return nil
}

func bit(set bool) uint64 {
	if set {
		return 1
	}
	return 0
}

// Write writes the result into a record of [ChecksumInfo].
func (c ChecksumResult) Write(r *codec.Record) error {
	return write(r,
		assignment{"Receive.IpChecksumSucceeded", bit(c.IPSucceeded)}, assignment{"Receive.IpChecksumFailed", bit(c.IPFailed)},
		assignment{"Receive.TcpChecksumSucceeded", bit(c.TCPSucceeded)}, assignment{"Receive.TcpChecksumFailed", bit(c.TCPFailed)},
		assignment{"Receive.UdpChecksumSucceeded", bit(c.UDPSucceeded)}, assignment{"Receive.UdpChecksumFailed", bit(c.UDPFailed)})
}

// WriteTCP writes what is said of coalesced segments into a record of
// [CoalescedTCPInfo].
func (u *Received) WriteTCP(r *codec.Record) error {
	return write(r, assignment{"Info.CoalescedSegCount", uint64(u.Segments)}, assignment{"Info.DupAckCount", uint64(u.DuplicateACKs)})
}

// WriteUDP writes what is said of coalesced datagrams into a record of
// [CoalescedUDPInfo].
func (u *Received) WriteUDP(r *codec.Record) error {
	return write(r, assignment{"Receive.SegCount", uint64(u.UDPSegments)}, assignment{"Receive.SegSize", uint64(u.UDPSegmentSize)})
}

// Complete writes what a large send's completion says into a record of
// [LargeSendInfo]: version 1 how much went out, version 2 nothing but its type.
func (l *LargeSend) Complete(r *codec.Record, sent *Sent) error {
	return write(r, assignment{"Value", 0},
		assignment{"LsoV1TransmitComplete.TcpPayload", uint64(sent.TCPPayload)},
		assignment{"LsoV1TransmitComplete.Type", uint64(l.Version - 1)})
}
