package ipsec

import (
	"bytes"
	"encoding/binary"
	"os"
	"regexp"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// block is a memory of one piece, with nothing before and behind it.
type block struct {
	at    uint64
	bytes []byte
}

func (b block) Size() int { return len(b.bytes) }

func (b block) At(address uint64) (Place, bool) {
	if address-b.at >= uint64(len(b.bytes)) {
		return Place{}, false
	}
	offset := int(address - b.at)
	return Place{trace.NoObject, offset, b.bytes[offset:len(b.bytes):len(b.bytes)]}, true
}

const blockAt = 0x1000

// FuzzRequests: whatever lies in memory, no request panics, leads out of it, goes
// on for ever, or adds more than the card holds.
func FuzzRequests(f *testing.F) {
	for _, arch := range arches {
		whole := gcm(true, 1).encode(arch, addSA, blockAt+0x100)
		whole = append(append(whole, make([]byte, 0x100-len(whole))...), gcm(false, 2).encode(arch, addSA, 0)...)
		f.Add(uint8(0), arch == ndis.X86, uint8(1), whole)
		f.Add(uint8(0), arch == ndis.X86, uint8(9), gcm(true, 1).encode(arch, addSA, blockAt))
		f.Add(uint8(1), arch == ndis.X86, uint8(9), gcm(true, 1).encode(arch, addSAEx, 0))
	}
	f.Add(uint8(2), false, uint8(3), make([]byte, 24))
	f.Add(uint8(3), false, uint8(3), make([]byte, 32))
	f.Fuzz(func(t *testing.T, request uint8, x86 bool, capacity uint8, bytes []byte) {
		arch := ndis.X64
		if x86 {
			arch = ndis.X86
		}
		on := everything()
		on.Capacity = int(capacity)
		c := NewCard(&trace.Recorder{}, arch, on)
		m := block{blockAt, bytes}
		for range 2 {
			requests := []func(Memory, uint64) Result{c.AddSA, c.AddSAEx, c.DeleteSA, c.UpdateSA}
			result := requests[request%4](m, blockAt)
			if len(result.Handles) > len(bytes)/100+1 {
				t.Fatalf("%d handles out of %d bytes", len(result.Handles), len(bytes))
			}
			if c.Bundles() > int(capacity) {
				t.Fatalf("%d bundles in a card for %d", c.Bundles(), capacity)
			}
		}
		for _, b := range c.bundles {
			c.Send(Frame{trace.NoObject, must(packet.Build(plain4))}, Transmit{Offload: b.Handle})
		}
	})
}

// hostileCard has every kind of association, for any address, under one SPI each.
func hostileCard(flipped trace.Rule) *bench {
	b := newBench(ndis.X64, everything())
	b.Capabilities.Capacity = 1 << 20
	b.Receiving = Both
	b.Flipped = flipped
	for i, elements := range suites() {
		for j := range elements {
			elements[j].spi = uint32(i + 1)
		}
		p := addressed(elements, i%2 == 1)
		p.inbound = true
		b.addEx(p)
		p.inbound = false
		b.addEx(p)
	}
	return b
}

// FuzzPackets: whatever arrives or is sent, nothing panics, no bytes of others
// change, and what is indicated is as long as what came.
func FuzzPackets(f *testing.F) {
	esp := bytes.Repeat([]byte{1, 2, 3, 4}, 32)
	for _, layers := range []string{"eth/ipv4/esp/data", "eth/ipv6/ah/esp/data", "eth/ipv4/udp/esp/data", "eth/vlan/ipv6/hopopts/ah/udp/data", "eth/ipv4/ah/data"} {
		frame, err := packet.Build(layers + " data.length=64")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint64(0x20), frame)
	}
	f.Add(uint64(0x40), append([]byte{14: 0x45, 15: 0}, esp...))
	card := hostileCard("")
	f.Fuzz(func(t *testing.T, handle uint64, frame []byte) {
		before := bytes.Clone(frame)
		b := &bench{Card: NewCard(&trace.Recorder{}, ndis.X64, everything())}
		b.Card.bundles, b.Card.bySPI, b.Card.Receiving = card.bundles, card.bySPI, Both
		frame = frame[:len(frame):len(frame)]
		if got := b.Receive(Frame{trace.NoObject, frame}); len(got.Bytes) != len(frame) || got.Info.NextDone && !got.Info.Done {
			t.Fatalf("%+v", got)
		}
		for _, info := range []Transmit{{Offload: handle}, {Offload: handle, Tunnel: handle + 0x20}} {
			if sent := b.Send(Frame{trace.NoObject, frame}, info); sent.Status == ndis.StatusSuccess && len(sent.Bytes) != len(frame) {
				t.Fatalf("%d bytes became %d", len(frame), len(sent.Bytes))
			}
		}
		for _, h := range []uint64{handle, 0x10} {
			if bundle := b.Card.Bundle(h); bundle != nil {
				bundle.Frame(frame, true)
				bundle.Strip(frame)
			}
		}
		if !bytes.Equal(before, frame) {
			t.Fatal("the frame changed")
		}
	})
}

// allRules are the rules that rules.go names.
func allRules(t *testing.T) (all []trace.Rule) {
	text, err := os.ReadFile("rules.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`trace\.Rule = "(.*)"`).FindAllSubmatch(text, -1) {
		all = append(all, trace.Rule(found[1]))
	}
	if len(all) < 40 {
		t.Fatalf("only %d rules", len(all))
	}
	return all
}

// TestNoRuleHoldsTheOthersUp: with any one rule switched off, a card still gets
// through everything that the tests know.
func TestNoRuleHoldsTheOthersUp(t *testing.T) {
	frames := [][]byte{}
	for i, elements := range suites() {
		for j := range elements {
			elements[j].spi = uint32(i + 1)
		}
		for _, w := range ways[:2] {
			link := newPair(t, ndis.X64, addressed(elements, false))
			framed, info := link.frame(t, build(plain4), w.tunnel)
			wire := link.send(t, framed, info)
			frames = append(frames, framed, wire, wrong(wire, 1), wrong(wire, 30), wire[:len(wire)-4], wire[:30])
		}
	}
	for _, rule := range allRules(t) {
		b := hostileCard(rule)
		for _, turn := range []func(){
			func() {},
			func() { b.Capabilities = Capabilities{ESP: true, Capacity: 1} },
			func() { b.Capabilities = Capabilities{} },
			func() { b.Receiving = 0 },
		} {
			turn()
			for i, frame := range frames {
				b.Receive(Frame{trace.NoObject, frame})
				b.Send(Frame{trace.NoObject, frame}, Transmit{Offload: uint64(i%700) * handleStep, Tunnel: uint64(i%3) * 0x40, ESPOffset: 3})
			}
			b.requests()
		}
	}
}

// requests sends the card requests that are wrong in many ways.
func (b *bench) requests() {
	whole := gcm(true, 1).encode(b.Arch, addSAEx, 0)
	for at := 0; at+4 <= len(whole); at += 4 {
		for _, value := range []uint32{0, 3, 1 << 31, 0xFFFFFFFF} {
			changed := bytes.Clone(whole)
			binary.LittleEndian.PutUint32(changed[at:], value)
			b.AddSAEx(block{blockAt, changed}, blockAt)
		}
	}
	for length := range whole {
		b.AddSAEx(block{blockAt, whole[:length]}, blockAt)
		b.AddSA(block{blockAt, whole[:length]}, blockAt)
		b.UpdateSA(block{blockAt, whole[:length]}, blockAt)
		b.DeleteSA(block{blockAt, whole[:length]}, blockAt)
	}
	b.AddSA(block{blockAt, gcm(true, 1).encode(b.Arch, addSA, blockAt)}, blockAt)
	b.update(0x10, false, 1, 2)
	b.update(0x999, true, 1, 2)
	b.delete(0x10, 0x30)
}

// TestAListInOneBlockIsBounded: structures that overlap are bounded
// by the memory, too.
func TestAListInOneBlockIsBounded(t *testing.T) {
	bytes := make([]byte, 1<<16)
	one := gcm(true, 1).encode(ndis.X64, addSA, 0)
	for at := 0; at+len(one) < len(bytes); at += 16 {
		copy(bytes[at:], one[:4])
		binary.LittleEndian.PutUint64(bytes[at+8:], blockAt+uint64(at)+16)
	}
	b := newBench(ndis.X64, everything())
	if result := b.AddSA(block{blockAt, bytes}, blockAt); result.Status != ndis.StatusInvalidParameter || len(b.rules()) != 1 || b.lastEvent().Rule != RuleListEndless {
		t.Errorf("%+v %v", result, b.rules())
	}
}
