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
