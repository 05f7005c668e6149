package codec

import (
	"bytes"
	"encoding/binary"
	"runtime"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// patterns are bytes that a structure may hold: zeros, ones, random ones; each with
// a header that reaches all of it, where the structure has one.
func patterns(l *catalog.Layout) [][]byte {
	all := [][]byte{make([]byte, l.Size), bytes.Repeat([]byte{0xFF}, l.Size), randomBytes(1, l.Size), randomBytes(2, l.Size)}
	for _, b := range all {
		reachAll(l, b)
	}
	return all
}

func reachAll(l *catalog.Layout, b []byte) {
	if s := catalog.Header().Slot("Size"); l.Structure.Versioned() && len(b) >= s.End() {
		binary.LittleEndian.PutUint16(b[s.Offset:], uint16(l.Size))
	}
}

// texts are what a record shows.
func texts(r *Record) []Assignment {
	var all []Assignment
	for i := range r.Layout.Slots {
		if text := r.Text(i); text != "" {
			all = append(all, Assignment{r.Layout.Slots[i].Path, text})
		}
	}
	return all
}

// covered is a mask of the bits that members hold: not padding.
func covered(r *Record) []byte {
	all := make([]byte, len(r.Bytes()))
	for i, s := range r.Layout.Slots {
		if r.Text(i) != "" {
			mask := r.mask(s.Path)
			for n, bits := range mask.bits {
				all[mask.offset+n] |= bits
			}
		}
	}
	return all
}

func TestEncodeOfADecodeIsTheSameBytes(t *testing.T) {
	everyLayout(t, func(l *catalog.Layout) {
		for _, b := range patterns(l) {
			r := Decode(l, b)
			if !bytes.Equal(r.Bytes()[:len(b)], b) {
				t.Fatalf("%s %s: the record has other bytes", l.Structure.Name, l.Arch)
			}
			checkTexts(t, r)
		}
	})
}

func TestSettingAMemberChangesItsBytesAlone(t *testing.T) {
	everyLayout(t, func(l *catalog.Layout) {
		if l.Revision > 1 || l.Size > 4096 {
			return // the same members, or the same ones many times
		}
		all := patterns(l)
		from, to := Decode(l, all[2]), all[0]
		for i, s := range from.Layout.Slots {
			text := from.Text(i)
			if text == "" {
				continue
			}
			r := Decode(l, to)
			if err := r.Assign([]Assignment{{s.Path, text}}); err != nil {
				t.Fatalf("%s.%s: %v", l.Structure.Name, s.Path, err)
			}
			want := append(bytes.Clone(to), make([]byte, len(r.Bytes())-len(to))...)
			mask := r.mask(s.Path)
			for n, bits := range mask.bits {
				at := mask.offset + n
				want[at] = want[at]&^bits | from.Bytes()[at]&bits
			}
			if !bytes.Equal(r.Bytes(), want) {
				t.Errorf("%s.%s = %s: % x, want % x", l.Structure.Name, s.Path, text, r.Bytes(), want)
			}
		}
	})
}

func TestMembersAreReachedAsRevisionSizeAndBytesSay(t *testing.T) {
	everyLayout(t, func(l *catalog.Layout) {
		header := catalog.Header().Size
		for _, given := range []int{0, header - 1, header, l.Size / 2, l.Size - 1, l.Size, l.Size + 9} {
			for _, size := range []int{0, l.Size / 3, l.Size - 1, l.Size} {
				b := make([]byte, max(given, 0)) // no count promises anything
				want := min(len(b), l.Size)
				if l.Structure.Versioned() && len(b) >= header {
					binary.LittleEndian.PutUint16(b[catalog.Header().Slot("Size").Offset:], uint16(max(size, 0)))
					want = min(want, max(size, header))
				}
				r := Decode(l, b)
				for i, s := range l.Slots {
					if r.Present(i) != (s.End() <= want) || r.Has(s.Path) != r.Present(i) {
						t.Fatalf("%s.%s: present is %v, ends at %d, reached are %d", l.Structure.Name, s.Path, r.Present(i), s.End(), want)
					}
					if !r.Present(i) && r.Text(i) != "" {
						t.Fatalf("%s.%s is beyond reach and says %q", l.Structure.Name, s.Path, r.Text(i))
					}
				}
			}
		}
	})
}

func TestDecodeTakesMemoryInProportion(t *testing.T) {
	const length, perByte, perSlot = 1 << 20, 2, 512
	for _, s := range catalog.All() {
		for _, arch := range ndis.Archs() {
			l := layoutOf(t, s.Name, catalog.Options{Arch: arch})
			if l.Tail() == nil {
				continue
			}
			b := make([]byte, length)
			by := l.Beside(l.Tail(), l.Tail().Count.By)
			count := min(by.Mask, length)
			put(b, by, count)
			reachAll(l, b)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			r := Decode(l, b)
			runtime.ReadMemStats(&after)
			if taken := after.TotalAlloc - before.TotalAlloc; taken > perByte*length+perSlot*catalog.MostSlots {
				t.Errorf("%s: %d bytes for %d", s.Name, taken, length)
			}
			if r.Reach() < min(length, int(count))*9/10 && l.Stride() < 100 {
				t.Errorf("%s: reaches %d of %d", s.Name, r.Reach(), length)
			}
		}
	}
}
