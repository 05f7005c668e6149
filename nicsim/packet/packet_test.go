package packet

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
)

// frames are the lines of testdata/frames.txt: our text, and the bytes that
// another program made.
func frames(t testing.TB) (texts []string, bytes [][]byte) {
	data, err := os.ReadFile("testdata/frames.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.Contains(line, "/"):
			texts = append(texts, line)
		default:
			b, err := hex.DecodeString(line)
			if err != nil {
				t.Fatal(err)
			}
			bytes = append(bytes, b)
		}
	}
	if len(texts) != len(bytes) || len(texts) < 20 {
		t.Fatalf("%d texts, %d frames", len(texts), len(bytes))
	}
	return texts, bytes
}

func TestBuildsWhatAnotherProgramBuilds(t *testing.T) {
	texts, want := frames(t)
	for i, text := range texts {
		got, err := Build(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if !bytes.Equal(got, want[i]) {
			t.Errorf("%s:\n%x, want\n%x", text, got, want[i])
		}
	}
}

func TestDescribesWhatAnotherProgramBuilds(t *testing.T) {
	texts, all := frames(t)
	for i, frame := range all {
		if got := Describe(frame).String(); got != texts[i] {
			t.Errorf("%s, want %s", got, texts[i])
		}
	}
}

func TestChecksumsOfAnotherProgramAreRight(t *testing.T) {
	_, all := frames(t)
	for _, frame := range all {
		p := Parse(frame)
		for i, l := range p.Layers {
			has, right, ok := p.Checksum(i)
			if ok && has != right {
				t.Errorf("%s of %x: %04x, want %04x", l.Kind, frame, has, right)
			}
			if want := ChecksumField(l.Kind) != NoField; ok != want {
				t.Errorf("%s has a checksum: %v", l.Kind, ok)
			}
		}
	}
}

func TestWhereParsingStops(t *testing.T) {
	for _, c := range []struct {
		name string
		text string
		cut  int // bytes to keep, 0 for all
		code Reason
		at   int
		last Kind
	}{
		{"nothing is left", "eth/ipv4/tcp/data data.length=1", 0, "", 0, Data},
		{"the Ethernet header is cut", "eth/ipv4/tcp", 13, StopTruncated, 0, Data},
		{"the IPv4 header is cut", "eth/ipv4/tcp", 33, StopTruncated, 14, Data},
		{"the TCP header is cut", "eth/ipv4/tcp", 53, StopTruncated, 34, Data},
		{"options reach beyond the end", "eth/ipv4/tcp tcp.hdr_len=6", 0, StopTruncated, 34, Data},
		{"a header shorter than it can be", "eth/ipv4/tcp tcp.hdr_len=4", 0, StopLength, 34, Data},
		{"an IPv4 header shorter than it can be", "eth/ipv4/tcp ipv4.hdr_len=4", 0, StopLength, 14, Data},
		{"another version", "eth/ipv4/tcp ipv4.version=6", 0, StopVersion, 14, Data},
		{"an EtherType that nobody knows", "eth/data eth.type=0x0806 data.length=28", 0, StopUnknown, 14, Data},
		{"a protocol that nobody knows", "eth/ipv4/data ipv4.proto=1 data.length=8", 0, StopUnknown, 34, Data},
		{"a fragment", "eth/ipv4/tcp/data ipv4.frag_offset=1 ipv4.flags=0", 0, StopFragment, 34, Data},
		{"a first fragment has its transport header", "eth/ipv4/tcp/data ipv4.flags=mf data.length=3", 0, "", 0, Data},
		{"a fragment of IPv6", "eth/ipv6/fragment/udp/data fragment.offset=2 data.length=3", 0, StopFragment, 62, Data},
		{"what ESP carries", "eth/ipv4/esp/data data.length=9", 0, StopEncrypted, 42, Data},
		{"extension headers cannot follow IPv4", "eth/ipv4/data ipv4.proto=0 data.hex=0600010400000000", 0, StopUnknown, 34, Data},
		{"more layers than there may be", "eth" + strings.Repeat("/vlan", 39), 0, StopDepth, 14 + 37*4, Data},
	} {
		frame, err := Build(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.cut > 0 {
			frame = frame[:c.cut]
		}
		p := Parse(frame)
		if p.Stop.Code != c.code || p.Stop.At != c.at || p.Layers[len(p.Layers)-1].Kind != c.last {
			t.Errorf("%s: %+v %v", c.name, p.Stop, p.Layers)
		}
	}
}

func TestLargeSendsHaveNoLength(t *testing.T) {
	for _, text := range []string{"eth/ipv4/tcp/data data.length=100000", "eth/ipv6/tcp/data data.length=100000"} {
		frame, err := Build(text)
		if err != nil {
			t.Fatal(err)
		}
		p := Parse(frame)
		if last := p.Layers[len(p.Layers)-1]; last.Kind != Data || last.Length != 100000 || p.Stop.Code != "" {
			t.Errorf("%s: %v", text, p.Layers)
		}
		if got := Describe(frame).String(); got != text {
			t.Error(got)
		}
	}
}

func TestMistakesNameThePlaceAndWhatIsRight(t *testing.T) {
	for _, c := range []struct {
		text    string
		code    Code
		at      string
		suggest string
	}{
		{"eth/ipv4/tpc/data", CodeLayerUnknown, "layers", "tcp"},
		{"eth/tcp", CodeLayerOrder, "layers", "ipv4"},
		{"eth/ipv4/hopopts/tcp", CodeLayerOrder, "layers", "tcp"},
		{"eth/data/data", CodeLayerOrder, "layers", "padding"},
		{"eth" + strings.Repeat("/vlan", 40), CodeLayerCount, "layers", ""},
		{"", CodeLayerCount, "layers", ""},
		{"eth/ipv4/tcp tcp.dstprt=1", CodeFieldUnknown, "tcp.dstprt", "tcp.dstport"},
		{"eth/ipv4/tcp tpc.dst=1", CodeLayerUnknown, "tpc.dst", "tcp"},
		{"eth/ipv4/tcp udp.dst=1", CodeLayerMissing, "udp.dst", ""},
		{"eth/ipv4/tcp ipv4[1].ttl=1", CodeLayerMissing, "ipv4[1].ttl", ""},
		{"eth/ipv4/tcp ipv4[x].ttl=1", CodeTextWrong, "ipv4[x].ttl", "ipv4[1].ttl"},
		{"eth/ipv4/tcp tcp.dst", CodeTextWrong, "tcp.dst", "tcp.dst=..."},
		{"eth/ipv4/tcp tcp.dst=65536", CodeValueRange, "tcp.dst", ""},
		{"eth/ipv4/tcp tcp.dst=http", CodeValueWrong, "tcp.dst", "0..65535"},
		{"eth/ipv4/tcp tcp.dst=1 tcp.dstport=2", CodeFieldTwice, "tcp.dstport", ""},
		{"eth/ipv4/tcp ipv4.src=1.2.3", CodeValueWrong, "ipv4.src", "192.0.2.1"},
		{"eth/ipv6/tcp ipv6.src=1::2::3", CodeValueWrong, "ipv6.src", "2001:db8::1"},
		{"eth/ipv4/tcp tcp.flags=ack,psh", CodeValueWrong, "tcp.flags", "push"},
		{"eth/ipv4/tcp tcp.options=mss", CodeValueWrong, "tcp.options", "mss:0"},
		{"eth/ipv4/tcp tcp.options=" + strings.Repeat("00", 41), CodeValueRange, "tcp.options", ""},
		{"eth/ipv4/udp/data data.hex=abc", CodeValueWrong, "data.hex", "0a1b2c"},
		{"eth/ipv4/udp/data data.length=9999999", CodeValueWrong, "data.length", "0..262144"},
		{"eth/ipv4/udp/data data.length=262144", CodeValueRange, "layers", ""},
		{"eth/ipv4/udp/data data=1", CodeFieldUnknown, "data", "data.length"},
	} {
		_, err := Build(c.text)
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Code != c.code || e.At != c.at || c.suggest != "" && !slices.Contains(e.Suggestions, c.suggest) {
			t.Errorf("%.60s: %v", c.text, err)
		}
	}
}

func TestEachFieldLiesBehindTheOneBefore(t *testing.T) {
	for k := Ethernet; k < kinds; k++ {
		end := 0
		first, behind := FieldsOf(k)
		if first == NoField || KindOf(k.String()) != k {
			t.Errorf("%s has no fields, or no name", k)
		}
		for f := first; f < behind; f++ {
			at, width := f.Bits()
			if f.Kind() != k || at != end {
				t.Errorf("%s begins at %d, want %d", f.Name(), at, end)
			}
			if end = at + width; width == 0 && f != behind-1 {
				t.Errorf("%s has no end", f.Name())
			}
		}
		if _, width := (behind - 1).Bits(); width > 0 && end != 8*kindRows[k].least {
			t.Errorf("%s has %d bits, and %d bytes", k, end, kindRows[k].least)
		}
	}
}

func TestFieldsListEachBitOnce(t *testing.T) {
	_, all := frames(t)
	for _, frame := range all {
		p := Parse(frame)
		end := 0
		for i := range p.Layers {
			for _, v := range p.Fields(i) {
				if v.At != end || v.Text == "" {
					t.Errorf("%s begins at %d, want %d: %q", v.Name, v.At, end, v.Text)
				}
				end = v.At + v.Bits
			}
		}
		if end != 8*len(frame) {
			t.Errorf("%x: the fields end at bit %d", frame, end)
		}
	}
}

// The examples of RFC 1071 section 3 and of RFC 1624 section 4.
func TestChecksumsOfTheRFCs(t *testing.T) {
	bytes := []byte{0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7}
	if got := Fold(Add(0, bytes)); got != 0xDDF2 {
		t.Errorf("the sum is %04x", got)
	}
	if got := Checksum(bytes); got != ^uint16(0xDDF2) {
		t.Errorf("the checksum is %04x", got)
	}
	if got := Update(0xDD2F, 0x5555, 0x3285); got != 0x0000 {
		t.Errorf("the update is %04x", got)
	}
}

// A checksum by the definition: one number of two bytes after the other.
func plainChecksum(b []byte) uint16 {
	sum := uint32(0)
	for i, c := range b {
		sum += uint32(c) << (8 * (1 - i%2))
		sum = sum&0xFFFF + sum>>16
	}
	return ^uint16(sum)
}

func TestChecksumIsTheOneOfTheDefinition(t *testing.T) {
	b := make([]byte, 300)
	for length := range b {
		Pattern(b[:length], length*7)
		if got, want := Checksum(b[:length]), plainChecksum(b[:length]); got != want {
			t.Errorf("%d bytes: %04x, want %04x", length, got, want)
		}
	}
}

func TestUpdateIsTheChecksumOfTheChangedBytes(t *testing.T) {
	b := make([]byte, 40)
	Pattern(b, 9)
	for i := 0; i < len(b); i += 2 {
		old := Checksum(b)
		before := uint16At(b, i)
		b[i], b[i+1] = byte(i*31), byte(i*17)
		if got, want := Update(old, before, uint16At(b, i)), Checksum(b); got != want {
			t.Errorf("at %d: %04x, want %04x", i, got, want)
		}
	}
}

func TestAddressesAreWrittenAsRFC5952Says(t *testing.T) {
	for _, text := range []string{"::", "::1", "1::", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "2001:db8::1:0:0:1", "fe80::200:f8ff:fe21:67cf", "1:2:3:4:5:6:7:8", "1:0:0:2::3"} {
		bytes, ok := parseIPv6(text)
		if !ok || ipv6Text(bytes) != text {
			t.Errorf("%s becomes %s", text, ipv6Text(bytes))
		}
	}
	for _, text := range []string{"", ":", ":::", "1:2:3", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "1::2:3:4:5:6:7:8", "1:2:3:4:5:6:7::8"} {
		if bytes, ok := parseIPv6(text); ok {
			t.Errorf("%q is %x", text, bytes)
		}
	}
}

func TestDestinationOfARoutingHeaderIsUnderTheChecksum(t *testing.T) {
	p := Parse(must(t, "eth/ipv6/routing/udp/data routing.type=2 routing.segleft=1 routing.data=0000000020010db8000000000000000000000099 data.length=3"))
	plain := Parse(must(t, "eth/ipv6/udp/data ipv6.dst=2001:db8::99 data.length=3"))
	if a, b := p.Get(p.Find(UDP, 0), UDPChecksum), plain.Get(plain.Find(UDP, 0), UDPChecksum); a != b {
		t.Errorf("%04x, want %04x", a, b)
	}
}

func must(t testing.TB, text string) []byte {
	t.Helper()
	frame, err := Build(text)
	if err != nil {
		t.Fatal(text, err)
	}
	return frame
}

func FuzzDescribe(f *testing.F) {
	_, all := frames(f)
	for _, frame := range all {
		f.Add(frame)
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		p := Parse(bytes.Clone(frame)[:len(frame):len(frame)])
		end := 0
		for i, l := range p.Layers {
			if l.Offset != end || l.End < l.Behind() || l.End > len(frame) {
				t.Fatalf("layers %v", p.Layers)
			}
			end = l.Behind()
			p.Checksum(i)
			p.Fields(i)
		}
		if end != len(frame) || len(p.Layers) > MaxLayers {
			t.Fatalf("layers %v of %d bytes", p.Layers, len(frame))
		}
		if len(frame) > MaxPacket {
			return
		}
		text := Describe(frame).String()
		built, err := Build(text)
		if err != nil || !bytes.Equal(built, frame) {
			t.Errorf("%s (%v):\n%x, want\n%x", text, err, built, frame)
		}
	})
}

func FuzzBuild(f *testing.F) {
	texts, _ := frames(f)
	for _, text := range texts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		built, err := Build(text)
		if err != nil {
			if _, ok := errors.AsType[*Error](err); !ok || err.Error() == "" {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		again, err := Build(Describe(built).String())
		if err != nil || !bytes.Equal(again, built) {
			t.Errorf("%q: %v\n%x, want\n%x", text, err, again, built)
		}
	})
}

// wordChecksum is the loop that most people write.
func wordChecksum(b []byte) uint16 {
	sum := uint32(0)
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(binary.BigEndian.Uint16(b))
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
	}
	for sum > 0xFFFF {
		sum = sum&0xFFFF + sum>>16
	}
	return ^uint16(sum)
}

func BenchmarkChecksum64k(b *testing.B) {
	data := make([]byte, 65536)
	Pattern(data, 0)
	for _, c := range []struct {
		name string
		sum  func([]byte) uint16
	}{{"ours", Checksum}, {"word-by-word", wordChecksum}, {"byte-by-byte", plainChecksum}} {
		b.Run(c.name, func(b *testing.B) {
			if c.sum(data) != Checksum(data) {
				b.Fatal("another sum")
			}
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				c.sum(data)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	frame := must(b, "eth/vlan/ipv4/tcp/data data.length=1400")
	for b.Loop() {
		Parse(frame)
	}
}

func TestAPacketOfIPGetsTheHeaderOfAFrame(t *testing.T) {
	for _, layers := range []string{"eth/ipv4/udp/data", "eth/ipv6/tcp"} {
		whole, err := Build(layers)
		if err != nil {
			t.Fatal(err)
		}
		p := Parse(whole)
		if got := InEthernet(whole[p.Layers[0].Length:]); !bytes.Equal(got, whole) {
			t.Errorf("%s: % x, want % x", layers, got, whole)
		}
	}
	if got := InEthernet(nil); len(got) != Parse(got).Layers[0].Length {
		t.Errorf("of nothing: % x", got)
	}
}
