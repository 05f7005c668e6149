package ipsec

// Vectors that others made: testdata/mcgrew.txt (draft-mcgrew-gcm-test-01), testdata/rfc3602.txt (RFC 3602 section 4),
// testdata/scapy.txt (scapy 2.5.0 and OpenSSL), and below RFC 2202 sections 2 and 3 and RFC 4868 section 2.7.2.1.

import (
	"bytes"
	chmac "crypto/hmac"
	"encoding/hex"
	"os"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

func unhex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// blocks are a file's parts between empty lines, without comments.
func blocks(t testing.TB, file string) [][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for _, block := range strings.Split(string(text), "\n\n") {
		var lines []string
		for _, line := range strings.Split(strings.TrimSpace(block), "\n") {
			if !strings.HasPrefix(line, "#") {
				lines = append(lines, line)
			}
		}
		if len(lines) > 0 {
			all = append(all, lines)
		}
	}
	return all
}

// words are lines of name and value.
func words(lines []string) map[string]string {
	m := map[string]string{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, " ")
		m[name] = value
	}
	return m
}

// association makes one without a card.
func association(ah bool, authentication, encryption string, authKey, key []byte, icv int) *SA {
	s := &SA{AH: ah, SPI: 0x10203040, icv: icv}
	if authentication != "" {
		s.authentication = algorithmOf(authenticationGroup, constant(authenticationGroup, authenticationGroup+"_"+authentication))
		s.engine.add(s.authentication, authKey)
		s.icv = s.authentication.icv
	}
	if encryption != "" {
		s.encryption = algorithmOf(encryptionGroup, constant(encryptionGroup, encryptionGroup+"_"+encryption))
		s.engine.add(s.encryption, key)
	}
	return s
}

// both holds ESP to a packet of somebody else: decrypted it is plain, and
// encrypted with the same IV it is the packet again.
func both(t *testing.T, s *SA, packet, plain []byte) {
	t.Helper()
	esp := bytes.Clone(packet)
	if !s.openESP(esp) {
		t.Fatal("the ICV is wrong")
	}
	p := s.parts(esp)
	if !bytes.Equal(p.body, plain) {
		t.Fatalf("decrypted %x, want %x", p.body, plain)
	}
	clear(p.icv)
	if s.protectESP(esp); !bytes.Equal(esp, packet) {
		t.Fatalf("encrypted %x, want %x", esp, packet)
	}
	for i := range packet {
		broken := bytes.Clone(packet)
		broken[i] ^= 0x40
		before := bytes.Clone(broken)
		if s.icv > 0 && (s.openESP(broken) || !bytes.Equal(before, broken)) {
			t.Fatalf("byte %d may change", i)
		}
	}
}

func TestGCMAndGMACPacketsOfTheDraft(t *testing.T) {
	cases := blocks(t, "testdata/mcgrew.txt")
	if len(cases) < 17 {
		t.Errorf("only %d cases", len(cases))
	}
	for _, lines := range cases {
		c := words(lines)
		k := append(unhex(t, c["key"]), unhex(t, c["nonce"])[:saltSize]...)
		bits := map[int]string{20: "AES_GCM_128", 28: "AES_GCM_192", 36: "AES_GCM_256"}[len(k)]
		s := association(false, "", bits, nil, k, 16)
		if lines[0] == "gmac" {
			s = association(false, bits, "NONE", k, nil, 0)
		}
		if sequence := unhex(t, c["seq"]); len(sequence) == 8 {
			s.Extended = true
			s.High = uint32(sequence[0])<<24 | uint32(sequence[1])<<16 | uint32(sequence[2])<<8 | uint32(sequence[3])
		}
		both(t, s, unhex(t, c["packet"]), unhex(t, c["plain"]))
	}
}

func TestShortICVsAreTheBeginOfLongOnes(t *testing.T) {
	for _, lines := range blocks(t, "testdata/mcgrew.txt") {
		c := words(lines)
		if lines[0] != "gcm" || len(c["seq"]) != 8 {
			continue
		}
		k := append(unhex(t, c["key"]), unhex(t, c["nonce"])[:saltSize]...)
		bits := map[int]string{20: "AES_GCM_128", 28: "AES_GCM_192", 36: "AES_GCM_256"}[len(k)]
		whole := unhex(t, c["packet"])
		for _, icv := range []int{8, 12} {
			both(t, association(false, "", bits, nil, k, icv), whole[:len(whole)-16+icv], unhex(t, c["plain"]))
		}
	}
}

func TestAESCBCPacketsOfTheRFC(t *testing.T) {
	for _, lines := range blocks(t, "testdata/rfc3602.txt") {
		c := words(lines)
		both(t, association(false, "", "AES_CBC_128", nil, unhex(t, c["key"]), 0), unhex(t, c["packet"]), unhex(t, c["plain"]))
	}
}

func TestHMACs(t *testing.T) {
	repeat := func(b byte, n int) []byte { return bytes.Repeat([]byte{b}, n) }
	count := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i + 1)
		}
		return b
	}
	larger := []byte("Test Using Larger Than Block-Size Key - Hash Key First")
	larger2 := []byte("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data")
	what := []byte("what do ya want for nothing?")
	for _, c := range []struct {
		algorithm string
		key, data []byte
		want      string
	}{
		{"MD5", repeat(0x0b, 16), []byte("Hi There"), "9294727a3638bb1c13f48ef8158bfc9d"},
		{"MD5", []byte("Jefe"), what, "750c783e6ab0b503eaa86e310a5db738"},
		{"MD5", repeat(0xaa, 16), repeat(0xdd, 50), "56be34521d144c88dbb8c733f0e8b3f6"},
		{"MD5", count(25), repeat(0xcd, 50), "697eaf0aca3a3aea3a75164746ffaa79"},
		{"MD5", repeat(0x0c, 16), []byte("Test With Truncation"), "56461ef2342edc00f9bab995690efd4c"},
		{"MD5", repeat(0xaa, 80), larger, "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"},
		{"MD5", repeat(0xaa, 80), larger2, "6f630fad67cda0ee1fb1f562db3aa53e"},
		{"SHA_1", repeat(0x0b, 20), []byte("Hi There"), "b617318655057264e28bc0b6fb378c8ef146be00"},
		{"SHA_1", []byte("Jefe"), what, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
		{"SHA_1", repeat(0xaa, 20), repeat(0xdd, 50), "125d7342b9ac11cd91a39af48aa17b4f63f175d3"},
		{"SHA_1", count(25), repeat(0xcd, 50), "4c9007f4026250c6bc8414f9bf50c86c2d7235da"},
		{"SHA_1", repeat(0x0c, 20), []byte("Test With Truncation"), "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"},
		{"SHA_1", repeat(0xaa, 80), larger, "aa4ae5e15272d00e95705637ce8a3b55ed402112"},
		{"SHA_1", repeat(0xaa, 80), larger2, "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"},
		{"SHA_256", repeat(0x0b, 32), []byte("Hi There"), "198a607eb44bfbc69903a0f1cf2bbdc5"},
		{"SHA_256", bytes.Repeat([]byte("Jefe"), 8), what, "167f928588c5cc2eef8e3093caa0e87c"},
		{"SHA_256", repeat(0xaa, 32), repeat(0xdd, 50), "cdcb1220d1ecccea91e53aba3092f962"},
		{"SHA_256", count(32), repeat(0xcd, 50), "372efcf9b40b35c2115b1346903d2ef4"},
	} {
		a := algorithmOf(authenticationGroup, constant(authenticationGroup, authenticationGroup+"_"+c.algorithm))
		m := newHMAC(a.hash, c.key)
		for range 2 { // the same again with the same keys
			if got := hex.EncodeToString(m.sum(len(c.want)/2, c.data)); got != c.want {
				t.Errorf("%s: %s, want %s", c.algorithm, got, c.want)
			}
		}
		if len(c.want)/2 < a.icv {
			t.Errorf("%s: the vector is shorter than the ICV", c.algorithm)
		}
	}
}

func FuzzHMACIsThatOfTheLibrary(f *testing.F) {
	f.Add([]byte("key"), []byte("data"), []byte("more"))
	f.Add(bytes.Repeat([]byte{1}, 65), []byte{}, []byte{0})
	f.Fuzz(func(t *testing.T, key, first, second []byte) {
		for i := range algorithms() {
			a := &algorithms()[i]
			if a.method != hmacMethod {
				continue
			}
			theirs := chmac.New(a.hash, key)
			theirs.Write(first)
			theirs.Write(second)
			want := theirs.Sum(nil)
			if got := newHMAC(a.hash, key).sum(len(want), first, second); !bytes.Equal(got, want) {
				t.Fatalf("%s: %x, want %x", a.name, got, want)
			}
		}
	})
}

// link is the header of Ethernet for an IP packet.
func link(ip []byte) []byte {
	header := must(hex.DecodeString("020000000002020000000001" + map[bool]string{true: "86dd", false: "0800"}[isIPv6(ip)]))
	return append(header, ip...)
}

func TestPacketsOfAnotherProgramOpen(t *testing.T) {
	cases := blocks(t, "testdata/scapy.txt")
	if len(cases) < 69 {
		t.Errorf("only %d cases", len(cases))
	}
	for _, lines := range cases {
		f := strings.Fields(lines[0])
		plain, protected := unhex(t, lines[1]), unhex(t, lines[2])
		e := element{ah: f[0] == "ah", spi: 0x10203040, icv: 16}
		if name := strings.TrimPrefix(f[3], "-"); name != "" {
			e.authentication, e.authKey = name, key(keyLength(authenticationGroup, name))
		}
		if name := strings.TrimPrefix(f[4], "-"); name != "" {
			e.encryption, e.key = name, key(keyLength(encryptionGroup, name))
		}
		p := proposal{inbound: true, v6: f[1] == "v6", elements: []element{e}}
		if f[2] == "udp" {
			p.udp = udpTransport
		}
		if f[2] == "esn" {
			p.extended, p.elements[0].high = true, 5
		}
		b := newBench(ndis.X64, everything())
		b.Receiving = Both
		result := b.addEx(p)
		if result.Status != ndis.StatusSuccess {
			t.Fatalf("%s: %s", lines[0], b.lastEvent().Rule)
		}
		got := b.Receive(Frame{trace.NoObject, link(protected)})
		if !got.Info.Done || got.Info.Status != CryptoSuccess {
			t.Errorf("%s: %+v by %s", lines[0], got.Info, b.lastEvent().Rule)
			continue
		}
		stripped, ok := b.Card.Bundle(result.Handles[0]).Strip(got.Bytes)
		if want := link(plain); !ok || !bytes.Equal(stripped, want) {
			t.Errorf("%s: %x, want %x", lines[0], stripped, want)
		}
	}
}

func keyLength(group, name string) int {
	return algorithmOf(group, constant(group, group+"_"+name)).key
}
