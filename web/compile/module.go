package compile

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// The ids of sections.
const (
	typeSection     = 1
	importSection   = 2
	functionSection = 3
	exportSection   = 7
	startSection    = 8
	elementSection  = 9
	codeSection     = 10
	dataSection     = 11
)

var errModule = errors.New("web/compile: not a WebAssembly module as Go's linker writes it")

// section is one part of a WebAssembly module.
type section struct {
	id   byte
	body []byte
}

// sections reads a module (WebAssembly core specification, binary format).
func sections(module []byte) ([]section, error) {
	r := &reader{rest: module}
	if !bytes.Equal(r.take(8), []byte("\x00asm\x01\x00\x00\x00")) {
		return nil, errModule
	}
	var all []section
	for len(r.rest) > 0 && !r.failed {
		id := r.take(1)
		body := r.take(r.unsigned())
		if !r.failed {
			all = append(all, section{id[0], body})
		}
	}
	if r.failed {
		return nil, errModule
	}
	return all, nil
}

// module writes what sections read.
func module(all []section) []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	for _, s := range all {
		out = append(out, s.id)
		out = binary.AppendUvarint(out, uint64(len(s.body)))
		out = append(out, s.body...)
	}
	return out
}

// importedFunctions says how many functions a module imports, and nothing else:
// they have the first numbers.
func importedFunctions(parts []section) (int, error) {
	for _, part := range parts {
		if part.id != importSection {
			continue
		}
		r := &reader{rest: part.body}
		count := r.unsigned()
		for range count {
			r.take(r.unsigned())
			r.take(r.unsigned())
			if kind := r.take(1)[0]; kind != 0 {
				return 0, errModule
			}
			r.unsigned()
		}
		if r.failed {
			return 0, errModule
		}
		return count, nil
	}
	return 0, nil
}

// exportedFunctions are the numbers of the functions that a module exports.
func exportedFunctions(parts []section) ([]int, error) {
	var all []int
	for _, part := range parts {
		if part.id != exportSection {
			continue
		}
		r := &reader{rest: part.body}
		for range r.unsigned() {
			r.take(r.unsigned())
			kind, number := r.take(1)[0], r.unsigned()
			if r.failed {
				return nil, errModule
			}
			if kind == 0 {
				all = append(all, number)
			}
		}
	}
	return all, nil
}

// reader takes numbers and bytes off the front, and notes when there are none.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.failed, r.rest = true, nil
		return []byte{0}
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

// unsigned reads an unsigned LEB128 number.
func (r *reader) unsigned() int {
	value, n := binary.Uvarint(r.rest)
	if n <= 0 || value > 1<<32 {
		r.failed, n = true, 0
	}
	r.rest = r.rest[n:]
	return int(value)
}

// signed reads a signed LEB128 number.
func (r *reader) signed() int {
	value := 0
	for shift := 0; shift < 64; shift += 7 {
		b := r.take(1)
		if r.failed {
			return 0
		}
		value |= int(b[0]&0x7f) << shift
		if b[0]&0x80 == 0 {
			if b[0]&0x40 != 0 {
				value |= -1 << (shift + 7)
			}
			return value
		}
	}
	r.failed = true
	return 0
}

func appendSigned(out []byte, value int) []byte {
	for {
		b := byte(value & 0x7f)
		value >>= 7
		if value == 0 && b&0x40 == 0 || value == -1 && b&0x40 != 0 {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}
