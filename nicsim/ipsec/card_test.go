package ipsec

import (
	"strconv"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

// everything is a card that can do all.
func everything() Capabilities {
	c := Capabilities{
		IPv6: true, IPv4Options: true, IPv6Extensions: true, AH: true, ESP: true, AHAndESP: true,
		Transport: true, Tunnel: true, TransportTunnel: true, ExtendedSequence: true, UDP: 0xF, Capacity: 64,
	}
	for _, a := range algorithms() {
		if a.group == encryptionGroup {
			c.Encryption |= a.bit
		} else {
			c.Authentication |= a.bit
		}
	}
	return c
}

// proposal is what a test adds.
type proposal struct {
	inbound, v6, extended bool
	source, destination   []byte
	udp                   string
	elements              []element
	members               map[string]uint64 // what differs
	size                  int               // Header.Size, 0 for that of the revision
}

type element struct {
	ah                         bool
	spi, high                  uint32
	authentication, encryption string // ends of constants' names
	authKey, key               []byte
	icv                        int
}

func set(r *codec.Record, path string, value uint64) {
	if err := r.SetValue(ndis.Path(path), value); err != nil {
		panic(err)
	}
}

// encode makes the bytes of the structure, keys behind it.
func (p proposal) encode(arch ndis.Arch, structure string, next uint64) []byte {
	layout := must(catalog.MustLookup(structure).Layout(catalog.Options{Arch: arch, Revision: 1}))
	r := codec.New(layout)
	var keys []byte
	set(r, "NumExtHdrs", uint64(len(p.elements)))
	flags := uint64(0)
	if p.inbound {
		flags |= constant(flagsGroup, flagInbound)
	}
	source, destination := "IPv4Endpoints.SrcAddr", "IPv4Endpoints.DestAddr"
	if p.v6 {
		flags |= constant(flagsGroup, flagIPv6)
		source, destination = "IPv6Endpoints.SrcAddr", "IPv6Endpoints.DestAddr"
	}
	set(r, "Flags", flags)
	copy(r.Bytes()[layout.Slot(ndis.Path(source)).Offset:], p.source)
	copy(r.Bytes()[layout.Slot(ndis.Path(destination)).Offset:], p.destination)
	if p.udp != "" {
		set(r, "UdpEspEncapsulation", constant(udpGroup, p.udp))
	}
	for i, e := range p.elements {
		at := "SecAssoc[" + strconv.Itoa(i) + "]."
		set(r, at+"Operation", constant(operationGroup, map[bool]string{true: operationAH, false: operationESP}[e.ah]))
		set(r, at+"Spi", uint64(e.spi))
		set(r, at+"SequenceNumberHighOrder", uint64(e.high))
		if p.extended {
			set(r, at+"Flags", 1)
		}
		for _, a := range []struct {
			member, group, name string
			key                 []byte
		}{
			{"AuthenticationAlgorithm", authenticationGroup, e.authentication, e.authKey},
			{"EncryptionAlgorithm", encryptionGroup, e.encryption, e.key},
		} {
			if a.name == "" {
				continue
			}
			set(r, at+a.member+".Identifier", constant(a.group, a.group+"_"+a.name))
			set(r, at+a.member+".KeyLength", uint64(len(a.key)))
			set(r, at+a.member+".KeyOffsetBytes", uint64(len(keys)))
			keys = append(keys, a.key...)
		}
		set(r, at+"EncryptionAlgorithm.AdditionalInfo", uint64(e.icv))
	}
	set(r, "KeyLength", uint64(len(keys)))
	behind := layout.Size
	if structure == addSAEx {
		behind = layout.Sizeof
		set(r, "KeyOffset", uint64(behind))
	} else {
		behind = layout.Slot("KeyData").Offset
		set(r, "Next", next)
	}
	if p.size != 0 {
		set(r, "Header.Size", uint64(p.size))
	}
	for path, value := range p.members {
		set(r, path, value)
	}
	bytes := append(append([]byte(nil), r.Bytes()[:min(behind, len(r.Bytes()))]...), make([]byte, max(0, behind-len(r.Bytes())))...)
	bytes = append(bytes, keys...)
	return append(bytes, make([]byte, max(0, layout.Sizeof-len(bytes)))...)
}

// gcm is a usual association.
func gcm(inbound bool, spi uint32) proposal {
	return proposal{inbound: inbound, elements: []element{{spi: spi, encryption: "AES_GCM_128", key: key(20), icv: 16}}}
}

func key(length int) []byte {
	b := make([]byte, length)
	for i := range b {
		b[i] = byte(7*i + 1)
	}
	return b
}

// bench is a card with the memory that requests lie in.
type bench struct {
	*Card
	next uint64
}

func newBench(arch ndis.Arch, on Capabilities) *bench {
	return &bench{NewCard(&trace.Recorder{}, arch, on), 0x1000}
}

// put puts bytes into the memory.
func (b *bench) put(structure string, bytes []byte) (address uint64) {
	address = b.next
	b.next += uint64(len(bytes)+0xFF) &^ 0xFF
	b.AddObject(trace.Object{Structure: structure, Arch: b.Arch, Address: address, Bytes: bytes})
	return address
}

func (b *bench) memory() Memory { return Objects(b.Objects) }

// addEx adds a proposal with the newer structure.
func (b *bench) addEx(p proposal) Result {
	address := b.put(addSAEx, p.encode(b.Arch, addSAEx, 0))
	return b.AddSAEx(b.memory(), address)
}

// addList adds proposals as one list, first to last.
func (b *bench) addList(all ...proposal) (Result, []uint64) {
	next := uint64(0)
	addresses := make([]uint64, len(all))
	for i := len(all) - 1; i >= 0; i-- {
		next = b.put(addSA, all[i].encode(b.Arch, addSA, next))
		addresses[i] = next
	}
	return b.AddSA(b.memory(), next), addresses
}

// handleAt is the OffloadHandle in memory.
func (b *bench) handleAt(address uint64, structure string) uint64 {
	place, _ := b.memory().At(address)
	return b.read(structure, place).value(pathHandle)
}

func (b *bench) delete(handles ...uint64) Result {
	next := uint64(0)
	for i := len(handles) - 1; i >= 0; i-- {
		r := codec.New(must(catalog.MustLookup(deleteSA).Layout(catalog.Options{Arch: b.Arch, Revision: 1})))
		set(r, "OffloadHandle", handles[i])
		set(r, "Next", next)
		next = b.put(deleteSA, r.Bytes())
	}
	return b.DeleteSA(b.memory(), next)
}

func (b *bench) update(handle uint64, ah bool, spi, high uint32) Result {
	r := codec.New(must(catalog.MustLookup(updateSA).Layout(catalog.Options{Arch: b.Arch, Revision: 1})))
	set(r, "OffloadHandle", handle)
	set(r, "Operation", constant(operationGroup, map[bool]string{true: operationAH, false: operationESP}[ah]))
	set(r, "Spi", uint64(spi))
	set(r, "SequenceNumberHighOrder", uint64(high))
	address := b.put(updateSA, r.Bytes())
	return b.UpdateSA(b.memory(), address)
}

// rules are the rules of the events so far.
func (b *bench) rules() []trace.Rule {
	var all []trace.Rule
	trace.Walk(b.Trace(trace.Outcome{}).Events, func(e *trace.Event, _ int) bool {
		all = append(all, e.Rule)
		return true
	})
	return all
}

func (b *bench) lastEvent() *trace.Event { return b.Last() }

var arches = []ndis.Arch{ndis.X86, ndis.X64}

func TestOneOfAListIsEnough(t *testing.T) {
	for _, arch := range arches {
		on := everything()
		on.Capacity = 1
		b := newBench(arch, on)
		result, at := b.addList(gcm(true, 0x100), gcm(false, 0x200))
		if result.Status != ndis.StatusSuccess || result.Handles[0] == 0 || result.Handles[1] != 0 {
			t.Fatalf("%s: %+v", arch, result)
		}
		if first, second := b.handleAt(at[0], addSA), b.handleAt(at[1], addSA); first != result.Handles[0] || second != 0 {
			t.Errorf("%s: handles %#x, %#x in memory", arch, first, second)
		}
		result, _ = b.addList(gcm(true, 0x300))
		if result.Status != ndis.StatusResources || result.Handles[0] != 0 || b.Bundles() != 1 {
			t.Errorf("%s: over the capacity: %+v", arch, result)
		}
	}
}

func TestHandlesAreTheSameInEveryRun(t *testing.T) {
	for _, arch := range arches {
		b := newBench(arch, everything())
		first, second := b.addEx(gcm(true, 1)).Handles[0], b.addEx(gcm(true, 2)).Handles[0]
		b.delete(first)
		if third := b.addEx(gcm(true, 3)).Handles[0]; first != 0x10 || second != 0x20 || third != 0x30 {
			t.Errorf("%#x %#x %#x", first, second, third)
		}
	}
}

func TestEachContentThatIsWrongIsRefused(t *testing.T) {
	change := func(p proposal, path string, value uint64) proposal {
		p.members = map[string]uint64{path: value}
		return p
	}
	off := func(turn func(*Capabilities)) Capabilities {
		c := everything()
		turn(&c)
		return c
	}
	all := everything()
	both := proposal{elements: []element{
		{spi: 1, encryption: "AES_CBC_128", key: key(16), authentication: "SHA_1", authKey: key(20)},
		{ah: true, spi: 2, authentication: "SHA_256", authKey: key(32)},
	}}
	turned := proposal{elements: []element{both.elements[1], both.elements[0]}}
	ah := proposal{elements: both.elements[1:]}
	udp := gcm(true, 1)
	udp.udp = udpTunnel
	one := func(e element) proposal { return proposal{elements: []element{e}} }
	six := gcm(true, 1)
	six.v6 = true
	esn := gcm(true, 1)
	esn.extended = true
	for _, c := range []struct {
		name string
		p    proposal
		on   Capabilities
		rule trace.Rule
	}{
		{"no header", change(gcm(true, 1), "NumExtHdrs", 0), all, RuleHeadersCount},
		{"three headers", change(gcm(true, 1), "NumExtHdrs", 3), all, RuleHeadersCount},
		{"a type of another structure", change(gcm(true, 1), "Header.Type", 0xA7), all, RuleHeaderWrong},
		{"revision 0", change(gcm(true, 1), "Header.Revision", 0), all, RuleHeaderWrong},
		{"a size below that of the revision", change(gcm(true, 1), "Header.Size", 20), all, RuleHeaderWrong},
		{"a size beyond the memory", change(gcm(true, 1), "Header.Size", 0xFFFF), all, RuleHeaderWrong},
		{"an unknown flag", change(gcm(true, 1), "Flags", 2), all, RuleFlagsUnknown},
		{"an unknown flag of an association", change(gcm(true, 1), "SecAssoc[0].Flags", 2), all, RuleFlagsUnknown},
		{"IPv6 where it is off", six, off(func(c *Capabilities) { c.IPv6 = false }), RuleFamilyOff},
		{"AH before ESP", turned, all, RuleOrderWrong},
		{"an unknown operation", change(gcm(true, 1), "SecAssoc[0].Operation", 3), all, RuleOrderWrong},
		{"ESP where it is off", gcm(true, 1), off(func(c *Capabilities) { c.ESP = false }), RuleProtocolOff},
		{"AH where it is off", ah, off(func(c *Capabilities) { c.AH = false }), RuleProtocolOff},
		{"both where they do not go together", both, off(func(c *Capabilities) { c.AHAndESP = false }), RuleProtocolOff},
		{"two ways of UDP", change(gcm(true, 1), "UdpEspEncapsulation", 3), all, RuleUDPWrong},
		{"AH in UDP", change(ah, "UdpEspEncapsulation", 1), all, RuleUDPWrong},
		{"a way of UDP that is off", udp, off(func(c *Capabilities) { c.UDP = 1 }), RuleUDPOff},
		{"AH that encrypts", one(element{ah: true, authentication: "SHA_1", authKey: key(20), encryption: "DES_CBC", key: key(8)}), all, RuleAlgorithmsWrong},
		{"AH without a signature", one(element{ah: true}), all, RuleAlgorithmsWrong},
		{"ESP of nothing", one(element{}), all, RuleAlgorithmsWrong},
		{"ESP of NULL alone", one(element{encryption: "NONE"}), all, RuleAlgorithmsWrong},
		{"AES-GCM with a second signature", one(element{encryption: "AES_GCM_128", key: key(20), icv: 16, authentication: "SHA_1", authKey: key(20)}), all, RuleAlgorithmsWrong},
		{"AES-GMAC with a secret", one(element{encryption: "AES_CBC_128", key: key(16), authentication: "AES_GCM_128", authKey: key(20)}), all, RuleAlgorithmsWrong},
		{"two algorithms in one", change(gcm(true, 1), "SecAssoc[0].EncryptionAlgorithm.Identifier", 0x18), all, RuleAlgorithmsWrong},
		{"an algorithm that is off", gcm(true, 1), off(func(c *Capabilities) { c.Encryption &^= 8 }), RuleAlgorithmOff},
		{"an ICV that AES-GCM does not have", change(gcm(true, 1), "SecAssoc[0].EncryptionAlgorithm.AdditionalInfo", 4), all, RuleICVLength},
		{"a key without its salt", one(element{encryption: "AES_GCM_128", key: key(16), icv: 16}), all, RuleKeyWrong},
		{"a key beyond the keys", change(gcm(true, 1), "SecAssoc[0].EncryptionAlgorithm.KeyOffsetBytes", 1), all, RuleKeyWrong},
		{"keys beyond the memory", change(gcm(true, 1), "KeyLength", 0xFFFFFFFF), all, RuleKeyWrong},
		{"long sequence numbers where they are off", esn, off(func(c *Capabilities) { c.ExtendedSequence = false }), RuleExtendedOff},
		{"more than the card holds", gcm(true, 1), off(func(c *Capabilities) { c.Capacity = 0 }), RuleOverCapacity},
	} {
		for _, arch := range arches {
			for _, structure := range []string{addSA, addSAEx} {
				b := newBench(arch, c.on)
				address := b.put(structure, c.p.encode(arch, structure, 0))
				add := b.AddSA
				if structure == addSAEx {
					add = b.AddSAEx
				}
				result := add(b.memory(), address)
				e := b.lastEvent()
				if e.Rule != c.rule || e.Verdict != trace.Rejected || result.Handles[0] != 0 || result.Status == ndis.StatusSuccess || *e.Status != result.Status {
					t.Errorf("%s, %s, %s: %s, %+v", c.name, arch, structure, e.Rule, result)
				}
				if b.Bundles() != 0 {
					t.Errorf("%s: a bundle was added", c.name)
				}
			}
		}
	}
}

func TestBothSizesOfTheHeaderAreRight(t *testing.T) {
	for _, arch := range arches {
		for _, structure := range []string{addSA, addSAEx} {
			layout := must(catalog.MustLookup(structure).Layout(catalog.Options{Arch: arch, Revision: 1}))
			for _, size := range []int{layout.Size, layout.Sizeof} {
				b := newBench(arch, everything())
				p := gcm(true, 1)
				p.size = size
				address := b.put(structure, p.encode(arch, structure, 0))
				add := b.AddSA
				if structure == addSAEx {
					add = b.AddSAEx
				}
				if result := add(b.memory(), address); result.Status != ndis.StatusSuccess {
					t.Errorf("%s, %s, %d: %s by %s", arch, structure, size, result.Status, b.lastEvent().Rule)
				}
			}
		}
	}
}

func TestAListThatIsNoneAddsNothing(t *testing.T) {
	for _, arch := range arches {
		b := newBench(arch, everything())
		first := b.next
		b.put(addSA, gcm(true, 1).encode(arch, addSA, first)) // its own next
		if result := b.AddSA(b.memory(), first); result.Status != ndis.StatusInvalidParameter || b.lastEvent().Rule != RuleListEndless {
			t.Errorf("a circle: %+v", result)
		}
		second := b.next
		b.put(addSA, gcm(true, 1).encode(arch, addSA, second+0x100))
		b.put(addSA, gcm(true, 2).encode(arch, addSA, second))
		if result := b.AddSA(b.memory(), second); result.Status != ndis.StatusInvalidParameter || b.lastEvent().Rule != RuleListEndless {
			t.Errorf("a circle of two: %+v", result)
		}
		address := b.put(addSA, gcm(true, 1).encode(arch, addSA, 0xDEAD0000))
		if result := b.AddSA(b.memory(), address); result.Status != ndis.StatusInvalidParameter || b.lastEvent().Rule != RuleListOutside {
			t.Errorf("a pointer to nothing: %+v", result)
		}
		short := b.put(addSA, gcm(true, 1).encode(arch, addSA, 0)[:9])
		if result := b.AddSA(b.memory(), short); result.Status == ndis.StatusSuccess || b.lastEvent().Rule != RuleHeaderWrong {
			t.Errorf("a structure that is cut off: %+v", result)
		}
		if b.Bundles() != 0 {
			t.Error("something was added")
		}
	}
}

func TestOffMeansNotSupported(t *testing.T) {
	b := newBench(ndis.X64, Capabilities{})
	if result := b.addEx(gcm(true, 1)); result.Status != ndis.StatusNotSupported || b.lastEvent().Rule != RuleOffloadOff {
		t.Errorf("%+v", result)
	}
}

func TestBothAssociationsStayUntilEachIsDeleted(t *testing.T) {
	for _, arch := range arches {
		b := newBench(arch, everything())
		in, out := b.addEx(gcm(true, 1)).Handles[0], b.addEx(gcm(false, 2)).Handles[0]
		b.Card.Bundle(in).expired = true
		for i, handle := range []uint64{in, out} {
			if b.Bundles() != 2-i || b.Card.Bundle(handle) == nil {
				t.Errorf("%s: %d bundles before delete %d", arch, b.Bundles(), i)
			}
			if result := b.delete(handle); result.Status != ndis.StatusSuccess || b.lastEvent().Rule != RuleDeleted {
				t.Errorf("%+v", result)
			}
		}
		if b.Bundles() != 0 || len(b.bySPI) != 0 {
			t.Errorf("%s: %d bundles are left", arch, b.Bundles())
		}
		if result := b.delete(in); result.Status != ndis.StatusSuccess || b.lastEvent().Rule != RuleDeleteUnknown {
			t.Errorf("twice: %+v", result)
		}
		in, out = b.addEx(gcm(true, 1)).Handles[0], b.addEx(gcm(false, 2)).Handles[0]
		if result := b.delete(in, out); result.Status != ndis.StatusSuccess || b.Bundles() != 0 {
			t.Errorf("as a list: %+v", result)
		}
	}
}

func TestUpdates(t *testing.T) {
	esn := gcm(true, 0x100)
	esn.extended = true
	for _, arch := range arches {
		b := newBench(arch, everything())
		long, short := b.addEx(esn).Handles[0], b.addEx(gcm(true, 0x200)).Handles[0]
		for _, c := range []struct {
			name   string
			handle uint64
			ah     bool
			spi    uint32
			rule   trace.Rule
			status ndis.Status
		}{
			{"a known one", long, false, 0x100, RuleUpdated, ndis.StatusSuccess},
			{"an unknown handle", 0x999, false, 0x100, RuleUpdateUnknown, ndis.StatusInvalidParameter},
			{"another SPI", long, false, 0x101, RuleUpdateUnknown, ndis.StatusInvalidParameter},
			{"another operation", long, true, 0x100, RuleUpdateUnknown, ndis.StatusInvalidParameter},
			{"without long sequence numbers", short, false, 0x200, RuleUpdateNoESN, ndis.StatusInvalidParameter},
		} {
			if result := b.update(c.handle, c.ah, c.spi, 7); result.Status != c.status || b.lastEvent().Rule != c.rule {
				t.Errorf("%s: %+v by %s", c.name, result, b.lastEvent().Rule)
			}
		}
		if b.Card.Bundle(long).SAs[0].High != 7 {
			t.Error("the upper half is not the new one")
		}
		b.Capabilities.ExtendedSequence = false
		if result := b.update(long, false, 0x100, 8); result.Status != ndis.StatusInvalidParameter || b.lastEvent().Rule != RuleUpdateNoESN {
			t.Errorf("a card without: %+v", result)
		}
	}
}

func TestCapabilitiesAreReadFromTheStructures(t *testing.T) {
	offload := codec.New(must(catalog.MustLookup("NDIS_OFFLOAD").Layout(catalog.Options{Arch: ndis.X64, Revision: 2})))
	for path, value := range map[string]uint64{"Ah": 1, "Esp": 1, "Tunnel": 1, "AuthenticationAlgorithms": 2, "EncryptionAlgorithms": 12, "SaOffloadCapacity": 64} {
		set(offload, "IPsecV2."+path, value)
	}
	want := Capabilities{AH: true, ESP: true, Tunnel: true, Authentication: 2, Encryption: 12, Capacity: 64}
	if got := ReadCapabilities(offload, "IPsecV2"); got != want {
		t.Errorf("%+v", got)
	}
	old := codec.New(must(catalog.MustLookup("NDIS_OFFLOAD").Layout(catalog.Options{Arch: ndis.X64, Revision: 1})))
	if got := ReadCapabilities(old, "IPsecV2"); got != (Capabilities{}) {
		t.Errorf("revision 1 has no place for it: %+v", got)
	}
}

// TestFactsPointAtBytes: each fact with a place is read from there.
func TestFactsPointAtBytes(t *testing.T) {
	b := newBench(ndis.X64, everything())
	b.addEx(gcm(true, 0x1234))
	e := b.lastEvent()
	if len(e.Facts) == 0 || e.Facts[0].Ref == nil {
		t.Fatalf("%+v", e.Facts)
	}
	for _, f := range e.Facts {
		if f.Ref != nil && f.Ref.Offset+f.Ref.Length > len(b.Objects[f.Ref.Object].Bytes) {
			t.Errorf("%s is beyond its object", f.Name)
		}
	}
	if e.Changes[0].Before != "0" || e.Changes[0].After != "1" || e.Fact("spi") != "0x00001234" {
		t.Errorf("%+v %+v", e.Changes, e.Facts)
	}
}
