package search

import (
	"strconv"
	"strings"
)

// tier is how well a name fits, the best one highest.
type tier int

const (
	nothing   tier = iota
	slip           // but for a slip of the pen
	part           // each word is a part of it
	scattered      // each word begins one of its words, or one of its structure's
	inOrder        // each word begins one of its words, in this order
	prefix         // it begins with the query, with or without its own prefix
	same           // it is the query, but for its prefix; or the number is its value
	exact          // it is the query
)

// match says how well an entry fits. What is below the least tier need not be right.
func (x *index) match(q *query, e *entry, least tier) tier {
	if !e.pairs.hold(q.pairs) && (e.kind != Member || !x.entries[x.owners[e.owner].entry].pairs.or(e.pairs).hold(q.pairs)) {
		return q.means(e)
	}
	found := max(x.begins(q, e, least), q.means(e))
	if found > inOrder || least > inOrder {
		return found
	}
	return max(found, x.words(q, e))
}

// means compares what the query stands for: a value, a macro by another name.
func (q *query) means(e *entry) tier {
	switch {
	case q.is(e):
		return when(q.sure, same, inOrder)
	case q.owners != nil && e.kind == q.macro && q.owners[e.owner] && strings.HasPrefix(strconv.Itoa(int(e.revision)), q.number):
		return same
	}
	return nothing
}

// begins compares the query as it was typed.
func (x *index) begins(q *query, e *entry, least tier) tier {
	own, stem, last := x.folded[e.at:e.end], x.folded[e.stem:e.end], x.folded[e.last:e.end]
	switch {
	case own == q.literal:
		return exact
	case own == q.bare, stem == q.literal, last == q.literal:
		return same
	case least > prefix:
		return nothing
	case strings.HasPrefix(own, q.literal), strings.HasPrefix(stem, q.literal), strings.HasPrefix(last, q.literal):
		return prefix
	}
	return nothing
}

// words looks for each word of the query. Of a member, some may be in the name of
// its structure, but not all.
func (x *index) words(q *query, e *entry) tier {
	found, from, own := inOrder, int(e.at), false
	for _, word := range q.words {
		at, begins := x.word(word, from, int(e.end))
		if at < 0 {
			if at, begins = x.word(word, int(e.at), int(e.end)); at >= 0 {
				found = min(found, scattered)
			}
		}
		if at < 0 && e.kind == Member {
			outer := &x.entries[x.owners[e.owner].entry]
			if in, outerBegins := x.word(word, int(outer.at), int(outer.end)); in >= 0 {
				found = min(found, when(outerBegins, scattered, part))
				continue
			}
		}
		if at < 0 {
			return nothing
		}
		own = true
		from = at + len(word)
		found = min(found, when(begins, inOrder, part))
	}
	return when(own, found, nothing)
}

func when(holds bool, then, otherwise tier) tier {
	if holds {
		return then
	}
	return otherwise
}

// word is where a word stands in a piece of the text: where it begins a word
// there, or else anywhere; -1 for nowhere.
func (x *index) word(word string, from, to int) (at int, begins bool) {
	first := -1
	for from < to {
		next := strings.Index(x.folded[from:to], word)
		if next < 0 {
			break
		}
		if at := from + next; x.boundary(at) {
			return at, true
		} else if first < 0 {
			first = at
		}
		from += next + 1
	}
	return first, false
}

// boundary reports whether a word begins at a place of the text: behind what is
// neither letter nor digit, at a hump of camel case, at a number.
func (x *index) boundary(at int) bool {
	if at == 0 || !alphanumeric(x.text[at-1]) {
		return true
	}
	before, here := x.text[at-1], x.text[at]
	if upper(here) && upper(before) {
		return at+1 < len(x.text) && lower(x.text[at+1])
	}
	return upper(here) || digit(here) && !digit(before)
}
