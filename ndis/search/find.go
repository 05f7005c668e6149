package search

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Result is something that was found. Structure is what a member or a macro
// belongs to, Path a member's, Value what the headers give it ("0xC0010005"),
// Detail a C type, a group of constants, a header, Windows releases; each is ""
// where it does not apply. Score is higher the better the query fits.
type Result struct {
	Kind      Kind
	Name      string
	Structure string
	Path      ndis.Path
	Value     string
	Detail    string
	Since     string
	Score     int
}

// Find returns up to limit results, the best first. The same query always gives
// the same results.
func Find(text string, limit int) []Result {
	if limit <= 0 || len(text) > most {
		return nil
	}
	q := readQuery(text)
	if len(q.words) == 0 {
		return nil
	}
	x := names()
	if dotted := x.dotted(q, limit); len(dotted) > 0 {
		return dotted
	}
	q.spell(x)
	b := best{limit: limit}
	x.each(&b, func(e *entry, least tier) (tier, int) { return x.match(q, e, least), 0 })
	if len(b.hits) == 0 && q.spread() {
		x.each(&b, func(e *entry, _ tier) (tier, int) {
			wrong := x.slipOf(q, e)
			return when(wrong >= 0, slip, nothing), wrong
		})
	}
	results := make([]Result, len(b.hits))
	for i, h := range b.hits {
		results[i] = x.result(h)
	}
	return results
}

// Exact is what a text names in one of its spellings: with or without its
// prefix, or by its value. ok is false where it is only like a name.
func Exact(text string) (result Result, ok bool) {
	if catalog.Exists(text) {
		return Result{Kind: Structure, Name: text}, true
	}
	if found := Find(text, 1); len(found) > 0 && found[0].Score > int(prefix)*tierScore {
		return found[0], true
	}
	return Result{}, false
}

// each weighs all entries, and tells which is the least tier that is among the best.
func (x *index) each(b *best, weigh func(e *entry, least tier) (tier, int)) {
	for i := range x.entries {
		e := &x.entries[i]
		if t, malus := weigh(e, b.least(e)); t != nothing {
			b.add(x, hit{int32(i), score(t, e, malus)})
		}
	}
}

// tierScore is what a tier is worth; what comes off within one is less.
const tierScore = 1_000_000

// score puts the better fit first, then the earlier kind, then the shorter name.
func score(t tier, e *entry, malus int) int {
	return int(t)*tierScore - malus*100_000 - int(e.kind)*1000 - min(int(e.end-e.at), 999)
}

// least is the lowest tier with which an entry is better than the worst of the
// best.
func (b *best) least(e *entry) tier {
	if len(b.hits) < b.limit {
		return slip
	}
	return tier((b.hits[b.limit-1].score-score(nothing, e, 0))/tierScore) + 1
}

type hit struct {
	entry int32
	score int
}

// best keeps the best hits, of equal ones the earlier.
type best struct {
	limit int
	hits  []hit
}

func (b *best) add(x *index, h hit) {
	if n := len(b.hits); n == b.limit && b.hits[n-1].score >= h.score || b.knows(x, h) {
		return
	}
	if len(b.hits) < b.limit {
		b.hits = append(b.hits, h)
	}
	i := len(b.hits) - 1
	for ; i > 0 && b.hits[i-1].score < h.score; i-- {
		b.hits[i] = b.hits[i-1]
	}
	b.hits[i] = h
}

// knows reports whether a version is there already, by a name of it that fits as
// well. A worse one makes way.
func (b *best) knows(x *index, h hit) bool {
	e := &x.entries[h.entry]
	if e.kind != Version {
		return false
	}
	for i, other := range b.hits {
		if o := &x.entries[other.entry]; o.kind != Version || o.value != e.value {
			continue
		}
		if other.score >= h.score {
			return true
		}
		b.hits = append(b.hits[:i], b.hits[i+1:]...)
		return false
	}
	return false
}

func (x *index) result(h hit) Result {
	e := &x.entries[h.entry]
	r := Result{Kind: e.kind, Name: x.text[e.at:e.end], Detail: e.detail, Score: h.score}
	if e.since != 0 {
		r.Since = e.since.String()
	}
	if e.valued {
		r.Value = ndis.Hex(e.value, kinds[e.kind].digits)
	}
	if e.owner >= 0 && e.kind != Structure {
		r.Structure = x.owners[e.owner].Name
	}
	switch e.kind {
	case Version:
		r.Name = ndis.Version(e.value).String()
	case Member:
		r.Path = ndis.Path(r.Name)
		r.Name = x.text[e.last:e.end]
	case Structure:
		o := x.owners[e.owner]
		r.Detail, r.Since = o.Attribute("header"), o.Attribute("since")
	}
	return r
}

// dotted finds members by a structure's name, a dot and the begin of a path, also
// of members that lie in other structures: "offload.checksum.ipv4t".
func (x *index) dotted(q *query, limit int) []Result {
	name, path, ok := strings.Cut(q.literal, ".")
	if !ok {
		return nil
	}
	var results []Result
	for i := range x.owners {
		e := &x.entries[x.owners[i].entry]
		if x.folded[e.at:e.end] == name || x.folded[e.stem:e.end] == name {
			results = below(x.owners[i].Name, path, results)
		}
	}
	return results[:min(limit, len(results))]
}

func below(structure, path string, results []Result) []Result {
	layout, err := catalog.MustLookup(structure).Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		return results
	}
	for i := range layout.Slots {
		s := &layout.Slots[i]
		text := string(s.Path)
		if !strings.HasPrefix(strings.ToUpper(text), path) || strings.Contains(text, "[") && !strings.Contains(path, "[") {
			continue
		}
		r := Result{Kind: Member, Name: text[strings.LastIndexByte(text, '.')+1:], Structure: structure, Path: s.Path, Detail: s.Type, Since: s.Since.String()}
		if r.Score = int(prefix) * 1_000_000; len(text) == len(path) {
			r.Score = int(exact) * 1_000_000
			results = append([]Result{r}, results...)
			continue
		}
		results = append(results, r)
	}
	return results
}
