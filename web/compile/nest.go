package compile

// nest are the blocks around an instruction, by where they begin.
type nest []int

// behind is the nest behind the instruction at i.
func (n nest) behind(code []instruction, i int) nest {
	switch code[i].op {
	case opBlock, opLoop, opIf:
		return append(n, i)
	case opEnd:
		return n[:max(len(n)-1, 0)]
	}
	return n
}

// around is the block that a branch of that depth names; -1 for none.
func (n nest) around(depth int) int {
	if depth < 0 || depth >= len(n) {
		return -1
	}
	return n[len(n)-1-depth]
}

// depth is what a branch to a block is given; -1 for a block that is not around.
func (n nest) depth(block int) int {
	for depth := range n {
		if n.around(depth) == block {
			return depth
		}
	}
	return -1
}
