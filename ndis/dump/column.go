package dump

import (
	"strings"
	"unicode"

	"ndisplayground/ndis"
)

// tails checks what stands behind the bytes of each row.
func (b *rows) tails(little bool) *ndis.Error {
	columns := false
	for i, p := range b.pieces {
		columns = columns || i+1 < len(b.pieces) && p.row.tail(p.n) != "" && p.row.line.columnAt(p.row.end(p.n), b.values(p, little), false)
		if err := b.tail(p, little, columns && i+1 == len(b.pieces)); err != nil {
			return err
		}
	}
	return nil
}

func (b *rows) tail(p piece, little, last bool) *ndis.Error {
	values, n := b.values(p, little), p.n
	if p.partial {
		n++
	}
	if b.bits && !p.row.colon {
		return b.checkBits(p, values)
	}
	from := p.row.end(n)
	text := strings.TrimSpace(p.row.line.clean[from:])
	switch {
	case text == "" || p.row.line.columnAt(from, values, last) || isRemark(text):
		return nil
	case b.symbols(p) && (b.dereferences() || n == len(p.row.groups) || p.row.line.digits(p.row.groups[n]) != b.digits):
		return nil
	}
	return b.tailFault(p, n, values)
}

// tailFault says what is wrong with the text behind n groups.
func (b *rows) tailFault(p piece, n int, values []int) *ndis.Error {
	l, from := p.row.line, p.row.end(n)
	text := strings.TrimSpace(l.clean[from:])
	at := from + strings.Index(l.clean[from:], text)
	shown := strings.TrimSpace(string(l.shown[from:]))
	word := text[:wordLength(text)]
	switch {
	case countHex(word) == len(word) && n < len(p.row.groups) && l.digits(p.row.groups[n]) != b.digits && len(word) < 2*len(values):
		return b.wrongGroup(p.row, n)
	case len(text) >= len(values)-2 && len(text) <= len(values)+2:
		return l.fault(at, CodeASCII, clip(shown), clip(printed(values)))
	}
	fault := l.fault(at, CodeTail, clip(shown))
	if b.symbols(p) {
		fault.Suggestions = []string{string(DPS)}
	}
	return fault
}

func (r *row) end(n int) int {
	if n == 0 {
		return r.behind
	}
	return int(r.groups[n-1].end)
}

func (r *row) tail(n int) string { return strings.TrimSpace(r.line.clean[r.end(n):]) }

// symbols reports whether the row is one pointer, behind which a debugger writes
// what it points to.
func (b *rows) symbols(p piece) bool {
	return p.n == 1 && b.per <= 1 && (b.width == 4 || b.width == 8) && !p.row.colon
}

// dereferences reports whether the command also shows what pointers point to.
func (b *rows) dereferences() bool {
	return b.o.Format == DPS || b.command != nil && b.command.format == DPS && !strings.HasSuffix(b.command.name, "s")
}

// isRemark knows how people begin what they write behind a line.
func isRemark(text string) bool {
	for _, mark := range []string{"//", "/*", ";", "<", "->", "=>", "(", "#", "--", "=="} {
		if strings.HasPrefix(text, mark) {
			return true
		}
	}
	return false
}

// checkBits compares the bits with the hex digits behind them.
func (b *rows) checkBits(p piece, values []int) *ndis.Error {
	l := p.row.line
	for i, g := range p.row.groups[p.n:] {
		if i >= len(values) || l.digits(g) != 2 {
			return l.fault(int(g.at), CodeGroup, clip(l.text(g)), "2")
		}
		hex := (&rows{}).group(nil, l.text(g), false)
		if hex[0] != values[i] {
			return l.fault(int(g.at), CodeBits, clip(l.text(p.row.groups[i])), clip(l.text(g)))
		}
	}
	if rest := p.row.rest(); rest != "" && !isRemark(rest) {
		return l.fault(int(p.row.groups[len(p.row.groups)-1].end), CodeTail, clip(rest))
	}
	return nil
}

// shows reports whether the text behind the piece is that of its bytes, in one
// order or the other.
func (b *rows) shows(p piece) bool {
	from := p.row.end(p.n)
	if strings.TrimSpace(p.row.line.clean[from:]) == "" {
		return false
	}
	for _, little := range []bool{false, true} {
		if p.row.line.columnAt(from, b.values(p, little), false) {
			return true
		}
	}
	return false
}

// columnAt reports whether the text from an index on shows the bytes. Where it
// begins is found by trying, for a byte may be a space. In the last line it may
// be cut off.
func (l *line) columnAt(from int, values []int, cut bool) bool {
	lead := len(l.clean[from:]) - len(strings.TrimLeft(l.clean[from:], " \t"))
	shown := l.shown[from+lead:]
	if inside, barred := withinBars(shown); barred && len(inside) == len(values) && sameText(inside, values) {
		return true
	}
	for skip := lead; skip >= 0 && skip >= lead-64; skip-- {
		if fits(l.shown[from+skip:], values, cut) {
			return true
		}
	}
	if text := string(shown); strings.Contains(text, "&") && len(text) < 1<<12 {
		return fits([]rune(withoutEntities(text)), values, cut)
	}
	return false
}

// withoutEntities gives back the characters that a web page may have made
// entities of.
func withoutEntities(text string) string {
	for _, each := range [][2]string{{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&amp;", "&"}} {
		text = strings.ReplaceAll(text, each[0], each[1])
	}
	return text
}

// withinBars takes off the bars around hexdump's text, or od's arrows.
func withinBars(shown []rune) (inside []rune, barred bool) {
	end := len(shown)
	for end > 0 && unicode.IsSpace(shown[end-1]) {
		end--
	}
	if end < 2 || !(shown[0] == '|' && shown[end-1] == '|' || shown[0] == '>' && shown[end-1] == '<') {
		return nil, false
	}
	return shown[1 : end-1], true
}

// fits compares a column without bars. Spaces at its end may be lost, and a
// remark may follow.
func fits(shown []rune, values []int, cut bool) bool {
	n := min(len(shown), len(values))
	if !sameText(shown[:n], values[:n]) {
		return false
	}
	if rest := strings.TrimSpace(string(shown[n:])); rest != "" && !(unicode.IsSpace(shown[n]) && isRemark(rest)) {
		return false
	}
	for _, v := range values[n:] {
		if v != ' ' && !cut {
			return false
		}
	}
	return true
}

func sameText(shown []rune, values []int) bool {
	for i, r := range shown {
		if !sameChar(r, values[i]) {
			return false
		}
	}
	return true
}

// sameChar reports whether a byte may be shown as a character: itself where it
// is printable ASCII, else a dot or whatever a code page has.
func sameChar(r rune, value int) bool {
	if value < ' ' || value > '~' {
		return r == '.' || r == ' ' || r == '?' || r == '_' || r >= 0x80
	}
	return r == rune(value) || r >= 0x80 && cleaned(r) == byte(value) || r == '.' && value == ' '
}

func printed(values []int) string {
	text := make([]byte, 0, len(values))
	for _, v := range values {
		if v < ' ' || v > '~' {
			v = '.'
		}
		text = append(text, byte(v))
	}
	return string(text)
}
