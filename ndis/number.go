package ndis

import (
	"strconv"
	"strings"
)

// ParseNumber reads a whole number of at most the given bits as headers and
// debuggers write it: decimal, 0x and hex digits, WinDbg's 0n and decimal
// digits; a back-tick between the halves of a 64-bit number is passed over. A
// leading zero is not octal.
func ParseNumber(text string, bits int) (uint64, bool) {
	base := 10
	if hex, ok := cutHexPrefix(text); ok {
		text, base = strings.Replace(hex, "`", "", 1), 16
	} else if decimal, ok := strings.CutPrefix(text, "0n"); ok {
		text = decimal
	}
	value, err := strconv.ParseUint(text, base, bits)
	return value, err == nil
}

// Hex writes a number as headers do: "0x" and at least so many digits, in upper
// case.
func Hex(value uint64, digits int) string {
	text := strings.ToUpper(strconv.FormatUint(value, 16))
	for len(text) < digits {
		text = "0" + text
	}
	return "0x" + text
}

func cutHexPrefix(text string) (string, bool) {
	if len(text) > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X') {
		return text[2:], true
	}
	return "", false
}
