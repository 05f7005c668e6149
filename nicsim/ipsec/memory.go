package ipsec

import (
	"slices"

	"ndisplayground/ndis/trace"
)

// Memory is the simulated machine's: what lies where.
type Memory interface {
	// At is what lies at an address; false where nothing does.
	At(address uint64) (Place, bool)
	// Size is how many bytes there are in all, which bounds every list.
	Size() int
}

// Place is where an address leads: the bytes from there to the end of what lies
// there, and where that is in the trace. Answers are written into the bytes.
type Place struct {
	Object int // of the trace, trace.NoObject for none
	Offset int // in that object
	Bytes  []byte
}

// objects is a memory that holds objects of a trace.
type objects struct {
	all   []trace.Object
	order []int // by address
	size  int
}

// Objects is the memory in which the objects of a trace lie. It sees those that
// there are now; writing to it changes their bytes.
func Objects(all []trace.Object) Memory {
	m := &objects{all: all, order: make([]int, len(all))}
	for i := range all {
		m.order[i] = i
		m.size += len(all[i].Bytes)
	}
	slices.SortStableFunc(m.order, func(a, b int) int { return compare(all[a].Address, all[b].Address) })
	return m
}

func compare(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (m *objects) Size() int { return m.size }

func (m *objects) At(address uint64) (Place, bool) {
	i, found := slices.BinarySearchFunc(m.order, address, func(i int, address uint64) int {
		return compare(m.all[i].Address, address)
	})
	if !found {
		i--
	}
	if i < 0 {
		return Place{}, false
	}
	index := m.order[i]
	o := &m.all[index]
	if o.Address == 0 || address-o.Address >= uint64(len(o.Bytes)) {
		return Place{}, false
	}
	offset := int(address - o.Address)
	return Place{index, offset, o.Bytes[offset:]}, true
}
