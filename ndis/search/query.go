package search

import (
	"strings"

	"ndisplayground/ndis"
)

// most is the length of a query from which on nothing is looked for, in bytes.
const most = 200

// query is what somebody typed.
type query struct {
	literal string // in upper case
	bare    string // the same without NDIS_
	words   []string
	pairs   pairs // of all words
	room    [8]string
	letters []*letters // of each word, once slips are looked for

	numeric bool
	value   uint64
	sure    bool // a number that cannot be the begin of a word
	signed  bool // it was negative

	macro  Kind // which kind of macro it spells, where owners is not nil
	number string
	owners []bool
}

func readQuery(text string) *query {
	text = strings.TrimSpace(text)
	q := &query{literal: strings.ToUpper(text)}
	q.bare = strings.TrimPrefix(q.literal, "NDIS_")
	q.words = q.room[:0]
	q.split(text)
	for _, word := range q.words {
		q.pairs = q.pairs.or(pairsOf(word))
	}
	q.readNumber(text)
	return q
}

// split cuts the query into words, at what is neither letter nor digit and where
// camel case has a hump. NDIS is no word where there are others: names leave it
// out.
func (q *query) split(text string) {
	begin := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && alphanumeric(text[i]) && !(i > begin && lower(text[i-1]) && upper(text[i])) {
			continue
		}
		q.word(text[begin:i])
		begin = i
		if i < len(text) && !alphanumeric(text[i]) {
			begin++
		}
	}
	if len(q.words) > 1 && q.words[0] == "NDIS" {
		q.words = q.words[1:]
	}
}

func (q *query) word(text string) {
	if text != "" && len(q.words) < cap(q.words) {
		q.words = append(q.words, strings.ToUpper(text))
	}
}

func alphanumeric(c byte) bool { return lower(c) || upper(c) || digit(c) }
func lower(c byte) bool        { return c >= 'a' && c <= 'z' }
func upper(c byte) bool        { return c >= 'A' && c <= 'Z' }
func digit(c byte) bool        { return c >= '0' && c <= '9' }

// readNumber reads a value as headers and debuggers write it: with the letters of
// a C constant behind it, as a negative decimal, as eight hex digits.
func (q *query) readNumber(text string) {
	text = strings.TrimRight(text, "uUlL")
	digits := text
	switch {
	case strings.HasPrefix(text, "-"):
		digits, q.signed = text[1:], true
	case len(text) == 8 && strings.ContainsAny(text, "0123456789") && strings.Trim(q.literal, "0123456789ABCDEF") == "":
		if _, decimal := ndis.ParseNumber(text, 64); !decimal {
			digits = "0x" + text
		}
	}
	q.value, q.numeric = ndis.ParseNumber(digits, 64)
	q.sure = len(text) > 2 || q.signed
	if q.signed {
		q.value = -q.value
	}
}

// is reports whether an entry has the number: a version also with its words
// swapped, and below zero what a 32-bit value is.
func (q *query) is(e *entry) bool {
	switch {
	case !q.numeric || !e.valued:
		return false
	case q.signed:
		return uint32(e.value) == uint32(q.value)
	case e.kind == Version:
		return e.value == q.value || e.value == q.value>>16|q.value&0xFFFF<<16
	}
	return e.value == q.value
}

// spell looks whether the query is a macro's name, also one that is put together
// from another macro of its structure: NDIS_SIZEOF_FILTER_CHARACTERISTICS_REVISION_2.
func (q *query) spell(x *index) {
	base, number, ok := cutMacro(q.literal)
	if !ok {
		return
	}
	q.macro, q.number = RevisionMacro, number
	if strings.Contains(q.literal, "SIZEOF_") {
		q.macro = SizeMacro
	}
	q.owners = make([]bool, len(x.owners))
	for i := range x.entries {
		e := &x.entries[i]
		if e.kind != RevisionMacro && e.kind != SizeMacro {
			continue
		}
		own, _, _ := cutMacro(x.folded[e.at:e.end])
		if own == base || trimMacro(x.fold(x.owners[e.owner].entry)) == base {
			q.owners[e.owner] = true
		}
	}
}

// cutMacro takes NDIS_SIZEOF_FILTER_DRIVER_CHARACTERISTICS_REVISION_2 apart into
// FILTER_DRIVER_CHARACTERISTICS and 2.
func cutMacro(folded string) (base, number string, ok bool) {
	base, number, ok = strings.Cut(folded, "_REVISION_")
	return trimMacro(base), number, ok
}

func trimMacro(folded string) string {
	folded = strings.TrimPrefix(folded, "NDIS_")
	folded = strings.TrimPrefix(folded, "SIZEOF_")
	return strings.TrimPrefix(folded, "NDIS_")
}

func (x *index) fold(i int32) string { return x.folded[x.entries[i].at:x.entries[i].end] }
