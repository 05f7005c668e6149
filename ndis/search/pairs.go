package search

// pairs marks the pairs of neighbouring letters of a text in 128 bits. A text can
// only contain another one if it has all of its marks, which is quick to see.
type pairs [2]uint64

func pairsOf(folded string) pairs {
	var p pairs
	for i := 1; i < len(folded); i++ {
		p.mark(folded[i-1], folded[i])
	}
	return p
}

func (p *pairs) mark(a, b byte) {
	at := pair(a, b)
	p[at>>6] |= 1 << (at & 63)
}

// pair is the mark of two neighbours.
func pair(a, b byte) byte { return (a*11 + b*3) & 127 }

func (p pairs) or(q pairs) pairs { return pairs{p[0] | q[0], p[1] | q[1]} }

// hold reports whether all marks of q are there.
func (p pairs) hold(q pairs) bool { return q[0]&^p[0]|q[1]&^p[1] == 0 }

// lacks counts the pairs of a word that are not marked, up to most+1.
func (p pairs) lacks(word string, most int) int {
	missing := 0
	for i := 1; i < len(word) && missing <= most; i++ {
		if at := pair(word[i-1], word[i]); p[at>>6]>>(at&63)&1 == 0 {
			missing++
		}
	}
	return missing
}
