package hardware

import (
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

func TestStoppingAFamilyLeavesTheOther(t *testing.T) {
	layout, err := catalog.MustLookup(Offload).Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		off   uint8
		setup map[ndis.Path]uint64
		want  map[ndis.Path]uint64
	}{
		"none": {0, nil, map[ndis.Path]uint64{"LsoV1.IPv4.MinSegmentCount": 2, "LsoV2.IPv6.MinSegmentCount": 2, "UdpRsc.Enabled": 1}},
		"IPv4": {1, nil, map[ndis.Path]uint64{"LsoV1.IPv4.MinSegmentCount": 0, "LsoV2.IPv4.Encapsulation": 0, "LsoV2.IPv6.MinSegmentCount": 2, "Checksum.IPv4Receive.IpChecksum": 0,
			"Checksum.IPv6Receive.TcpChecksum": 1, "EncapsulatedPacketTaskOffloadGre.LsoV2Supported": 0xC, "EncapsulatedPacketTaskOffloadGre.MaxHeaderSizeSupported": 256, "IPsecV2.Esp": 1, "UdpRsc.Enabled": 1}},
		"IPv6": {2, nil, map[ndis.Path]uint64{"LsoV1.IPv4.MinSegmentCount": 2, "LsoV2.IPv6.MinSegmentCount": 0, "UdpSegmentation.IPv6.MaxOffLoadSize": 0, "Rsc.IPv4.Enabled": 1, "Rsc.IPv6.Enabled": 0,
			"EncapsulatedPacketTaskOffloadVxlan.TransmitChecksumOffloadSupported": 3, "IPsecV2.IPv6Supported": 0, "IPsecV2.IPv6NonIPsecExtensionHeaders": 0, "IPsecV2.Esp": 1}},
		"IPv4, and IPsec has no other": {1, map[ndis.Path]uint64{"IPsecV2.IPv6Supported": 0}, map[ndis.Path]uint64{"IPsecV2.Esp": 0, "IPsecV2.SaOffloadCapacity": 0, "Rsc.IPv6.Enabled": 1}},
		"both":                         {3, nil, map[ndis.Path]uint64{"Flags": 0, "UdpRsc.Enabled": 0, "EncapsulationTypes": 0, "Rfc6877Xlat.XlatOffload": 0, "Header.Size": uint64(layout.Size)}},
	} {
		record := codec.New(layout)
		versions := ndis.Versions()
		(&NIC{}).Fill(record, versions[len(versions)-1])
		for path, value := range c.setup {
			if err := record.SetValue(path, value); err != nil {
				t.Fatal(err)
			}
		}
		Stop(record, c.off)
		for path, want := range c.want {
			if got := record.Number(path); got != want {
				t.Errorf("%s: %s is %#x, want %#x", name, path, got, want)
			}
		}
	}
	if got := Turn(Turn(0, "IPv4 IPv6", true), "IPv4", false); got != 2 {
		t.Errorf("both without IPv4 are %b", got)
	}
}
