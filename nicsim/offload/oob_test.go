package offload

import (
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

func oob(t *testing.T, structure string) *codec.Record {
	t.Helper()
	layout, err := catalog.MustLookup(structure).Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		t.Fatal(err)
	}
	return codec.New(layout)
}

func TestRequestsAreReadFromTheirStructures(t *testing.T) {
	set := func(r *codec.Record, all ...assignment) *codec.Record {
		if err := write(r, all...); err != nil {
			t.Fatal(err)
		}
		return r
	}
	checksum := ReadChecksum(set(oob(t, ChecksumInfo), assignment{"Transmit.IsIPv4", 1}, assignment{"Transmit.TcpChecksum", 1}, assignment{"Transmit.TcpHeaderOffset", 34}))
	if checksum != (ChecksumRequest{IsIPv4: true, TCP: true, HeaderOffset: 34}) {
		t.Errorf("%+v", checksum)
	}
	v1 := ReadLargeSend(set(oob(t, LargeSendInfo), assignment{"LsoV1Transmit.MSS", 1460}, assignment{"LsoV1Transmit.TcpHeaderOffset", 34}))
	v2 := ReadLargeSend(set(oob(t, LargeSendInfo), assignment{"LsoV2Transmit.MSS", 9000}, assignment{"LsoV2Transmit.TcpHeaderOffset", 54},
		assignment{"LsoV2Transmit.Type", 1}, assignment{"LsoV2Transmit.IPVersion", 1}))
	if *v1 != (LargeSend{1, 1460, 34, false}) || *v2 != (LargeSend{2, 9000, 54, true}) || ReadLargeSend(oob(t, LargeSendInfo)) != nil {
		t.Errorf("%+v %+v", v1, v2)
	}
	uso := ReadSegmentation(set(oob(t, SegmentationInfo), assignment{"Transmit.MSS", 1200}, assignment{"Transmit.UdpHeaderOffset", 54}, assignment{"Transmit.IPVersion", 1}))
	if *uso != (UDPSegmentation{1200, 54, true}) || ReadSegmentation(oob(t, SegmentationInfo)) != nil {
		t.Errorf("%+v", uso)
	}
	const offsets = "EncapsulatedPacketOffsets."
	tunnel := ReadEncapsulated(set(oob(t, SupplementalInfo), assignment{offsets + "IsEncapsulatedPacket", 1}, assignment{offsets + "EncapsulatedPacketOffsetsValid", 1},
		assignment{offsets + "InnerFrameOffset", 50}, assignment{offsets + "TransportIpHeaderRelativeOffset", 14}, assignment{offsets + "TcpHeaderRelativeOffset", 20}))
	if *tunnel != (Encapsulated{true, 50, 14, 20, false, false}) || ReadEncapsulated(oob(t, SupplementalInfo)) != nil {
		t.Errorf("%+v", tunnel)
	}
}

func TestResultsAreWrittenIntoTheirStructures(t *testing.T) {
	r := oob(t, ChecksumInfo)
	if err := (ChecksumResult{IPSucceeded: true, TCPFailed: true}).Write(r); err != nil || valueOf(r, "Value") != 0x21 {
		t.Errorf("%v: %x", err, valueOf(r, "Value"))
	}
	r = oob(t, CoalescedUDPInfo)
	if err := (&Received{UDPSegments: 3, UDPSegmentSize: 1200}).WriteUDP(r); err != nil || valueOf(r, "Value") != 1200<<16|3 {
		t.Errorf("%v: %x", err, valueOf(r, "Value"))
	}
	r = oob(t, CoalescedTCPInfo)
	if err := (&Received{Segments: 4, DuplicateACKs: 1}).WriteTCP(r); err != nil || valueOf(r, "Value") != 1<<16|4 {
		t.Errorf("%v: %x", err, valueOf(r, "Value"))
	}
	r = oob(t, TagInfo)
	if err := (&Tag{UserPriority: 5, VlanID: 100}).Fill(r); err != nil || valueOf(r, "Value") != 100<<4|5 {
		t.Errorf("%v: %x", err, valueOf(r, "Value"))
	}
	for _, e := range []Encapsulated{{true, 50, 14, 20, false, false}, {true, 50, 14, 40, true, true}} {
		r = oob(t, SupplementalInfo)
		if err := e.Fill(r); err != nil || *ReadEncapsulated(r) != e {
			t.Errorf("%v: %+v became %+v", err, e, ReadEncapsulated(r))
		}
	}
	for version, want := range map[int]uint64{1: 5000, 2: 1 << 30} {
		l := &LargeSend{Version: version, MSS: 1000}
		r = oob(t, LargeSendInfo)
		sent := card(t, "").Send(prepared(t, "eth/ipv4/tcp/data data.length=5000", &Request{LSO: l}), Request{LSO: l})
		if err := l.Complete(r, &sent); err != nil || valueOf(r, "Value") != want {
			t.Errorf("version %d: %v: %x, want %x", version, err, valueOf(r, "Value"), want)
		}
	}
}
