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

// Quote writes a string for JSON, which also is one for YAML and JavaScript, and
// begins no tag in HTML; what is not UTF-8 is replaced.
func Quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == '<' || r == 0x7F || r == '\u2028' || r == '\u2029':
			b.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte(digits[r>>shift&15])
			}
		case r == utf8.RuneError:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
