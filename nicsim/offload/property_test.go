package offload

import (
	"bytes"
	"runtime"
	"slices"
	"strconv"
	"testing"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// largeTexts are packets that can be cut and put together again without a trace.
var largeTexts = []string{
	"eth/ipv4/tcp/data data.length=", "eth/ipv6/tcp/data data.length=",
	"eth/ipv4/tcp/data tcp.options=nop,nop,ts:5:6 tcp.flags=ack,push data.length=",
	"eth/vlan/ipv6/tcp/data vlan.id=5 tcp.seq=4294967000 data.length=",
	"eth8023/llc/snap/ipv4/tcp/data data.length=",
}

func FuzzSegmentsCoalesceToTheOriginal(f *testing.F) {
	for i := range largeTexts {
		f.Add(i, uint16(1000+i), uint16(99), uint16(7))
	}
	f.Add(0, uint16(65495), uint16(1460), uint16(0x7FFF))
	f.Fuzz(func(t *testing.T, which int, length, mss, id uint16) {
		text := largeTexts[max(0, which)%len(largeTexts)]
		if length > 65400 || length/(mss|1) > 3000 {
			return
		}
		if text[:7] == "eth8023" {
			length %= 1200
		}
		original := frame(t, text+strconv.Itoa(int(length)))
		p := packet.Parse(original.Bytes)
		if i := p.Find(packet.IPv4, 0); i >= 0 {
			p.Put(i, packet.IPv4Identification, uint64(id))
			p.SetChecksum(i)
		}
		q := Request{LSO: &LargeSend{Version: 2, MSS: int(mss | 1)}}
		large := Frame{bytes.Clone(original.Bytes), trace.NoObject}
		k := card(t, "LsoV2.IPv4.MinSegmentCount=1 LsoV2.IPv6.MinSegmentCount=1")
		k.Prepare(large.Bytes, &q)
		sent := k.Send(large, q)
		if length == 0 {
			return
		}
		var frames []Frame
		for i, segment := range sent.Packets {
			checkSegment(t, segment, int(mss|1), i == len(sent.Packets)-1)
			frames = append(frames, Frame{segment, trace.NoObject})
		}
		got, events := k.Receive(frames)
		if len(got) != 1 || !bytes.Equal(got[0].Packet, original.Bytes) {
			t.Errorf("%s%d cut at %d: %d packets, %s\n%x, want\n%x", text, length, mss|1, len(got), rules(events)[:200], got[0].Packet, original.Bytes)
		}
	})
}

// checkSegment: checksums are right, all but the last are full.
func checkSegment(t *testing.T, segment []byte, mss int, last bool) {
	p := packet.Parse(segment)
	for i := range p.Layers {
		if has, right, ok := p.Checksum(i); ok && has != right {
			t.Fatalf("%s of %x: %04x, want %04x", p.NameOf(i), segment, has, right)
		}
	}
	data := p.Layers[len(p.Layers)-1]
	if data.Kind != packet.Data || data.Length > mss || !last && data.Length != mss {
		t.Fatalf("a segment of %v with %d bytes at most", p.Layers, mss)
	}
}

// FuzzAnything sends and receives any bytes with any request.
func FuzzAnything(f *testing.F) {
	for _, c := range cutCases(f) {
		f.Add(frame(f, c.text).Bytes, uint64(0xFFFF), uint16(100), uint16(34))
		f.Add(c.want[0], uint64(0x1234), uint16(7), uint16(14))
	}
	k := card(f, "")
	key := make([]byte, 40)
	packet.Pattern(key, 3)
	k.RSS = &RSS{Hash: NewToeplitz(key), Types: uint32(constant("NDIS_HASH", "NDIS_HASH_TYPE_MASK")), Table: []int{1, 2, 3}}
	f.Fuzz(func(t *testing.T, frame []byte, bits uint64, mss, offset uint16) {
		if len(frame) > 4096 {
			return
		}
		given := bytes.Clone(frame)
		q := requestOf(bits, int(mss), int(offset))
		sent := k.Send(Frame{frame[:len(frame):len(frame)], trace.NoObject}, q)
		if !bytes.Equal(given, frame) {
			t.Fatal("sending writes into the packet")
		}
		if q.LSO == nil && q.USO == nil && len(sent.Packets) != 1 {
			t.Fatalf("%d packets", len(sent.Packets))
		}
		pieces := 0
		for _, p := range sent.Packets {
			pieces += len(p)
		}
		if most := (len(frame) + tagLength) * (len(frame) + 2); pieces > most {
			t.Fatalf("%d bytes of %d", pieces, len(frame))
		}
		k.Prepare(bytes.Clone(frame), &q)
		k.CountDuplicateACKs = bits&1 != 0
		frames := []Frame{{frame, 0}, {frame, 1}, {given, 2}}
		if half := len(frame) / 2; half > 0 {
			frames = append(frames, Frame{frame[:half], 3}, Frame{frame[half:], 4})
		}
		got, events := k.Receive(frames)
		checkIndications(t, frames, got, events)
	})
}

// checkIndications: each frame is in one packet, and facts point into their frame.
func checkIndications(t *testing.T, frames []Frame, got []Received, events []trace.Event) {
	var seen []int
	for _, one := range got {
		seen = append(seen, one.Frames...)
	}
	slices.Sort(seen)
	for i := range frames {
		if len(seen) != len(frames) || seen[i] != i {
			t.Fatalf("frames %v are indicated", seen)
		}
	}
	for _, e := range events {
		for _, fact := range e.Facts {
			if ref := fact.Ref; ref != nil && (ref.Offset < 0 || ref.Length < 0 || ref.Offset+ref.Length > len(frames[ref.Object].Bytes)) {
				t.Fatalf("%s: %s points at %d, %d bytes", e.Rule, fact.Name, ref.Offset, ref.Length)
			}
		}
	}
}

func requestOf(bits uint64, mss, offset int) Request {
	bit := func(n int) bool { return bits>>n&1 != 0 }
	q := Request{Checksum: ChecksumRequest{bit(1), bit(2), bit(3), bit(4), bit(5), offset}}
	switch {
	case bit(6):
		q.LSO = &LargeSend{1 + int(bits>>7&1), mss, offset, bit(8)}
	case bit(9):
		q.USO = &UDPSegmentation{mss, offset, bit(8)}
	}
	if bit(10) {
		q.VLAN = &Tag{int(bits >> 11 & 7), 0, int(bits >> 14 & 0xFFF)}
	}
	if bit(26) {
		q.Encapsulated = &Encapsulated{bit(27), int(bits >> 28 & 0xFF), int(bits >> 36 & 0x3F), int(bits >> 42 & 0x3FF), bit(52), bit(53)}
	}
	return q
}

func TestALargeSendTakesNoMoreMemoryThanTwiceItsSegments(t *testing.T) {
	q := Request{LSO: &LargeSend{Version: 2, MSS: 1460}}
	f := prepared(t, "eth/ipv4/tcp/data data.length=65000", &q)
	k := card(t, "")
	for _, tag := range []*Tag{nil, {VlanID: 5}} {
		q.VLAN = tag
		output := 0
		for _, p := range k.Send(f, q).Packets {
			output += len(p)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range 10 {
			k.Send(f, q)
		}
		runtime.ReadMemStats(&after)
		taken := (after.TotalAlloc - before.TotalAlloc) / 10
		if int(taken) > 2*output {
			t.Errorf("%d bytes for %d bytes of segments", taken, output)
		}
	}
}

// BenchmarkLSO64k cuts a large send into segments; "copying" copies the same
// bytes to as many buffers, and sums them.
func BenchmarkLSO64k(b *testing.B) {
	q := Request{LSO: &LargeSend{Version: 2, MSS: 1460}}
	f := prepared(b, "eth/ipv4/tcp/data data.length=65000", &q)
	k := card(b, "")
	segments := k.Send(f, q).Packets
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(f.Bytes)))
		for b.Loop() {
			k.Send(f, q)
		}
	})
	b.Run("copying", func(b *testing.B) {
		b.SetBytes(int64(len(f.Bytes)))
		for b.Loop() {
			for _, s := range segments {
				packet.Checksum(bytes.Clone(s))
			}
		}
	})
}

func BenchmarkRSC64k(b *testing.B) {
	q := Request{LSO: &LargeSend{Version: 2, MSS: 1460}}
	k := card(b, "")
	var frames []Frame
	f := prepared(b, "eth/ipv4/tcp/data data.length=65000", &q)
	for _, segment := range k.Send(f, q).Packets {
		frames = append(frames, Frame{segment, trace.NoObject})
	}
	b.SetBytes(65000)
	b.ReportAllocs()
	for b.Loop() {
		k.Receive(frames)
	}
}

func BenchmarkToeplitz(b *testing.B) {
	key, input := make([]byte, 40), make([]byte, 36)
	packet.Pattern(key, 1)
	packet.Pattern(input, 2)
	h := NewToeplitz(key)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(input)))
		for b.Loop() {
			h.Hash(input)
		}
	})
	b.Run("bit-by-bit", func(b *testing.B) {
		b.SetBytes(int64(len(input)))
		for b.Loop() {
			plainToeplitz(key, input)
		}
	})
}
