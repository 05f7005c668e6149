package codec

import (
	"net/netip"
	"testing"
)

// The judge is net/netip, which follows RFC 4291 and RFC 5952. Addresses with a
// zone are no value of a member.

func TestAddressesAreWrittenAsRFC5952Says(t *testing.T) {
	for text, b := range map[string][16]byte{
		"::":                      {},
		"::1":                     {15: 1},
		"1::":                     {1: 1},
		"2001:db8::1":             {0x20, 1, 0xD, 0xB8, 15: 1},
		"2001:db8:0:1:1:1:1:1":    {0x20, 1, 0xD, 0xB8, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1}, // one zero group is not left out
		"2001:0:0:1::1":           {0x20, 1, 0, 0, 0, 0, 0, 1, 15: 1},                       // the longest run is
		"2001:db8::1:0:0:1":       {0x20, 1, 0xD, 0xB8, 9: 1, 15: 1},                        // the first of two
		"0:0:1::":                 {5: 1},
		"::ffff:192.0.2.1":        {10: 0xFF, 11: 0xFF, 12: 192, 13: 0, 14: 2, 15: 1},
		"::c000:201":              {12: 192, 13: 0, 14: 2, 15: 1}, // mapped addresses alone have dots
		"64:ff9b::c000:201":       {0, 0x64, 0xFF, 0x9B, 12: 192, 13: 0, 14: 2, 15: 1},
		"abcd:ef01:2345:6789:a::": {0xAB, 0xCD, 0xEF, 1, 0x23, 0x45, 0x67, 0x89, 0, 0xA},
	} {
		if got := ipv6Text(b); got != text {
			t.Errorf("%x is %s, want %s", b, got, text)
		}
		if got := netip.AddrFrom16(b).String(); got != text {
			t.Errorf("net/netip says %s, want %s", got, text)
		}
	}
}

func TestAddressesAreReadAsNetipDoes(t *testing.T) {
	for text, want := range map[string]bool{
		"0.0.0.0": true, "255.255.255.255": true, "192.0.2.1": true,
		"192.0.2": false, "192.0.2.1.5": false, "192.0.2.256": false, "192.0.2.01": false, "192.0.2.00": false, "192.0.2.": false,
		".192.0.2": false, "192.0.2.+1": false, "192.0.2.1_0": false, "192.0.2.0x1": false, "192.0.2.1 ": false, "": false,
		"::": true, "::1": true, "1::": true, "2001:DB8::1": true, "1:2:3:4:5:6:7:8": true, "1:2:3:4:5:6:7::": true, "::2:3:4:5:6:7:8": true,
		"0001::": true, "::ffff:192.0.2.1": true, "::192.0.2.1": true, "1:2:3:4:5:6:192.0.2.1": true, "64:ff9b::192.0.2.33": true,
		"1:2:3:4:5:6:7": false, "1:2:3:4:5:6:7:8:9": false, "1:2:3:4:5:6:7:8::": false, "::1:2:3:4:5:6:7:8": false, "1::2::3": false, ":::": false,
		":1:2:3:4:5:6:7": false, "1:2:3:4:5:6:7:": false, "1:::": false, "00001::": false, "g::": false, "::-1": false, "::0x1": false, "::1_0": false,
		"::1`0": false, "192.0.2.1::": false, "::192.0.2.1:1": false, "1:2:3:4:5:6:7:192.0.2.1": false, "::192.0.2": false, "::ffff:192.0.2.01": false,
		"fe80::1%eth0": false, "::%": false, "[::1]": false, "::1/64": false, ":": false,
	} {
		sameAddress(t, text)
		_, v4 := parseIPv4(text)
		if _, v6 := parseIPv6(text); (v4 || v6) != want {
			t.Errorf("%q is an address: %v", text, !want)
		}
	}
}

// sameAddress holds what is made of a text to what net/netip makes of it.
func sameAddress(t *testing.T, text string) {
	t.Helper()
	addr, err := netip.ParseAddr(text)
	known := err == nil && addr.Zone() == ""
	v4, ok := parseIPv4(text)
	if want := known && addr.Is4(); ok != want || ok && v4 != addr.As4() {
		t.Errorf("%q as IPv4: %v %v, net/netip says %v %v", text, v4, ok, addr, err)
	}
	v6, ok := parseIPv6(text)
	if want := known && addr.Is6(); ok != want || ok && v6 != addr.As16() {
		t.Errorf("%q as IPv6: %x %v, net/netip says %v %v", text, v6, ok, addr, err)
	}
}

func FuzzIPv4Text(f *testing.F) {
	f.Add([]byte{192, 0, 2, 1})
	f.Add([]byte{255, 255, 255, 0})
	f.Fuzz(func(t *testing.T, bytes []byte) {
		var b [4]byte
		copy(b[:], bytes)
		text := ipv4Text(b)
		if want := netip.AddrFrom4(b).String(); text != want {
			t.Errorf("% x is %s, want %s", b, text, want)
		}
		sameAddress(t, text)
	})
}

func FuzzIPv6Text(f *testing.F) {
	f.Add([]byte{0x20, 1, 0xD, 0xB8, 15: 1})
	f.Add([]byte{10: 0xFF, 11: 0xFF, 12: 192, 15: 1})
	f.Add([]byte{1: 1, 7: 1, 11: 1})
	f.Fuzz(func(t *testing.T, bytes []byte) {
		var b [16]byte
		copy(b[:], bytes)
		text := ipv6Text(b)
		if want := netip.AddrFrom16(b).String(); text != want {
			t.Errorf("% x is %s, want %s", b, text, want)
		}
		sameAddress(t, text)
	})
}

func FuzzParseAddress(f *testing.F) {
	for _, text := range []string{"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8", "fe80::1%eth0", "1::2::3", "::1`0", "01.2.3.4"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { sameAddress(t, text) })
}
