package offload

import (
	"bytes"
	"strings"
	"testing"

	"ndisplayground/ndis/trace"
)

func TestSending(t *testing.T) {
	const tcp = "eth/ipv4/tcp/data data.length=1000"
	lso := func(version, mss int) Request { return Request{LSO: &LargeSend{Version: version, MSS: mss}} }
	usoOf := func(mss int) Request { return Request{USO: &UDPSegmentation{MSS: mss}} }
	for _, c := range []struct {
		name    string
		text    string
		request Request
		changes string
		edit    func(*Request, []byte)
		want    string
		packets int
	}{
		{"nothing asked", tcp, Request{}, "", nil, "", 1},
		{"checksums", tcp, Request{Checksum: ChecksumRequest{TCP: true, IPHeader: true}}, "", nil, "checksum.filled accepted, checksum.filled accepted", 1},
		{"without a version", tcp, Request{Checksum: ChecksumRequest{TCP: true}}, "", func(q *Request, _ []byte) { q.Checksum.IsIPv4 = false }, "checksum.no-version ignored", 1},
		{"of another version", tcp, Request{Checksum: ChecksumRequest{TCP: true}}, "", func(q *Request, _ []byte) { q.Checksum.IsIPv4, q.Checksum.IsIPv6 = false, true }, "checksum.wrong-version ignored", 1},
		{"not enabled", tcp, Request{Checksum: ChecksumRequest{TCP: true}}, "Checksum.IPv4Transmit.TcpChecksum=0", nil, "checksum.not-enabled ignored", 1},
		{"IPv4 headers, not enabled", tcp, Request{Checksum: ChecksumRequest{IPHeader: true}}, "Checksum.IPv4Transmit.IpChecksum=0", nil, "checksum.not-enabled ignored", 1},
		{"IPv4 options", "eth/ipv4/udp ipv4.options=ra:0", Request{Checksum: ChecksumRequest{UDP: true}}, "Checksum.IPv4Transmit.IpOptionsSupported=0", nil, "checksum.options-not-supported ignored", 1},
		{"TCP options", "eth/ipv6/tcp tcp.options=mss:1", Request{Checksum: ChecksumRequest{TCP: true}}, "Checksum.IPv6Transmit.TcpOptionsSupported=0", nil, "checksum.options-not-supported ignored", 1},
		{"extension headers", "eth/ipv6/hopopts/tcp", Request{Checksum: ChecksumRequest{TCP: true}}, "Checksum.IPv6Transmit.IpExtensionHeadersSupported=0", nil, "checksum.options-not-supported ignored", 1},
		{"no TCP", "eth/ipv4/udp", Request{Checksum: ChecksumRequest{TCP: true}}, "", nil, "checksum.no-header ignored", 1},
		{"no IPv4", "eth/ipv6/udp", Request{Checksum: ChecksumRequest{IPHeader: true}}, "", nil, "checksum.no-header ignored", 1},
		{"no IP", "eth/data data.length=50", Request{Checksum: ChecksumRequest{TCP: true, IsIPv4: true}}, "", nil, "checksum.no-header ignored", 1},
		{"a fragment", "eth/ipv4/tcp/data ipv4.flags=mf data.length=8", Request{Checksum: ChecksumRequest{TCP: true}}, "", nil, "checksum.no-header ignored", 1},
		{"a wrong offset", tcp, Request{Checksum: ChecksumRequest{TCP: true}}, "", func(q *Request, _ []byte) { q.Checksum.HeaderOffset = 30 }, "checksum.header-offset tolerated, checksum.filled accepted", 1},
		{"no seed", tcp, Request{Checksum: ChecksumRequest{TCP: true}}, "", func(_ *Request, b []byte) { b[50], b[51] = 0, 0 }, "checksum.seed-wrong tolerated", 1},
		{"a tag that the card does not pass over", "eth/vlan/ipv4/tcp", Request{Checksum: ChecksumRequest{TCP: true}}, "Checksum.IPv4Transmit.Encapsulation=2", nil, "checksum.encapsulation ignored", 1},
		{"in a tunnel", "eth/ipv4/udp/vxlan/eth/ipv4/udp udp.checksum=0", Request{Checksum: ChecksumRequest{UDP: true, IPHeader: true}, Encapsulated: &Encapsulated{}}, "", nil, "checksum.filled accepted, checksum.filled accepted, checksum.filled accepted", 1},
		{"in a tunnel of another version", "eth/ipv6/udp/vxlan/eth/ipv4/udp", Request{Checksum: ChecksumRequest{UDP: true}, Encapsulated: &Encapsulated{}}, "EncapsulatedPacketTaskOffloadVxlan.TransmitChecksumOffloadSupported=3", nil, "encapsulated.not-enabled ignored", 1},
		{"in no tunnel", "eth/ipv4/udp", Request{Checksum: ChecksumRequest{UDP: true, IsIPv4: true}, Encapsulated: &Encapsulated{}}, "", nil, "encapsulated.no-tunnel ignored", 1},
		{"wrong offsets in a tunnel", "eth/ipv4/nvgre/eth/ipv4/udp", Request{Checksum: ChecksumRequest{UDP: true}, Encapsulated: &Encapsulated{}}, "", func(q *Request, _ []byte) { q.Encapsulated.InnerFrame++ }, "encapsulated.offsets-wrong tolerated, checksum.filled accepted", 1},
		{"headers that are too long", "eth/ipv4/nvgre/eth/ipv4/udp", Request{Checksum: ChecksumRequest{UDP: true}, Encapsulated: &Encapsulated{}}, "EncapsulatedPacketTaskOffloadGre.MaxHeaderSizeSupported=80", nil, "encapsulated.headers-too-long ignored", 1},
		{"a tag", tcp, Request{VLAN: &Tag{UserPriority: 5, VlanID: 7}}, "", nil, "vlan.inserted accepted", 1},
		{"a second tag", "eth/vlan/ipv4/tcp", Request{VLAN: &Tag{VlanID: 7}}, "", nil, "vlan.tagged-twice tolerated, vlan.inserted accepted", 1},
		{"an empty tag", tcp, Request{VLAN: &Tag{}}, "", nil, "", 1},

		{"LSOv1", tcp, lso(1, 300), "", nil, "lso.segmented accepted", 4},
		{"LSOv2", tcp, lso(2, 500), "", nil, "lso.segmented accepted", 2},
		{"LSO off", tcp, lso(2, 500), "LsoV2.IPv4.Encapsulation=0", nil, "lso.not-enabled rejected", 0},
		{"LSOv1 of IPv6", "eth/ipv6/tcp/data data.length=1000", lso(1, 500), "", nil, "lso.wrong-version rejected", 0},
		{"of the other version", tcp, lso(2, 500), "", func(q *Request, _ []byte) { q.LSO.IPv6 = true }, "lso.wrong-version rejected", 0},
		{"no MSS", tcp, lso(2, 0), "", nil, "lso.mss-wrong rejected", 0},
		{"an MSS that is too small", "eth/ipv4/tcp/data data.length=60000", lso(2, 1), "", nil, "lso.mss-wrong rejected", 0},
		{"LSO of UDP", "eth/ipv4/udp/data data.length=1000", lso(2, 500), "", nil, "lso.not-tcp rejected", 0},
		{"LSO of a fragment", "eth/ipv4/tcp/data ipv4.flags=mf data.length=1000", lso(2, 500), "", nil, "lso.fragment rejected", 0},
		{"LSO of SYN", "eth/ipv4/tcp/data tcp.flags=syn data.length=1000", lso(2, 500), "", nil, "lso.flags-not-allowed rejected", 0},
		{"a wrong offset of TCP", tcp, lso(2, 500), "", func(q *Request, _ []byte) { q.LSO.HeaderOffset = 0 }, "lso.header-offset rejected", 0},
		{"LSOv1 with options", "eth/ipv4/tcp/data tcp.options=ts:1:2,nop,nop data.length=1000", lso(1, 500), "LsoV1.IPv4.TcpOptions=0", nil, "lso.options-not-supported rejected", 0},
		{"LSOv1 with IPv4 options", "eth/ipv4/tcp/data ipv4.options=ra:0 data.length=1000", lso(1, 500), "LsoV1.IPv4.IpOptions=0", nil, "lso.options-not-supported rejected", 0},
		{"LSOv2 with extension headers", "eth/ipv6/dstopts/tcp/data data.length=1000", lso(2, 500), "LsoV2.IPv6.IpExtensionHeadersSupported=0", nil, "lso.options-not-supported rejected", 0},
		{"a tag beside a packet for LSO", tcp, Request{LSO: &LargeSend{Version: 2, MSS: 500}, VLAN: &Tag{VlanID: 1}}, "LsoV2.IPv4.Encapsulation=2", nil, "lso.encapsulation rejected", 0},
		{"as much as there may be", tcp, lso(2, 500), "LsoV2.IPv4.MaxOffLoadSize=1000", nil, "lso.segmented accepted", 2},
		{"more than there may be", tcp, lso(2, 500), "LsoV2.IPv4.MaxOffLoadSize=999", nil, "lso.too-large rejected", 0},
		{"too few segments", tcp, lso(2, 500), "LsoV2.IPv4.MinSegmentCount=3", nil, "lso.too-few-segments rejected", 0},
		{"no data at all", "eth/ipv4/tcp", lso(2, 500), "LsoV2.IPv4.MinSegmentCount=0", nil, "lso.too-few-segments rejected", 0},
		{"LSO without a seed", tcp, lso(2, 500), "", func(_ *Request, b []byte) { b[50], b[51] = 0, 0 }, "lso.seed-wrong tolerated, lso.segmented accepted", 2},
		{"LSOv1 in a tunnel", "eth/ipv4/nvgre/eth/ipv4/tcp/data data.length=1000", Request{LSO: &LargeSend{Version: 1, MSS: 500}, Encapsulated: &Encapsulated{}}, "", nil, "encapsulated.not-reported rejected", 0},
		{"LSOv2 in a tunnel, not enabled", "eth/ipv4/nvgre/eth/ipv4/tcp/data data.length=1000", Request{LSO: &LargeSend{Version: 2, MSS: 500}, Encapsulated: &Encapsulated{}}, "EncapsulatedPacketTaskOffloadGre.LsoV2Supported=0", nil, "encapsulated.not-enabled rejected", 0},

		{"USO", "eth/ipv4/udp/data data.length=1000", usoOf(500), "", nil, "uso.segmented accepted", 2},
		{"USO off", "eth/ipv6/udp/data data.length=1000", usoOf(500), "UdpSegmentation.IPv6.Encapsulation=0", nil, "uso.not-enabled rejected", 0},
		{"USO of TCP", tcp, usoOf(500), "", nil, "uso.not-udp rejected", 0},
		{"a short last one", "eth/ipv4/udp/data data.length=1000", usoOf(300), "UdpSegmentation.IPv4.SubMssFinalSegmentSupported=0", nil, "uso.last-segment-short rejected", 0},
		{"too few datagrams", "eth/ipv4/udp/data data.length=1000", usoOf(1000), "", nil, "uso.too-few-segments rejected", 0},
		{"more UDP than there may be", "eth/ipv4/udp/data data.length=1000", usoOf(500), "UdpSegmentation.IPv4.MaxOffLoadSize=999", nil, "uso.too-large rejected", 0},
		{"UDP without a seed", "eth/ipv4/udp/data data.length=1000", usoOf(500), "", func(_ *Request, b []byte) { b[40], b[41] = 1, 1 }, "uso.seed-wrong tolerated, uso.segmented accepted", 2},
		{"no MSS of UDP", "eth/ipv4/udp/data data.length=1000", usoOf(0), "", func(q *Request, _ []byte) {}, "uso.mss-wrong rejected", 0},
		{"a wrong offset of UDP", "eth/ipv4/udp/data data.length=1000", usoOf(500), "", func(q *Request, _ []byte) { q.USO.HeaderOffset = 0 }, "uso.header-offset rejected", 0},
		{"UDP of the other version", "eth/ipv4/udp/data data.length=1000", usoOf(500), "", func(q *Request, _ []byte) { q.USO.IPv6 = true }, "uso.wrong-version rejected", 0},
		{"USO of a fragment", "eth/ipv4/udp/data ipv4.flags=mf data.length=1000", usoOf(500), "", nil, "uso.fragment rejected", 0},
		{"USO with extension headers", "eth/ipv6/hopopts/udp/data data.length=1000", usoOf(500), "UdpSegmentation.IPv6.IpExtensionHeadersSupported=0", nil, "uso.options-not-supported rejected", 0},
		{"a tag beside a packet for USO", "eth/ipv4/udp/data data.length=1000", Request{USO: &UDPSegmentation{MSS: 500}, VLAN: &Tag{VlanID: 1}}, "UdpSegmentation.IPv4.Encapsulation=2", nil, "uso.encapsulation rejected", 0},
	} {
		q := c.request
		f := prepared(t, c.text, &q)
		if c.edit != nil {
			c.edit(&q, f.Bytes)
		}
		before := bytes.Clone(f.Bytes)
		sent := card(t, c.changes).Send(f, q)
		if got := rules(sent.Events); got != c.want || len(sent.Packets) != c.packets {
			t.Errorf("%s: %d packets, %s; want %d, %s", c.name, len(sent.Packets), got, c.packets, c.want)
		}
		if !bytes.Equal(f.Bytes, before) {
			t.Errorf("%s: sending writes into the packet", c.name)
		}
		for _, e := range sent.Events {
			if (e.Verdict == trace.Rejected) != (e.Status != nil) {
				t.Errorf("%s: %s has status %v", c.name, e.Rule, e.Status)
			}
		}
	}
}

func TestWhatWasNeverReportedIsNotJustNotEnabled(t *testing.T) {
	for _, c := range []struct {
		off     string
		text    string
		request Request
		want    string
	}{
		{"Checksum.IPv4Transmit.TcpChecksum=0", "eth/ipv4/tcp", Request{Checksum: ChecksumRequest{TCP: true}}, "checksum.not-reported ignored"},
		{"LsoV2.IPv4.Encapsulation=0", "eth/ipv4/tcp/data data.length=9", Request{LSO: &LargeSend{Version: 2, MSS: 3}}, "lso.not-reported rejected"},
		{"UdpSegmentation.IPv4.Encapsulation=0", "eth/ipv4/udp/data data.length=9", Request{USO: &UDPSegmentation{MSS: 3}}, "uso.not-reported rejected"},
		{"EncapsulatedPacketTaskOffloadGre.LsoV2Supported=8", "eth/ipv4/nvgre/eth/ipv4/tcp/data data.length=9", Request{LSO: &LargeSend{Version: 2, MSS: 3}, Encapsulated: &Encapsulated{}}, "encapsulated.not-reported rejected"},
	} {
		k := card(t, c.off)
		k.Reported = nil
		q := c.request
		if got := rules(k.Send(prepared(t, c.text, &q), q).Events); got != c.want {
			t.Errorf("%s: %s, want %s", c.off, got, c.want)
		}
	}
}

func TestChecksumsAreFilledInAsTheBuilderDoes(t *testing.T) {
	for _, text := range []string{
		"eth/ipv4/tcp/data data.length=1001", "eth/ipv4/udp/data data.length=12", "eth/ipv6/tcp/data tcp.options=mss:1460 data.length=7",
		"eth/ipv6/hopopts/udp/data data.length=90", "eth/vlan/ipv4/tcp ipv4.options=ra:0", "eth8023/llc/snap/ipv4/udp/data data.length=5",
		"eth/ipv4/nvgre/eth/ipv4/tcp/data data.length=3", "eth/ipv6/udp/vxlan/eth/ipv4/udp/data udp.checksum=0 data.length=3",
	} {
		want := frame(t, text)
		q := Request{Checksum: ChecksumRequest{TCP: strings.Contains(text, "tcp"), UDP: !strings.Contains(text, "tcp"), IPHeader: strings.Contains(text, "ipv4")}}
		if strings.Contains(text, "vxlan") || strings.Contains(text, "nvgre") {
			q.Encapsulated = &Encapsulated{}
		}
		sent := card(t, "").Send(prepared(t, text, &q), q)
		if !bytes.Equal(sent.Packets[0], want.Bytes) {
			t.Errorf("%s: %s\n%x, want\n%x", text, rules(sent.Events), sent.Packets[0], want.Bytes)
		}
	}
}

func TestAnInsertedTagIsTheBuildersTag(t *testing.T) {
	for without, with := range map[string]string{
		"eth/ipv4/udp/data data.length=3":               "eth/vlan/ipv4/udp/data vlan.priority=6 vlan.dei=1 vlan.id=4094 data.length=3",
		"eth/vlan/ipv6/udp vlan.id=9":                   "eth/vlan/vlan/ipv6/udp vlan.priority=6 vlan.dei=1 vlan.id=4094 vlan[1].id=9",
		"eth8023/llc/snap/ipv4/udp/data data.length=30": "eth/vlan/llc/snap/ipv4/udp/data vlan.priority=6 vlan.dei=1 vlan.id=4094 data.length=30",
	} {
		sent := card(t, "").Send(frame(t, without), Request{VLAN: &Tag{6, 1, 4094}})
		want := frame(t, with)
		if !bytes.Equal(sent.Packets[0], want.Bytes) {
			t.Errorf("%s:\n%x, want\n%x", without, sent.Packets[0], want.Bytes)
		}
		if strings.HasPrefix(without, "eth8023") || strings.HasPrefix(without, "eth/vlan") {
			continue
		}
		got, _ := card(t, "Checksum.IPv4Receive.Encapsulation=0xA").Receive([]Frame{want})
		if !bytes.Equal(got[0].Packet, frame(t, without).Bytes) || got[0].VLAN == nil || *got[0].VLAN != (Tag{6, 1, 4094}) {
			t.Errorf("stripped: %x %+v", got[0].Packet, got[0].VLAN)
		}
	}
}
