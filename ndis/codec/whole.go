package codec

import (
	"encoding/binary"
	"encoding/hex"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// One reports whether people write a container as one value, as far as its bytes
// let them.
func One(s *catalog.Slot) bool { return s.Kind.Container() && (s.Bytes || s.Format != "") }

// wholeText is a container as one value, "" where it is none.
func (r *Record) wholeText(slot int) string {
	s := &r.Layout.Slots[slot]
	b := r.room(slot)
	switch s.Format {
	case catalog.FormatText:
		return r.stringText(slot)
	case catalog.FormatGUID:
		return guidText(b)
	case catalog.FormatLUID:
		return ndis.Hex(binary.LittleEndian.Uint64(b), 2*len(b))
	case catalog.FormatVersion:
		return versionText(b)
	case catalog.FormatIPv4:
		return ipv4Text([4]byte(b))
	case catalog.FormatIPv6:
		return ipv6Text([16]byte(b))
	}
	switch {
	case !s.Bytes:
		return ""
	case s.Tail: // the digits tell its length, too
		return hex.EncodeToString(b)
	}
	return bytesText(s.Format, b)
}

const macLength = 6

// bytesText writes an array of bytes: an address where it is one, else hex;
// zeros at the end of a MAC address's room are left out.
func bytesText(format catalog.Format, b []byte) string {
	trimmed := strings.TrimRight(string(b), "\x00")
	switch {
	case format == catalog.FormatMAC && len(trimmed) <= macLength && len(b) >= macLength:
		return macText(b[:macLength])
	case trimmed == "":
		return "0"
	}
	return hex.EncodeToString(b)
}

func macText(b []byte) string {
	var pairs []string
	for i := range b {
		pairs = append(pairs, strings.ToUpper(hex.EncodeToString(b[i:i+1])))
	}
	return strings.Join(pairs, "-")
}

// setWhole writes a container that is one value.
func (r *Record) setWhole(slot int, text string) error {
	s := &r.Layout.Slots[slot]
	switch {
	case !One(s):
		return ndis.NewError(CodeNotALeaf, string(s.Path))
	case s.Format == catalog.FormatText:
		return r.setString(slot, text)
	}
	b, ok := parseWhole(s, text)
	if !ok {
		return ndis.NewError(CodeValueSyntax, string(s.Path), text)
	}
	return r.setBytes(s, text, b)
}

// setBytes writes bytes at the begin of a slot and zeros behind.
func (r *Record) setBytes(s *catalog.Slot, text string, b []byte) error {
	if len(b) > s.Size {
		return valueRange(string(s.Path), text, uint64(s.Size))
	}
	room := r.Bytes()[s.Offset:s.End()]
	clear(room[copy(room, b):])
	r.reach = max(r.reach, s.End())
	return nil
}

// parseWhole reads the value of a slot: as its format says, or as hex digits with
// or without " ", "-" or ":" between the bytes; "0" is all zeros. Colons in an
// IPv6 address are its own.
func parseWhole(s *catalog.Slot, text string) ([]byte, bool) {
	switch {
	case s.Format == catalog.FormatGUID:
		return parseGUID(text)
	case s.Format == catalog.FormatLUID:
		value, ok := ndis.ParseNumber(text, 64)
		return binary.LittleEndian.AppendUint64(nil, value), ok
	case s.Format == catalog.FormatVersion:
		return parseVersion(text)
	case s.Format == catalog.FormatIPv4 && strings.Contains(text, "."):
		b, ok := parseIPv4(text)
		return b[:], ok
	case s.Format == catalog.FormatIPv6 && strings.Contains(text, ":"):
		b, ok := parseIPv6(text)
		return b[:], ok
	case text == "0":
		return nil, true
	}
	return ParseHex(text)
}

// ParseHex reads hex digits, with or without white space, "-" or ":" between the
// bytes; false where there is anything else, or nothing.
func ParseHex(text string) ([]byte, bool) {
	digits := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n-:", r) {
			return -1
		}
		return r
	}, text)
	b, err := hex.DecodeString(digits)
	return b, err == nil && len(b) > 0
}
