package compile

import "encoding/binary"

// In Go's wasm a function takes the place to begin at: 0 to be called, another
// to go on behind a call, where the stack had to be left. What a call writes on
// Go's stack as its return address is the function's entry in the upper bits, and
// the place in the lower 16. A function answers 1 to have its caller leave, too.
const (
	localPlace = 0 // the parameter
	localStack = 1 // a copy of global 0
	globalSP   = 0
	placeBits  = 16
)

// How each function begins, and each call.
var (
	functionHead = []instruction{{opGlobalGet, []byte{globalSP}}, {opSet, []byte{localStack}}}
	callHead     = []instruction{
		{opGet, []byte{localStack}}, {opConst, []byte{8}}, {opSub, nil}, {opTee, []byte{localStack}},
		{opGlobalSet, []byte{globalSP}}, {opGet, []byte{localStack}},
	}
)

// starts says whether code begins with other code.
func starts(code, with []instruction) bool {
	if len(code) < len(with) {
		return false
	}
	for i, x := range with {
		if !code[i].is(x.op, x.args...) {
			return false
		}
	}
	return true
}

// isReturnAddress says whether the instruction at i is the return address of a
// call.
func isReturnAddress(code []instruction, i int) bool {
	return code[i].op == opConst64 && i >= len(callHead) && starts(code[i-len(callHead):], callHead) &&
		i+1 < len(code) && code[i+1].is(opStore, 3, 0)
}

// jumpSize is how many instructions a jump has.
const jumpSize = 3

// isJump says whether the instruction at i is the place of a jump.
func isJump(code []instruction, i int) bool {
	return i+2 < len(code) && code[i].op == opConst && code[i+1].is(opSet, localPlace) && code[i+2].op == opBranch
}

// isTarget says whether the instruction at i parks the target of a call in the
// parameter.
func isTarget(code []instruction, i int) bool {
	return i+3 < len(code) && starts(code[i:], []instruction{{opSet, []byte{localPlace}}, {opConst, []byte{0}}, {opGet, []byte{localPlace}}}) &&
		code[i+3].op == opCallTable
}

// setsPlaces says whether what a function writes to its parameter is nothing but
// that.
func setsPlaces(code []instruction) bool {
	for i, x := range code {
		if (x.op == opSet || x.op == opTee) && x.unsigned() == localPlace && (i == 0 || !isJump(code, i-1) && !isTarget(code, i)) {
			return false
		}
	}
	return true
}

// places reads at which block each place is, and where the code says so; without
// any such table there is one block.
func places(code []instruction) (blocks []int, index int) {
	for i, x := range code {
		if x.op != opBranchTable {
			continue
		}
		r := &reader{rest: x.args}
		for range r.unsigned() + 1 {
			blocks = append(blocks, r.unsigned())
		}
		return blocks, i
	}
	return []int{0}, -1
}

// branchTable makes the instruction that places reads.
func branchTable(blocks []int) instruction {
	args := binary.AppendUvarint(nil, uint64(len(blocks)-1))
	for _, to := range blocks {
		args = binary.AppendUvarint(args, uint64(to))
	}
	return instruction{opBranchTable, args}
}
