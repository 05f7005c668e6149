package dump

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// unread is the value of a byte that the debugger could not read.
const unread = -1

// values are a piece's bytes.
func (b *rows) values(p piece, little bool) []int {
	n := p.n
	if p.partial {
		n++
	}
	values := make([]int, 0, n*b.width)
	for _, g := range p.row.groups[:n] {
		values = b.group(values, p.row.line.text(g), little)
	}
	return values
}

// group appends the bytes of one group.
func (b *rows) group(values []int, text string, little bool) []int {
	base, digits, from := 16, 2, len(values)
	if b.bits {
		base, digits = 2, 8
	}
	text = strings.Replace(text, "`", "", 1)
	for i := 0; i+digits <= len(text); i += digits {
		value := unread
		if n, err := strconv.ParseUint(text[i:i+digits], base, 8); err == nil {
			value = int(n)
		}
		values = append(values, value)
	}
	if added := values[from:]; little {
		for i, j := 0, len(added)-1; i < j; i, j = i+1, j-1 {
			added[i], added[j] = added[j], added[i]
		}
	}
	return values
}

// mixed reports whether a group is neither all digits nor all "?".
func mixed(text string) bool {
	return strings.Contains(text, "?") && strings.Trim(text, "?`") != ""
}

// assemble finds the order of bytes in a group and puts them together.
func (b *rows) assemble() *ndis.Error {
	for _, p := range b.pieces {
		for _, g := range p.row.groups[:p.n] {
			if mixed(p.row.line.text(g)) {
				return p.row.line.fault(int(g.at), CodeGroup, clip(p.row.line.text(g)), strconv.Itoa(b.digits))
			}
		}
	}
	little, err := b.order()
	if err != nil {
		return err
	}
	b.little = little
	last := b.pieces[len(b.pieces)-1]
	if last.partial && little && last.row.tail(last.n+1) == "" {
		return b.wrongGroup(last.row, last.n) // perhaps the begin of a word, whose first bytes come last
	}
	return b.emit()
}

// order decides whether groups are little-endian words. Where a text column
// fits one order alone, that is it.
func (b *rows) order() (little bool, err *ndis.Error) {
	if b.width == 1 {
		return false, b.tails(false)
	}
	asked, known := b.known()
	if known {
		return asked, b.tails(asked)
	}
	ifLittle, ifBig := b.tails(true), b.tails(false)
	switch form, clear := b.form(); {
	case ifLittle == nil && ifBig != nil:
		return true, nil
	case ifBig == nil && ifLittle != nil:
		return false, nil
	case ifLittle != nil && !form:
		return false, ifBig
	case ifLittle != nil:
		return true, ifLittle
	case clear || b.eitherWay():
		return form, nil
	}
	l := b.pieces[0].row.line
	return false, l.fault(l.begin(), CodeOrder).Suggest(b.words(b.pieces[0].row)...)
}

// words are the formats that say in which order the bytes are.
func (b *rows) words(first *row) []string {
	little := map[int]Format{2: DW, 4: DD, 8: DQ}[b.width]
	if first.colon {
		little = XXDE
	}
	return []string{string(XXD), string(little)}
}

// known is the order that the format or the command calls for.
func (b *rows) known() (little, ok bool) {
	switch {
	case b.o.Format != "":
		return b.o.Format != XXD, true
	case b.command != nil:
		return true, true
	case strings.Contains(b.shell, "xxd"):
		return strings.Contains(b.shell, " -e"), true
	}
	return false, false
}

// form is the order that tools which print like this use; not clear where they
// differ.
func (b *rows) form() (little, clear bool) {
	first := b.pieces[0].row
	switch {
	case first.colon:
		return false, b.width == 2
	case b.width == 8:
		return true, strings.Contains(first.line.clean, "`") || b.symbols(b.pieces[0]) && first.rest() != ""
	}
	return true, true
}

// eitherWay reports whether both orders give the same bytes.
func (b *rows) eitherWay() bool {
	for _, p := range b.pieces {
		little, big := b.values(p, true), b.values(p, false)
		for i := range little {
			if little[i] != big[i] {
				return false
			}
		}
	}
	return true
}

// emit puts the bytes together. What could not be read may only follow them.
func (b *rows) emit() *ndis.Error {
	b.d.Bytes = make([]byte, 0, b.total+b.width)
	hidden, hole := 0, (*ndis.Error)(nil)
	for _, p := range b.pieces {
		values := b.values(p, b.little)
		for range p.copies {
			for i, v := range values {
				if v == unread {
					hole = b.firstHole(hole, p, i)
					hidden++
				} else if hidden > 0 {
					return hole
				} else {
					b.d.Bytes = append(b.d.Bytes, byte(v))
				}
			}
		}
	}
	if len(b.d.Bytes) == 0 {
		return hole
	}
	if hidden > 0 {
		b.d.Unknown = []Range{{len(b.d.Bytes), hidden}}
		behind := *hole
		behind.Code, behind.Args = CodeBehind, []string{strconv.Itoa(hidden)}
		b.d.note(&behind)
	}
	return b.unpad()
}

// firstHole is the place of the first byte that could not be read.
func (b *rows) firstHole(known *ndis.Error, p piece, i int) *ndis.Error {
	if known != nil {
		return known
	}
	return p.row.line.fault(int(p.row.groups[i/b.width].at), CodeUnreadable)
}

// unpad takes off the zeros that fill the last word up, where the address behind
// it tells how many they are.
func (b *rows) unpad() *ndis.Error {
	last := b.pieces[len(b.pieces)-1]
	l := last.row.line
	for range b.trim {
		end := len(b.d.Bytes) - 1
		if end < 0 || b.d.Bytes[end] != 0 {
			return l.fault(last.row.from, CodeStride, strconv.Itoa(last.n*b.width), clip(b.all[len(b.all)-1].addressText), clip(last.row.addressText))
		}
		b.d.Bytes = b.d.Bytes[:end]
	}
	if ended := b.all[len(b.all)-1].lone; b.format() == Hexdump && !ended && last.n < b.per && b.d.Bytes[len(b.d.Bytes)-1] == 0 {
		b.d.note(l.fault(int(last.row.groups[last.n-1].at), CodePadding))
	}
	return nil
}

// format names what was read.
func (b *rows) format() Format {
	first := b.pieces[0].row
	switch {
	case b.o.Format != "":
		return b.o.Format
	case b.bits:
		return DYB
	case b.width == 1:
		return b.byteFormat(first)
	case !b.little:
		return XXD
	case first.colon && b.command == nil:
		return XXDE
	case b.command != nil && b.command.format == DPS || b.command == nil && b.named():
		return DPS
	case b.width == 2 && b.command == nil && len(first.addressText) == 7:
		return Hexdump
	}
	return map[int]Format{2: DW, 4: DD, 8: DQ}[b.width]
}

func (b *rows) byteFormat(first *row) Format {
	rest := first.rest()
	switch {
	case b.command != nil || first.tick:
		return DB
	case strings.HasPrefix(rest, "|") && strings.HasSuffix(rest, "|"):
		return HexdumpC
	case first.colon && len(first.groups) > 1 && first.even():
		return XXD
	case len(first.addressText) == 4:
		return Wireshark
	case len(first.groups) > 8 && first.line.clean[first.groups[7].end] == '-':
		return DB
	}
	return Bytes
}

// even reports whether all groups stand equally far apart.
func (r *row) even() bool {
	for i := 2; i < len(r.groups); i++ {
		if r.groups[i].at-r.groups[i-1].end != r.groups[1].at-r.groups[0].end {
			return false
		}
	}
	return true
}

// named reports whether any row has a symbol behind its one pointer.
func (b *rows) named() bool {
	for _, p := range b.pieces {
		if b.symbols(p) && strings.Contains(p.row.tail(p.n), "!") {
			return true
		}
	}
	return false
}
