package offload

import (
	"bytes"
	"encoding/hex"
	"os"
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
	card(t, "").Prepare(f.Bytes, q)
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

// plainToeplitz is the hash by its definition: the key slides one bit for each bit
// of the input.
// checkUnit checks what a packet of several frames must be.
// oob is a record of out-of-band information.
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
