package codec

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Text is what people write for a member: names of constants, addresses, GUIDs,
// strings in quotes, decimal numbers; "" for what they do not write as one value,
// and out of reach.
func (r *Record) Text(slot int) string {
	s := &r.Layout.Slots[slot]
	switch {
	case !r.Present(slot):
		return ""
	case s.Kind.Container():
		return r.wholeText(slot)
	}
	leaf := r.Layout.Leaf(s.Path)
	return leafText(r.Layout, leaf, get(r.buffer, leaf))
}

func leafText(layout *catalog.Layout, leaf *catalog.Leaf, value uint64) string {
	s := &layout.Slots[leaf.Slot]
	if g := s.Group(); g != nil {
		return groupText(g, value, plainText(layout, leaf, value))
	}
	switch {
	case s.Format == catalog.FormatObjectType:
		return ndis.ObjectType(value).String()
	case s.Format == catalog.FormatIPv4:
		return ipv4Text([4]byte{byte(value), byte(value >> 8), byte(value >> 16), byte(value >> 24)})
	case s.Base == catalog.BaseStatus:
		return ndis.Status(value).String()
	case s.Base.Address() && value == 0:
		return "NULL"
	case s.Base.Address():
		return strings.ToLower(ndis.Hex(value, 2*int(leaf.Size)))
	case s.Base == catalog.BaseBool && value < 2:
		return []string{"FALSE", "TRUE"}[value]
	case s.Base == catalog.BaseOID:
		return catalog.OIDOf(uint32(value)).String()
	}
	return plainText(layout, leaf, value)
}

// plainText is a number in decimal.
func plainText(layout *catalog.Layout, leaf *catalog.Leaf, value uint64) string {
	if layout.Slots[leaf.Slot].Base.Signed() {
		return strconv.FormatInt(Signed(layout, leaf, value), 10)
	}
	return strconv.FormatUint(value, 10)
}

// groupText names a value, or its flags joined by " | "; bits without a name
// stay in hex, values without a name plain.
func groupText(g *catalog.Group, value uint64, plain string) string {
	if c, ok := g.Of(value); ok {
		return c.Name
	}
	if g.Kind != catalog.Flags {
		return plain
	}
	var names []string
	for _, c := range g.Constants {
		if c.Value != 0 && value&c.Value == c.Value {
			names = append(names, c.Name)
			value &^= c.Value
		}
	}
	if value != 0 || len(names) == 0 {
		names = append(names, number(value))
	}
	return strings.Join(names, " | ")
}

func number(value uint64) string {
	if value == 0 {
		return "0"
	}
	return "0x" + strconv.FormatUint(value, 16)
}
