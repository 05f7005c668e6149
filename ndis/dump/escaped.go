package dump

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// likeEscaped wants an escaped byte.
func (p *paste) likeEscaped() bool {
	for i := range p.lines {
		if strings.Contains(p.lines[i].clean, `\x`) {
			return true
		}
	}
	return false
}

// readEscaped reads string literals one behind the other, or escapes without
// quotes around them.
func readEscaped(p *paste, _ Options) (Dump, error) {
	d := Dump{Format: Escaped}
	for _, l := range p.content() {
		if err := l.literals(&d); err != nil {
			return Dump{}, err
		}
	}
	if len(d.Bytes) == 0 {
		return Dump{}, ndis.NewError(CodeUnknown).Suggest(formatNames()...)
	}
	return d, nil
}

// literals reads the strings of a line. What stands between them may be what C,
// Python or a shell need there: a name and "=", a "+", a backslash at the end.
func (l *line) literals(d *Dump) error {
	var quote byte
	for i := 0; i < len(l.clean); {
		c := l.clean[i]
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote, i = c, i+1
		case quote != 0 && c == quote:
			quote, i = 0, i+1
		case c == '\\' && (quote != 0 || strings.HasPrefix(l.clean[i:], `\x`)):
			b, n := unescape(l.clean[i:])
			if n == 0 || l.unclear(i, n) {
				return l.fault(i, CodeEscape, clip(l.clean[i:min(len(l.clean), i+n+2)]))
			}
			d.Bytes, i = append(d.Bytes, b), i+n
		case quote != 0 && c == foreign:
			return l.fault(i, CodeEscape, string(l.shown[i]))
		case quote != 0:
			d.Bytes, i = append(d.Bytes, c), i+1
		default:
			i++
		}
	}
	if quote != 0 {
		return l.fault(len(l.clean), CodeEscape, string(quote))
	}
	return nil
}

// unclear reports whether a hex digit follows "\x00": C takes it in, other
// languages do not.
func (l *line) unclear(i, n int) bool {
	return strings.HasPrefix(l.clean[i:], `\x`) && i+n < len(l.clean) && isHexDigit(l.clean[i+n])
}

// unescape reads one escape sequence; n is its length, 0 for none.
func unescape(text string) (b byte, n int) {
	if len(text) < 2 {
		return 0, 0
	}
	if text[1] == 'x' {
		if len(text) < 4 || countHex(text[2:4]) != 2 {
			return 0, 0
		}
		value, _ := strconv.ParseUint(text[2:4], 16, 8)
		return byte(value), 4
	}
	if at := strings.IndexByte(`abtnvfr\'"?`, text[1]); at >= 0 {
		return "\a\b\t\n\v\f\r\\'\"?"[at], 2
	}
	end := 1
	for end < len(text) && end < 4 && text[end] >= '0' && text[end] <= '7' {
		end++
	}
	value, err := strconv.ParseUint(text[1:end], 8, 8)
	if err != nil {
		return 0, 0
	}
	return byte(value), end
}
