package packet

import (
	"strconv"
	"strings"
)

// optionRow is an option of TCP or IPv4: its number, its name, and the widths in
// bytes of the numbers in it. Numbers 0 and 1 have no length.
type optionRow struct {
	field  Field
	kind   byte
	name   string
	widths []int
}

// Options of TCP and IPv4 that have names; the others are written "kind:hex".
var optionRows = []optionRow{
	{TCPOptions, OptionEnd, "eol", nil},
	{TCPOptions, OptionNop, "nop", nil},
	{TCPOptions, 2, "mss", []int{2}},
	{TCPOptions, 3, "wscale", []int{1}},
	{TCPOptions, 4, "sackok", nil},
	{TCPOptions, OptionTimestamp, "ts", []int{4, 4}},
	{IPv4Options, OptionEnd, "eol", nil},
	{IPv4Options, OptionNop, "nop", nil},
	{IPv4Options, 148, "ra", []int{2}},
}

// Numbers of options that stand alone, and of TCP's time stamp.
const (
	OptionEnd       = 0
	OptionNop       = 1
	OptionTimestamp = 8
)

// NextOption is the option at an offset of the options of TCP or IPv4: its number,
// its data, and where the next one begins. ok is false where none is left, or it
// is longer than the bytes that there are.
func NextOption(options []byte, at int) (kind byte, data []byte, next int, ok bool) {
	if at >= len(options) {
		return 0, nil, at, false
	}
	kind = options[at]
	if kind == OptionEnd || kind == OptionNop {
		return kind, nil, at + 1, true
	}
	if at+2 > len(options) || options[at+1] < 2 || at+int(options[at+1]) > len(options) {
		return 0, nil, at, false
	}
	next = at + int(options[at+1])
	return kind, options[at+2 : next], next, true
}

// optionText writes options by name: "mss:1460,nop,wscale:7". What is no list of
// options is hex.
func optionText(f Field, options []byte) string {
	var words []string
	for at := 0; at < len(options); {
		kind, data, next, ok := NextOption(options, at)
		if !ok {
			return hexText(options)
		}
		words = append(words, optionWord(f, kind, data))
		at = next
	}
	return strings.Join(words, ",")
}

func optionWord(f Field, kind byte, data []byte) string {
	for _, row := range optionRows {
		if row.field != f || row.kind != kind || len(data) != row.length() {
			continue
		}
		word := row.name
		for _, width := range row.widths {
			word += ":" + strconv.FormatUint(bigEndian(data[:width]), 10)
			data = data[width:]
		}
		return word
	}
	return strconv.Itoa(int(kind)) + ":" + hexText(data)
}

func (r *optionRow) length() int {
	length := 0
	for _, width := range r.widths {
		length += width
	}
	return length
}

// parseOptions reads what [optionText] writes.
func parseOptions(f Field, text string) ([]byte, bool) {
	var options []byte
	for word := range strings.SplitSeq(text, ",") {
		option, ok := parseOption(f, word)
		if !ok {
			return nil, false
		}
		options = append(options, option...)
	}
	return options, true
}

func parseOption(f Field, word string) ([]byte, bool) {
	name, rest, _ := strings.Cut(word, ":")
	for _, row := range optionRows {
		if row.field == f && row.name == name {
			return row.parse(rest)
		}
	}
	kind, err := strconv.ParseUint(name, 10, 8)
	data, ok := parseHex(rest)
	if err != nil || !ok || kind <= OptionNop || len(data) > 253 {
		return nil, false
	}
	return append([]byte{byte(kind), byte(2 + len(data))}, data...), true
}

func (r *optionRow) parse(numbers string) ([]byte, bool) {
	if r.kind <= OptionNop {
		return []byte{r.kind}, numbers == ""
	}
	option := []byte{r.kind, byte(2 + r.length())}
	for _, width := range r.widths {
		number, rest, _ := strings.Cut(numbers, ":")
		n, err := strconv.ParseUint(number, 0, 8*width)
		if err != nil {
			return nil, false
		}
		for shift := 8 * (width - 1); shift >= 0; shift -= 8 {
			option = append(option, byte(n>>shift))
		}
		numbers = rest
	}
	return option, numbers == ""
}

// optionExamples are the options that have names, as they are written.
func optionExamples(f Field) []string {
	var all []string
	for _, row := range optionRows {
		if row.field == f {
			all = append(all, row.name+strings.Repeat(":0", len(row.widths)))
		}
	}
	return all
}
