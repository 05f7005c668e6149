package codec

import (
	"encoding/hex"
	"strings"
)

func guidText(b []byte) string {
	digits := strings.ToUpper(hex.EncodeToString([]byte{b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]}))
	return "{" + digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:] + "}"
}

// IsGUID reports whether the text is a GUID in braces.
func IsGUID(text string) bool {
	_, ok := parseGUID(text)
	return ok && text[0] == '{'
}

func parseGUID(text string) ([]byte, bool) {
	digits, ok := strings.CutPrefix(text, "{")
	if ok {
		digits, ok = strings.CutSuffix(digits, "}")
	} else {
		ok = true
	}
	parts := strings.Split(digits, "-")
	if !ok || len(parts) != 5 || len(parts[0]) != 8 || len(parts[1]) != 4 || len(parts[2]) != 4 || len(parts[3]) != 4 || len(parts[4]) != 12 {
		return nil, false
	}
	b, err := hex.DecodeString(strings.Join(parts, ""))
	if err != nil {
		return nil, false
	}
	b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7] = b[3], b[2], b[1], b[0], b[5], b[4], b[7], b[6]
	return b, true
}
