package codec

import (
	"slices"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Assignment gives one member its value, as people write it.
type Assignment struct {
	Path ndis.Path
	Text string
}

// Encode builds a structure's bytes: the header that the layout's revision calls
// for, then the assignments in their order, zeros elsewhere. Two assignments
// that put different bits in one place (arms of a union) are an error. The tail
// has as many elements as are assigned; its count is a member like others.
func Encode(layout *catalog.Layout, assignments []Assignment) ([]byte, error) {
	r := New(layout)
	if err := r.Assign(assignments); err != nil {
		return nil, err
	}
	return r.Bytes()[:r.Layout.Size], nil
}

// Assign writes the assignments in their order. None contradicts another:
// different bits in one place are an error that names the second. Errors are at
// the member's path.
func (r *Record) Assign(assignments []Assignment) error {
	most := 0
	for _, a := range assignments {
		most = max(most, r.elements(a))
	}
	var written []byte
	for _, a := range assignments {
		r.makeRoom(a, most)
		written = append(written, make([]byte, len(r.Bytes())-len(written))...)
		before := slices.Clone(r.Bytes())
		if err := r.SetText(a.Path, a.Text); err != nil {
			return placed(err, a.Path)
		}
		mask := r.mask(a.Path)
		for i, bits := range mask.bits {
			at := mask.offset + i
			if (before[at]^r.Bytes()[at])&bits&written[at] != 0 {
				return placed(ndis.NewError(CodeArmsDiffer, string(a.Path), a.Text), a.Path)
			}
			written[at] |= bits
		}
	}
	return nil
}

func placed(err error, path ndis.Path) error {
	if e, ok := err.(*ndis.Error); ok {
		return e.In(string(path))
	}
	return err
}

// bitMask is the bits of a slot, from a byte on.
type bitMask struct {
	offset int
	bits   []byte
}

func (r *Record) mask(path ndis.Path) bitMask {
	s := r.Layout.Slot(path)
	m := bitMask{s.Offset, make([]byte, s.Size)}
	for i := range m.bits {
		m.bits[i] = 0xFF
	}
	if s.Bits > 0 {
		clear(m.bits)
		for bit := s.Bit; bit < s.Bit+s.Bits; bit++ {
			m.bits[bit/8] |= 1 << (bit % 8)
		}
	}
	return m
}
