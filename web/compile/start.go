package compile

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// Of the tables that find a function by an address, most can be computed: the
// entries count up, the heads stand one behind the other, and the index (what
// runtime.findfunc looks into) has 16 buckets of 20 bytes for each function. A
// program brings the heads word by word, all first words first, which compresses
// better than one head behind the other, and has the place of the index for them.
// Its start function puts them where they belong, then writes the index.
const (
	buckets    = 16
	bucketSize = 20
	headAlign  = 8
	sumWords   = 2 // the first words are differences to the function before
)

// packFunctions takes from a segment what starter writes anew.
func packFunctions(s segment, f functions) (starter, error) {
	columns, longest := f.columns()
	sizes := f.sizes()
	if !f.isOneBehindTheOther() || len(sizes)+len(columns) > indexSize(len(f.each)) {
		return starter{}, errFunctions
	}
	first := binary.LittleEndian.Uint32(f.list[4:])
	for i, fn := range f.each {
		clear(f.list[8*i : 8*i+8])
		clear(fn)
	}
	index := s.bytes[f.indexAt:][:indexSize(len(f.each))]
	clear(index)
	copy(index[copy(index, sizes):], columns)
	return starter{
		count: len(f.each), longest: longest, first: int(first),
		list: s.at + f.listAt, index: s.at + f.indexAt, columns: s.at + f.indexAt + len(sizes),
	}, nil
}

// findIndex finds the index in the memory that the table is in.
func (f *functions) findIndex(memory []byte) bool {
	index := f.index()
	f.indexAt = bytes.Index(memory, index[:min(len(index), 4*buckets*bucketSize)])
	return f.indexAt >= 0 && bytes.HasPrefix(memory[f.indexAt:], index)
}

// has says whether a place in the memory is in the table, or the index.
func (f functions) has(at int) bool {
	return at >= f.headAt && at < f.endAt || at >= f.indexAt && at < f.indexAt+indexSize(len(f.each))
}

// index is the table that finds functions by addresses, as the linker writes it:
// the last function has one bucket, and of that what stands at its front is sure.
func (f functions) index() []byte {
	var out []byte
	for i := range f.each {
		bucket := append(binary.LittleEndian.AppendUint32(nil, uint32(i)), make([]byte, bucketSize-4)...)
		out = append(out, bytes.Repeat(bucket, buckets)...)
	}
	return out[:indexSize(len(f.each))]
}

// indexSize is how long the index is for so many functions.
func indexSize(count int) int { return (count-1)*buckets*bucketSize + 4 }

// sizes are the words that each function has, a byte each; behind the last,
// nothing up to the next word.
func (f functions) sizes() []byte {
	var out []byte
	for _, fn := range f.each {
		out = append(out, byte(len(fn)/4))
	}
	return append(out, make([]byte, -len(out)&3)...)
}

// isOneBehindTheOther says whether the heads stand where starter puts them.
func (f functions) isOneBehindTheOther() bool {
	at := binary.LittleEndian.Uint32(f.list[4:])
	for i, fn := range f.each {
		if binary.LittleEndian.Uint32(f.list[8*i+4:]) != at || len(fn) > 4*0xff {
			return false
		}
		at = (at + uint32(len(fn)) + headAlign - 1) &^ (headAlign - 1)
	}
	return true
}

// columns are the words of the functions, the first of all first. It says how
// many words the longest has.
func (f functions) columns() (out []byte, longest int) {
	for _, fn := range f.each {
		longest = max(longest, len(fn)/4)
	}
	for k := range longest {
		before := uint32(0)
		for _, fn := range f.each {
			if 4*k >= len(fn) {
				continue
			}
			word := fn.word(4 * k)
			out = binary.LittleEndian.AppendUint32(out, word-before)
			if k < sumWords {
				before = word
			}
		}
	}
	return out, longest
}

// starter is the function that a program starts with: where in the memory it
// finds and puts what.
type starter struct {
	count   int // of functions
	longest int // words of a function
	first   int // where behind list the first head stands
	list    int
	index   int
	columns int // the sizes are at index
}

// The starter's variables.
const (
	varFunction = iota
	varWord     // which of a function's words
	varPlace    // of a head, behind list
	varSource   // in columns
	varSum
	varCount
)

// body is the starter's code.
func (s starter) body() body {
	code := slices.Concat(
		set(varPlace, s.first),
		counting(varFunction, s.count, slices.Concat(
			get(varFunction), number(3), op(opShiftLeft), get(varPlace), put(s.list+4),
			get(varPlace), s.size(), number(2), op(opShiftLeft), op(opAdd), number(headAlign-1), op(opAdd), number(-headAlign), op(opAnd), save(varPlace),
		)),
		counting(varWord, s.longest, slices.Concat(
			set(varSum, 0),
			counting(varFunction, s.count, slices.Concat(
				get(varWord), s.size(), op(opLess),
				[]instruction{{opIf, []byte{emptyBlock}}},
				get(varSum), get(varWord), number(sumWords), op(opLess), op(opMultiply), get(varSource), take(s.columns), op(opAdd), save(varSum),
				s.head(), get(varWord), number(2), op(opShiftLeft), op(opAdd), get(varSum), put(s.list),
				get(varSource), number(4), op(opAdd), save(varSource),
				op(opEnd),
			)),
		)),
		counting(varFunction, s.count, slices.Concat(
			get(varFunction), number(3), op(opShiftLeft), s.head(), take(s.list), put(s.list),
		)),
		number(s.index), number(0), number(indexSize(s.count)), []instruction{{opMore, []byte{moreFill, 0}}},
		counting(varFunction, (s.count-1)*buckets+1, slices.Concat(
			get(varFunction), number(bucketSize), op(opMultiply), get(varFunction), number(4), op(opShiftRight), put(s.index),
		)),
		op(opEnd),
	)
	const word = 0x7f // i32
	return body{locals: []byte{1, varCount, word}, code: code}
}

// size is how many words the function has.
func (s starter) size() []instruction {
	return append(get(varFunction), memoryAccess(opLoadByte, 0, s.index))
}

// head is where behind list the function's head stands.
func (s starter) head() []instruction {
	return slices.Concat(get(varFunction), number(3), op(opShiftLeft), take(s.list+4))
}

// counting runs code for each number below count.
func counting(variable, count int, code []instruction) []instruction {
	return slices.Concat(
		set(variable, 0),
		[]instruction{{opLoop, []byte{emptyBlock}}},
		code,
		get(variable), number(1), op(opAdd), []instruction{unsignedOf(opTee, variable)}, number(count), op(opLess), []instruction{unsignedOf(opBranchIf, 0)},
		op(opEnd),
	)
}

func op(op byte) []instruction              { return []instruction{{op, nil}} }
func number(n int) []instruction            { return []instruction{signedOf(opConst, n)} }
func get(variable int) []instruction        { return []instruction{unsignedOf(opGet, variable)} }
func save(variable int) []instruction       { return []instruction{unsignedOf(opSet, variable)} }
func set(variable, value int) []instruction { return append(number(value), save(variable)...) }
func take(behind int) []instruction         { return []instruction{memoryAccess(opLoadWord, 2, behind)} }
func put(behind int) []instruction          { return []instruction{memoryAccess(opFirstStore, 2, behind)} }

// memoryAccess loads or stores at an address plus an offset.
func memoryAccess(op byte, align, offset int) instruction {
	return instruction{op, append(unsignedOf(0, align).args, unsignedOf(0, offset).args...)}
}

// withStart adds a start function to a module: what it is called by, its type,
// and its code.
func withStart(parts []section, number int, start body) ([]section, error) {
	noType := []byte{0x60, 0, 0} // takes and gives nothing
	out := make([]section, 0, len(parts)+1)
	types := 0
	for _, part := range parts {
		if part.id == elementSection {
			out = append(out, section{startSection, binary.AppendUvarint(nil, uint64(number))})
		}
		more := []byte(nil)
		switch part.id {
		case typeSection:
			more = noType
			types = (&reader{rest: part.body}).unsigned()
		case functionSection:
			more = binary.AppendUvarint(nil, uint64(types))
		case codeSection:
			more = start.text()
		}
		if more != nil {
			part.body = oneMore(part.body, more)
		}
		out = append(out, part)
	}
	if len(out) != len(parts)+1 {
		return nil, errModule
	}
	return out, nil
}

// oneMore is a list with one item more.
func oneMore(list, item []byte) []byte {
	r := &reader{rest: list}
	count := binary.AppendUvarint(nil, uint64(r.unsigned())+1)
	return slices.Concat(count, r.rest, item)
}
