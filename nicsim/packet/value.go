package packet

import (
	"strconv"
	"strings"
)

// flagNames are the names of flags, lowest bit first.
var flagNames = []struct {
	field Field
	names []string
}{
	{IPv4Flags, []string{"mf", "df", "rb"}},
	{TCPFlags, []string{"fin", "syn", "reset", "push", "ack", "urg", "ece", "cwr", "ae"}},
}

// Flags of TCP and IPv4, as bits of their fields.
const (
	FlagFIN = 1 << 0
	FlagSYN = 1 << 1
	FlagRST = 1 << 2
	FlagPSH = 1 << 3
	FlagACK = 1 << 4
	FlagURG = 1 << 5
	FlagECE = 1 << 6
	FlagCWR = 1 << 7

	FlagMF = 1 << 0
	FlagDF = 1 << 1
)

func namesOfFlags(f Field) []string {
	for _, row := range flagNames {
		if row.field == f {
			return row.names
		}
	}
	return nil
}

// text is a field's value as people write it. bytes are those of [Packet.Span],
// number is the field's.
func (f Field) text(bytes []byte, number uint64) string {
	switch f.Format() {
	case Hex:
		_, width := f.Bits()
		return hexNumber(number, (width+3)/4)
	case MAC:
		return macText(bytes)
	case IPv4Address:
		return ipv4Text(bytes)
	case IPv6Address:
		return ipv6Text(bytes)
	case FlagNames:
		return flagText(f, number)
	case Bytes:
		return hexText(bytes)
	case Options:
		return optionText(f, bytes)
	}
	return strconv.FormatUint(number, 10)
}

const hexDigits = "0123456789abcdef"

func hexNumber(number uint64, digits int) string {
	text := strings.ToUpper(strconv.FormatUint(number, 16))
	for len(text) < digits {
		text = "0" + text
	}
	return "0x" + text
}

func hexText(bytes []byte) string {
	text := make([]byte, 0, 2*len(bytes))
	for _, b := range bytes {
		text = append(text, hexDigits[b>>4], hexDigits[b&15])
	}
	return string(text)
}

func macText(bytes []byte) string {
	text := make([]byte, 0, 3*len(bytes))
	for i, b := range bytes {
		if i > 0 {
			text = append(text, ':')
		}
		text = append(text, hexDigits[b>>4], hexDigits[b&15])
	}
	return string(text)
}

func ipv4Text(bytes []byte) string {
	var text []byte
	for i, b := range bytes {
		if i > 0 {
			text = append(text, '.')
		}
		text = strconv.AppendUint(text, uint64(b), 10)
	}
	return string(text)
}

// ipv6Text writes an address by RFC 5952: the longest run of zeros, the first of
// those, is two colons.
func ipv6Text(bytes []byte) string {
	if len(bytes) != 16 {
		return ""
	}
	from, length := zeros(bytes)
	var text []byte
	for i := 0; i < 8; i++ {
		if i == from {
			text = append(text, ':', ':')
			i += length - 1
			continue
		}
		if i > 0 && i != from+length {
			text = append(text, ':')
		}
		text = strconv.AppendUint(text, uint64(uint16At(bytes, 2*i)), 16)
	}
	return string(text)
}

// zeros is the longest run of at least two groups of zeros; from is -8 for none.
func zeros(bytes []byte) (from, length int) {
	from, length = -8, 1
	for i := 0; i < 8; i++ {
		n := 0
		for i+n < 8 && uint16At(bytes, 2*(i+n)) == 0 {
			n++
		}
		if n > length {
			from, length = i, n
		}
	}
	return from, length
}

func flagText(f Field, number uint64) string {
	var set []string
	names := namesOfFlags(f)
	if number>>len(names) != 0 {
		return hexNumber(number, 3)
	}
	for i := len(names) - 1; i >= 0; i-- {
		if number>>i&1 != 0 {
			set = append(set, names[i])
		}
	}
	if set == nil {
		return "0"
	}
	return strings.Join(set, ",")
}

// value is what a field is to be: a number, or bytes where it has no width or
// more than 64 bits.
type value struct {
	number uint64
	bytes  []byte
}

// parse reads what people write for a field.
func (f Field) parse(text string) (value, *Error) {
	v, ok := f.read(text)
	if !ok {
		return value{}, &Error{Code: CodeValueWrong, At: f.Name(), Args: []string{text}, Suggestions: f.examples()}
	}
	if _, width := f.Bits(); v.bytes == nil && v.number>>width != 0 {
		return value{}, &Error{Code: CodeValueRange, At: f.Name(), Args: []string{text, "0.." + strconv.FormatUint(1<<width-1, 10)}}
	}
	return v, nil
}

// read reads a value in the field's format, whatever its size.
func (f Field) read(text string) (v value, ok bool) {
	switch f.Format() {
	case MAC:
		bytes, ok := parseHex(strings.ReplaceAll(text, ":", ""))
		return value{number: bigEndian(bytes)}, ok && len(bytes) == 6
	case IPv4Address:
		bytes, ok := parseIPv4(text)
		return value{number: bigEndian(bytes)}, ok
	case IPv6Address:
		v.bytes, ok = parseIPv6(text)
		return v, ok
	case Bytes:
		v.bytes, ok = parseHex(text)
		return v, ok
	case Options:
		if v.bytes, ok = parseHex(text); !ok {
			v.bytes, ok = parseOptions(f, text)
		}
		return v, ok
	case FlagNames:
		if v.number, ok = parseFlags(f, text); ok {
			return v, true
		}
	}
	number, err := strconv.ParseUint(text, 0, 64)
	return value{number: number}, err == nil
}

// examples are how a field's value may be written.
func (f Field) examples() []string {
	switch f.Format() {
	case Bytes:
		return []string{"0a1b2c"}
	case Options:
		return optionExamples(f)
	case FlagNames:
		return namesOfFlags(f)
	case Decimal, Hex:
		_, width := f.Bits()
		return []string{"0.." + strconv.FormatUint(1<<width-1, 10)}
	}
	return []string{fieldRows[f].standard}
}

func parseFlags(f Field, text string) (number uint64, ok bool) {
	for name := range strings.SplitSeq(text, ",") {
		bit := -1
		for i, known := range namesOfFlags(f) {
			if known == name {
				bit = i
			}
		}
		if bit < 0 {
			return 0, false
		}
		number |= 1 << bit
	}
	return number, true
}

func bigEndian(bytes []byte) (number uint64) {
	for _, b := range bytes {
		number = number<<8 | uint64(b)
	}
	return number
}

func parseHex(text string) ([]byte, bool) {
	bytes := make([]byte, len(text)/2)
	for i := range bytes {
		high, low := hexDigit(text[2*i]), hexDigit(text[2*i+1])
		if high > 15 || low > 15 {
			return nil, false
		}
		bytes[i] = high<<4 | low
	}
	return bytes, len(text)%2 == 0
}

func hexDigit(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 0xFF
}

func parseIPv4(text string) ([]byte, bool) {
	parts := strings.Split(text, ".")
	var bytes []byte
	for _, part := range parts {
		n, err := strconv.ParseUint(part, 10, 8)
		if err != nil {
			return nil, false
		}
		bytes = append(bytes, byte(n))
	}
	return bytes, len(bytes) == 4
}

// parseIPv6 reads groups of four digits, "::" once for as many zeros as are
// missing.
func parseIPv6(text string) ([]byte, bool) {
	before, behind, gap := strings.Cut(text, "::")
	head, ok := parseGroups(before)
	tail, ok2 := parseGroups(behind)
	missing := 16 - len(head) - len(tail)
	if !ok || !ok2 || gap && missing < 2 || !gap && missing != 0 {
		return nil, false
	}
	bytes := append(head, make([]byte, missing)...)
	return append(bytes, tail...), true
}

func parseGroups(text string) ([]byte, bool) {
	var bytes []byte
	if text == "" {
		return nil, true
	}
	for group := range strings.SplitSeq(text, ":") {
		n, err := strconv.ParseUint(group, 16, 16)
		if err != nil || len(group) > 4 {
			return nil, false
		}
		bytes = append(bytes, byte(n>>8), byte(n))
	}
	return bytes, len(bytes) <= 16
}
