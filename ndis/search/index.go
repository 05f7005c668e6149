package search

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// index holds all names in one text, and beside it the same text in upper case.
type index struct {
	text, folded string
	entries      []entry
	owners       []owner
}

// entry is a name: text[at:end]. At stem it begins without its customary prefix,
// at last the last part of a path begins.
type entry struct {
	at, stem, last, end int32
	owner               int32 // of a structure, a member or a macro: index into owners; else -1
	revision            int32 // of a macro
	kind                Kind
	valued              bool
	value               uint64
	pairs               pairs
	detail              string
	since               ndis.Version
}

// owner is a structure. Entry is its own.
type owner struct {
	catalog.Outline
	entry int32
}

// builder collects names, a source at a time.
type builder struct {
	text, folded []byte
	entries      []entry
	owners       []owner
	marked       int // how many entries are folded

	open                bool // a source is being read
	source, item, count int  // which one, its next item, how many it has
	outlines            []catalog.Outline
	constants           []catalog.ListedConstant
	named               []ndis.Named
	releases            []ndis.Release
}

func newBuilder() *builder {
	const bytes, names = 240_000, 10_500 // a little more than the whole catalogue's
	return &builder{text: make([]byte, 0, bytes), folded: make([]byte, 0, bytes), entries: make([]entry, 0, names)}
}

// step opens a source, or adds names from it until there are enough, and reports
// whether more may be left.
func (b *builder) step(enough int) (more bool) {
	if b.source == len(sources) {
		return false
	}
	from := sources[b.source]
	if !b.open {
		b.open, b.item, b.count = true, 0, from.open(b)
		return true
	}
	for last := len(b.entries) + enough; b.item < b.count && len(b.entries) < last; b.item++ {
		from.add(b, b.item)
	}
	b.fold()
	if b.item == b.count {
		b.open, b.source = false, b.source+1
	}
	return true
}

// fold appends the new text in upper case, which is ASCII; on the way each name is
// marked.
func (b *builder) fold() {
	for ; b.marked < len(b.entries); b.marked++ {
		e := &b.entries[b.marked]
		last := byte(0)
		for _, c := range b.text[e.at:e.end] {
			if lower(c) {
				c -= 'a' - 'A'
			}
			b.folded = append(b.folded, c)
			if last != 0 {
				e.pairs.mark(last, c)
			}
			last = c
		}
	}
}

func (b *builder) index() *index {
	return &index{string(b.text), string(b.folded), b.entries, b.owners}
}

// add appends a name. The pointer is good until the next one.
func (b *builder) add(kind Kind, name string) *entry {
	at := int32(len(b.text))
	b.text = append(b.text, name...)
	e := entry{at: at, stem: at + int32(stem(kind, name)), last: at, end: int32(len(b.text)), owner: -1, kind: kind}
	b.entries = append(b.entries, e)
	return &b.entries[len(b.entries)-1]
}

// stem is where a name begins without the prefixes of its kind.
func stem(kind Kind, name string) int {
	for _, prefix := range kinds[kind].prefixes {
		if strings.HasPrefix(name, prefix) {
			return len(prefix)
		}
	}
	return 0
}
