package export

import (
	"strings"
	"unicode/utf8"
)

// lines is a text that grows by lines.
type lines struct{ strings.Builder }

// line adds the parts and the end of a line.
func (l *lines) line(parts ...string) {
	for _, part := range parts {
		l.WriteString(part)
	}
	l.WriteByte('\n')
}

const digits = "0123456789abcdef"

// Quote writes a string for JSON, which also is one for YAML and JavaScript;
// what is not UTF-8 is replaced.
func Quote(text string) string { return string(AppendQuote(nil, text)) }

// AppendQuote is [Quote], behind what stands before it.
func AppendQuote(before []byte, text string) []byte {
	b := append(before, '"')
	for text != "" {
		n := plain(text)
		b = append(b, text[:n]...)
		if text = text[n:]; text != "" {
			r, size := utf8.DecodeRuneInString(text)
			b = appendEscaped(b, r)
			text = text[size:]
		}
	}
	return append(b, '"')
}

// plain is how many bytes of a text stand for themselves.
func plain(text string) int {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7F || c == '"' || c == '\\' {
			return i
		}
	}
	return len(text)
}

func appendEscaped(b []byte, r rune) []byte {
	switch {
	case r == '"' || r == '\\':
		return append(b, '\\', byte(r))
	case r < ' ' || r == 0x7F || r == '\u2028' || r == '\u2029':
		b = append(b, `\u`...)
		for shift := 12; shift >= 0; shift -= 4 {
			b = append(b, digits[r>>shift&15])
		}
		return b
	}
	return utf8.AppendRune(b, r)
}
