package codec

import (
	"errors"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Codes of mistakes with values.
const (
	// CodeNotALeaf: the member holds others; one of them was meant.
	CodeNotALeaf ndis.Code = "not-a-leaf"
	// CodeValueSyntax: the text is nothing that the member takes.
	CodeValueSyntax ndis.Code = "value-syntax"
	// CodeValueRange: the number does not fit the member.
	CodeValueRange ndis.Code = "value-range"
	// CodeArmsDiffer: two arms of a union were given with different bytes.
	CodeArmsDiffer ndis.Code = "arms-differ"
)

func rangeError(layout *catalog.Layout, leaf *catalog.Leaf, value uint64) error {
	return valueRange(string(layout.Slots[leaf.Slot].Path), strconv.FormatUint(value, 10), leaf.Mask)
}

func valueRange(path, text string, most uint64) error {
	return ndis.NewError(CodeValueRange, path, text, strconv.FormatUint(most, 10))
}

// SetText writes what people write for a member, everything that [Record.Text]
// prints included.
func (r *Record) SetText(path ndis.Path, text string) error {
	i, err := r.Layout.Index(path)
	if err != nil {
		return err
	}
	s := &r.Layout.Slots[i]
	text = strings.TrimSpace(text)
	if s.Kind.Container() {
		return r.setWhole(i, text)
	}
	value, err := parseLeaf(r.Layout, r.Layout.Leaf(path), text)
	if err != nil {
		return err
	}
	return r.SetValue(path, value)
}

func parseLeaf(layout *catalog.Layout, leaf *catalog.Leaf, text string) (uint64, error) {
	s := &layout.Slots[leaf.Slot]
	if value, ok := parseInteger(text); ok {
		return fit(s, leaf, text, value)
	}
	value, ok, near := parseName(s, text)
	if !ok {
		return 0, ndis.NewError(CodeValueSyntax, string(s.Path), text).Suggest(near...)
	}
	if value&^leaf.Mask != 0 {
		return 0, valueRange(string(s.Path), text, leaf.Mask)
	}
	return value, nil
}

// integer is a number with its sign kept apart, so that 2^63 and above fit.
type integer struct {
	negative  bool
	magnitude uint64
}

func parseInteger(text string) (integer, bool) {
	digits, negative := strings.CutPrefix(text, "-")
	magnitude, ok := ndis.ParseNumber(digits, 64)
	return integer{negative && magnitude != 0, magnitude}, ok
}

// fit checks that the number fits the member: signed members take both the
// signed and the unsigned spelling.
func fit(s *catalog.Slot, leaf *catalog.Leaf, text string, n integer) (uint64, error) {
	if !n.negative {
		if n.magnitude&^leaf.Mask != 0 {
			return 0, valueRange(string(s.Path), text, leaf.Mask)
		}
		return n.magnitude, nil
	}
	if !s.Base.Signed() || s.Bits > 0 || n.magnitude > leaf.Mask>>1+1 {
		return 0, valueRange(string(s.Path), text, leaf.Mask)
	}
	return -n.magnitude & leaf.Mask, nil
}

// parseName reads a name that the member takes; near are the names that it
// perhaps was meant to be.
func parseName(s *catalog.Slot, text string) (value uint64, ok bool, near []string) {
	if g := s.Group(); g != nil {
		return parseGroup(g, text)
	}
	switch {
	case s.Format == catalog.FormatObjectType:
		t, err := ndis.ParseObjectType(text)
		return uint64(t), err == nil, ndis.Nearest(text, ndis.ObjectTypeNames())
	case s.Format == catalog.FormatIPv4:
		b, ok := parseIPv4(text)
		return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24, ok, nil
	case s.Base == catalog.BaseStatus:
		status, err := ndis.ParseStatus(text)
		return uint64(status), err == nil, ndis.Nearest(text, ndis.StatusNames())
	case s.Base == catalog.BaseOID:
		return parseOID(text)
	case s.Base.Address():
		return 0, text == "NULL", []string{"NULL"}
	case s.Base == catalog.BaseBool:
		return parseBool(text)
	}
	return 0, false, nil
}

func parseOID(text string) (value uint64, ok bool, near []string) {
	oid, err := catalog.OIDNamed(text)
	if unknown, is := errors.AsType[*ndis.Error](err); is {
		near = unknown.Suggestions
	}
	return uint64(oid.Value), err == nil, near
}

func parseBool(text string) (value uint64, ok bool, near []string) {
	switch strings.ToUpper(text) {
	case "TRUE":
		return 1, true, nil
	case "FALSE":
		return 0, true, nil
	}
	return 0, false, []string{"TRUE", "FALSE"}
}

// parseGroup reads one constant's name, or several joined by "|" where they are
// flags; NDIS_ may be left out.
func parseGroup(g *catalog.Group, text string) (value uint64, ok bool, near []string) {
	parts := strings.Split(text, "|")
	if g.Kind != catalog.Flags && len(parts) > 1 {
		return 0, false, nil
	}
	for _, part := range parts {
		part = strings.TrimSpace(part)
		bits, isNumber := ndis.ParseNumber(part, 64)
		if c, named := g.Named(part); named {
			bits = c.Value
		} else if !isNumber {
			return 0, false, ndis.Nearest(part, g.Names())
		}
		value |= bits
	}
	return value, true, nil
}
