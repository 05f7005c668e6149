package dump

import (
	"strconv"
	"strings"
)

// span is a piece of a line's clean text.
type span struct{ at, end int32 }

// row is a line that begins with an address. A lone one has nothing behind it;
// a star stands for lines like the one before.
type row struct {
	line         *line
	part         int
	star, lone   bool
	address      uint64
	addressText  string // its digits
	tick, colon  bool
	from, behind int // where the address begins, and the first index behind it
	groups       []span
}

// row reads a line as a row.
func (l *line) row() (row, bool) {
	if l.trimmed() == "*" {
		return row{line: l, star: true}, true
	}
	r, ok := l.addressAt(l.bare())
	if !ok || l.isRuler() {
		return r, false
	}
	r.groups = l.groupsFrom(r.behind)
	r.lone = strings.Trim(l.clean[r.behind:], " \t") == ""
	if r.lone {
		return r, true
	}
	if len(r.groups) == 0 {
		return r, false
	}
	digits := l.digits(r.groups[0])
	return r, isGroup(digits) || r.colon && digits%2 == 0 && digits <= 16
}

func isGroup(digits int) bool {
	return digits == 2 || digits == 4 || digits == 8 || digits == 16
}

// addressAt reads an address: "00401000", "fffff801`00401000", "0x0010:",
// "0053:fffffff8".
func (l *line) addressAt(at int) (row, bool) {
	r := row{line: l, from: at, behind: at + wordLength(l.clean[at:])}
	word, colon := strings.CutSuffix(l.clean[at:r.behind], ":")
	if segment, offset, ok := strings.Cut(word, ":"); ok && len(segment) == 4 && countHex(segment) == 4 {
		word = offset
	}
	word = strings.TrimPrefix(word, "0x")
	r.addressText = strings.Replace(word, "`", "", 1)
	r.tick, r.colon = len(word) != len(r.addressText), colon
	if n := len(r.addressText); n < 4 || n > 16 || countHex(r.addressText) != n {
		return r, false
	}
	r.address, _ = strconv.ParseUint(r.addressText, 16, 64)
	return r, true
}

func wordLength(text string) int {
	if n := strings.IndexAny(text, " \t"); n >= 0 {
		return n
	}
	return len(text)
}

// groupsFrom finds the words of hex digits or of "?", up to the first other
// word. A "-" may stand between two of them.
func (l *line) groupsFrom(at int) []span {
	var groups []span
	for {
		at += len(l.clean[at:]) - len(strings.TrimLeft(l.clean[at:], " \t"))
		end := at + wordLength(l.clean[at:])
		if at == end {
			return groups
		}
		split, ok := l.split(at, end)
		if !ok {
			return groups
		}
		groups, at = append(groups, split...), end
	}
}

func (l *line) split(at, end int) (groups []span, ok bool) {
	from := at
	for i := at; i <= end; i++ {
		if i < end && l.clean[i] != '-' {
			if c := l.clean[i]; !isHexDigit(c) && c != '?' && c != '`' {
				return nil, false
			}
			continue
		}
		if i == from {
			return nil, false
		}
		if n := strings.Count(l.clean[from:i], "`"); n > 0 && (n > 1 || i-from != 17 || l.clean[from+8] != '`') {
			return nil, false
		}
		groups = append(groups, span{int32(from), int32(i)})
		from = i + 1
	}
	return groups, true
}

func (l *line) text(s span) string { return l.clean[s.at:s.end] }

// digits counts a group's digits, without its back-tick.
func (l *line) digits(s span) int {
	return len(l.text(s)) - strings.Count(l.text(s), "`")
}

// isBits reports whether a group is eight binary digits.
func (l *line) isBits(s span) bool {
	text := l.text(s)
	return len(text) == 8 && (strings.Trim(text, "01") == "" || text == "????????")
}

// isRuler knows the lines above dyb and above hex editors' dumps: numbers of
// bits or of columns.
func (l *line) isRuler() bool {
	const shortest = 10
	if len(l.clean) < shortest {
		return false
	}
	words := strings.Fields(l.clean)
	ascending := 0
	for i, word := range words {
		if n, err := strconv.ParseUint(word, 16, 32); err == nil && i > 0 && int(n) == i-1 {
			ascending++
		}
	}
	return len(words) > 1 && (strings.Trim(strings.Join(words, ""), "76543210-") == "" && strings.Contains(l.clean, "76543210") || ascending > 3 && ascending == len(words)-1)
}

// damaged reports whether a line that is no row looks like a part of one, so
// that passing it over could lose bytes.
func (l *line) damaged() bool {
	words := strings.Fields(l.clean[l.bare():])
	if len(words) == 0 || l.isRuler() {
		return false
	}
	first := strings.TrimSuffix(strings.TrimPrefix(words[0], "0x"), ":")
	if n := countHex(first); n == len(first) && n >= 4 && (n >= 8 || strings.ContainsAny(first, "0123456789")) {
		return true
	}
	hex := 0
	for _, word := range words {
		if isGroup(len(word)) && countHex(word) == len(word) {
			hex++
		}
	}
	return hex == len(words) || len(words) >= 4 && 2*hex > len(words)
}

// same reports whether two rows show the same groups.
func (r *row) same(other *row) bool {
	return strings.TrimSpace(r.line.clean[r.behind:]) == strings.TrimSpace(other.line.clean[other.behind:])
}
