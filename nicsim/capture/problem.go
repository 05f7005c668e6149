package capture

import (
	"strconv"
	"strings"
)

// Code names one kind of mistake in a capture file.
type Code string

// The kinds.
const (
	// CodeUnknown: no capture file, or none of a kind that is read.
	CodeUnknown Code = "capture-unknown"
	// CodeDamaged: the file cannot be read beyond this byte.
	CodeDamaged Code = "capture-damaged"
	// CodeLink: packets of a link type that is not read.
	CodeLink Code = "capture-link"
	// CodeTooMany: more packets than are read.
	CodeTooMany Code = "capture-too-many"
	// CodeShort: packets of which the file has only the begin.
	CodeShort Code = "capture-short"
	// CodeUnwritable: a packet that no pcap file can hold.
	CodeUnwritable Code = "capture-unwritable"
)

// Problem is what is wrong with a capture: what, at which byte of the file (in
// what is to be written, at which packet), and about what.
type Problem struct {
	Code Code
	At   int
	Args []string
}

// Error is short English for Go callers; people read the rulebook's text.
func (p *Problem) Error() string {
	text := strconv.Itoa(p.At) + ": " + string(p.Code)
	if len(p.Args) > 0 {
		text += ": " + strings.Join(p.Args, ", ")
	}
	return text
}
