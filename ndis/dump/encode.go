package dump

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// encode puts members into bytes, up to the last one that is shown. None before
// it may be missing, for its bytes are not known.
func (m *members) encode(f Format, layout *catalog.Layout) (Dump, error) {
	d := Dump{Format: f, Structure: m.structure.Name}
	if differs(m.structure, catalog.Options{Arch: ndis.X64}) {
		d.Pointer = layout.Arch.Pointer()
	}
	record := codec.Decode(layout, make([]byte, layout.Sizeof))
	members, err := m.assign(record)
	if err != nil {
		return Dump{}, err
	}
	d.Members, layout = members, record.Layout
	given := make([]byte, len(record.Bytes()))
	for _, a := range members {
		cover(given, layout.Slot(a.Path))
	}
	end, missing := known(layout, given)
	if missing != "" {
		return Dump{}, m.lastAt().fault(CodeMembersMissing, string(missing)).Suggest("dt -r " + m.structure.Name + " ADDRESS")
	}
	d.Bytes = record.Bytes()[:end]
	if hidden := layout.Sizeof - end; hidden > 0 {
		d.Unknown = []Range{{end, hidden}}
		d.note(m.lastAt().fault(CodeBehind, itoa(hidden)))
	}
	return d, nil
}

func (m *members) lastAt() word {
	if len(m.all) == 0 {
		return m.first()
	}
	return m.all[len(m.all)-1].at
}

// cover marks the bits of a slot.
func cover(given []byte, s *catalog.Slot) {
	if s.Bits == 0 {
		for i := s.Offset; i < s.End(); i++ {
			given[i] = 0xFF
		}
		return
	}
	for bit := s.Bit; bit < s.Bit+s.Bits; bit++ {
		given[s.Offset+bit/8] |= 1 << (bit % 8)
	}
}

// known is how many bytes from the begin are known: up to the last member given,
// or all. missing is the first member before that that is not given.
func known(layout *catalog.Layout, given []byte) (end int, missing ndis.Path) {
	all := true
	var open ndis.Path
	for i := range layout.Leaves {
		s := &layout.Slots[layout.Leaves[i].Slot]
		if covered(given, s) {
			if end = max(end, s.End()); open != "" && missing == "" {
				missing = open
			}
			continue
		}
		all = false
		if open == "" {
			open = s.Path
		}
	}
	if all {
		end = max(end, layout.Sizeof)
	}
	if end == 0 {
		missing = open
	}
	return end, missing
}

func covered(given []byte, s *catalog.Slot) bool {
	mark := make([]byte, len(given))
	cover(mark, s)
	for i := s.Offset; i < s.End(); i++ {
		if mark[i]&^given[i] != 0 {
			return false
		}
	}
	return true
}
