package compile

// endless is the end of a table's last run: behind all places.
const endless = 1 << placeBits

// numbering gives the places of a function new numbers: those of the blocks they
// are at, where the compiler counts other things, too. So all functions have the
// same numbers, and often the same tables.
type numbering struct {
	blocks []int       // of the old places
	old    map[int]int // by new place: where calls return to
	trap   int         // the function that calls for traps: they return nowhere
}

// renumbered is the code with new numbers, and the tables by them. What it does
// not know stays as it is.
func renumbered(code []instruction, fn function, tables [][]run, trap int) ([]instruction, [][]run, bool) {
	if !starts(code, functionHead) || !setsPlaces(code) || fn.isAssembly() || tables[0] == nil {
		return nil, nil, false
	}
	blocks, index := places(code)
	n := numbering{blocks: blocks, old: map[int]int{}, trap: trap}
	out := append([]instruction(nil), code...)
	for i, x := range code {
		switch {
		case isJump(code, i):
			out[i] = signedOf(opConst, n.at(x.signed()))
		case x.op == opConst64 && x.signed()>>placeBits == fn.entry():
			place, ok := n.behind(code, i)
			if !ok {
				return nil, nil, false
			}
			out[i] = signedOf(opConst64, fn.entry()<<placeBits|place)
		}
	}
	if index >= 0 {
		out[index] = branchTable(n.table())
	}
	if !n.keepsDeferred(int(fn.word(funcDefer))) || !n.keepsStack(tables[0]) {
		return nil, nil, false
	}
	return out, n.tables(tables), true
}

// at is the new number of an old place. Number 1 is free: what holds during a
// call stands one before the place that it returns to, and 0 is the entry.
func (n *numbering) at(place int) int {
	if block := n.blocks[min(place, len(n.blocks)-1)]; block > 0 {
		return block + 1
	}
	return 0
}

// last is the number of the last block.
func (n *numbering) last() int { return n.blocks[len(n.blocks)-1] + 1 }

// behind is the number of the place that a return address names.
func (n *numbering) behind(code []instruction, i int) (place int, ok bool) {
	const call = 3 // instructions behind the address
	if !isReturnAddress(code, i) {
		return 0, false
	}
	old := code[i].signed() & (1<<placeBits - 1)
	if old == 0 {
		return 0, true
	}
	place = n.at(old)
	if i+call < len(code) && code[i+call].op == opCall && code[i+call].unsigned() == n.trap {
		place = n.last() + 2
	}
	_, taken := n.old[place]
	n.old[place] = old
	return place, place > 0 && !taken
}

// table is the table of blocks for the new places.
func (n *numbering) table() []int {
	table := []int{0}
	for block := range n.last() {
		table = append(table, block)
	}
	return table
}

// keepsDeferred says whether the place where deferred functions are called is
// still the one before that where their call returns.
func (n *numbering) keepsDeferred(place int) bool {
	old, is := n.old[n.at(place)+1]
	return place == 0 || is && old == place+1
}

// keepsStack says whether the frame is as large at all places but the entry.
func (n *numbering) keepsStack(sizes []run) bool {
	for _, old := range n.old {
		if at(sizes, old) != sizes[len(sizes)-1].value {
			return false
		}
	}
	return true
}

// tables are a function's tables by its new places. The first says how large its
// frame is, the others what holds during a call.
func (n *numbering) tables(all [][]run) [][]run {
	sizes := all[0]
	out := [][]run{joinRuns([]run{{at(sizes, 0), 1}, {sizes[len(sizes)-1].value, endless}})}
	for _, table := range all[1:] {
		if table == nil {
			out = append(out, nil)
			continue
		}
		now := []run{{at(table, 0), 1}}
		for place := 2; place <= n.last()+2; place++ {
			value := now[len(now)-1].value
			if old, is := n.old[place]; is {
				value = at(table, old-1)
			}
			now = append(now, run{value, place})
		}
		now[len(now)-1].end = endless
		out = append(out, joinRuns(now))
	}
	return out
}

// joinRuns makes one run of neighbours with one value.
func joinRuns(all []run) []run {
	out := all[:1]
	for _, r := range all[1:] {
		if last := &out[len(out)-1]; last.value == r.value {
			last.end = r.end
		} else {
			out = append(out, r)
		}
	}
	return out
}
