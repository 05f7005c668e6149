package dump

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// count decides how many groups of each row are bytes, and repeats what "*"
// stands for.
func (b *rows) count() *ndis.Error {
	if b.doubled != nil {
		return b.doubled.fault(b.doubled.begin(), CodeSqueeze)
	}
	if fitting := b.radix(); fitting > 1 && b.starred() && b.o.Format == "" {
		l := b.real()[0].line
		return l.fault(l.begin(), CodeAmbiguous).Suggest(string(Hexdump))
	}
	b.per = b.usual()
	for i := range b.all {
		if err := b.countRow(i); err != nil {
			return err
		}
	}
	return nil
}

// starred reports whether the base of addresses says how often lines repeat.
func (b *rows) starred() bool {
	for i := range b.all {
		if b.all[i].star {
			return true
		}
	}
	return false
}

// usual is the groups of the first row that says it.
func (b *rows) usual() int {
	for i := range b.all[:len(b.all)-1] {
		r, next := &b.all[i], &b.all[i+1]
		if r.star || r.lone || next.star || next.lone {
			continue
		}
		if need, _ := b.need(r, next); need > 0 && need <= b.available(r) {
			return need
		}
	}
	return 0
}

func (b *rows) countRow(i int) *ndis.Error {
	r := &b.all[i]
	switch {
	case r.star:
		return b.fill(i)
	case r.lone:
		return b.end(i)
	case i > 0 && b.all[i-1].part != r.part && r.line.digits(r.groups[0]) != b.digits:
		return b.parts[r.part].prompt.fault(0, CodeSeveral, clip(r.addressText))
	case b.available(r) == 0 && !b.hasPartial(r, 0):
		return b.wrongGroup(r, 0)
	case i+1 == len(b.all) || b.all[i+1].star:
		return b.countLast(r)
	}
	next := &b.all[i+1]
	if step(r, next) == 0 && !next.lone && r.same(next) {
		b.d.note(next.line.fault(next.from, CodeRepeated))
		return nil
	}
	need, over := b.need(r, next)
	if available := b.available(r); need > available || step(r, next) == 0 {
		return b.stride(r, next, available)
	}
	b.trim = over
	short := step(r, next) > uint64(need*b.width)
	b.short = b.short || short
	b.push(piece{row: r, n: need, partial: short, copies: 1})
	return nil
}

func (b *rows) wrongGroup(r *row, n int) *ndis.Error {
	g := r.groups[n]
	return r.line.fault(int(g.at), CodeGroup, clip(r.line.text(g)), strconv.Itoa(b.digits))
}

// stride says what is wrong between two rows.
func (b *rows) stride(r, next *row, available int) *ndis.Error {
	if r.part != next.part && b.parts[next.part].prompt != nil {
		return b.parts[next.part].prompt.fault(0, CodeSeveral, clip(next.addressText))
	}
	if available < len(r.groups) && r.line.digits(r.groups[available]) != b.digits && (b.per == 0 || available < b.per) && !b.bits {
		return b.wrongGroup(r, available)
	}
	return r.line.fault(r.from, CodeStride, strconv.Itoa(available*b.width), clip(next.addressText), clip(r.addressText))
}

// end checks an address that stands alone: nothing follows it.
func (b *rows) end(i int) *ndis.Error {
	if r := &b.all[i]; i+1 < len(b.all) || len(b.pieces) == 0 {
		return r.line.fault(r.from, CodeLine, clip(r.addressText))
	}
	return nil
}

// fill repeats the row before a "*" up to the address behind it.
func (b *rows) fill(i int) *ndis.Error {
	l := b.all[i].line
	if i == 0 || i+1 == len(b.all) || b.all[i-1].star || b.all[i-1].lone || b.all[i+1].star || len(b.pieces) == 0 {
		return l.fault(l.begin(), CodeSqueeze)
	}
	last := &b.pieces[len(b.pieces)-1]
	bytes, total := uint64(last.n*b.width), step(&b.all[i-1], &b.all[i+1])
	if last.partial || total < bytes || total%bytes != 0 {
		return l.fault(l.begin(), CodeSqueeze)
	}
	if total > uint64(b.room) || b.total+int(total) > b.room {
		return l.fault(l.begin(), CodeTooLong, strconv.Itoa(b.room))
	}
	last.copies = int(total / bytes)
	b.total += int(total - bytes)
	b.d.note(l.fault(l.begin(), CodeFilled, strconv.Itoa(last.copies-1)))
	return nil
}

// push adds a row's bytes.
func (b *rows) push(add piece) {
	b.total += add.n * b.width
	b.pieces = append(b.pieces, add)
}

// countLast counts the groups of a row that no address follows.
func (b *rows) countLast(r *row) *ndis.Error {
	most := b.aligned(r, b.available(r))
	if b.per > 0 {
		most = min(most, b.per)
	}
	last := piece{row: r, n: b.lastCount(r, most), copies: 1}
	if last.n < 0 {
		return r.line.fault(r.from, CodeAmbiguous).Suggest(string(Hex))
	}
	last.partial = last.n == most && b.hasPartial(r, most)
	b.push(last)
	return nil
}

// lastCount tells groups from a text column that looks like groups: its text is
// that of the bytes before it. -1: it could be either.
func (b *rows) lastCount(r *row, most int) int {
	for n := most; n > 0 && most <= widest; n-- {
		if n < len(r.groups) && r.hidden(n) || !b.shows(piece{row: r, n: n}) {
			continue
		}
		if n < most && r.groups[n].at-r.groups[n-1].end < 2 {
			return -1
		}
		return n
	}
	for n := most - 1; n > 0 && most <= widest && b.above() == nil; n-- {
		if p := (piece{row: r, n: n}); !r.hidden(n) && b.columnCut(p) {
			return -1
		}
	}
	return most
}

// hidden reports whether group n is memory that could not be read, which looks
// like its own text.
func (r *row) hidden(n int) bool { return r.line.clean[r.groups[n].at] == '?' }

// columnCut reports whether what follows the piece may be the begin of its text.
func (b *rows) columnCut(p piece) bool {
	from := p.row.end(p.n)
	return p.row.line.columnAt(from, b.values(p, false), true) || p.row.line.columnAt(from, b.values(p, true), true)
}

// above is the row before the last, where its text column shows that spaces were
// kept as they were printed; nil if not.
func (b *rows) above() *row {
	if len(b.pieces) == 0 {
		return nil
	}
	p := b.pieces[len(b.pieces)-1]
	rest := p.row.line.clean[p.row.end(p.n):]
	if len(rest)-len(strings.TrimLeft(rest, " ")) < 2 {
		return nil
	}
	return p.row
}

// aligned counts the groups that stand below those of the row above.
func (b *rows) aligned(r *row, most int) int {
	above := b.above()
	if above == nil {
		return most
	}
	n := 0
	for n < most && n < len(above.groups) && int(r.groups[n].at)-r.from == int(above.groups[n].at)-above.from {
		n++
	}
	return n
}

// widest is the most groups that a row with a text column has.
const widest = 256

// hasPartial reports whether a shorter group ends the row, as xxd prints it.
func (b *rows) hasPartial(r *row, n int) bool {
	if !r.colon || n >= len(r.groups) || n == b.per && n > 0 && !b.short || b.bits || b.shows(piece{row: r, n: n}) {
		return false
	}
	digits := r.line.digits(r.groups[n])
	return digits < b.digits && digits%2 == 0
}
