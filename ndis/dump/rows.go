package dump

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// rows is a dump of lines with addresses, on its way to bytes.
type rows struct {
	d       Dump
	o       Options
	room    int
	parts   []part
	command *command // what was typed to get it, nil if that is not known
	prompt  *line
	shell   string
	all     []row
	skipped []*line
	doubled *line // a "*" behind another
	digits  int   // of a group
	width   int   // bytes of a group
	bits    bool
	little  bool
	per     int  // groups of a full row
	short   bool // with a shorter group behind them
	pieces  []piece
	total   int // bytes
	trim    int // bytes of padding behind the last
}

// piece is a row's first n groups, and the part of a group behind them, so often.
type piece struct {
	row     *row
	n       int
	partial bool
	copies  int
}

// collect finds the rows of the parts that can have some.
func (p *paste) collect(o Options) *rows {
	if b := p.rows; b != nil {
		b.o = o
		return b
	}
	b := &rows{o: o, room: p.room(), parts: p.parts()}
	p.rows = b
	for i := range b.parts {
		s := &b.parts[i]
		memory := s.memory()
		if s.prompt != nil && memory == nil && !isShell(s.command) {
			continue
		}
		before := len(b.all)
		b.add(i, s)
		if len(b.all) == before {
			continue
		}
		if b.command == nil && memory != nil {
			b.command, b.prompt = memory, s.prompt
		} else if s.prompt != nil && memory == nil {
			b.shell = s.command
		}
	}
	return b
}

func (b *rows) add(i int, s *part) {
	for _, l := range s.lines {
		if r, ok := l.row(); ok && r.star && len(b.all) > 0 && b.all[len(b.all)-1].star {
			b.doubled = l
		} else if ok {
			r.part = i
			b.all = append(b.all, r)
		} else if !l.isRuler() {
			b.skipped = append(b.skipped, l)
		}
	}
}

// real are the rows that have bytes.
func (b *rows) real() []*row {
	var real []*row
	for i := range b.all {
		if r := &b.all[i]; !r.star && !r.lone {
			real = append(real, r)
		}
	}
	return real
}

// likeRows also weighs whether the first word of each line is an address at all,
// where it is as long as the others.
func (p *paste) likeRows() bool {
	b := p.collect(Options{})
	real := b.real()
	switch {
	case len(real) == 0:
		return false
	case b.command != nil || !real[0].looksLikeItsGroups():
		return true
	case len(real) == 1:
		return real[0].gap() > 1 || real[0].rest() != ""
	}
	return b.apart(real) || b.unit() == nil && b.radix() > 0
}

// apart reports whether the first words stand apart, or something other than hex
// digits follows, and they rise.
func (b *rows) apart(real []*row) bool {
	rest := false
	for i, r := range real {
		if i > 0 && r.address <= real[i-1].address {
			return false
		}
		rest = rest || r.rest() != ""
	}
	first := real[0]
	return rest || first.gap() > 1 && len(first.groups) > 1 && int(first.groups[1].at-first.groups[0].end) == 1
}

func (r *row) looksLikeItsGroups() bool {
	return !r.tick && !r.colon && len(r.addressText) == r.line.digits(r.groups[0])
}

func (r *row) gap() int { return int(r.groups[0].at) - r.behind }

// rest is what follows the groups.
func (r *row) rest() string {
	return strings.TrimSpace(r.line.clean[r.groups[len(r.groups)-1].end:])
}

func readRows(p *paste, o Options) (Dump, error) {
	b := p.collect(o)
	real := b.real()
	if len(real) == 0 {
		return Dump{}, ndis.NewError(CodeUnknown).Suggest(formatNames()...)
	}
	for _, l := range b.skipped {
		if l.damaged() {
			return Dump{}, l.fault(l.begin(), CodeLine, clip(l.trimmed()))
		}
	}
	for _, step := range []func() *ndis.Error{b.unit, b.certain, b.count, b.assemble} {
		if err := step(); err != nil {
			return Dump{}, err
		}
	}
	b.remark()
	return b.d, nil
}

// unit finds how many digits a group has, and what they are.
func (b *rows) unit() *ndis.Error {
	first := b.real()[0]
	group := first.groups[0]
	b.digits = first.line.digits(group)
	b.bits = b.areBits(first)
	b.width = b.digits / 2
	if b.bits {
		b.width = 1
	}
	if want := b.wantedWidth(); want > 0 && want != b.width {
		return first.line.fault(int(group.at), CodeGroup, clip(first.line.text(group)), strconv.Itoa(2*want))
	}
	return nil
}

// certain refuses a single row whose first word could be an address or data.
func (b *rows) certain() *ndis.Error {
	real := b.real()
	first := real[0]
	if len(real) > 1 || b.o.Format != "" || b.command != nil || b.bits || !first.looksLikeItsGroups() || first.rest() != "" {
		return nil
	}
	return first.line.fault(first.from, CodeAmbiguous).Suggest(b.words(first)[1], string(Hex))
}

// wantedWidth is the bytes of a group that the format or the command calls for,
// 0 for any.
func (b *rows) wantedWidth() int {
	for _, c := range commands {
		if c.format == b.o.Format && c.format != "" && c.format != DPS {
			return c.width
		}
	}
	switch {
	case b.o.Format == Hexdump:
		return 2
	case b.o.Format == HexdumpC || b.o.Format == Bytes || b.o.Format == Wireshark:
		return 1
	case b.o.Format == "" && b.command != nil && b.command.width > 0:
		return b.command.width
	}
	return 0
}

// areBits tells bits from words whose digits happen to be 0 and 1.
func (b *rows) areBits(r *row) bool {
	if b.o.Format != "" {
		return b.o.Format == DYB
	}
	if b.command != nil && b.command.width >= 0 {
		return b.command.format == DYB
	}
	n := 0
	for n < len(r.groups) && r.line.isBits(r.groups[n]) {
		n++
	}
	if n == 0 || len(b.all) < 2 {
		return n > 0 && (2*n == len(r.groups) && r.line.digits(r.groups[n]) == 2 || r.colon && (&rows{bits: true}).shows(piece{row: r, n: n}))
	}
	step := b.all[1].address - r.address
	return &b.all[0] == r && !b.all[1].star && step > 0 && step <= uint64(n) && step*4 != uint64(n)
}

// radix reads the addresses as hex, or where only that fits the rows, as od
// prints them: octal or decimal. It counts the readings that fit.
func (b *rows) radix() (fitting int) {
	best := 16
	for _, base := range []int{10, 8, 16} {
		if b.rebase(base) && b.steady(base != 16) {
			fitting, best = fitting+1, base
		}
	}
	if od := odRadix(b.shell); od != 0 && fitting > 0 {
		fitting, best = 1, od
	}
	b.rebase(best)
	return fitting
}

// odRadix is the base of addresses in od's output, 0 where od was not run.
func odRadix(shell string) int {
	_, options, od := strings.Cut(shell, "od -")
	switch {
	case strings.Contains(shell, "hexdump"):
		return 16
	case !od:
		return 0
	case strings.Contains(options, "A x"):
		return 16
	case strings.Contains(options, "A d"):
		return 10
	}
	return 8
}

func (b *rows) rebase(base int) bool {
	for i := range b.all {
		r := &b.all[i]
		if r.star {
			continue
		}
		value, err := strconv.ParseUint(r.addressText, base, 64)
		if err != nil || base != 16 && len(r.addressText) != 7 {
			return false
		}
		r.address = value
	}
	return true
}

// steady reports whether each row has as many groups as the next address says;
// more only where they may be text, which a strict reader does not allow for.
func (b *rows) steady(strict bool) bool {
	for i := range b.all {
		if i+1 == len(b.all) || b.all[i].lone {
			continue
		}
		r, next := &b.all[i], &b.all[i+1]
		switch {
		case r.star:
			if i > 0 && !b.all[i-1].star && !next.star && !b.repeats(&b.all[i-1], next) {
				return false
			}
		case !next.star:
			if need, _ := b.need(r, next); need > b.available(r) || strict && need < b.available(r) {
				return false
			}
		}
	}
	return true
}

// repeats reports whether a row fits a whole number of times between two
// addresses.
func (b *rows) repeats(r, next *row) bool {
	bytes := uint64(b.available(r) * b.width)
	return bytes > 0 && step(r, next)%bytes == 0
}

// step is how far the second address lies behind the first; addresses of 32 bits
// wrap.
func step(r, next *row) uint64 {
	delta := next.address - r.address
	if len(r.addressText) <= 8 && len(next.addressText) <= 8 {
		delta = uint64(uint32(delta))
	}
	return delta
}

// need is how many groups there are up to the next address, and how many bytes
// of the last one lie behind it: more than a row can have where it is before. A
// group that xxd has cut short is not counted.
func (b *rows) need(r, next *row) (groups, over int) {
	delta, width := step(r, next), uint64(b.width)
	if delta <= 1<<24 && delta%width != 0 && r.shortGroup(int(delta/width), int(delta%width)) {
		return int(delta / width), 0
	}
	if delta > 1<<24 || delta%width != 0 && !next.lone {
		return 1 << 30, 0
	}
	groups = int((delta + width - 1) / width)
	return groups, groups*b.width - int(delta)
}

// shortGroup reports whether group n has so many bytes.
func (r *row) shortGroup(n, bytes int) bool {
	return r.colon && n < len(r.groups) && r.line.digits(r.groups[n]) == 2*bytes
}

// available counts the groups that have the right number of digits.
func (b *rows) available(r *row) int {
	n := 0
	for n < len(r.groups) && r.line.digits(r.groups[n]) == b.digits && (!b.bits || r.line.isBits(r.groups[n])) {
		n++
	}
	return n
}

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

// remark adds the notes that concern the whole, and the format.
func (b *rows) remark() {
	if len(b.skipped) > 0 {
		l := b.skipped[0]
		b.d.note(l.fault(l.begin(), CodeSkipped, strconv.Itoa(len(b.skipped)), clip(l.trimmed())))
	}
	if b.command != nil {
		b.d.note(b.prompt.fault(b.prompt.begin(), CodeCommand, b.command.name))
	}
	first := b.pieces[0].row
	b.d.Addressed, b.d.Address = true, first.address
	b.d.Format = b.format()
	if slices.Contains([]Format{DB, DW, DD, DQ, DPS, DYB}, b.d.Format) && !first.colon {
		b.d.Pointer = map[int]int{8: 4, 16: 8}[len(first.addressText)]
	}
}
