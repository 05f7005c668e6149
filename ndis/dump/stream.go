package dump

import (
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// word is a piece of text without spaces, and where it stands.
type word struct {
	line *line
	span
}

func (w word) text() string { return w.line.text(w.span) }

func (w word) fault(code ndis.Code, args ...string) *ndis.Error {
	return w.line.fault(int(w.at), code, args...)
}

// content are the lines that no debugger has printed, without prompts.
func (p *paste) content() []*line {
	if p.inner != nil {
		return p.inner
	}
	all := make([]*line, 0, len(p.lines))
	debugger := false
	for i := range p.lines {
		l := &p.lines[i]
		typed, prompt := promptOf(strings.TrimLeft(l.clean, " \t"))
		if debugger = debugger || prompt && !isShell(typed); !debugger && !prompt && l.trimmed() != "" {
			all = append(all, l)
		}
	}
	p.inner = all
	return all
}

// words are the words of the content, without a label before the first and
// without quotes.
func (p *paste) words() []word {
	if p.w != nil {
		return p.w
	}
	all := make([]word, 0, len(p.content()))
	for _, l := range p.content() {
		at := l.begin()
		if len(all) == 0 {
			at += labelLength(l.clean[at:])
		}
		for at < len(l.clean) {
			end := at + wordLength(l.clean[at:])
			if w := (word{l, span{int32(at), int32(end)}}).unquoted(); w.at < w.end {
				all = append(all, w)
			}
			at = end + 1
		}
	}
	p.w = all
	return all
}

// unquoted leaves out quotes, back-ticks and commas around a word.
func (w word) unquoted() word {
	const around = "\"'`,;"
	for w.at < w.end && strings.IndexByte(around, w.line.clean[w.at]) >= 0 {
		w.at++
	}
	for w.at < w.end && strings.IndexByte(around, w.line.clean[w.end-1]) >= 0 {
		w.end--
	}
	return w
}

// labelLength is the length of "hexcode: ", "payload = " or the head of a data URL
// at the begin of a text.
func labelLength(text string) int {
	if strings.HasPrefix(text, "data:") {
		if n := strings.Index(text, ";base64,"); n >= 0 {
			return n + len(";base64,")
		}
	}
	n := strings.IndexAny(text, ":=")
	if n < 1 || n > 40 || n+1 == len(text) || text[n+1] != ' ' || countHex(text) == n {
		return 0
	}
	for _, c := range []byte(text[:n]) {
		if c != ' ' && c != '_' && c != '-' && (c|0x20 < 'a' || c|0x20 > 'z') && (c < '0' || c > '9') {
			return 0
		}
	}
	return n + 1
}

// likeHex wants hex digits, and hardly anything else.
func (p *paste) likeHex() bool {
	digits, others := 0, 0
	if p.isDataURL() {
		return false
	}
	for _, w := range p.words() {
		for _, c := range []byte(strings.TrimPrefix(w.text(), "0x")) {
			switch {
			case isHexDigit(c):
				digits++
			case c != '-' && c != ':':
				others++
			}
		}
	}
	return digits > 1 && digits > 20*others
}

func readHex(p *paste, _ Options) (Dump, error) {
	d := Dump{Format: Hex}
	assumed := false
	for _, w := range p.words() {
		b, err := w.hex()
		if err != nil {
			return Dump{}, err
		}
		if !assumed && w.looksLikeNumber(len(d.Bytes) > 0) {
			assumed = true
			d.note(w.fault(CodeOrderAssumed, clip(w.text())))
		}
		d.Bytes = append(d.Bytes, b...)
	}
	if len(d.Bytes) == 0 {
		return Dump{}, ndis.NewError(CodeUnknown).Suggest(formatNames()...)
	}
	return d, nil
}

// looksLikeNumber reports whether a word is as long as a number, and either
// follows others or says with 0x that it is one.
func (w word) looksLikeNumber(follows bool) bool {
	digits, prefixed := strings.CutPrefix(w.text(), "0x")
	n := len(digits)
	return (follows || prefixed) && (n == 4 || n == 8 || n == 16)
}

// hex reads a word of hex digits, with or without 0x before it and "-" or ":"
// between the bytes.
func (w word) hex() ([]byte, error) {
	text := w.text()
	digits := strings.TrimPrefix(text, "0x")
	if parts := strings.FieldsFunc(digits, func(r rune) bool { return r == '-' || r == ':' }); len(parts) > 1 {
		for _, part := range parts {
			if len(part)%2 != 0 {
				return nil, w.fault(CodeDigits, clip(text))
			}
		}
		digits = strings.Join(parts, "")
	}
	b, err := hex.DecodeString(digits)
	if err != nil {
		return nil, w.fault(CodeDigits, clip(text))
	}
	return b, nil
}

// likeBase64 is strict, for many a word is base64 too: long or with a sign that
// words lack, one word a line.
func (p *paste) likeBase64() bool {
	lines, words := p.content(), p.words()
	if len(words) != len(lines) || len(lines) == 0 {
		return false
	}
	text := joined(words)
	if strings.Trim(text, base64Letters+"=") != "" || len(text) < 8 && !p.isDataURL() {
		return false
	}
	odd := strings.ContainsAny(text, "=+/")
	varied := strings.ContainsAny(text, "0123456789") && strings.ToUpper(text) != text && strings.ToLower(text) != text
	return p.isDataURL() || odd || len(text) >= 24 && varied
}

func (p *paste) isDataURL() bool { return strings.HasPrefix(p.lines[0].trimmed(), "data:") }

const base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"

func readBase64(p *paste, _ Options) (Dump, error) {
	words := p.words()
	if len(words) == 0 {
		return Dump{}, ndis.NewError(CodeUnknown).Suggest(formatNames()...)
	}
	letters := strings.ReplaceAll(strings.ReplaceAll(joined(words), "-", "+"), "_", "/")
	if n := len(letters); n%4 == 0 {
		letters = strings.TrimSuffix(strings.TrimSuffix(letters, "="), "=")
	}
	b, err := base64.RawStdEncoding.Strict().DecodeString(letters)
	if err != nil {
		at := 0
		if wrong, ok := err.(base64.CorruptInputError); ok {
			at = int(wrong)
		}
		return Dump{}, placeOf(words, at).fault(CodeBase64, strconv.Itoa(at+1))
	}
	return Dump{Format: Base64, Bytes: b}, nil
}

func joined(words []word) string {
	var text strings.Builder
	for _, w := range words {
		text.WriteString(w.text())
	}
	return text.String()
}

// placeOf is the word's rest that begins with letter i of all.
func placeOf(words []word, i int) word {
	for _, w := range words {
		if n := int(w.end - w.at); i < n {
			w.at += int32(i)
			return w
		} else {
			i -= n
		}
	}
	return words[len(words)-1]
}
