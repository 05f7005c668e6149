package hardware

import (
	"strings"

	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// Families are the versions of IP, as members of structures are called. A set of
// them has a bit for each, in this order.
var Families = [...]string{"IPv4", "IPv6"}

// Stop clears in a record of NDIS_OFFLOAD what a set of families has: the members
// that are theirs, and their flags in members of both; all but the header where the
// set is all.
func Stop(r *codec.Record, off uint8) {
	if off == 1<<len(Families)-1 {
		header, _ := r.Header()
		clear(r.Bytes())
		r.SetHeader(header)
	}
	for i, family := range Families {
		if off>>i&1 != 0 {
			stop(r, family)
		}
	}
	if off&1 != 0 && r.Number("IPsecV2.IPv6Supported") == 0 {
		Clear(r, "IPsecV2")
	}
}

func stop(r *codec.Record, family string) {
	for _, leaf := range r.Layout.Leaves {
		slot := &r.Layout.Slots[leaf.Slot]
		value := r.Number(slot.Path) &^ flagsOf(slot.Group(), family)
		if strings.Contains(string(slot.Path), "."+family) {
			value = 0
		}
		_ = r.SetValue(slot.Path, value) // it was that, or more
	}
}

// flagsOf are the flags of a group that are about a family.
func flagsOf(group *catalog.Group, family string) (flags uint64) {
	if group == nil {
		return 0
	}
	for _, c := range group.Constants {
		if strings.HasSuffix(c.Name, "_"+strings.ToUpper(family)) {
			flags |= c.Value
		}
	}
	return flags
}

// Turn is a set of families with those of a text in it, or without them.
func Turn(set uint8, names string, in bool) uint8 {
	for i, family := range Families {
		if !strings.Contains(names, family) {
			continue
		}
		if set &^= 1 << i; in {
			set |= 1 << i
		}
	}
	return set
}
