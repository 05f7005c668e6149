package compile

// tidied is code without detours: what does nothing, and locals that are read
// right behind being written.
func tidied(code []instruction) []instruction {
	var out []instruction
	for _, x := range code {
		last := instruction{op: opNothing}
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		same := x.op >= opGet && x.op <= opTee && last.op >= opGet && last.op <= opTee && x.unsigned() == last.unsigned()
		switch {
		case x.op == opNothing:
		case same && x.op == opSet && last.op == opGet:
			out = out[:len(out)-1]
		case same && x.op == opSet && last.op == opTee:
			out[len(out)-1] = x
		case same && x.op == opGet && last.op == opSet:
			out[len(out)-1].op = opTee
		default:
			out = append(out, x)
		}
	}
	return out
}
