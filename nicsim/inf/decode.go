package inf

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Encoding is how a file's bytes are text.
type Encoding string

// The encodings. Bytes is an older code page, of which only ASCII is certain;
// what lies beyond is read as Latin-1.
const (
	UTF8    Encoding = "UTF-8"
	UTF16LE Encoding = "UTF-16LE"
	UTF16BE Encoding = "UTF-16BE"
	Bytes   Encoding = "8-bit"
)

const byteOrderMark = "\ufeff"

// decode is the text that the bytes are, without a byte order mark.
func decode(b []byte) (string, Encoding) {
	switch {
	case len(b) >= 2 && (b[0] == 0xFF && b[1] == 0xFE || b[0] != 0 && b[1] == 0):
		return wide(b, 1, 0), UTF16LE
	case len(b) >= 2 && (b[0] == 0xFE && b[1] == 0xFF || b[0] == 0 && b[1] != 0):
		return wide(b, 0, 1), UTF16BE
	case utf8.Valid(b):
		return strings.TrimPrefix(string(b), byteOrderMark), UTF8
	}
	return latin1(b), Bytes
}

// wide reads UTF-16; high and low say which byte of two is which. Half a
// character, and half a pair, become U+FFFD.
func wide(b []byte, high, low int) string {
	var text strings.Builder
	text.Grow(len(b))
	for at := 0; at+1 < len(b); at += 2 {
		r := rune(b[at+high])<<8 | rune(b[at+low])
		if utf16.IsSurrogate(r) && at+3 < len(b) {
			if pair := utf16.DecodeRune(r, rune(b[at+2+high])<<8|rune(b[at+2+low])); pair != utf8.RuneError {
				r, at = pair, at+2
			}
		}
		text.WriteRune(r) // half a pair is no rune, and written as U+FFFD
	}
	if len(b)%2 == 1 {
		text.WriteRune(utf8.RuneError)
	}
	return strings.TrimPrefix(text.String(), byteOrderMark)
}

func latin1(b []byte) string {
	var text strings.Builder
	text.Grow(len(b) + len(b)/8)
	for _, c := range b {
		text.WriteRune(rune(c))
	}
	return text.String()
}
