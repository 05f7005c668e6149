package compile

// direct has a jump forward name the block that it is to. The compiler writes the
// block's place, and goes back to the table at the front of the function, which
// finds the block; that is left to jumps back.
func direct(code []instruction) []instruction {
	blocks, table := places(code)
	if table < 0 || !starts(code, functionHead) || !setsPlaces(code) {
		return code
	}
	var known nest // at the table
	for i := range table {
		known = known.behind(code, i)
	}
	var out []instruction
	var now nest
	for i := 0; i < len(code); i++ {
		now = now.behind(code, i)
		depth := -1
		if isJump(code, i) && isLoop(code, now.around(code[i+2].unsigned())) {
			place := min(uint(code[i].signed()), uint(len(blocks)-1))
			depth = now.depth(known.around(blocks[place])) // -1: back
		}
		if depth < 0 {
			out = append(out, code[i])
			continue
		}
		i += jumpSize - 1
		if last := len(out) - 1; out[last].is(opIf, emptyBlock) && i+1 < len(code) && code[i+1].op == opEnd {
			out[last] = unsignedOf(opBranchIf, depth-1)
			now = now[:len(now)-1]
			i++
			continue
		}
		out = append(out, unsignedOf(opBranch, depth))
	}
	return out
}

func isLoop(code []instruction, block int) bool { return block >= 0 && code[block].op == opLoop }
