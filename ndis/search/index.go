package search

import (
	"strings"
	"sync"

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

var names = sync.OnceValue(makeIndex)

// Prepare makes the index, for pages that have a moment before the first key.
func Prepare() { names() }

func makeIndex() *index {
	b := &builder{text: make([]byte, 0, 300_000), entries: make([]entry, 0, 12_000)} // the whole catalogue
	for _, source := range sources {
		source(b)
	}
	return &index{string(b.text), b.fold(), b.entries, b.owners}
}

// fold is the text in upper case, which is ASCII; on the way each name is marked.
func (b *builder) fold() string {
	folded := make([]byte, len(b.text))
	for i := range b.entries {
		e := &b.entries[i]
		for at := e.at; at < e.end; at++ {
			c := b.text[at]
			if lower(c) {
				c -= 'a' - 'A'
			}
			folded[at] = c
			if at > e.at {
				e.pairs.mark(folded[at-1], c)
			}
		}
	}
	return string(folded)
}

// builder collects names.
type builder struct {
	text    []byte
	entries []entry
	owners  []owner
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
