package offload

import (
	"bytes"
	"encoding/hex"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// all are the capabilities of a card that can do everything; what differs stands
// behind.
const all = `
	Checksum.IPv4Transmit.Encapsulation=0x1F Checksum.IPv4Transmit.IpOptionsSupported=1 Checksum.IPv4Transmit.TcpOptionsSupported=1
	Checksum.IPv4Transmit.TcpChecksum=1 Checksum.IPv4Transmit.UdpChecksum=1 Checksum.IPv4Transmit.IpChecksum=1
	Checksum.IPv4Receive.Encapsulation=0x17 Checksum.IPv4Receive.IpOptionsSupported=1 Checksum.IPv4Receive.TcpOptionsSupported=1
	Checksum.IPv4Receive.TcpChecksum=1 Checksum.IPv4Receive.UdpChecksum=1 Checksum.IPv4Receive.IpChecksum=1
	Checksum.IPv6Transmit.Encapsulation=0x1F Checksum.IPv6Transmit.IpExtensionHeadersSupported=1 Checksum.IPv6Transmit.TcpOptionsSupported=1
	Checksum.IPv6Transmit.TcpChecksum=1 Checksum.IPv6Transmit.UdpChecksum=1
	Checksum.IPv6Receive.Encapsulation=0x17 Checksum.IPv6Receive.IpExtensionHeadersSupported=1 Checksum.IPv6Receive.TcpOptionsSupported=1
	Checksum.IPv6Receive.TcpChecksum=1 Checksum.IPv6Receive.UdpChecksum=1
	LsoV1.IPv4.Encapsulation=0x1F LsoV1.IPv4.MaxOffLoadSize=65536 LsoV1.IPv4.MinSegmentCount=2 LsoV1.IPv4.TcpOptions=1 LsoV1.IPv4.IpOptions=1
	LsoV2.IPv4.Encapsulation=0x1F LsoV2.IPv4.MaxOffLoadSize=262144 LsoV2.IPv4.MinSegmentCount=2
	LsoV2.IPv6.Encapsulation=0x1F LsoV2.IPv6.MaxOffLoadSize=262144 LsoV2.IPv6.MinSegmentCount=2 LsoV2.IPv6.IpExtensionHeadersSupported=1 LsoV2.IPv6.TcpOptionsSupported=1
	UdpSegmentation.IPv4.Encapsulation=0x1F UdpSegmentation.IPv4.MaxOffLoadSize=65536 UdpSegmentation.IPv4.MinSegmentCount=2 UdpSegmentation.IPv4.SubMssFinalSegmentSupported=1
	UdpSegmentation.IPv6.Encapsulation=0x1F UdpSegmentation.IPv6.MaxOffLoadSize=65536 UdpSegmentation.IPv6.MinSegmentCount=2 UdpSegmentation.IPv6.SubMssFinalSegmentSupported=1 UdpSegmentation.IPv6.IpExtensionHeadersSupported=1
	Rsc.IPv4.Enabled=1 Rsc.IPv6.Enabled=1 UdpRsc.Enabled=1
	EncapsulatedPacketTaskOffloadGre.TransmitChecksumOffloadSupported=15 EncapsulatedPacketTaskOffloadGre.ReceiveChecksumOffloadSupported=15
	EncapsulatedPacketTaskOffloadGre.LsoV2Supported=15 EncapsulatedPacketTaskOffloadGre.RssSupported=15 EncapsulatedPacketTaskOffloadGre.UsoSupported=15
	EncapsulatedPacketTaskOffloadGre.MaxHeaderSizeSupported=256
	EncapsulatedPacketTaskOffloadVxlan.TransmitChecksumOffloadSupported=15 EncapsulatedPacketTaskOffloadVxlan.ReceiveChecksumOffloadSupported=15
	EncapsulatedPacketTaskOffloadVxlan.LsoV2Supported=15 EncapsulatedPacketTaskOffloadVxlan.RssSupported=15 EncapsulatedPacketTaskOffloadVxlan.UsoSupported=15
	EncapsulatedPacketTaskOffloadVxlan.MaxHeaderSizeSupported=256`

// capabilities is a record of them, in the newest revision.
func capabilities(t testing.TB, text string) *codec.Record {
	t.Helper()
	layout, err := catalog.MustLookup(Offload).Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		t.Fatal(err)
	}
	r := codec.New(layout)
	for _, word := range strings.Fields(text) {
		path, value, _ := strings.Cut(word, "=")
		number, err := strconv.ParseUint(value, 0, 64)
		if err == nil {
			err = r.SetValue(ndis.Path(path), number)
		}
		if err != nil {
			t.Fatal(word, err)
		}
	}
	return r
}

// card can do everything but what the text changes; it reported everything.
func card(t testing.TB, changes string) *Card {
	return &Card{Enabled: capabilities(t, all+" "+changes), Reported: capabilities(t, all), Object: trace.NoObject}
}

func frame(t testing.TB, text string) Frame {
	t.Helper()
	b, err := packet.Build(text)
	if err != nil {
		t.Fatal(text, err)
	}
	return Frame{b, trace.NoObject}
}

// prepared is a frame as TCP/IP hands it down.
func prepared(t testing.TB, text string, q *Request) Frame {
	f := frame(t, text)
	Prepare(f.Bytes, q)
	return f
}

// rules are the rules of events with their verdicts, "lso.segmented accepted".
func rules(events []trace.Event) string {
	var all []string
	for _, e := range events {
		all = append(all, string(e.Rule)+" "+e.Verdict.String())
	}
	return strings.Join(all, ", ")
}

// cutCase is a case of testdata/segments.txt.
type cutCase struct {
	name, text string
	request    Request
	want       [][]byte
}

func cutCases(t testing.TB) []cutCase {
	data, err := os.ReadFile("testdata/segments.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []cutCase
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if key == "case" {
			cases = append(cases, cutCase{name: value})
		}
		if len(cases) == 0 || key == "" || key[0] == '#' {
			continue
		}
		c := &cases[len(cases)-1]
		switch key {
		case "mss":
			mss, _ := strconv.Atoi(value)
			switch c.name {
			case "uso":
				c.request.USO = &UDPSegmentation{MSS: mss}
			default:
				c.request.LSO = &LargeSend{Version: int(c.name[4] - '0'), MSS: mss}
			}
		case "encapsulated":
			c.request.Encapsulated = &Encapsulated{}
		case "vlan":
			c.request.VLAN = &Tag{UserPriority: 3, VlanID: 100}
		case "text":
			c.text = value
		case "out":
			b, err := hex.DecodeString(value)
			if err != nil {
				t.Fatal(err)
			}
			c.want = append(c.want, b)
		}
	}
	if len(cases) < 14 {
		t.Fatalf("%d cases", len(cases))
	}
	return cases
}

func TestSegmentsAreThoseOfAnotherProgram(t *testing.T) {
	for _, c := range cutCases(t) {
		q := c.request
		sent := card(t, "").Send(prepared(t, c.text, &q), q)
		if len(sent.Packets) != len(c.want) || len(c.want) == 0 {
			t.Errorf("%s %s: %d segments, want %d: %s", c.name, c.text, len(sent.Packets), len(c.want), rules(sent.Events))
			continue
		}
		for i, got := range sent.Packets {
			if !bytes.Equal(got, c.want[i]) {
				t.Errorf("%s %s: segment %d\n%x, want\n%x", c.name, c.text, i, got, c.want[i])
			}
		}
		if got := rules(sent.Events); !strings.Contains(got, c.name[:3]+".segmented accepted") || strings.Contains(got, "tolerated") {
			t.Errorf("%s %s: %s", c.name, c.text, got)
		}
	}
}

func TestHashesAreThoseOfTheVerificationSuite(t *testing.T) {
	data, err := os.ReadFile("testdata/rss.txt")
	if err != nil {
		t.Fatal(err)
	}
	types := constant("NDIS_HASH", "NDIS_HASH_TYPE_MASK")
	rss := &RSS{Types: uint32(types), Table: []int{0, 1, 2, 3}}
	checked := 0
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if f[0] == "#" {
			continue
		}
		if f[0] == "key" {
			key, _ := hex.DecodeString(f[1])
			rss.Hash = NewToeplitz(key)
			continue
		}
		ip := "ipv4"
		if strings.Contains(f[0], ":") {
			ip = "ipv6"
		}
		addresses := " " + ip + ".dst=" + f[0] + " " + ip + ".src=" + f[2]
		c := card(t, "")
		c.RSS = rss
		for layers, want := range map[string]string{"tcp": f[5], "udp": f[5], "data": f[4]} {
			text := "eth/" + ip + "/" + layers + addresses
			if layers != "data" {
				text += " " + layers + ".dst=" + f[1] + " " + layers + ".src=" + f[3]
			}
			got, _ := c.Receive([]Frame{frame(t, text)})
			checked++
			value, _ := strconv.ParseUint(want, 16, 32)
			if h := got[0].Hash; uint64(h.Value) != value || h.CPU != int(value&3) {
				t.Errorf("%s: %08x, want %s", text, h.Value, want)
			}
		}
	}
	if checked != 24 {
		t.Errorf("%d hashes", checked)
	}
}

// plainToeplitz is the hash by its definition: the key slides one bit for each bit
// of the input.
func plainToeplitz(key, input []byte) (hash uint32) {
	for i := range 8 * len(input) {
		if input[i/8]>>(7-i%8)&1 != 0 {
			hash ^= window(key, i)
		}
	}
	return hash
}

func TestToeplitzIsTheOneOfTheDefinition(t *testing.T) {
	key := make([]byte, 40)
	packet.Pattern(key, 77)
	input := make([]byte, 36)
	packet.Pattern(input, 5)
	h := NewToeplitz(key)
	for length := range input {
		if got, want := h.Hash(input[:length+1]), plainToeplitz(key, input[:length+1]); got != want {
			t.Errorf("%d bytes: %08x, want %08x", length+1, got, want)
		}
	}
	for _, short := range [][]byte{nil, {1}, {1, 2, 3, 4}, {1, 2, 3, 4, 5}} {
		NewToeplitz(short).Hash(input)
	}
}

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

func TestReceiveChecksums(t *testing.T) {
	for _, c := range []struct {
		name, text, changes string
		want                ChecksumResult
		rules               string
	}{
		{"all right", "eth/ipv4/tcp/data data.length=3", "", ChecksumResult{IPSucceeded: true, TCPSucceeded: true}, "checksum.valid accepted, checksum.valid accepted"},
		{"UDP over IPv6", "eth/ipv6/udp/data data.length=3", "", ChecksumResult{UDPSucceeded: true}, "checksum.valid accepted"},
		{"a wrong one of TCP", "eth/ipv4/tcp tcp.checksum=0x1234", "", ChecksumResult{IPSucceeded: true, TCPFailed: true}, "checksum.valid accepted, checksum.failed tolerated"},
		{"a wrong one of IPv4", "eth/ipv4/udp ipv4.checksum=0x1234", "", ChecksumResult{IPFailed: true, UDPSucceeded: true}, "checksum.failed tolerated, checksum.valid accepted"},
		{"none of UDP", "eth/ipv4/udp udp.checksum=0", "", ChecksumResult{IPSucceeded: true}, "checksum.valid accepted, checksum.not-validated ignored"},
		{"none of UDP over IPv6", "eth/ipv6/udp udp.checksum=0", "", ChecksumResult{UDPFailed: true}, "checksum.failed tolerated"},
		{"TCP not enabled", "eth/ipv4/tcp", "Checksum.IPv4Receive.TcpChecksum=0", ChecksumResult{IPSucceeded: true}, "checksum.valid accepted, checksum.not-validated ignored"},
		{"options", "eth/ipv4/tcp ipv4.options=ra:0", "Checksum.IPv4Receive.IpOptionsSupported=0", ChecksumResult{}, "checksum.not-validated ignored, checksum.not-validated ignored"},
		{"TCP options", "eth/ipv6/tcp tcp.options=mss:1", "Checksum.IPv6Receive.TcpOptionsSupported=0", ChecksumResult{}, "checksum.not-validated ignored"},
		{"a fragment", "eth/ipv4/udp/data ipv4.flags=mf data.length=8", "", ChecksumResult{IPSucceeded: true}, "checksum.valid accepted, checksum.not-validated ignored"},
		{"a tag", "eth/vlan/ipv6/udp", "Checksum.IPv6Receive.Encapsulation=2", ChecksumResult{}, "checksum.not-validated ignored"},
		{"in a tunnel", "eth/ipv4/udp/vxlan/eth/ipv4/tcp", "", ChecksumResult{IPSucceeded: true, TCPSucceeded: true}, "checksum.valid accepted, checksum.valid accepted, checksum.valid accepted"},
		{"an inner header that is wrong", "eth/ipv4/nvgre/eth/ipv4/tcp ipv4[1].checksum=1", "", ChecksumResult{IPFailed: true, TCPSucceeded: true}, "checksum.valid accepted, checksum.failed tolerated, checksum.valid accepted"},
		{"a tunnel that the card cannot see into", "eth/ipv4/udp/vxlan/eth/ipv4/tcp ipv4[1].checksum=1", "EncapsulatedPacketTaskOffloadVxlan.ReceiveChecksumOffloadSupported=0", ChecksumResult{IPSucceeded: true, UDPSucceeded: true}, "checksum.valid accepted, checksum.valid accepted"},
	} {
		k := card(t, c.changes+" Rsc.IPv4.Enabled=0 Rsc.IPv6.Enabled=0 UdpRsc.Enabled=0")
		f := frame(t, c.text)
		got, events := k.Receive([]Frame{f})
		if got[0].Checksum != c.want || rules(events) != c.rules || !bytes.Equal(got[0].Packet, f.Bytes) {
			t.Errorf("%s: %+v, %s", c.name, got[0].Checksum, rules(events))
		}
	}
}

func TestCoalescing(t *testing.T) {
	const base = "eth/ipv4/tcp/data data.length=100"
	seq := func(n int, more ...string) string {
		return strings.Join(append([]string{base, "tcp.seq=" + strconv.Itoa(1+100*n), "ipv4.id=" + strconv.Itoa(1+n)}, more...), " ")
	}
	ack := func(n int, more ...string) string {
		return strings.Join(append([]string{"eth/ipv4/tcp tcp.seq=" + strconv.Itoa(1+100*n)}, more...), " ")
	}
	udp := "eth/ipv4/udp/data data.length=100"
	for _, c := range []struct {
		name    string
		frames  []string
		changes string
		count   bool
		want    string // the frames of each packet
		rules   string // without those of checksums
	}{
		{"segments in a row", []string{seq(0), seq(1), seq(2)}, "", false, "012", "rsc.started accepted, rsc.appended accepted, rsc.appended accepted, rsc.indicated accepted"},
		{"not enabled", []string{seq(0), seq(1), seq(2)}, "Rsc.IPv4.Enabled=0", false, "0 1 2", "rsc.not-enabled ignored"},
		{"an exception between (example 2 of the documents)", []string{seq(0), seq(1), ack(2, "tcp.options=nop,nop,5:0000000100000002"), seq(2), seq(3)}, "", false, "01 2 34",
			"rsc.started accepted, rsc.appended accepted, rsc.tcp-options ignored, rsc.started accepted, rsc.appended accepted, rsc.indicated accepted, rsc.indicated accepted"},
		{"window updates (example 3 of the documents)", []string{seq(0), seq(1), ack(2, "tcp.window_size=100"), ack(2, "tcp.window_size=200")}, "", false, "0123",
			"rsc.started accepted, rsc.appended accepted, rsc.window-update accepted, rsc.window-update accepted, rsc.indicated accepted"},
		{"acknowledgments with data (example 4 of the documents)", []string{seq(0), seq(1), seq(2, "tcp.ack=5"), seq(3, "tcp.ack=9")}, "", false, "0123",
			"rsc.started accepted, rsc.appended accepted, rsc.appended accepted, rsc.appended accepted, rsc.indicated accepted"},
		{"an older acknowledgment", []string{seq(0, "tcp.ack=9"), seq(1, "tcp.ack=8")}, "", false, "0 1", "rsc.started accepted, rsc.old-ack ignored"},
		{"a gap", []string{seq(0), seq(2), seq(3)}, "", false, "0 12", "rsc.started accepted, rsc.sequence ignored, rsc.appended accepted, rsc.indicated accepted"},
		{"a duplicate acknowledgment", []string{seq(0), ack(1), seq(1)}, "", false, "0 1 2", "rsc.started accepted, rsc.duplicate-ack ignored, rsc.started accepted"},
		{"duplicate acknowledgments that the card counts", []string{ack(1), ack(1), ack(1), seq(1)}, "", true, "012 3",
			"rsc.started accepted, rsc.duplicate-ack tolerated, rsc.duplicate-ack tolerated, rsc.pure-ack ignored, rsc.indicated accepted"},
		{"duplicate acknowledgments behind data, counted", []string{seq(0), ack(1), ack(1)}, "", true, "0 12",
			"rsc.started accepted, rsc.duplicate-ack ignored, rsc.duplicate-ack tolerated, rsc.indicated accepted"},
		{"a new acknowledgment without data", []string{seq(0), ack(1, "tcp.ack=7"), seq(1, "tcp.ack=7")}, "", false, "0 1 2", "rsc.started accepted, rsc.pure-ack ignored, rsc.pure-ack ignored"},
		{"FIN", []string{seq(0), seq(1, "tcp.flags=ack,fin"), seq(2)}, "", false, "0 1 2", "rsc.started accepted, rsc.flags ignored, rsc.started accepted"},
		{"IPv4 options", []string{seq(0), seq(1, "ipv4.options=ra:0")}, "", false, "0 1", "rsc.started accepted, rsc.ip-options ignored"},
		{"a fragment", []string{seq(0), seq(1, "ipv4.flags=mf")}, "", false, "0 1", "rsc.started accepted, rsc.fragment ignored"},
		{"a wrong checksum", []string{seq(0), seq(1, "tcp.checksum=1"), seq(2)}, "", false, "0 1 2", "rsc.started accepted, rsc.checksum-not-valid ignored, rsc.started accepted"},
		{"ECN changes", []string{seq(0), seq(1, "ipv4.ecn=3"), seq(2, "ipv4.ecn=3")}, "", false, "0 12", "rsc.started accepted, rsc.ecn-changes ignored, rsc.appended accepted, rsc.indicated accepted"},
		{"ECE changes", []string{seq(0), seq(1, "tcp.flags=ece,ack")}, "", false, "0 1", "rsc.started accepted, rsc.ecn-changes ignored"},
		{"DF changes", []string{seq(0), seq(1, "ipv4.flags=0")}, "", false, "0 1", "rsc.started accepted, rsc.header-differs ignored"},
		{"time stamps", []string{seq(0, "tcp.options=nop,nop,ts:10:1"), seq(1, "tcp.options=nop,nop,ts:12:2"), seq(2, "tcp.options=nop,nop,ts:11:3")}, "", false, "01 2",
			"rsc.started accepted, rsc.appended accepted, rsc.timestamp ignored, rsc.indicated accepted"},
		{"two connections", []string{seq(0), seq(0, "tcp.src=7"), seq(1), seq(1, "tcp.src=7")}, "", false, "02 13",
			"rsc.started accepted, rsc.started accepted, rsc.appended accepted, rsc.appended accepted, rsc.indicated accepted, rsc.indicated accepted"},
		{"more than a datagram may have", []string{strings.Replace(seq(0), "=100", "=65000", 1), "eth/ipv4/tcp/data tcp.seq=65001 data.length=1000"}, "", false, "0 1", "rsc.started accepted, rsc.too-long ignored"},

		{"datagrams", []string{udp, udp, udp + " data.from=7"}, "", false, "012", "uro.started accepted, uro.appended accepted, uro.appended accepted, uro.indicated accepted"},
		{"URO not enabled", []string{udp, udp}, "UdpRsc.Enabled=0", false, "0 1", "uro.not-enabled ignored"},
		{"a short last one", []string{udp, "eth/ipv4/udp/data data.length=99", udp}, "", false, "01 2", "uro.started accepted, uro.appended accepted, uro.started accepted, uro.indicated accepted"},
		{"a longer one", []string{udp, "eth/ipv4/udp/data data.length=101"}, "", false, "0 1", "uro.started accepted, uro.length ignored"},
		{"a wrong one between (the documents' example)", []string{udp, udp, udp + " udp.checksum=1", udp, udp}, "", false, "01 2 34",
			"uro.started accepted, uro.appended accepted, uro.checksum-not-valid ignored, uro.started accepted, uro.appended accepted, uro.indicated accepted, uro.indicated accepted"},
		{"another TTL", []string{udp, udp + " ipv4.ttl=9"}, "", false, "0 1", "uro.started accepted, uro.header-differs ignored"},
		{"UDP with options", []string{udp, udp + " ipv4.options=ra:0"}, "", false, "0 1", "uro.started accepted, uro.ip-options ignored"},
		{"a tunnel's datagrams", []string{"eth/ipv4/udp/vxlan/eth/ipv4/data data.length=9", "eth/ipv4/udp/vxlan/eth/ipv4/data data.length=9"}, "", false, "0 1", "uro.encapsulated ignored, uro.encapsulated ignored"},
		{"frames with SNAP", []string{"eth8023/llc/snap/ipv4/udp/data data.length=9"}, "", false, "0", "uro.header-differs ignored"},
		{"a length that is not the IP header's", []string{udp, udp + " udp.length=50"}, "", false, "0 1", "uro.started accepted, uro.length ignored"},
		{"UDP over IPv6 (flows A A B C B A)", []string{"eth/ipv6/udp/data udp.src=1 data.length=9", "eth/ipv6/udp/data udp.src=1 data.length=9", "eth/ipv6/udp/data udp.src=2 data.length=9", "eth/ipv6/udp/data udp.src=3 data.length=9", "eth/ipv6/udp/data udp.src=2 data.length=9", "eth/ipv6/udp/data udp.src=1 data.length=9"}, "", false, "015 24 3",
			"uro.started accepted, uro.appended accepted, uro.started accepted, uro.started accepted, uro.appended accepted, uro.appended accepted, uro.indicated accepted, uro.indicated accepted"},
		{"more UDP than a datagram may have", []string{"eth/ipv4/udp/data data.length=40000", "eth/ipv4/udp/data data.length=40000"}, "", false, "0 1", "uro.started accepted, uro.too-long ignored"},
	} {
		k := card(t, c.changes)
		k.CountDuplicateACKs = c.count
		var frames []Frame
		for _, text := range c.frames {
			frames = append(frames, frame(t, text))
		}
		got, events := k.Receive(frames)
		events = slices.DeleteFunc(events, func(e trace.Event) bool { return strings.HasPrefix(string(e.Rule), "checksum.") })
		if made := framesOf(got); made != c.want || rules(events) != c.rules {
			t.Errorf("%s: %s, %s\nwant %s, %s", c.name, made, rules(events), c.want, c.rules)
		}
		for _, one := range got {
			if len(one.Frames) > 1 {
				checkUnit(t, c.name, &one)
			}
		}
	}
}

func framesOf(got []Received) string {
	var packets []string
	for _, one := range got {
		text := ""
		for _, i := range one.Frames {
			text += strconv.Itoa(i)
		}
		packets = append(packets, text)
	}
	return strings.Join(packets, " ")
}

// checkUnit checks what a packet of several frames must be.
func checkUnit(t *testing.T, name string, one *Received) {
	p := packet.Parse(one.Packet)
	for i, l := range p.Layers {
		has, right, ok := p.Checksum(i)
		if ok && has != right && (has != 0 || one.UDPSegments == 0) {
			t.Errorf("%s: the checksum of %s is %04x, want %04x", name, l.Kind, has, right)
		}
	}
	if last := p.Layers[len(p.Layers)-1]; last.Kind == packet.Padding || p.Stop.Code != "" {
		t.Errorf("%s: %v", name, p.Layers)
	}
	if c := one.Checksum; !c.TCPSucceeded && !c.UDPSucceeded || c.TCPFailed || c.UDPFailed || c.IPFailed {
		t.Errorf("%s: %+v", name, c)
	}
}

func TestACoalescedSegmentHasTheLastNumbers(t *testing.T) {
	got, _ := card(t, "").Receive([]Frame{
		frame(t, "eth/ipv4/tcp/data ipv4.id=7 ipv4.ttl=60 tcp.seq=1 tcp.ack=10 tcp.window_size=500 tcp.options=nop,nop,ts:100:1 data.length=10"),
		frame(t, "eth/ipv4/tcp/data ipv4.id=8 ipv4.ttl=50 tcp.seq=11 tcp.ack=20 tcp.flags=ack,push tcp.window_size=400 tcp.options=nop,nop,ts:130:2 data.length=10 data.from=10"),
		frame(t, "eth/ipv4/tcp/data ipv4.id=9 ipv4.ttl=55 tcp.seq=21 tcp.ack=30 tcp.window_size=300 tcp.options=nop,nop,ts:140:3 data.length=5 data.from=20"),
	})
	want := "eth/ipv4/tcp/data ipv4.id=7 ipv4.ttl=50 tcp.ack=30 tcp.flags=ack,push tcp.window_size=300 tcp.options=nop,nop,ts:140:3 data.length=25"
	if text := packet.Describe(got[0].Packet).String(); text != want {
		t.Errorf("%s, want %s", text, want)
	}
	if got[0].Segments != 3 || got[0].DuplicateACKs != 0 || got[0].TimestampDelta != 40 {
		t.Errorf("%+v", got[0])
	}
}

func TestCoalescedDatagramsHaveNoChecksums(t *testing.T) {
	got, _ := card(t, "").Receive([]Frame{
		frame(t, "eth/ipv4/udp/data ipv4.id=7 data.length=10"), frame(t, "eth/ipv4/udp/data ipv4.id=8 data.length=4 data.from=10"),
	})
	want := "eth/ipv4/udp/data ipv4.id=7 ipv4.checksum=0x0000 udp.checksum=0x0000 data.length=14"
	if text := packet.Describe(got[0].Packet).String(); text != want || got[0].UDPSegments != 2 || got[0].UDPSegmentSize != 10 {
		t.Errorf("%s (%+v), want %s", text, got[0], want)
	}
}

func TestHashTypes(t *testing.T) {
	key := make([]byte, 40)
	packet.Pattern(key, 1)
	types := func(names ...string) (all uint32) {
		for _, name := range names {
			all |= uint32(constant("NDIS_HASH", "NDIS_HASH_"+name))
		}
		return all
	}
	const home = "eth/ipv6/routing/dstopts/tcp routing.type=2 routing.segleft=1 routing.data=0000000020010db8000000000000000000000099 dstopts.options=c91020010db8000000000000000000000088"
	for _, c := range []struct {
		name, text string
		types      uint32
		changes    string
		same       string // a packet with the same hash, "" for none
		rule       trace.Rule
	}{
		{"TCP, addresses alone", "eth/ipv4/tcp", types("IPV4"), "", "eth/ipv4/udp", RuleRSSAddresses},
		{"UDP where TCP is asked", "eth/ipv4/udp", types("TCP_IPV4"), "", "", RuleRSSNotHashed},
		{"UDP where TCP or addresses are asked", "eth/ipv4/udp", types("TCP_IPV4", "IPV4"), "", "eth/ipv4/data", RuleRSSAddresses},
		{"a first fragment", "eth/ipv4/tcp/data ipv4.flags=mf", types("TCP_IPV4", "IPV4"), "", "eth/ipv4/data", RuleRSSAddresses},
		{"IPv6 where IPv4 is asked", "eth/ipv6/tcp", types("TCP_IPV4", "IPV4"), "", "", RuleRSSNotHashed},
		{"no IP", "eth/data data.length=60", types("IPV4"), "", "", RuleRSSNotHashed},
		{"extension headers are passed over", "eth/ipv6/hopopts/tcp", types("TCP_IPV6"), "", "eth/ipv6/tcp", RuleRSSHashed},
		{"home address and routing header", home, types("TCP_IPV6_EX"), "", "eth/ipv6/tcp ipv6.src=2001:db8::88 ipv6.dst=2001:db8::99", RuleRSSHashed},
		{"the same without EX", home, types("TCP_IPV6"), "", "eth/ipv6/tcp", RuleRSSHashed},
		{"in a tunnel", "eth/ipv4/nvgre/eth/ipv4/tcp ipv4[1].src=10.0.0.1", types("TCP_IPV4", "IPV4"), "", "eth/ipv4/tcp ipv4.src=10.0.0.1", RuleRSSHashed},
		{"no ports in a tunnel", "eth/ipv4/nvgre/eth/ipv4/data ipv4[1].src=10.0.0.1", types("TCP_IPV4", "IPV4"), "", "eth/ipv4/data", RuleRSSAddresses},
		{"a tunnel that the card cannot see into", "eth/ipv4/udp/vxlan/eth/ipv4/tcp", types("UDP_IPV4"), "EncapsulatedPacketTaskOffloadVxlan.RssSupported=0", "eth/ipv4/udp udp.dst=4789", RuleRSSHashed},
	} {
		hash := func(text string) (Hash, []trace.Event) {
			k := card(t, c.changes)
			k.RSS = &RSS{Hash: NewToeplitz(key), Types: c.types, Table: []int{4, 5, 6}, BaseCPU: 10, DefaultCPU: 2}
			got, events := k.Receive([]Frame{frame(t, text)})
			return got[0].Hash, slices.DeleteFunc(events, func(e trace.Event) bool { return !strings.HasPrefix(string(e.Rule), "rss.") })
		}
		got, events := hash(c.text)
		if len(events) != 1 || events[0].Rule != c.rule {
			t.Errorf("%s: %s", c.name, rules(events))
		}
		switch {
		case c.same == "" && got != Hash{CPU: 2}:
			t.Errorf("%s: %+v", c.name, got)
		case c.same != "":
			if want, _ := hash(c.same); got.Value != want.Value || got.CPU != 14+int(got.Value&1) {
				t.Errorf("%s: %+v, want %+v", c.name, got, want)
			}
		}
	}
}

// oob is a record of out-of-band information.
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
	if *tunnel != (Encapsulated{true, 50, 14, 20}) || ReadEncapsulated(oob(t, SupplementalInfo)) != nil {
		t.Errorf("%+v", tunnel)
	}
}

func TestResultsAreWrittenIntoTheirStructures(t *testing.T) {
	r := oob(t, ChecksumInfo)
	if err := (ChecksumResult{IPSucceeded: true, TCPFailed: true}).Write(r); err != nil || valueOf(r, "Value") != 0x21 {
		t.Errorf("%v: %x", err, valueOf(r, "Value"))
	}
	r = oob(t, CoalescedUDPInfo)
	if err := (&Received{UDPSegments: 3, UDPSegmentSize: 1200}).Write(r); err != nil || valueOf(r, "Value") != 1200<<16|3 {
		t.Errorf("%v: %x", err, valueOf(r, "Value"))
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

func TestRSSIsReadFromItsStructure(t *testing.T) {
	for revision, table := range map[int][]byte{1: {0, 1, 2, 3}, 3: {0, 0, 4, 0, 0, 0, 5, 0}} {
		layout, err := catalog.MustLookup(ReceiveScale).Layout(catalog.Options{Arch: ndis.X64, Revision: revision})
		if err != nil {
			t.Fatal(err)
		}
		r := codec.New(layout)
		if err := write(r, assignment{"BaseCpuNumber", 8}, assignment{"HashInformation", 0x201},
			assignment{"IndirectionTableOffset", uint64(layout.Size)}, assignment{"IndirectionTableSize", uint64(len(table))},
			assignment{"HashSecretKeyOffset", uint64(layout.Size + len(table))}, assignment{"HashSecretKeySize", 40}); err != nil {
			t.Fatal(err)
		}
		key := make([]byte, 40)
		packet.Pattern(key, 9)
		got := ReadRSS(codec.Decode(layout, append(append(bytes.Clone(r.Bytes()), table...), key...)))
		want, base := []int{4, 5}, 0
		if revision == 1 {
			want, base = []int{0, 1, 2, 3}, 8
		}
		if !slices.Equal(got.Table, want) || got.BaseCPU != base || got.Types != 0x200 || got.Hash.Hash([]byte{1, 2, 3}) != plainToeplitz(key, []byte{1, 2, 3}) {
			t.Errorf("revision %d: %+v", revision, got)
		}
		if short := ReadRSS(r); short.Table != nil {
			t.Errorf("a table that is not there: %v", short.Table)
		}
	}
}

func TestFactsPointAtBytes(t *testing.T) {
	k := card(t, "LsoV2.IPv4.MaxOffLoadSize=999 Checksum.IPv4Receive.Encapsulation=0xA")
	k.Object = 1
	q := Request{LSO: &LargeSend{Version: 2, MSS: 100}}
	f := prepared(t, "eth/ipv4/tcp/data data.length=1000", &q)
	f.Object = 0
	e := k.Send(f, q).Events[0]
	for _, fact := range e.Facts {
		switch fact.Name {
		case "length":
			if *fact.Ref != (trace.Ref{Object: 0, Offset: 54, Length: 1000}) {
				t.Errorf("%+v", fact.Ref)
			}
		case "most":
			slot := k.Enabled.Layout.Slot("LsoV2.IPv4.MaxOffLoadSize")
			if *fact.Ref != (trace.Ref{Object: 1, Path: "LsoV2.IPv4.MaxOffLoadSize", Offset: slot.Offset, Length: 4}) || fact.Value != "999" {
				t.Errorf("%+v", fact.Ref)
			}
		}
	}
	tagged := frame(t, "eth/vlan/ipv4/tcp")
	tagged.Object = 3
	_, events := k.Receive([]Frame{tagged})
	for _, e := range events {
		for _, fact := range e.Facts {
			if fact.Name == "checksum" && e.Rule == RuleChecksumValid && fact.Ref.Offset != 18+10 && fact.Ref.Offset != 38+16 {
				t.Errorf("in a frame whose tag was taken out, %s points at %+v", fact.Value, fact.Ref)
			}
		}
	}
}
