package search

import "strings"

// slipOf says how many letters of the query's words are wrong, if they are few:
// one in a word of five letters, two in one of eight. -1 is too many.
func (x *index) slipOf(q *query, e *entry) int {
	text := x.folded[e.at:e.end]
	wrong := 0
	for _, word := range q.words {
		most := allowed(word)
		// A wrong letter spoils two pairs, a missing one fewer, an exchange three.
		if spoilt := 2*most + min(most, 1); e.pairs.lacks(word, spoilt) > spoilt {
			return -1
		}
		n := slips(word, text, most)
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

// longest is how long a word may be that slips are looked for in.
const longest = 48

func allowed(word string) int {
	switch n := len(word); {
	case n < 5 || n > longest:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// slips is the least number of letters to change, add, drop or exchange with
// their neighbour that makes a word a part of a text, or more than most.
func slips(word, text string, most int) int {
	if most == 0 {
		if strings.Contains(text, word) {
			return 0
		}
		return 1
	}
	var room [3][longest + 1]int
	earlier, before, now := &room[0], &room[1], &room[2]
	for i := range len(word) + 1 {
		before[i] = i
	}
	least := len(word)
	for j := range len(text) {
		now[0] = 0
		for i := range len(word) {
			change := before[i]
			if word[i] != text[j] {
				change++
			}
			now[i+1] = min(change, before[i+1]+1, now[i]+1)
			if i > 0 && j > 0 && word[i] == text[j-1] && word[i-1] == text[j] {
				now[i+1] = min(now[i+1], earlier[i-1]+1)
			}
		}
		least = min(least, now[len(word)])
		earlier, before, now = before, now, earlier
	}
	return least
}
