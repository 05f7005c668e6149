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

func TestAHashWithoutATable(t *testing.T) {
	k := card(t, "")
	k.RSS = &RSS{Hash: NewToeplitz(make([]byte, 40)), Types: uint32(constant("NDIS_HASH", "NDIS_HASH_TCP_IPV4")), DefaultCPU: 3}
	got, events := k.Receive([]Frame{frame(t, "eth/ipv4/tcp")})
	if got[0].Hash.Type != k.RSS.Types || got[0].Hash.CPU != 3 || !strings.Contains(rules(events), "rss.no-table ignored") {
		t.Errorf("%+v, %s", got[0].Hash, rules(events))
	}
}

func TestATableAndAKeyBehindTheStructureAreRead(t *testing.T) {
	for revision := 1; revision <= 3; revision++ {
		layout, err := catalog.MustLookup(ReceiveScale).Layout(catalog.Options{Arch: ndis.X64, Revision: revision})
		if err != nil {
			t.Fatal(err)
		}
		r := codec.New(layout)
		header, _ := r.Header()
		header.Revision = uint8(revision)
		r.SetHeader(header)
		s := ReadRSS(codec.Decode(layout, Spread(r, []int{3, 1, 2}, []byte{9})))
		if !slices.Equal(s.Table, []int{3, 1, 2}) || s.Hash == nil {
			t.Errorf("revision %d: %+v", revision, s)
		}
	}
}
