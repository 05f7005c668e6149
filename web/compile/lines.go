package compile

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Where the parts of Go's function table stand (runtime.pcHeader and
// runtime._func of Go 1.20 to 1.26, little-endian, pointers of 8 bytes).
const (
	headSize    = 72
	headFuncs   = 8
	headTables  = 56
	headEntries = 64

	funcTables = 16 // pcsp, pcfile, pcln
	funcFile   = 20
	funcLine   = 24
	funcCount  = 28 // of tables behind the head
	funcUnit   = 32
	funcStart  = 36
	funcData   = 43
	funcSize   = 44
)

// What browsers have no use for, by the indexes of internal/abi: Go's wasm is
// not stopped in the middle of a function, and a trace need not show arguments.
const (
	tableUnsafePoint = 0
	dataArgInfo      = 5
	dataArgLiveInfo  = 6
	noData           = ^uint32(0)
)

var (
	functionsHead = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}
	errFunctions  = errors.New("web/compile: Go's function table is not as Go 1.20 to 1.26 write it; see runtime.pcHeader")
)

// functions is Go's function table, in place.
type functions struct {
	tables []byte // offsets in it are what functions name
	each   [][]byte
}

// withoutLines takes from the table what only says where in the sources
// they come from. A trace still names functions and distances in them, and a
// build with go build alone has the same distances, with lines.
func (f functions) withoutLines() {
	for _, fn := range f.each {
		for _, at := range []int{funcFile, funcLine, funcUnit, funcStart} {
			binary.LittleEndian.PutUint32(fn[at:], 0)
		}
		count := int(binary.LittleEndian.Uint32(fn[funcCount:]))
		if count > tableUnsafePoint {
			binary.LittleEndian.PutUint32(fn[funcSize+4*tableUnsafePoint:], 0)
		}
		for _, index := range []int{dataArgInfo, dataArgLiveInfo} {
			if index < int(fn[funcData]) {
				binary.LittleEndian.PutUint32(fn[funcSize+4*(count+index):], noData)
			}
		}
	}
	f.clear()
}

// clear puts zeros where no function refers to any longer.
func (f functions) clear() {
	used := make([]bool, len(f.tables))
	for _, fn := range f.each {
		f.mark(used, fn[funcTables:])
		for k := range binary.LittleEndian.Uint32(fn[funcCount:]) {
			f.mark(used, fn[funcSize+4*k:])
		}
	}
	for i, is := range used {
		if !is {
			f.tables[i] = 0
		}
	}
}

// mark notes the bytes of the table that a function refers to: pairs of
// numbers until a first one, but not the very first, is zero.
func (f functions) mark(used []bool, reference []byte) {
	start := int(binary.LittleEndian.Uint32(reference))
	if start == 0 || start >= len(f.tables) || used[start] {
		return
	}
	end, number, first := start, 0, true
	for ; end < len(f.tables); end++ {
		if f.tables[end]&0x80 != 0 {
			continue
		}
		if number%2 == 0 && f.tables[end] == 0 && !first && f.tables[end-1]&0x80 == 0 {
			break
		}
		number, first = number+1, false
	}
	for i := start; i <= end && i < len(used); i++ {
		used[i] = true
	}
}

// functionsIn finds the one function table of a memory.
func functionsIn(memory []byte) (functions, error) {
	for at := 0; ; at++ {
		next := bytes.Index(memory[at:], functionsHead)
		if next < 0 {
			return functions{}, errFunctions
		}
		at += next
		if found, ok := functionsAt(memory[at:]); ok {
			return found, nil
		}
	}
}

// functionsAt reads the table, if what stands there is one: its functions
// ascend, and all are within the memory.
func functionsAt(memory []byte) (functions, bool) {
	if len(memory) < headSize {
		return functions{}, false
	}
	word := func(at int) uint64 { return binary.LittleEndian.Uint64(memory[at:]) }
	count, tables, entries := word(headFuncs), word(headTables), word(headEntries)
	size := uint64(len(memory))
	if count == 0 || count > size/8 || tables > entries || entries > size-8*count {
		return functions{}, false
	}
	f := functions{tables: memory[tables:entries], each: make([][]byte, 0, count)}
	list, before := memory[entries:], uint32(0)
	for k := range count {
		start, at := binary.LittleEndian.Uint32(list[8*k:]), uint64(binary.LittleEndian.Uint32(list[8*k+4:]))
		if start < before || at+funcSize > uint64(len(list)) {
			return functions{}, false
		}
		fn := list[at:]
		behind := 4 * (uint64(binary.LittleEndian.Uint32(fn[funcCount:])) + uint64(fn[funcData]))
		if funcSize+behind > uint64(len(fn)) || binary.LittleEndian.Uint32(fn) != start {
			return functions{}, false
		}
		f.each, before = append(f.each, fn[:funcSize+behind]), start
	}
	return f, true
}
