package compile

// trapped gives a function one call for all its traps: the compiler writes one
// behind each pointer that may be nil. It stands behind the code, in which a trap
// is a jump.
func trapped(code []instruction, trap int) []instruction {
	answer := []instruction{{opEnd, nil}, {opConst, []byte{1}}, {opEnd, nil}}
	if !starts(code, functionHead) || len(code) < len(answer) || !starts(code[len(code)-len(answer):], answer) {
		return code
	}
	head, last := code[:len(functionHead)], len(code)-1
	out := append(append([]instruction(nil), head...), instruction{opBlock, []byte{emptyBlock}})
	var call []instruction
	var now nest
	for i := len(head); i < last; i++ {
		if found := trapCall(code[i:], trap); found != nil {
			if call == nil {
				call = found
			}
			out = append(out, unsignedOf(opBranchIf, len(now)))
			i += trapSize - 1
			continue
		}
		now = now.behind(code, i)
		out = append(out, code[i])
	}
	if call == nil {
		return code
	}
	out = append(out, instruction{opReturn, nil}, instruction{opEnd, nil})
	return append(append(out, call...), code[last])
}

// trapSize is how many instructions a trap has: if, a call, and what leaves when
// it is back.
const trapSize = 15

// trapCall is the call of a trap, if code begins with one.
func trapCall(code []instruction, trap int) []instruction {
	const call = 10
	if len(code) < trapSize || code[0].op != opIf || !starts(code[1:], callHead) || code[call].op != opCall || code[call].unsigned() != trap {
		return nil
	}
	leaves := code[call+1 : trapSize]
	if !starts(leaves, functionHead) || leaves[2].op != opBranchIf || leaves[3].op != opEnd {
		return nil
	}
	return code[1 : call+1]
}

// leaving has each call that must leave its function return at once, where the
// compiler writes a jump to the function's end. How far it is to jump is another
// number each time; this is not.
func leaving(code []instruction) []instruction {
	if !starts(code, functionHead) {
		return code
	}
	ends := blockEnds(code)
	var out []instruction
	var now nest
	for i, x := range code {
		now = now.behind(code, i)
		if x.op == opBranchIf && starts(code[i-2:], functionHead) && answers(code, now.around(x.unsigned()), ends) {
			out = append(out, instruction{opIf, []byte{emptyBlock}}, instruction{opConst, []byte{1}},
				instruction{opReturn, nil}, instruction{opEnd, nil})
			continue
		}
		out = append(out, x)
	}
	return out
}

// answers says whether a block's end is that of the function, which answers 1.
func answers(code []instruction, block int, ends map[int]int) bool {
	end, is := ends[block]
	return is && code[block].op == opBlock && end+2 < len(code) && code[end+1].is(opConst, 1) &&
		(code[end+2].op == opEnd && end+3 == len(code) || code[end+2].op == opReturn)
}

// blockEnds is where each block ends.
func blockEnds(code []instruction) map[int]int {
	ends := map[int]int{}
	var now nest
	for i, x := range code {
		if x.op == opEnd && len(now) > 0 {
			ends[now.around(0)] = i
		}
		now = now.behind(code, i)
	}
	return ends
}
