package ipsec

import "ndisplayground/ndis/trace"

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
// there are now; writing to it changes their bytes. Objects come in the order of
// their addresses or nearly so, and are put in order one by one.
func Objects(all []trace.Object) Memory {
	m := &objects{all: all, order: make([]int, 0, len(all))}
	for i := range all {
		m.size += len(all[i].Bytes)
		at := len(m.order)
		m.order = append(m.order, i)
		for ; at > 0 && all[m.order[at-1]].Address > all[i].Address; at-- {
			m.order[at] = m.order[at-1]
		}
		m.order[at] = i
	}
	return m
}

func (m *objects) Size() int { return m.size }

func (m *objects) At(address uint64) (Place, bool) {
	low, high := 0, len(m.order) // the last one that begins there or before is below high
	for low < high {
		if middle := (low + high) / 2; m.all[m.order[middle]].Address <= address {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low == 0 {
		return Place{}, false
	}
	index := m.order[low-1]
	o := &m.all[index]
	if o.Address == 0 || address-o.Address >= uint64(len(o.Bytes)) {
		return Place{}, false
	}
	offset := int(address - o.Address)
	return Place{index, offset, o.Bytes[offset:]}, true
}
