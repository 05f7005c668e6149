package export

import (
	"math"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// cValue is a leaf's value in C: names of constants as far as the record's
// version has them, and the first version that has those names.
func cValue(r *codec.Record, s *catalog.Slot, value uint64) (text string, since ndis.Version) {
	switch {
	case s.Group() != nil:
		return groupText(r, s, value)
	case s.Format == catalog.FormatObjectType:
		return ndis.ObjectType(value).String(), 0
	case s.Base == catalog.BaseStatus && ndis.Status(value).Name() == "":
		return "(NDIS_STATUS)" + ndis.Status(value).Hex(), 0
	case s.Base == catalog.BaseStatus:
		return ndis.Status(value).Name(), 0
	case s.Base == catalog.BaseBool && value == 1:
		return "TRUE", 0
	case s.Base == catalog.BaseOID || s.Format == catalog.FormatIPv4:
		return ndis.Hex(value, 8), 0
	}
	return literal(r, s, value), 0
}

// literal is a number in C, with the suffix that its size calls for.
func literal(r *codec.Record, s *catalog.Slot, value uint64) string {
	if s.Base.Signed() && s.Bits == 0 {
		return signedLiteral(codec.Signed(r.Layout, r.Layout.Leaf(s.Path), value))
	}
	text := strconv.FormatUint(value, 10)
	switch {
	case value > math.MaxUint32:
		return text + "ULL"
	case value > math.MaxInt32:
		return text + "U"
	}
	return text
}

// signedLiteral avoids the least numbers, which C cannot write: -x is an
// operation on x, which does not fit.
func signedLiteral(value int64) string {
	switch {
	case value == math.MinInt64, value == math.MinInt32:
		return "(" + signedLiteral(value+1) + " - 1)"
	case value > math.MaxInt32 || value < math.MinInt32:
		return strconv.FormatInt(value, 10) + "LL"
	}
	return strconv.FormatInt(value, 10)
}

// groupText names a value by its constants; what has no name at the record's
// version is a number.
func groupText(r *codec.Record, s *catalog.Slot, value uint64) (text string, since ndis.Version) {
	known := func(c catalog.Constant) bool { return c.Since <= r.Layout.Version }
	if c, ok := constantOf(r.Layout, s, value); ok && known(c) {
		return c.Name, c.Since
	}
	if s.Group().Kind != catalog.Flags {
		return cast(s, literal(r, s, value)), 0
	}
	var names []string
	for _, c := range s.Group().Constants {
		if c.Value != 0 && value&c.Value == c.Value && known(c) {
			names = append(names, c.Name)
			value &^= c.Value
			since = max(since, c.Since)
		}
	}
	if value != 0 {
		names = append(names, ndis.Hex(value, 2))
	}
	return strings.Join(names, " | "), since
}

// constantOf is the constant of a leaf's value; negative ones are negative.
func constantOf(l *catalog.Layout, s *catalog.Slot, value uint64) (catalog.Constant, bool) {
	if c, ok := s.Group().Of(value); ok {
		return c, true
	}
	return s.Group().Of(uint64(codec.Signed(l, l.Leaf(s.Path), value)))
}

// cast makes a number a value of an enumeration.
func cast(s *catalog.Slot, text string) string {
	if s.Kind == catalog.KindEnum {
		return "(" + s.Type + ")" + text
	}
	return text
}
