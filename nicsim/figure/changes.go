package figure

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/nicsim/rulebook"
)

// Changes draws what came with the versions after one, up to another.
func Changes(d catalog.VersionDiff, lang rulebook.Lang) string {
	p := &page{}
	p.changes(d, lang)
	return p.String()
}

func (p *page) changes(d catalog.VersionDiff, lang rulebook.Lang) {
	if len(d.Structures)+len(d.Revisions)+len(d.Members)+len(d.Names) == 0 {
		p.tag("p", rulebook.Label("changes-none", lang, d.From.String(), d.To.String()), "class", "empty")
		return
	}
	p.newStructures(d, lang)
	p.newRevisions(d, lang)
	p.newMembers(d, lang)
	p.newNames(d, lang)
}

func (p *page) newStructures(d catalog.VersionDiff, lang rulebook.Lang) {
	if len(d.Structures) == 0 {
		return
	}
	var names []string
	for _, s := range d.Structures {
		names = append(names, s.Name)
	}
	p.links("new-structures", names, lang)
}

func (p *page) newRevisions(d catalog.VersionDiff, lang rulebook.Lang) {
	if len(d.Revisions) == 0 {
		return
	}
	p.table("changed", rulebook.Label("new-revisions", lang, number(len(d.Revisions))), lang, "object", "revision", "since", "size-x64", "through")
	for _, r := range d.Revisions {
		p.linkRow(r.Structure.Name, "?revision="+number(r.Number))
		p.cells(number(r.Number), r.Since.String(), sizeOn(r.Structure, r.Revision, ndis.X64), string(r.Through))
	}
	p.endTable()
}

func (p *page) newMembers(d catalog.VersionDiff, lang rulebook.Lang) {
	if len(d.Members) == 0 {
		return
	}
	p.table("changed", rulebook.Label("new-members", lang, number(len(d.Members))), lang, "object", "member", "since", "type")
	for _, m := range d.Members {
		p.linkRow(m.Structure.Name, "."+string(m.Path))
		p.cells(string(m.Path), m.Since.String(), m.Type)
	}
	p.endTable()
}

func (p *page) newNames(d catalog.VersionDiff, lang rulebook.Lang) {
	if len(d.Names) == 0 {
		return
	}
	p.table("changed", rulebook.Label("new-names", lang, number(len(d.Names))), lang, "name", "kind", "value", "since")
	for _, n := range d.Names {
		p.linkRow(n.Name, "")
		p.cells(rulebook.Label("kind-"+n.Kind, lang), ndis.Hex(n.Value, 1), n.Since.String())
	}
	p.endTable()
}

// linkRow begins a row with what it is about, as a link.
func (p *page) linkRow(name, behind string) {
	p.open("tr")
	p.open("th", "scope", "row")
	p.open("a", "href", "#"+name+behind)
	p.tag("code", name)
	p.close("a")
	p.close("th")
}
