package codec

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// Version is the version that the members of that slot and of the one beside it
// are the halves of: "6.30"; "" of all other members, and out of reach.
func (r *Record) Version(slot int) string {
	s := &r.Layout.Slots[slot]
	minor := r.Layout.Beside(s, s.Beside)
	if minor == nil || minor.End() > r.reach || !r.Present(slot) {
		return ""
	}
	return r.Text(slot) + "." + r.Text(int(minor.Slot))
}

// versionText writes two halves of two bytes.
func versionText(b []byte) string {
	number := func(half []byte) string { return strconv.Itoa(int(binary.LittleEndian.Uint16(half))) }
	return number(b) + "." + number(b[2:])
}

func parseVersion(text string) ([]byte, bool) {
	high, low, ok := strings.Cut(text, ".")
	major, wrong := strconv.ParseUint(high, 10, 16)
	minor, wrong2 := strconv.ParseUint(low, 10, 16)
	b := binary.LittleEndian.AppendUint16(nil, uint16(major))
	return binary.LittleEndian.AppendUint16(b, uint16(minor)), ok && wrong == nil && wrong2 == nil
}
