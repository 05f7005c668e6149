package search

// slipOf says how many letters of the query's words are wrong, if they are few:
// one in a word of five letters, two in one of eight. -1 is too many.
func (x *index) slipOf(q *query, e *entry) int {
	wrong := 0
	for i, word := range q.words {
		most := allowed(word)
		// A wrong letter spoils two pairs, a missing one fewer, an exchange three.
		if spoilt := 2*most + min(most, 1); e.pairs.lacks(word, spoilt) > spoilt {
			return -1
		}
		n := slips(q.letters[i], len(word), x.folded[e.at:e.end])
		if n > most {
			return -1
		}
		wrong += n
	}
	if len(q.words) == 0 || wrong > 2 {
		return -1
	}
	return wrong
}

// longest is how many letters of a word are looked at for slips: as many as an
// integer has bits.
const longest = 64

// spread prepares the words for slips; false if one is too long for any name.
func (q *query) spread() bool {
	for _, word := range q.words {
		if len(word) > longest {
			return false
		}
		q.letters = append(q.letters, lettersOf(word))
	}
	return true
}

func allowed(word string) int {
	switch n := len(word); {
	case n < 5:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// letters says at which places of a word each letter stands, a bit a place.
type letters [128]uint64

func lettersOf(word string) *letters {
	var at letters
	for i := range len(word) {
		at[word[i]&127] |= 1 << i
	}
	return &at
}

// slips is the least number of letters to change, add, drop or exchange with
// their neighbour that makes a word of n letters a part of a text. It computes a
// column of the table of distances in a few words (Hyyrö, "A Bit-Vector Algorithm
// for Computing Levenshtein and Damerau Edit Distances", 2003): up and down are
// where the column rises and falls.
func slips(at *letters, n int, text string) int {
	least, score := n, n
	last := uint64(1) << (n - 1)
	up, down := ^uint64(0), uint64(0)
	var diagonal, before uint64
	for i := range len(text) {
		here := at[text[i]&127]
		exchanged := (^diagonal & here) << 1 & before
		diagonal = (here&up + up) ^ up | here | down | exchanged
		right, left := down|^(diagonal|up), diagonal&up
		if right&last != 0 {
			score++
		}
		if left&last != 0 {
			score--
		}
		least = min(least, score)
		right, left = right<<1, left<<1
		up, down = left|^(diagonal|right), right&diagonal
		before = here
	}
	return least
}
