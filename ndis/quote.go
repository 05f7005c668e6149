package ndis

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Quote writes a string for JSON, which also is one for YAML and JavaScript, and
// begins no tag in HTML: what cannot be seen is \u and four hex digits. What is not
// UTF-8 is replaced.
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
		if c := text[i]; c < ' ' || c >= 0x7F || c == '"' || c == '\\' || c == '<' {
			return i
		}
	}
	return len(text)
}

func appendEscaped(b []byte, r rune) []byte {
	switch {
	case r == '"' || r == '\\':
		return append(b, '\\', byte(r))
	case hidden(r):
		b = append(b, `\u`...)
		for shift := 12; shift >= 0; shift -= 4 {
			b = append(b, "0123456789abcdef"[r>>shift&15])
		}
		return b
	}
	return utf8.AppendRune(b, r)
}

// hidden are controls, what turns the direction of writing, and what begins a tag.
func hidden(r rune) bool {
	return r < ' ' || r == '<' || 0x7F <= r && r < 0xA0 || 0x2028 <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069
}

// Unquote reads what [Quote] writes; false for all else.
func Unquote(text string) (plain string, ok bool) {
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return "", false
	}
	var b strings.Builder
	for rest := text[1 : len(text)-1]; rest != ""; {
		next, length := unescape(rest)
		if length == 0 {
			return "", false
		}
		b.WriteString(next)
		rest = rest[length:]
	}
	return b.String(), true
}

// unescape is what the text begins with, and how many bytes that took; 0 where it
// is nothing that may stand between quotes.
func unescape(text string) (next string, length int) {
	switch {
	case text[0] == '"' || text == `\`:
		return "", 0
	case text[0] != '\\':
		return text[:1], 1
	case text[1] == '"' || text[1] == '\\':
		return text[1:2], 2
	case text[1] != 'u' || len(text) < 6:
		return "", 0
	}
	code, err := strconv.ParseUint(text[2:6], 16, 16)
	if err != nil || !utf8.ValidRune(rune(code)) {
		return "", 0
	}
	return string(rune(code)), 6
}
