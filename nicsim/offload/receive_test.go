package offload

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

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

func TestDatagramsCoalesceToTheOriginal(t *testing.T) {
	for _, text := range []string{
		"eth/ipv4/udp/data ipv4.id=9 data.length=1000", "eth/ipv6/udp/data data.length=999", "eth/vlan/ipv6/udp/data vlan.id=3 data.length=1001",
	} {
		q := Request{USO: &UDPSegmentation{MSS: 100}}
		k := card(t, "")
		sent := k.Send(prepared(t, text, &q), q)
		var frames []Frame
		for _, datagram := range sent.Packets {
			frames = append(frames, Frame{datagram, trace.NoObject})
		}
		got, _ := k.Receive(frames)
		zero := " udp.checksum=0x0000"
		if strings.Contains(text, "ipv4") {
			zero = " ipv4.checksum=0x0000" + zero
		}
		layers, data, _ := strings.Cut(text, " data.")
		if want := layers + zero + " data." + data; len(got) != 1 || packet.Describe(got[0].Packet).String() != want {
			t.Errorf("%d packets, %s, want %s", len(got), packet.Describe(got[0].Packet), want)
		}
	}
}
