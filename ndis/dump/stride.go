package dump

import (
	"strconv"
	"strings"
)

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
