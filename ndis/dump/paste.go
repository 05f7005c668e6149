package dump

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ndisplayground/ndis"
)

// paste is a text in lines, without what stands around a dump.
type paste struct {
	size  int     // bytes
	lines []line  // those that are not blank
	c     []token // what was found out before
	inner []*line
	w     []word
	rows  *rows
}

// line is one line. Each rune of shown has one byte in clean: itself where it
// is ASCII or stands for an ASCII character, else foreign.
type line struct {
	number int
	offset int // of its first byte in the paste
	raw    string
	shown  []rune
	clean  string
}

// foreign stands for a character that no format has.
const foreign = 0x80

func newPaste(text string) *paste {
	p := &paste{size: len(text), lines: make([]line, 0, strings.Count(text, "\n")+1)}
	offset, number := 0, 0
	for raw := range strings.Lines(text) {
		number++
		if strings.TrimSpace(raw) != "" {
			l := newLine(strings.TrimRight(raw, "\r\n"))
			l.number, l.offset = number, offset
			p.lines = append(p.lines, l)
		}
		offset += len(raw)
	}
	p.unquote()
	p.unnumber()
	p.unfence()
	return p
}

func newLine(raw string) line {
	l := line{raw: raw, shown: make([]rune, 0, len(raw))}
	clean := make([]byte, 0, len(raw))
	for _, r := range raw {
		if c := cleaned(r); c != 0 {
			l.shown, clean = append(l.shown, r), append(clean, c)
		}
	}
	l.clean = string(clean)
	return l
}

// cleaned is the ASCII character that a rune stands for, foreign for none, 0 for
// a rune of no width.
func cleaned(r rune) byte {
	switch {
	case r == '\t' || r < utf8.RuneSelf && r >= ' ':
		return byte(r)
	case strings.ContainsRune("\u200b\u200c\u200d\u2060\ufeff\u00ad", r):
		return 0
	case unicode.IsSpace(r):
		return ' '
	case strings.ContainsRune("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", r):
		return '-'
	case strings.ContainsRune("\u2018\u2035\u02cb\u00b4\u2032\u02b9\u1fef\uff40", r):
		return '`'
	case strings.ContainsRune("\u2019\u201b", r):
		return '\''
	case strings.ContainsRune("\u201c\u201d\u201e\u2033", r):
		return '"'
	}
	return foreign
}

// place says where index i of the clean text is: "line:column", and the byte of
// the paste.
func (l *line) place(i int) (at string, offset int) {
	offset = l.offset + len(l.raw)
	left := i
	for at, r := range l.raw {
		if cleaned(r) == 0 {
			continue
		}
		if left == 0 {
			offset = l.offset + at
			break
		}
		left--
	}
	return strconv.Itoa(l.number) + ":" + strconv.Itoa(i+1), offset
}

// fault is an error, or a note, at index i of the line.
func (l *line) fault(i int, code ndis.Code, args ...string) *ndis.Error {
	e := ndis.NewError(code, args...)
	e.At, e.Offset = l.place(i)
	return e
}

// hide replaces the first n characters by spaces, so that places stay true.
func (l *line) hide(n int) {
	l.clean = strings.Repeat(" ", n) + l.clean[n:]
}

// begin is the index of the first character that is no space.
func (l *line) begin() int {
	return len(l.clean) - len(strings.TrimLeft(l.clean, " \t"))
}

func (l *line) trimmed() string { return strings.Trim(l.clean, " \t") }

func (p *paste) blank() bool {
	for i := range p.lines {
		if p.lines[i].trimmed() != "" {
			return false
		}
	}
	return true
}

// unquote hides the marks of quoted mail.
func (p *paste) unquote() {
	for i := range p.lines {
		l := &p.lines[i]
		marks := len(l.clean) - len(strings.TrimLeft(l.clean, " \t>"))
		if n := strings.LastIndexByte(l.clean[:marks], '>'); n >= 0 {
			l.hide(n + 1)
		}
	}
}

// unfence empties the lines that fence code in.
func (p *paste) unfence() {
	for i := range p.lines {
		l := &p.lines[i]
		if text := l.trimmed(); strings.HasPrefix(text, "```") || strings.HasPrefix(text, "~~~") {
			l.hide(len(l.clean))
		}
	}
}

// unnumber hides the numbers that a forum puts before its lines: each is one
// more than the one before, and none is padded as addresses are.
func (p *paste) unnumber() {
	var ends []int
	next := -1
	for i := range p.lines {
		n, end, ok := p.lines[i].leadingNumber()
		if !ok || next >= 0 && n != next {
			return
		}
		next = n + 1
		ends = append(ends, end)
	}
	if len(ends) < 2 {
		return
	}
	for i, end := range ends {
		p.lines[i].hide(end)
	}
}

func (l *line) leadingNumber() (n, end int, ok bool) {
	from := l.begin()
	end = from
	for end < len(l.clean) && l.clean[end] >= '0' && l.clean[end] <= '9' {
		end++
	}
	digits := l.clean[from:end]
	if digits == "" || len(digits) > 4 || digits[0] == '0' {
		return 0, 0, false
	}
	n, _ = strconv.Atoi(digits)
	if end < len(l.clean) && strings.IndexByte(".:|)", l.clean[end]) >= 0 {
		end++
	}
	if end < len(l.clean) && l.clean[end] != ' ' && l.clean[end] != '\t' {
		return 0, 0, false
	}
	return n, end, true
}

// clip keeps what a message quotes short.
func clip(text string) string {
	const most = 40
	if len(text) <= most {
		return text
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "..."
}
