package ipsec

import (
	"bytes"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// suites are all sets of algorithms: AH alone, ESP alone, both.
func suites() [][]element {
	var ahs, esps []element
	for i := range algorithms() {
		a := &algorithms()[i]
		name := a.name[len(a.group)+1:]
		switch {
		case a.group == authenticationGroup:
			ahs = append(ahs, element{ah: true, spi: 0x2000, authentication: name, authKey: key(a.key)})
			esps = append(esps, element{spi: 0x1000, authentication: name, authKey: key(a.key), encryption: "NONE"},
				element{spi: 0x1000, authentication: name, authKey: key(a.key)})
		case a.combined():
			for _, icv := range []int{8, 12, 16} {
				esps = append(esps, element{spi: 0x1000, encryption: name, key: key(a.key), icv: icv})
			}
		case a.method != noMethod:
			esps = append(esps, element{spi: 0x1000, encryption: name, key: key(a.key)})
			for _, hash := range []string{"MD5", "SHA_1", "SHA_256"} {
				esps = append(esps, element{spi: 0x1000, encryption: name, key: key(a.key), authentication: hash, authKey: key(keyLength(authenticationGroup, hash))})
			}
		}
	}
	var all [][]element
	for _, e := range append(ahs, esps...) {
		all = append(all, []element{e})
	}
	for i, e := range esps {
		all = append(all, []element{e, ahs[i%len(ahs)]})
	}
	return all
}

// pair are two cards with the same bundle, one of them sends to the other.
type pair struct {
	from, to *bench
	out, in  uint64
}

func newPair(t testing.TB, arch ndis.Arch, p proposal) pair {
	t.Helper()
	w := pair{from: newBench(arch, everything()), to: newBench(arch, everything())}
	w.to.Receiving = Both
	w.add(t, p)
	return w
}

// add adds another bundle to both.
func (w *pair) add(t testing.TB, p proposal) {
	t.Helper()
	p.inbound = false
	out := w.from.addEx(p)
	p.inbound = true
	in := w.to.addEx(p)
	if out.Status != ndis.StatusSuccess || in.Status != ndis.StatusSuccess {
		t.Fatalf("%s: %+v", w.to.lastEvent().Rule, p.elements)
	}
	w.out, w.in = out.Handles[0], in.Handles[0]
}

// frame puts headers around a frame.
func (w *pair) frame(t testing.TB, plain []byte, tunnel bool) ([]byte, Transmit) {
	t.Helper()
	framed, info, ok := w.from.Card.Bundle(w.out).Frame(plain, tunnel)
	if !ok {
		t.Fatalf("%x has no IP packet", plain)
	}
	return framed, info
}

func (w *pair) send(t testing.TB, framed []byte, info Transmit) []byte {
	t.Helper()
	sent := w.from.Send(Frame{trace.NoObject, framed}, info)
	if sent.Status != ndis.StatusSuccess {
		t.Fatalf("%s: %s %+v", sent.Status, w.from.lastEvent().Rule, w.from.lastEvent().Facts)
	}
	return sent.Bytes
}

func (w *pair) receive(wire []byte) Received { return w.to.Receive(Frame{trace.NoObject, wire}) }

// wrong changes a byte, counted from the end.
func wrong(wire []byte, behind int) []byte {
	w := bytes.Clone(wire)
	w[len(w)-behind] ^= 1
	return w
}

func build(text string) []byte { return must(packet.Build(text)) }

const (
	plain4 = "eth/ipv4/udp/data data.length=100"
	plain6 = "eth/ipv6/tcp/data data.length=33"
)

// way is how packets are carried.
type way struct {
	name   string
	tunnel bool
	udp    string
}

var ways = []way{{"transport", false, ""}, {"tunnel", true, ""}, {"transport in UDP", false, udpTransport}, {"tunnel in UDP", true, udpTunnel}}

// addressed gives a proposal addresses of the outer header.
func addressed(elements []element, v6 bool) proposal {
	p := proposal{elements: elements, v6: v6, source: make([]byte, 4), destination: make([]byte, 4)}
	if v6 {
		p.source, p.destination = make([]byte, 16), make([]byte, 16)
	}
	return p
}

// there and back: what comes out is what went in.
func there(t *testing.T, elements []element, w way, v6, extended bool, plain []byte) {
	t.Helper()
	if w.udp != "" && (len(elements) > 1 || elements[0].ah) {
		return
	}
	p := addressed(elements, v6)
	p.udp, p.extended = w.udp, extended
	link := newPair(t, ndis.X64, p)
	framed, info := link.frame(t, plain, w.tunnel)
	before := bytes.Clone(framed)
	wire := link.send(t, framed, info)
	if !bytes.Equal(before, framed) || len(wire) != len(framed) {
		t.Fatal("sending changes the transport's frame, or its length")
	}
	arrived := bytes.Clone(wire)
	got := link.receive(wire)
	if !bytes.Equal(arrived, wire) {
		t.Fatal("receiving changes the bytes that arrived")
	}
	if !got.Info.Done || got.Info.NextDone || got.Info.Status != CryptoSuccess {
		t.Fatalf("%s %+v: %+v by %s %+v", w.name, elements, got.Info, link.to.lastEvent().Rule, link.to.lastEvent().Facts)
	}
	if info.ESPOffset != 0 && (!got.Info.HeaderInfo || got.Info.NextHeader != info.NextHeader || got.Info.PadLength != info.PadLength) {
		t.Errorf("sent %+v, received %+v", info, got.Info)
	}
	back, ok := link.to.Card.Bundle(link.in).Strip(got.Bytes)
	if !ok || !bytes.Equal(back, plain) {
		t.Fatalf("%s v6=%t %+v:\n%x, want\n%x", w.name, v6, elements, back, plain)
	}
}

func TestEveryAlgorithmInEveryModeGoesThereAndBack(t *testing.T) {
	for _, elements := range suites() {
		for _, w := range ways {
			for _, v6 := range []bool{false, true} {
				for _, inner := range []string{plain4, plain6} {
					if !w.tunnel && (inner == plain6) != v6 {
						continue
					}
					there(t, elements, w, v6, false, build(inner))
					there(t, elements, w, v6, true, build(inner))
				}
			}
		}
	}
}

func FuzzThereAndBack(f *testing.F) {
	f.Add(uint8(0), uint8(0), false, false, []byte("payload"))
	f.Add(uint8(9), uint8(1), true, true, []byte{})
	f.Add(uint8(40), uint8(3), true, false, bytes.Repeat([]byte{0xEE}, 1400))
	all := suites()
	f.Fuzz(func(t *testing.T, suite, mode uint8, v6, extended bool, data []byte) {
		w := ways[int(mode)%len(ways)]
		layers := "eth/ipv4/data"
		if v6 {
			layers = "eth/ipv6/data"
		}
		plain := append(build(layers), data...)
		p := packet.Parse(plain)
		network := p.Layers[outermost(&p)].Offset
		if len(plain)-network > 0xF000 {
			return
		}
		finishLengths(plain[network:], -1)
		there(t, all[int(suite)%len(all)], w, v6, extended, plain)
	})
}

func TestExtensionHeadersAndOptionsStay(t *testing.T) {
	all := suites()
	for _, text := range []string{
		"eth/ipv6/hopopts/dstopts/udp/data data.length=20",
		"eth/vlan/ipv6/hopopts/tcp/data data.length=20 hopopts.options=3e0400112233",
		"eth/ipv4/udp/data data.length=20 ipv4.options=440805000000000094040000",
		"eth/vlan/vlan/ipv4/tcp/data data.length=1",
	} {
		p := packet.Parse(build(text))
		v6 := p.Layers[outermost(&p)].Kind == packet.IPv6
		for _, elements := range [][]element{all[0], all[3], all[6], all[len(all)-1]} {
			there(t, elements, ways[0], v6, false, build(text))
			there(t, elements, ways[1], v6, false, build(text))
			there(t, elements, ways[1], !v6, false, build(text))
		}
	}
}

// combined adds a transport bundle and a tunnel bundle and frames a packet with
// both.
func combined(t *testing.T, inner, outer proposal) (link pair, framed []byte, info Transmit, transport uint64) {
	t.Helper()
	link = newPair(t, ndis.X64, inner)
	transport = link.in
	framed, info = link.frame(t, build(plain4), false)
	link.add(t, outer)
	framed, around := link.frame(t, framed, true)
	info.Tunnel = around.Offload
	return link, framed, info, transport
}

// What a tunnel carries may be of the family that is off: it is not sent, and of
// what arrives the tunnel alone is opened.
func TestAFamilyInATunnelOfTheOther(t *testing.T) {
	gcm := []element{{spi: 0x1000, encryption: "AES_GCM_256", key: key(36), icv: 16}}
	outer := []element{{spi: 0x3000, encryption: "AES_GCM_256", key: key(36), icv: 16}}
	for _, off := range []Families{0, IPv6} {
		link := newPair(t, ndis.X64, addressed(gcm, true))
		framed, info := link.frame(t, build(plain6), false)
		link.add(t, addressed(outer, false))
		framed, around := link.frame(t, framed, true)
		info.Tunnel = around.Offload
		wire := link.from.Send(Frame{trace.NoObject, framed}, info)
		link.to.Off = off
		if got := link.receive(wire.Bytes).Info; !got.Done || got.NextDone != (off == 0) {
			t.Errorf("off %b: %+v by %s", off, got, link.to.lastEvent().Rule)
		}
		link.from.Off = off
		sent, want := link.from.Send(Frame{trace.NoObject, framed}, info), ndis.StatusSuccess
		if off != 0 {
			want = ndis.StatusFailure
		}
		if sent.Status != want {
			t.Errorf("off %b: the send ends with %s by %s", off, sent.Status, link.from.lastEvent().Rule)
		}
	}
}

func pairOf(first, second []element) (proposal, proposal) {
	inner, outer := addressed(first, false), addressed(second, false)
	inner.destination, inner.source = []byte{192, 0, 2, 2}, []byte{192, 0, 2, 1}
	outer.destination, outer.source = []byte{198, 51, 100, 2}, []byte{198, 51, 100, 1}
	return inner, outer
}

func TestTransportInTunnel(t *testing.T) {
	all := suites()
	for i := range all {
		for _, udp := range []string{"", udpOuter, udpInner} {
			first, second := all[i], all[(i*7+3)%len(all)]
			if udp != "" && (len(first) > 1 || len(second) > 1 || first[0].ah || second[0].ah) {
				continue
			}
			inner, outer := pairOf(first, second)
			inner.udp, outer.udp = udp, udp
			link, framed, info, transport := combined(t, inner, outer)
			got := link.receive(link.send(t, framed, info))
			if !got.Info.Done || !got.Info.NextDone || got.Info.Status != CryptoSuccess {
				t.Fatalf("%+v in %+v, %q: %+v by %s %+v", first, second, udp, got.Info, link.to.lastEvent().Rule, link.to.lastEvent().Facts)
			}
			carried, _ := link.to.Card.Bundle(link.in).Strip(got.Bytes)
			back, ok := link.to.Card.Bundle(transport).Strip(carried)
			if !ok || !bytes.Equal(back, build(plain4)) {
				t.Fatalf("%+v in %+v: %x", first, second, back)
			}
		}
	}
}

func TestEachCryptoStatus(t *testing.T) {
	esp := []element{{spi: 0x1000, encryption: "AES_CBC_128", key: key(16), authentication: "SHA_1", authKey: key(20)}}
	ah := []element{{ah: true, spi: 0x2000, authentication: "SHA_256", authKey: key(32)}}
	null := []element{{spi: 0x1000, encryption: "DES_CBC", key: key(8)}}
	both := []element{esp[0], ah[0]}
	cut := func(by int) func([]byte, int) []byte {
		return func(wire []byte, ip int) []byte {
			w := bytes.Clone(wire)
			packet.IPv4Length.Put(w[ip:], packet.IPv4Length.Get(w[ip:])-uint64(by))
			return w
		}
	}
	flip := func(behind int) func([]byte, int) []byte {
		return func(wire []byte, _ int) []byte { return wrong(wire, behind) }
	}
	for _, c := range []struct {
		name     string
		elements []element
		tunnel   bool
		spoil    func(wire []byte, ip int) []byte
		want     CryptoStatus
		rule     trace.Rule
	}{
		{"right", esp, false, nil, CryptoSuccess, RuleOpened},
		{"AH in transport mode", ah, false, flip(1), CryptoTransportAHFailed, RuleICVWrong},
		{"ESP in transport mode", esp, false, flip(1), CryptoTransportESPFailed, RuleICVWrong},
		{"AH in tunnel mode", ah, true, flip(1), CryptoTunnelAHFailed, RuleICVWrong},
		{"ESP in tunnel mode", esp, true, flip(1), CryptoTunnelESPFailed, RuleICVWrong},
		{"AH around ESP", both, true, flip(1), CryptoTunnelAHFailed, RuleICVWrong},
		{"no room for the ICV", esp, false, cut(130), CryptoInvalidSyntax, RuleSyntaxWrong},
		{"no whole blocks", esp, false, cut(1), CryptoInvalidSyntax, RuleSyntaxWrong},
		{"AH of another length", ah, false, func(wire []byte, ip int) []byte {
			w := bytes.Clone(wire)
			packet.AHLength.Put(w[ip+20:], 6)
			return w
		}, CryptoInvalidSyntax, RuleSyntaxWrong},
		{"AH longer than the packet", ah, false, func(wire []byte, ip int) []byte {
			w := bytes.Clone(wire)
			packet.AHLength.Put(w[ip+20:], 200)
			return w
		}, CryptoInvalidSyntax, RuleSyntaxWrong},
		{"ESP where AH was agreed", ah, false, func(wire []byte, ip int) []byte {
			w := bytes.Clone(wire)
			packet.IPv4Protocol.Put(w[ip:], protocolESP)
			packet.ESPSPI.Put(w[ip+20:], 0x2000)
			return w
		}, CryptoInvalidProtocol, RuleProtocolWrong},
		{"padding that is garbage, for nobody signed it", null, false, flip(11), CryptoGenericError, RulePaddingWrong},
	} {
		link := newPair(t, ndis.X64, addressed(c.elements, false))
		plain := build(plain4)
		if c.want == CryptoGenericError {
			plain = build("eth/ipv4/udp/data data.length=99") // some padding
		}
		framed, info := link.frame(t, plain, c.tunnel)
		link.receive(link.send(t, framed, info)) // the card learns the mode
		framed, info = link.frame(t, plain, c.tunnel)
		wire := link.send(t, framed, info)
		if c.spoil != nil {
			wire = c.spoil(wire, 14)
		}
		got := link.receive(wire)
		if e := link.to.lastEvent(); !got.Info.Done || got.Info.Status != c.want || e.Rule != c.rule {
			t.Errorf("%s: %+v by %s %+v", c.name, got.Info, e.Rule, e.Facts)
		}
		if c.want != CryptoSuccess && c.want != CryptoGenericError && !bytes.Equal(got.Bytes, wire) {
			t.Errorf("%s: a bad packet is indicated as it came", c.name)
		}
		if read := ReadReceive(ndis.X64, got.Info.OOB(ndis.X64)); read != got.Info {
			t.Errorf("%s: %+v as structures is %+v", c.name, got.Info, read)
		}
	}
}

func TestWhatIsNotProcessedIsIndicatedAsItCame(t *testing.T) {
	options := "eth/ipv4/udp/data data.length=20 ipv4.options=01010100"
	for _, c := range []struct {
		name  string
		plain string
		turn  func(*bench)
		rule  trace.Rule
	}{
		{"before the encapsulation is set", plain4, func(b *bench) { b.Receiving = 0 }, RuleReceivesInactive},
		{"before the encapsulation of its family is set", plain4, func(b *bench) { b.Receiving = IPv6 }, RuleReceivesInactive},
		{"its family is off", plain4, func(b *bench) { b.Off = IPv4 }, RuleReceivesOff},
		{"IPsec is off", plain4, func(b *bench) { b.Capabilities = Capabilities{} }, RuleReceivesOff},
		{"no association with that SPI", plain4, func(b *bench) { b.delete(0x10) }, RuleReceivesNoSA},
		{"an association for another destination", plain4, func(b *bench) { b.Card.Bundle(0x10).Destination = []byte{1, 2, 3, 4} }, RuleReceivesNoSA},
		{"an association for another source", plain4, func(b *bench) { b.Card.Bundle(0x10).Source = []byte{1, 2, 3, 4} }, RuleReceivesNoSA},
		{"options that the card cannot", options, func(b *bench) { b.Capabilities.IPv4Options = false }, RuleReceivesUncover},
		{"transport mode that the card cannot", plain4, func(b *bench) { b.Capabilities.Transport = false }, RuleReceivesUncover},
		{"ESP that was turned off", plain4, func(b *bench) { b.Capabilities.ESP = false }, RuleReceivesUncover},
	} {
		link := newPair(t, ndis.X64, addressed([]element{{spi: 0x1000, encryption: "AES_GCM_256", key: key(36), icv: 16}}, false))
		framed, info := link.frame(t, build(c.plain), false)
		wire := link.send(t, framed, info)
		c.turn(link.to)
		got := link.receive(wire)
		e := link.to.lastEvent()
		if got.Info != (Receive{}) || !bytes.Equal(got.Bytes, wire) || e.Rule != c.rule || e.Verdict != trace.Ignored {
			t.Errorf("%s: %+v by %s", c.name, got.Info, e.Rule)
		}
	}
}

func TestPlainPacketsAreNobodysBusiness(t *testing.T) {
	b := newBench(ndis.X64, everything())
	b.Receiving = Both
	for _, text := range []string{plain4, plain6, "eth/data", "eth/ipv4/udp/data udp.dstport=4500 data.hex=00000000aa"} {
		frame := build(text)
		if got := b.Receive(Frame{trace.NoObject, frame}); got.Info != (Receive{}) || !bytes.Equal(got.Bytes, frame) {
			t.Errorf("%s: %+v", text, got.Info)
		}
	}
	if len(b.rules()) != 0 {
		t.Errorf("%v", b.rules())
	}
}

func TestSends(t *testing.T) {
	one := []element{{spi: 0x1000, encryption: "AES_GCM_128", key: key(20), icv: 16}}
	other := proposal{elements: []element{{spi: 0x1001, encryption: "AES_GCM_128", key: key(20), icv: 16}}}
	for _, c := range []struct {
		name   string
		turn   func(*pair, *Transmit)
		status ndis.Status
		rule   trace.Rule
	}{
		{"with its association", func(*pair, *Transmit) {}, ndis.StatusSuccess, RuleSealed},
		{"without a handle", func(_ *pair, i *Transmit) { i.Offload = 0 }, ndis.StatusSuccess, RuleNoHandle},
		{"of a family that is off", func(w *pair, _ *Transmit) { w.from.Off = IPv4 }, ndis.StatusSuccess, RuleSendsPlain},
		{"with a card that has no IPsec on", func(w *pair, _ *Transmit) { w.from.Capabilities = Capabilities{} }, ndis.StatusSuccess, RuleSendsPlain},
		{"with a handle of nothing", func(_ *pair, i *Transmit) { i.Offload = 0x99 }, ndis.StatusFailure, RuleNoMatchingSA},
		{"with a tunnel's handle of nothing", func(_ *pair, i *Transmit) { i.Tunnel = 0x99 }, ndis.StatusFailure, RuleNoMatchingSA},
		{"with an inbound association", func(w *pair, _ *Transmit) { w.from.Card.Bundle(w.out).Inbound = true }, ndis.StatusFailure, RuleDirectionWrong},
		{"with another association", func(w *pair, i *Transmit) { i.Offload = w.from.addEx(other).Handles[0] }, ndis.StatusFailure, RuleFrameWrong},
		{"with an association between others", func(w *pair, _ *Transmit) { w.from.Card.Bundle(w.out).Source = []byte{1, 2, 3, 4} }, ndis.StatusFailure, RuleFrameWrong},
		{"with a mode that is off", func(w *pair, _ *Transmit) { w.from.Capabilities.Transport = false }, ndis.StatusFailure, RuleNotCovered},
	} {
		link := newPair(t, ndis.X64, addressed(one, false))
		framed, info := link.frame(t, build(plain4), false)
		c.turn(&link, &info)
		sent := link.from.Send(Frame{trace.NoObject, framed}, info)
		e := link.from.lastEvent()
		if sent.Status != c.status || e.Rule != c.rule || (sent.Bytes == nil) != (c.status != ndis.StatusSuccess) {
			t.Errorf("%s: %s by %s %+v", c.name, sent.Status, e.Rule, e.Facts)
		}
		if plain := c.rule == RuleNoHandle || c.rule == RuleSendsPlain; plain && !bytes.Equal(sent.Bytes, framed) {
			t.Errorf("%s: the frame changes", c.name)
		}
		if read := ReadTransmit(ndis.X64, info.OOB(ndis.X64)); read != info {
			t.Errorf("%s: %+v as structures is %+v", c.name, info, read)
		}
	}
}

func TestAPlainFrameForAnAssociationIsWrong(t *testing.T) {
	link := newPair(t, ndis.X64, addressed([]element{{spi: 0x1000, encryption: "AES_GCM_128", key: key(20), icv: 16}}, false))
	for _, text := range []string{plain4, plain6, "eth/data", "eth/ipv4/data ipv4.proto=50"} {
		if sent := link.from.Send(Frame{trace.NoObject, build(text)}, Transmit{Offload: link.out}); sent.Status != ndis.StatusFailure || link.from.lastEvent().Rule != RuleFrameWrong {
			t.Errorf("%s: %s", text, sent.Status)
		}
	}
}

func TestHeaderOffsetsThatDifferAreTolerated(t *testing.T) {
	link := newPair(t, ndis.X64, addressed([]element{{spi: 0x1000, encryption: "AES_GCM_128", key: key(20), icv: 16}}, false))
	framed, info := link.frame(t, build(plain4), false)
	if info.ESPOffset != 5 || info.AHOffset != 0 {
		t.Errorf("%+v", info)
	}
	info.ESPOffset = 9
	sent := link.from.Send(Frame{trace.NoObject, framed}, info)
	if got := link.from.rules(); sent.Status != ndis.StatusSuccess || got[len(got)-2] != RuleHeaderInfo {
		t.Errorf("%s %v", sent.Status, got)
	}
}

func TestIVsCountAndAreTheSameInEveryRun(t *testing.T) {
	for _, elements := range suites() {
		var runs [2][][]byte
		for run := range runs {
			link := newPair(t, ndis.X64, addressed(elements, false))
			for range 3 {
				framed, info := link.frame(t, build(plain4), false)
				runs[run] = append(runs[run], link.send(t, framed, info))
			}
		}
		for i, wire := range runs[0] {
			if !bytes.Equal(wire, runs[1][i]) {
				t.Errorf("%+v: packet %d differs in another run", elements, i)
			}
		}
		s := &SA{}
		b := newPair(t, ndis.X64, addressed(elements, false))
		s = &b.from.Card.Bundle(b.out).SAs[0]
		ivs := map[string]bool{}
		for count := uint64(1); count < 1000 && s.iv() > 0; count++ {
			iv := make([]byte, s.iv())
			s.engine.iv(iv, count)
			if ivs[string(iv)] {
				t.Fatalf("%+v: IV %x comes twice", elements, iv)
			}
			ivs[string(iv)] = true
		}
	}
}

func TestLongSequenceNumbersNeedTheirUpperHalf(t *testing.T) {
	for _, elements := range suites() {
		if e := elements[0]; len(elements) > 1 || e.authentication == "" && e.icv == 0 {
			continue
		}
		p := addressed(elements, false)
		p.extended = true
		link := newPair(t, ndis.X64, p)
		framed, info := link.frame(t, build(plain4), false)
		link.from.update(link.out, elements[0].ah, elements[0].spi, 1)
		wire := link.send(t, framed, info)
		if got := link.receive(wire); got.Info.Status == CryptoSuccess {
			t.Errorf("%+v: the upper half does not count", elements)
		}
		link.to.update(link.in, elements[0].ah, elements[0].spi, 1)
		if got := link.receive(wire); got.Info.Status != CryptoSuccess {
			t.Errorf("%+v: %s", elements, got.Info.Status)
		}
	}
}

func TestABundleAtItsLimitAsksForItsEnd(t *testing.T) {
	esp := []element{{spi: 0x1000, encryption: "AES_GCM_128", key: key(20), icv: 16}}
	link := newPair(t, ndis.X64, addressed(esp, false))
	link.to.PacketLimit = 2
	for i := range 4 {
		framed, info := link.frame(t, build(plain4), false)
		got := link.receive(link.send(t, framed, info))
		if want := i >= 1; got.Info.DeleteRequested != want || got.Info.Status != CryptoSuccess || !got.Info.Done {
			t.Errorf("packet %d: %+v", i, got.Info)
		}
		if link.to.Card.Bundle(link.in) == nil {
			t.Fatal("the card drops the bundle by itself")
		}
	}
	if result := link.to.delete(link.in); result.Status != ndis.StatusSuccess || link.to.Bundles() != 0 {
		t.Errorf("%+v", result)
	}
	link = newPair(t, ndis.X64, addressed(esp, false))
	link.from.Card.Bundle(link.out).SAs[0].sequence = 1<<32 - 3
	for i, want := range []bool{false, true} {
		framed, info := link.frame(t, build(plain4), false)
		if got := link.receive(link.send(t, framed, info)); got.Info.DeleteRequested != want {
			t.Errorf("sequence number %d from the end: %+v", 1-i, got.Info)
		}
	}
}

// TestFactsOfPacketsPointAtTheirBytes: SPI and sequence number of both directions.
func TestFactsOfPacketsPointAtTheirBytes(t *testing.T) {
	for _, elements := range suites() {
		link := newPair(t, ndis.X64, addressed(elements, false))
		framed, info := link.frame(t, build("eth/vlan/ipv4/udp/data"), false)
		object := link.from.AddObject(trace.Object{Bytes: framed})
		wire := link.from.Send(Frame{object, framed}, info).Bytes
		check := func(b *bench, frame []byte) {
			for _, f := range b.lastEvent().Facts {
				if f.Ref == nil {
					continue
				}
				at := frame[f.Ref.Offset:][:f.Ref.Length]
				if number := be(at); f.Name == "spi" && f.Value != spiText(uint32(number)) || f.Name == "sequence" && number != 1 {
					t.Errorf("%s is %s at %x", f.Name, f.Value, at)
				}
			}
		}
		check(link.from, framed)
		object = link.to.AddObject(trace.Object{Bytes: wire})
		link.to.Receive(Frame{object, wire})
		check(link.to, wire)
	}
}

func be(b []byte) (n uint64) {
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return n
}
