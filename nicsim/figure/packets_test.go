package figure_test

import (
	"strings"
	"testing"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/packet"
	"ndisplayground/nicsim/rulebook"
)

// encapsulated lets receive offloads work.
const encapsulated = "host 6.30;miniport;protocol;steps[0] start;steps[1] set OID_OFFLOAD_ENCAPSULATION IPv4.Enabled=NDIS_OFFLOAD_SET_ON IPv4.EncapsulationType=NDIS_ENCAPSULATION_IEEE_802_3;"

const traffic = encapsulated +
	"steps[2] send ask:checksum vlan:5.2;" +
	"steps[3] send data.length=5000 ask:lso2,checksum mss:1460;" +
	"steps[4] receive data.length=500 count:3;" +
	"steps[5] set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA_EX;" +
	"steps[6] send data.length=40 ask:tcp sa:1;" +
	"steps[7] send ask:udp"

func packetsOf(t *testing.T, text string, o figure.PacketsOptions) string {
	t.Helper()
	html := figure.Packets(play(t, text), o)
	wellFormed(t, html)
	return html
}

func TestFiguresOfPackets(t *testing.T) {
	tr := play(t, traffic)
	for _, l := range rulebook.Langs() {
		sameAs(t, "packets."+string(l)+".html", packetsOf(t, traffic, figure.PacketsOptions{TraceOptions: figure.TraceOptions{Lang: l}, Shown: trace.NoObject}))
		for _, o := range tr.Objects {
			if o.Name != "framed" {
				continue
			}
			v, err := figure.Look(o)
			if err != nil {
				t.Fatal(err)
			}
			html := figure.Bytes(v, figure.BytesOptions{Lang: l, Marked: []trace.Ref{{Offset: 34, Length: 4}}})
			wellFormed(t, html)
			sameAs(t, "packet."+string(l)+".html", html)
			break
		}
	}
}

func TestEveryByteOfAPacketHasACellAndAField(t *testing.T) {
	for _, o := range play(t, traffic).Objects {
		v, err := figure.Look(o)
		if err != nil {
			t.Fatal(err)
		}
		if v.Packet == nil {
			continue
		}
		html := figure.Bytes(v, figure.BytesOptions{Lang: rulebook.English})
		wellFormed(t, html)
		if got := strings.Count(html, "data-at="); got != len(o.Bytes) && len(o.Bytes) < 4096 {
			t.Errorf("%s: %d cells for %d bytes", o.Name, got, len(o.Bytes))
		}
		for at := range o.Bytes {
			parts := v.Parts(at)
			if len(parts) == 0 || parts[0].From > at || parts[0].To <= at {
				t.Fatalf("%s: byte %d belongs to %v", o.Name, at, parts)
			}
			if v.Field(parts[0].Path) == nil {
				t.Errorf("%s: %s is no field", o.Name, parts[0].Path)
			}
		}
	}
}

func TestLongDataIsFolded(t *testing.T) {
	frame, err := packet.Build("eth/ipv4/tcp/data data.length=60000")
	if err != nil {
		t.Fatal(err)
	}
	v, _ := figure.Look(trace.Object{Name: "packet", Bytes: frame})
	html := figure.Bytes(v, figure.BytesOptions{Lang: rulebook.English})
	if !strings.Contains(html, "bytes of data are not shown") || strings.Count(html, "data-at=") > 4096 || !strings.Contains(html, `data-at="60053"`) {
		t.Error("60,000 bytes are drawn one by one, or their end is not")
	}
}

func TestBeforeAndAfterNamesWhatChanged(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		want          []string
	}{
		"nothing":          {"eth/ipv4/tcp/data", "eth/ipv4/tcp/data", []string{"Not a byte differs"}},
		"a field":          {"eth/ipv4/tcp/data", "eth/ipv4/tcp/data tcp.window_size=7", []string{"<code>tcp.window_size</code>", "<td>65535</td><td>7</td>", "<code>tcp.checksum</code>"}},
		"a part of a byte": {"eth/ipv4/tcp/data", "eth/ipv4/tcp/data ipv4.dscp=1 ipv4.checksum=0", []string{"<code>ipv4.dscp</code>"}},
		"a tag":            {"eth/ipv4/tcp/data", "eth/vlan/ipv4/tcp/data vlan.id=9", []string{"<code>vlan</code>", "priority=0 dei=0 id=9 etype=0x0800", "<td>0x0800</td><td>0x8100</td>", `class="added"`}},
		"a tag taken away": {"eth/vlan/ipv4/tcp/data", "eth/ipv4/tcp/data", []string{`<tr class="removed">`, "id=1"}},
		"a part of data":   {"eth/ipv4/tcp/data data.length=100", "eth/ipv4/tcp/data data.length=60 data.from=40", []string{"<td>40 bytes</td><td>—</td>", "ipv4.len"}},
		"other data":       {"eth/ipv4/udp/data data.hex=00112233", "eth/ipv4/udp/data data.hex=ff112233", []string{"<code>data</code>", "<td>1 bytes</td><td>1 bytes</td>"}},
		"longer options":   {"eth/ipv4/tcp/data", "eth/ipv4/tcp/data tcp.options=01010101", []string{"tcp.hdr_len", `<tr class="added">`}},
		"a tunnel":         {"eth/ipv4/tcp/data data.length=9", "eth/ipv4/udp/vxlan/eth/ipv4/tcp/data data.length=9", []string{"<code>vxlan</code>"}},
	} {
		before, after := built(t, c.before), built(t, c.after)
		html := figure.BeforeAfter(before, after, nil, figure.TraceOptions{Lang: rulebook.English})
		wellFormed(t, html)
		for _, want := range c.want {
			if !strings.Contains(html, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, html)
			}
		}
		wellFormed(t, figure.BeforeAfter(after, before, nil, figure.TraceOptions{Lang: rulebook.Japanese}))
	}
}

func built(t *testing.T, text string) []byte {
	t.Helper()
	frame, err := packet.Build(text)
	if err != nil {
		t.Fatal(err)
	}
	return frame
}

func TestAnyBytesCanBeComparedWithAny(t *testing.T) {
	frames := [][]byte{nil, {1}, make([]byte, 13), make([]byte, 70), built(t, "eth/ipv6/hopopts/esp/data data.length=30"), built(t, "eth/ipv4/udp/vxlan/eth/vlan/ipv4/ah/tcp/data"), built(t, "eth/ipv4/tcp/data data.length=3000")}
	for _, before := range frames {
		for _, after := range frames {
			wellFormed(t, figure.BeforeAfter(before, after, nil, figure.TraceOptions{Lang: rulebook.English}))
		}
	}
}

func TestAPacketShowsWhatDidItAndWhatRefused(t *testing.T) {
	html := packetsOf(t, traffic, figure.PacketsOptions{TraceOptions: figure.TraceOptions{Lang: rulebook.English}, Shown: trace.NoObject})
	for _, want := range []string{
		"frames in it: 3", "LsoV2Transmit.MSS = 1460", "<code>vlan</code>", "<code>data</code> <span class=\"fate\">changed</span> <span class=\"fate\">encrypted</span>",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not there", want)
		}
	}
	if html := packetsOf(t, "host 6.30;miniport", figure.PacketsOptions{TraceOptions: figure.TraceOptions{Lang: rulebook.English}}); !strings.Contains(html, "No packet was sent") {
		t.Error(html)
	}
}

func TestFramesThatACardHoldsBackComeOutLater(t *testing.T) {
	const held = encapsulated + "steps[2] receive data.length=100 count:2 hold:yes;steps[3] query OID_GEN_STATISTICS;steps[4] receive data.length=100 data.from=200 tcp.seq=201"
	html := packetsOf(t, held, figure.PacketsOptions{TraceOptions: figure.TraceOptions{Lang: rulebook.English}, Shown: trace.NoObject})
	if got := strings.Count(html, `class="journey `); got != 2 {
		t.Errorf("%d journeys", got)
	}
	if strings.Contains(html, "Nothing came out") || !strings.Contains(html, "frames in it: 3") || !strings.Contains(html, "<dd>Info.CoalescedSegCount = 3</dd>") {
		t.Error(html)
	}
	html = packetsOf(t, encapsulated+"steps[2] receive count:2 hold:yes;steps[3] pause", figure.PacketsOptions{TraceOptions: figure.TraceOptions{Lang: rulebook.English}, Shown: trace.NoObject})
	if strings.Count(html, `class="journey `) != 1 || !strings.Contains(html, "Indicated to the drivers above") {
		t.Error(html)
	}
}

func TestManySegmentsAreFolded(t *testing.T) {
	text := encapsulated + "steps[2] send data.length=40000 ask:lso2 mss:1000"
	tr := play(t, text)
	drawn := func(shown int) int {
		return strings.Count(packetsOf(t, text, figure.PacketsOptions{TraceOptions: figure.TraceOptions{Lang: rulebook.English}, Shown: shown}), "became-bytes")
	}
	if got := drawn(trace.NoObject); got != 4 {
		t.Errorf("%d of 40 segments are drawn in full", got)
	}
	if got := drawn(len(tr.Objects) - 10); got != 5 {
		t.Errorf("%d are when one more is looked at", got)
	}
}

func TestATraceWithPacketsIsDrawn(t *testing.T) {
	tr := play(t, traffic)
	for _, l := range rulebook.Langs() {
		for _, html := range []string{figure.Trace(tr, figure.TraceOptions{Lang: l}), figure.Sequence(tr, figure.TraceOptions{Lang: l, Current: 60})} {
			wellFormed(t, html)
		}
	}
}

// A packet's inner layers are seen where the card was told that VXLAN is.
func TestVXLANIsWhereTheCardWasTold(t *testing.T) {
	const port = "nic.capabilities.EncapsulatedPacketTaskOffloadVxlan.EncapsulationProtocolInfo.VxlanInfo.VxlanUDPPortNumber 8472;"
	const send = "miniport;protocol;steps[0] start;steps[1] send eth/ipv4/udp/vxlan/eth/ipv4/tcp/data udp.dstport=8472 data.length=2500 ask:lso2,encapsulated mss:1000"
	o := figure.PacketsOptions{TraceOptions: figure.TraceOptions{Lang: rulebook.English}, Shown: trace.NoObject}
	for _, c := range []struct {
		text, layers string
		inner        bool
	}{
		{"host 6.89;nic reference;" + port + send, "eth/ipv4/udp/vxlan/eth/ipv4/tcp/data", true},
		{"host 6.89;nic reference;" + send, "eth/ipv4/udp/data", false},
	} {
		html := packetsOf(t, c.text, o)
		if !strings.Contains(html, ">"+c.layers+"</button>") {
			t.Errorf("no %s in\n%s", c.layers, html)
		}
		tr := play(t, c.text)
		for i, object := range tr.Objects {
			if object.Name != "packet" && object.Name != "wire" {
				continue
			}
			v, err := figure.LookIn(tr, i)
			if err != nil || (v.Field("vxlan.vni") != nil) != c.inner || (v.Field("ipv4[1].ttl") != nil) != c.inner {
				t.Errorf("%s: %v", object.Name, err)
			}
		}
	}
	html := packetsOf(t, "host 6.89;nic reference;"+port+send, o)
	if !strings.Contains(html, "On the wire: 3") || !strings.Contains(html, "<code>tcp.seq</code>") {
		t.Error(html)
	}
}
