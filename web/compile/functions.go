package compile

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// Where the parts of Go's function table stand (runtime.pcHeader and
// runtime._func of Go 1.26, little-endian, pointers of 8 bytes).
const (
	headSize    = 72
	headFuncs   = 8
	headNames   = 32
	headUnits   = 40
	headTables  = 56
	headEntries = 64

	funcEntry  = 0
	funcName   = 4
	funcArgs   = 8
	funcDefer  = 12
	funcTables = 16 // pcsp, pcfile, pcln
	funcFile   = 20
	funcLine   = 24
	funcCount  = 28 // of tables behind the head
	funcUnit   = 32
	funcStart  = 36
	funcID     = 40
	funcFlags  = 41
	funcData   = 43
	funcSize   = 44

	flagAssembly = 4
	idWrapper    = 23
)

// The tables and data of a function, by the indexes of internal/abi. Browsers
// have no use for some: Go's wasm is not stopped in the middle of a function, and
// a trace need not show arguments.
const (
	tableUnsafePoint = 0
	tableInlined     = 2
	dataInlined      = 3
	dataArgInfo      = 5
	dataArgLiveInfo  = 6
	noData           = ^uint32(0)
)

var (
	functionsHead = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}
	errFunctions  = errors.New("web/compile: Go's function table is not as Go 1.26 writes it; see runtime.pcHeader")
)

// functions is Go's function table, in place.
type functions struct {
	names  []byte
	units  []byte // and files
	tables []byte // offsets in it are what functions name
	list   []byte // two words a function: its entry, and where its head stands in the list
	listAt int    // in the memory, as are these
	headAt int
	endAt  int // behind the last function's head

	indexAt int
	each    []function
}

// function is the head of a function and what stands behind it.
type function []byte

func (fn function) word(at int) uint32       { return binary.LittleEndian.Uint32(fn[at:]) }
func (fn function) set(at int, value uint32) { binary.LittleEndian.PutUint32(fn[at:], value) }
func (fn function) entry() int               { return int(fn.word(funcEntry)) }
func (fn function) tableCount() int          { return int(fn.word(funcCount)) }
func (fn function) tablePlace(index int) int { return funcSize + 4*index }
func (fn function) hasTable(index int) bool {
	return index < fn.tableCount() && fn.word(fn.tablePlace(index)) != 0
}
func (fn function) isAssembly() bool { return fn[funcFlags]&flagAssembly != 0 }

// places are where the head names its tables, the stack's first.
func (fn function) places() []int {
	at := []int{funcTables}
	for index := range fn.tableCount() {
		at = append(at, fn.tablePlace(index))
	}
	return at
}

// withoutLines takes from the table what only says where in the sources
// functions come from. A trace still names functions.
func (f functions) withoutLines() {
	clear(f.units)
	for _, fn := range f.each {
		for _, at := range []int{funcFile, funcLine, funcUnit, funcStart} {
			fn.set(at, 0)
		}
		for _, index := range []int{tableUnsafePoint, tableInlined} {
			if fn.hasTable(index) {
				fn.set(fn.tablePlace(index), 0)
			}
		}
		for _, index := range []int{dataInlined, dataArgInfo, dataArgLiveInfo} {
			if index < int(fn[funcData]) {
				fn.set(fn.tablePlace(fn.tableCount()+index), noData)
			}
		}
	}
}

// forget leaves nothing of a function but that it is there.
func (f functions) forget(fn function) {
	clear(f.names[fn.word(funcName):][:len(f.name(fn))])
	fn.set(funcArgs, 0)
	fn.set(funcDefer, 0)
	for _, place := range fn.places() {
		fn.set(place, 0)
	}
	for index := range int(fn[funcData]) {
		fn.set(fn.tablePlace(fn.tableCount()+index), noData)
	}
}

// name is a function's.
func (f functions) name(fn function) string {
	at := int(fn.word(funcName))
	if at >= len(f.names) {
		return ""
	}
	name, _, _ := bytes.Cut(f.names[at:], []byte{0})
	return string(name)
}

// run is the value that a table gives to the places in a function from the run
// before on, up to its end.
type run struct{ value, end int }

// table reads the table at an offset: pairs of a value's difference and a
// length, until a difference, but not the first, is zero.
func (f functions) table(offset uint32) ([]run, error) {
	if int(offset) >= len(f.tables) {
		return nil, errFunctions
	}
	r := &reader{rest: f.tables[offset:]}
	var all []run
	for last := (run{value: -1}); ; all = append(all, last) {
		difference := r.unsigned()
		if difference == 0 && len(all) > 0 || r.failed {
			break
		}
		last.value += difference>>1 ^ -(difference & 1)
		last.end += r.unsigned()
	}
	if r.failed {
		return nil, errFunctions
	}
	return all, nil
}

// tableText writes what table reads.
func tableText(all []run) []byte {
	var out []byte
	last := run{value: -1}
	for _, r := range all {
		difference := r.value - last.value
		out = binary.AppendUvarint(out, uint64(difference<<1^difference>>63))
		out = binary.AppendUvarint(out, uint64(r.end-last.end))
		last = r
	}
	return append(out, 0)
}

// at is the value at a place; there is none behind the end.
func at(table []run, place int) int {
	for _, r := range table {
		if place < r.end {
			return r.value
		}
	}
	return -1
}

// putTables writes the tables of all functions, in the order of places, one
// text once.
func (f functions) putTables(all [][][]run) error {
	out := []byte{0}
	known := map[string]int{}
	for i, fn := range f.each {
		for k, place := range fn.places() {
			if all[i][k] == nil {
				continue
			}
			text := tableText(all[i][k])
			at, is := known[string(text)]
			if !is {
				at = len(out)
				known[string(text)] = at
				out = append(out, text...)
			}
			fn.set(place, uint32(at))
		}
	}
	if len(out) > len(f.tables) {
		return errFunctions
	}
	clear(f.tables[copy(f.tables, out):])
	return nil
}

// allTables reads the tables of all functions; a function's are in the order of
// places.
func (f functions) allTables() ([][][]run, error) {
	all := make([][][]run, len(f.each))
	for i, fn := range f.each {
		for _, place := range fn.places() {
			var table []run
			if offset := fn.word(place); offset != 0 {
				var err error
				if table, err = f.table(offset); err != nil {
					return nil, err
				}
			}
			all[i] = append(all[i], table)
		}
	}
	return all, nil
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
			found.headAt = at
			found.listAt += at
			found.endAt += at
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
	count, names, units, tables, entries := word(headFuncs), word(headNames), word(headUnits), word(headTables), word(headEntries)
	size := uint64(len(memory))
	if count == 0 || count > size/8 || names > units || units > tables || tables > entries || entries > size-8*count {
		return functions{}, false
	}
	f := functions{names: memory[names:units], units: memory[units:tables], tables: memory[tables:entries], list: memory[entries:], listAt: int(entries)}
	before := uint32(0)
	for k := range count {
		start, at := binary.LittleEndian.Uint32(f.list[8*k:]), uint64(binary.LittleEndian.Uint32(f.list[8*k+4:]))
		if start < before || at+funcSize > uint64(len(f.list)) {
			return functions{}, false
		}
		fn := function(f.list[at:])
		behind := 4 * (uint64(fn.tableCount()) + uint64(fn[funcData]))
		if funcSize+behind > uint64(len(fn)) || fn.word(funcEntry) != start {
			return functions{}, false
		}
		f.each, before = append(f.each, fn[:funcSize+behind]), start
		f.endAt = f.listAt + int(at+funcSize+behind)
	}
	return f, true
}
