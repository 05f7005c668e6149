package codec

import (
	"bytes"
	"encoding/binary"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// The rivals read the same leaves of the newest NDIS_OFFLOAD on x64 and add them
// up: encoding/binary into a struct of the storage units, and a decoder that
// someone wrote by hand, which is the floor.

type offloadUnits struct {
	F0   uint8
	F1   uint8
	F2   uint16
	F4   uint32
	F8   uint32
	F12  uint32
	F16  uint32
	F20  uint32
	F24  uint32
	F28  uint32
	F32  uint32
	F36  uint32
	F40  uint32
	F44  uint32
	F48  uint32
	F52  uint32
	F56  uint32
	F60  uint32
	F64  uint32
	F68  uint32
	F72  uint32
	F76  uint32
	F80  uint32
	F84  uint32
	F88  uint32
	F92  uint32
	F96  uint32
	F100 uint32
	F104 uint32
	F108 uint32
	F112 uint32
	F116 uint8
	F117 uint8
	F118 uint8
	F119 uint8
	F120 uint8
	F121 uint8
	F122 uint8
	F123 uint8
	F124 uint8
	F125 uint8
	F126 uint8
	_    [1]byte
	F128 uint32
	F132 uint32
	F136 uint32
	F140 uint32
	F144 uint8
	F145 uint8
	_    [2]byte
	F148 uint32
	F152 uint32
	F156 uint32
	F160 uint32
	F164 uint32
	F168 uint32
	F172 uint32
	F176 uint8
	_    [3]byte
	F180 uint32
	F184 uint32
	F188 uint32
	F192 uint32
	F196 uint32
	F200 uint32
	F204 uint32
	F208 uint32
	F212 uint32
	F216 uint8
	_    [3]byte
}

func (r *offloadUnits) sum() uint64 {
	return uint64(r.F0) +
		uint64(r.F1) +
		uint64(r.F2) +
		uint64(r.F4) +
		uint64(r.F8&3) +
		uint64(r.F8>>2&3) +
		uint64(r.F8>>4&3) +
		uint64(r.F8>>6&3) +
		uint64(r.F8>>8&3) +
		uint64(r.F12) +
		uint64(r.F16&3) +
		uint64(r.F16>>2&3) +
		uint64(r.F16>>4&3) +
		uint64(r.F16>>6&3) +
		uint64(r.F16>>8&3) +
		uint64(r.F20) +
		uint64(r.F24&3) +
		uint64(r.F24>>2&3) +
		uint64(r.F24>>4&3) +
		uint64(r.F24>>6&3) +
		uint64(r.F28) +
		uint64(r.F32&3) +
		uint64(r.F32>>2&3) +
		uint64(r.F32>>4&3) +
		uint64(r.F32>>6&3) +
		uint64(r.F36) +
		uint64(r.F40) +
		uint64(r.F44) +
		uint64(r.F48&3) +
		uint64(r.F48>>2&3) +
		uint64(r.F52) +
		uint64(r.F56) +
		uint64(r.F60) +
		uint64(r.F64) +
		uint64(r.F68) +
		uint64(r.F72&3) +
		uint64(r.F72>>2&3) +
		uint64(r.F72>>4&3) +
		uint64(r.F72>>6&3) +
		uint64(r.F72>>8&3) +
		uint64(r.F72>>10&3) +
		uint64(r.F76&3) +
		uint64(r.F76>>2&3) +
		uint64(r.F76>>4&3) +
		uint64(r.F76>>6&3) +
		uint64(r.F76>>8&3) +
		uint64(r.F76>>10&3) +
		uint64(r.F76>>12&3) +
		uint64(r.F76>>14&3) +
		uint64(r.F80) +
		uint64(r.F84) +
		uint64(r.F88) +
		uint64(r.F92) +
		uint64(r.F96) +
		uint64(r.F100) +
		uint64(r.F104&3) +
		uint64(r.F104>>2&3) +
		uint64(r.F108) +
		uint64(r.F112) +
		uint64(r.F116) +
		uint64(r.F117) +
		uint64(r.F118) +
		uint64(r.F119) +
		uint64(r.F120) +
		uint64(r.F121) +
		uint64(r.F122) +
		uint64(r.F123) +
		uint64(r.F124) +
		uint64(r.F125) +
		uint64(r.F126) +
		uint64(r.F128) +
		uint64(r.F132) +
		uint64(r.F136) +
		uint64(r.F140) +
		uint64(r.F144) +
		uint64(r.F145) +
		uint64(r.F148&15) +
		uint64(r.F148>>4&15) +
		uint64(r.F148>>8&15) +
		uint64(r.F148>>12&15) +
		uint64(r.F148>>16&15) +
		uint64(r.F148>>20&15) +
		uint64(r.F148>>24&255) +
		uint64(r.F152) +
		uint64(r.F156&15) +
		uint64(r.F156>>4&15) +
		uint64(r.F156>>8&15) +
		uint64(r.F156>>12&15) +
		uint64(r.F156>>16&15) +
		uint64(r.F156>>20&15) +
		uint64(r.F156>>24&255) +
		uint64(r.F160) +
		uint64(r.F164&65535) +
		uint64(r.F164>>16&1) +
		uint64(r.F164) +
		uint64(r.F168) +
		uint64(r.F172) +
		uint64(r.F176) +
		uint64(r.F180) +
		uint64(r.F184) +
		uint64(r.F188) +
		uint64(r.F192) +
		uint64(r.F196&63) +
		uint64(r.F196>>6&1) +
		uint64(r.F196>>7&33554431) +
		uint64(r.F200) +
		uint64(r.F204) +
		uint64(r.F208&63) +
		uint64(r.F208>>6&1) +
		uint64(r.F208>>7&33554431) +
		uint64(r.F212&3) +
		uint64(r.F212>>2&1073741823) +
		uint64(r.F216)
}

func handWrittenSum(b []byte) uint64 {
	_ = b[219]
	return uint64(b[0]) +
		uint64(b[1]) +
		uint64(binary.LittleEndian.Uint16(b[2:])) +
		uint64(binary.LittleEndian.Uint32(b[4:])) +
		uint64(binary.LittleEndian.Uint32(b[8:])&3) +
		uint64(binary.LittleEndian.Uint32(b[8:])>>2&3) +
		uint64(binary.LittleEndian.Uint32(b[8:])>>4&3) +
		uint64(binary.LittleEndian.Uint32(b[8:])>>6&3) +
		uint64(binary.LittleEndian.Uint32(b[8:])>>8&3) +
		uint64(binary.LittleEndian.Uint32(b[12:])) +
		uint64(binary.LittleEndian.Uint32(b[16:])&3) +
		uint64(binary.LittleEndian.Uint32(b[16:])>>2&3) +
		uint64(binary.LittleEndian.Uint32(b[16:])>>4&3) +
		uint64(binary.LittleEndian.Uint32(b[16:])>>6&3) +
		uint64(binary.LittleEndian.Uint32(b[16:])>>8&3) +
		uint64(binary.LittleEndian.Uint32(b[20:])) +
		uint64(binary.LittleEndian.Uint32(b[24:])&3) +
		uint64(binary.LittleEndian.Uint32(b[24:])>>2&3) +
		uint64(binary.LittleEndian.Uint32(b[24:])>>4&3) +
		uint64(binary.LittleEndian.Uint32(b[24:])>>6&3) +
		uint64(binary.LittleEndian.Uint32(b[28:])) +
		uint64(binary.LittleEndian.Uint32(b[32:])&3) +
		uint64(binary.LittleEndian.Uint32(b[32:])>>2&3) +
		uint64(binary.LittleEndian.Uint32(b[32:])>>4&3) +
		uint64(binary.LittleEndian.Uint32(b[32:])>>6&3) +
		uint64(binary.LittleEndian.Uint32(b[36:])) +
		uint64(binary.LittleEndian.Uint32(b[40:])) +
		uint64(binary.LittleEndian.Uint32(b[44:])) +
		uint64(binary.LittleEndian.Uint32(b[48:])&3) +
		uint64(binary.LittleEndian.Uint32(b[48:])>>2&3) +
		uint64(binary.LittleEndian.Uint32(b[52:])) +
		uint64(binary.LittleEndian.Uint32(b[56:])) +
		uint64(binary.LittleEndian.Uint32(b[60:])) +
		uint64(binary.LittleEndian.Uint32(b[64:])) +
		uint64(binary.LittleEndian.Uint32(b[68:])) +
		uint64(binary.LittleEndian.Uint32(b[72:])&3) +
		uint64(binary.LittleEndian.Uint32(b[72:])>>2&3) +
		uint64(binary.LittleEndian.Uint32(b[72:])>>4&3) +
		uint64(binary.LittleEndian.Uint32(b[72:])>>6&3) +
		uint64(binary.LittleEndian.Uint32(b[72:])>>8&3) +
		uint64(binary.LittleEndian.Uint32(b[72:])>>10&3) +
		uint64(binary.LittleEndian.Uint32(b[76:])&3) +
		uint64(binary.LittleEndian.Uint32(b[76:])>>2&3) +
		uint64(binary.LittleEndian.Uint32(b[76:])>>4&3) +
		uint64(binary.LittleEndian.Uint32(b[76:])>>6&3) +
		uint64(binary.LittleEndian.Uint32(b[76:])>>8&3) +
		uint64(binary.LittleEndian.Uint32(b[76:])>>10&3) +
		uint64(binary.LittleEndian.Uint32(b[76:])>>12&3) +
		uint64(binary.LittleEndian.Uint32(b[76:])>>14&3) +
		uint64(binary.LittleEndian.Uint32(b[80:])) +
		uint64(binary.LittleEndian.Uint32(b[84:])) +
		uint64(binary.LittleEndian.Uint32(b[88:])) +
		uint64(binary.LittleEndian.Uint32(b[92:])) +
		uint64(binary.LittleEndian.Uint32(b[96:])) +
		uint64(binary.LittleEndian.Uint32(b[100:])) +
		uint64(binary.LittleEndian.Uint32(b[104:])&3) +
		uint64(binary.LittleEndian.Uint32(b[104:])>>2&3) +
		uint64(binary.LittleEndian.Uint32(b[108:])) +
		uint64(binary.LittleEndian.Uint32(b[112:])) +
		uint64(b[116]) +
		uint64(b[117]) +
		uint64(b[118]) +
		uint64(b[119]) +
		uint64(b[120]) +
		uint64(b[121]) +
		uint64(b[122]) +
		uint64(b[123]) +
		uint64(b[124]) +
		uint64(b[125]) +
		uint64(b[126]) +
		uint64(binary.LittleEndian.Uint32(b[128:])) +
		uint64(binary.LittleEndian.Uint32(b[132:])) +
		uint64(binary.LittleEndian.Uint32(b[136:])) +
		uint64(binary.LittleEndian.Uint32(b[140:])) +
		uint64(b[144]) +
		uint64(b[145]) +
		uint64(binary.LittleEndian.Uint32(b[148:])&15) +
		uint64(binary.LittleEndian.Uint32(b[148:])>>4&15) +
		uint64(binary.LittleEndian.Uint32(b[148:])>>8&15) +
		uint64(binary.LittleEndian.Uint32(b[148:])>>12&15) +
		uint64(binary.LittleEndian.Uint32(b[148:])>>16&15) +
		uint64(binary.LittleEndian.Uint32(b[148:])>>20&15) +
		uint64(binary.LittleEndian.Uint32(b[148:])>>24&255) +
		uint64(binary.LittleEndian.Uint32(b[152:])) +
		uint64(binary.LittleEndian.Uint32(b[156:])&15) +
		uint64(binary.LittleEndian.Uint32(b[156:])>>4&15) +
		uint64(binary.LittleEndian.Uint32(b[156:])>>8&15) +
		uint64(binary.LittleEndian.Uint32(b[156:])>>12&15) +
		uint64(binary.LittleEndian.Uint32(b[156:])>>16&15) +
		uint64(binary.LittleEndian.Uint32(b[156:])>>20&15) +
		uint64(binary.LittleEndian.Uint32(b[156:])>>24&255) +
		uint64(binary.LittleEndian.Uint32(b[160:])) +
		uint64(binary.LittleEndian.Uint16(b[164:])) +
		uint64(binary.LittleEndian.Uint16(b[166:])&1) +
		uint64(binary.LittleEndian.Uint32(b[164:])) +
		uint64(binary.LittleEndian.Uint32(b[168:])) +
		uint64(binary.LittleEndian.Uint32(b[172:])) +
		uint64(b[176]) +
		uint64(binary.LittleEndian.Uint32(b[180:])) +
		uint64(binary.LittleEndian.Uint32(b[184:])) +
		uint64(binary.LittleEndian.Uint32(b[188:])) +
		uint64(binary.LittleEndian.Uint32(b[192:])) +
		uint64(binary.LittleEndian.Uint32(b[196:])&63) +
		uint64(binary.LittleEndian.Uint32(b[196:])>>6&1) +
		uint64(binary.LittleEndian.Uint32(b[196:])>>7&33554431) +
		uint64(binary.LittleEndian.Uint32(b[200:])) +
		uint64(binary.LittleEndian.Uint32(b[204:])) +
		uint64(binary.LittleEndian.Uint32(b[208:])&63) +
		uint64(binary.LittleEndian.Uint32(b[208:])>>6&1) +
		uint64(binary.LittleEndian.Uint32(b[208:])>>7&33554431) +
		uint64(binary.LittleEndian.Uint32(b[212:])&3) +
		uint64(binary.LittleEndian.Uint32(b[212:])>>2&1073741823) +
		uint64(b[216])
}

// offloadBytes are those of a driver that sets every byte differently.
func offloadBytes(layout *catalog.Layout) []byte {
	b := make([]byte, layout.Size)
	for i := range b {
		b[i] = byte(7*i + 1)
	}
	copy(b, []byte{0xA7, 8, byte(layout.Size), 0})
	return b
}

func newestOffload(t testing.TB) *catalog.Layout {
	return layoutOf(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64})
}

func sum(values []uint64) uint64 {
	var total uint64
	for _, v := range values {
		total += v
	}
	return total
}

func TestRivalsReadTheSameLeaves(t *testing.T) {
	layout := newestOffload(t)
	b := offloadBytes(layout)
	ours := sum(Decode(layout, b).Read(nil))
	var units offloadUnits
	if err := binary.Read(bytes.NewReader(b), binary.LittleEndian, &units); err != nil {
		t.Fatal(err)
	}
	if theirs, floor := units.sum(), handWrittenSum(b); ours != theirs || ours != floor {
		t.Errorf("ours %d, encoding/binary %d, by hand %d", ours, theirs, floor)
	}
}

func TestAReusedRecordAllocatesNothing(t *testing.T) {
	layout := newestOffload(t)
	b := offloadBytes(layout)
	r := Decode(layout, b)
	values := r.Read(nil)
	if n := testing.AllocsPerRun(100, func() {
		r.Reset(b)
		values = r.Read(values[:0])
		r.Write(values)
	}); n > 2 {
		t.Errorf("%v allocations to read and write a record that is used again, want at most 2", n)
	}
}

var sink uint64

func BenchmarkDecodeOffload(bench *testing.B) {
	layout := newestOffload(bench)
	b := offloadBytes(layout)
	bench.Run("ours", func(bench *testing.B) {
		bench.ReportAllocs()
		r := Decode(layout, b)
		values := r.Read(nil)
		for bench.Loop() {
			r.Reset(b)
			values = r.Read(values[:0])
			sink += sum(values)
		}
	})
	bench.Run("encoding-binary", func(bench *testing.B) {
		bench.ReportAllocs()
		var units offloadUnits
		for bench.Loop() {
			if err := binary.Read(bytes.NewReader(b), binary.LittleEndian, &units); err != nil {
				bench.Fatal(err)
			}
			sink += units.sum()
		}
	})
	bench.Run("by-hand", func(bench *testing.B) {
		bench.ReportAllocs()
		for bench.Loop() {
			sink += handWrittenSum(b)
		}
	})
}

func BenchmarkEncodeOffload(bench *testing.B) {
	layout := newestOffload(bench)
	b := offloadBytes(layout)
	bench.Run("ours", func(bench *testing.B) {
		bench.ReportAllocs()
		r := Decode(layout, b)
		values := r.Read(nil)
		for bench.Loop() {
			r.Write(values)
			sink += uint64(r.Bytes()[0])
		}
	})
	bench.Run("encoding-binary", func(bench *testing.B) {
		bench.ReportAllocs()
		var units offloadUnits
		if err := binary.Read(bytes.NewReader(b), binary.LittleEndian, &units); err != nil {
			bench.Fatal(err)
		}
		var out bytes.Buffer
		for bench.Loop() {
			out.Reset()
			if err := binary.Write(&out, binary.LittleEndian, &units); err != nil {
				bench.Fatal(err)
			}
			sink += uint64(out.Bytes()[0])
		}
	})
}
