package compile

// addressed has loads and stores on Go's stack name their distance themselves,
// where the compiler adds it up in 64 bits.
func addressed(code []instruction) []instruction {
	if !starts(code, functionHead) {
		return code
	}
	code = append([]instruction(nil), code...)
	var out []instruction
	for i := 0; i < len(code); i++ {
		out = append(out, code[i])
		distance, n := stackAddress(code[i:])
		if n == 0 {
			continue
		}
		i += n - 1
		if user := userOf(code[i+1:]); user >= 0 {
			code[i+1+user] = further(code[i+1+user], distance)
		} else if distance != 0 {
			out = append(out, signedOf(opConst, distance), instruction{opAdd, nil})
		}
	}
	return out
}

// stackAddress reads an address on the stack off the front of code: its distance,
// and how many instructions it is; 0 if it is none.
func stackAddress(code []instruction) (distance, n int) {
	if len(code) < 3 || !code[0].is(opGet, localStack) || code[1].op != opExtend {
		return 0, 0
	}
	n = 2
	if len(code) > 4 && code[2].op == opConst64 && code[3].op == opAdd64 {
		distance, n = code[2].signed(), 4
	}
	if distance < 0 || code[n].op != opWrap {
		return 0, 0
	}
	return distance, n + 1
}

// userOf finds the load or store of the address that stands on top of the
// operands; -1 where another takes it.
func userOf(code []instruction) int {
	above := 0 // operands above the address
	for i, x := range code {
		takes, gives, ok := x.operands()
		switch {
		case !ok:
			return -1
		case takes <= above:
			above += gives - takes
		case above == 0 && isLoad(x), above == 1 && isStore(x):
			return i
		default:
			return -1
		}
	}
	return -1
}

func isLoad(x instruction) bool  { return x.op >= opFirstLoad && x.op <= opLastLoad }
func isStore(x instruction) bool { return x.op >= opFirstStore && x.op <= opLastStore }

// further is a load or store so many bytes further on.
func further(x instruction, distance int) instruction {
	r := reader{rest: x.args}
	align, offset := r.unsigned(), r.unsigned()
	return instruction{x.op, append(unsignedOf(0, align).args, unsignedOf(0, offset+distance).args...)}
}

// operands says how many operands an instruction takes and gives; it does not
// know those that are blocks, jumps and calls.
func (i instruction) operands() (takes, gives int, ok bool) {
	for _, kind := range operandsByOp {
		if i.op >= kind.first && i.op <= kind.last {
			return kind.takes, kind.gives, true
		}
	}
	if i.op == opMore && i.unsigned() < moreConversions {
		return 1, 1, true
	}
	return 0, 0, false
}

// operandsByOp is the order of the opcodes in the WebAssembly core specification.
var operandsByOp = []struct {
	first, last  byte
	takes, gives int
}{
	{opDrop, opDrop, 1, 0},
	{opSelect, opSelect, 3, 1},
	{opGet, opGet, 0, 1},
	{opSet, opSet, 1, 0},
	{opTee, opTee, 1, 1},
	{opGlobalGet, opGlobalGet, 0, 1},
	{opGlobalSet, opGlobalSet, 1, 0},
	{opFirstLoad, opLastLoad, 1, 1},
	{opFirstStore, opLastStore, 2, 0},
	{opConst, opConstF64, 0, 1},
	{0x45, 0x45, 1, 1}, // i32.eqz
	{0x46, 0x4f, 2, 1}, // i32 comparisons
	{0x50, 0x50, 1, 1}, // i64.eqz
	{0x51, 0x66, 2, 1}, // i64, f32 and f64 comparisons
	{0x67, 0x69, 1, 1}, // i32 bit counts
	{0x6a, 0x78, 2, 1}, // i32 arithmetic
	{0x79, 0x7b, 1, 1}, // i64 bit counts
	{0x7c, 0x8a, 2, 1}, // i64 arithmetic
	{0x8b, 0x91, 1, 1}, // f32 signs and roundings
	{0x92, 0x98, 2, 1}, // f32 arithmetic
	{0x99, 0x9f, 1, 1}, // f64 signs and roundings
	{0xa0, 0xa6, 2, 1}, // f64 arithmetic
	{0xa7, 0xc4, 1, 1}, // conversions
}
