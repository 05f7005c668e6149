package figure

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/nicsim/rulebook"
)

// structure is what is known of a structure beside its members: where it is
// declared and described, its revisions, and what is doubtful.
func (p *page) structure(s *catalog.Structure, lang rulebook.Lang) {
	p.open("h2")
	p.tag("code", s.Name)
	p.close("h2")
	p.open("dl", "class", "about")
	p.known("detail-structure", s.Header, lang)
	p.known("since", s.Since.String(), lang)
	if s.Object != "" {
		p.tag("dt", rulebook.Label("kind-object-type", lang))
		p.open("dd")
		p.link(s.Object)
		p.close("dd")
	}
	if url := ndis.DocURL(s.Doc); url != "" {
		p.tag("dt", rulebook.Label("doc", lang))
		p.open("dd")
		p.tag("a", s.Doc, "href", url)
		p.close("dd")
	}
	p.close("dl")
	p.doubts(s, lang)
	if len(s.Revisions) > 0 {
		p.revisions(s, lang)
	}
}

// doubts are the notes on a structure.
func (p *page) doubts(s *catalog.Structure, lang rulebook.Lang) {
	if len(s.Notes) == 0 {
		return
	}
	p.open("ul", "class", "doubts")
	for _, n := range s.Notes {
		p.tag("li", rulebook.Note(n.Code, n.Args, lang))
	}
	p.close("ul")
}

// revisions is a table of the revisions: for which versions each is right, and
// how long it is.
func (p *page) revisions(s *catalog.Structure, lang rulebook.Lang) {
	p.table("revisions", rulebook.Label("revisions", lang, s.Name), lang, "revision", "right-for", "size-x86", "size-x64", "size-arm64", "through", "remark")
	for _, r := range s.Revisions {
		p.open("tr")
		p.open("th", "scope", "row")
		p.tag("a", number(r.Number), "href", "#"+s.Name+"?revision="+number(r.Number))
		p.close("th")
		p.tag("td", Span(r.Since, s.LastVersion(r)))
		for _, arch := range ndis.Archs() {
			p.tag("td", sizeOn(s, r, arch))
		}
		p.open("td")
		p.tag("code", string(r.Through))
		p.close("td")
		p.open("td")
		p.revisionRemark(s, r, lang)
		p.close("td")
		p.close("tr")
	}
	p.endTable()
}

func (p *page) revisionRemark(s *catalog.Structure, r catalog.Revision, lang rulebook.Lang) {
	switch {
	case r.Also > 0:
		p.tag("span", rulebook.Label("documented-instead", lang, number(r.Also)), "class", "note")
	case r.HeaderOnly:
		p.tag("span", rulebook.Label("header-only", lang), "class", "note")
	}
	for _, macro := range []string{s.RevisionMacro(r.Number), s.SizeMacro(r.Number)} {
		if macro != "" {
			p.tag("code", macro, "class", "macro")
		}
	}
}

// Span is a range of versions as people write it.
func Span(first, last ndis.Version) string {
	if first == last {
		return first.String()
	}
	return first.String() + "–" + last.String()
}

// sizeOn is a revision's size on an architecture, "" where it never existed on
// it.
func sizeOn(s *catalog.Structure, r catalog.Revision, arch ndis.Arch) string {
	size, err := s.Size(catalog.Options{Arch: arch, Revision: r.Number})
	if err != nil || s.LastVersion(r) < arch.Since() {
		return ""
	}
	return number(size)
}

// Constants draws the groups of constants that the members of a layout take.
func Constants(l *catalog.Layout, lang rulebook.Lang) string {
	p := &page{}
	seen := map[*catalog.Group]bool{}
	for i := range l.Slots {
		g := l.Slots[i].Group()
		if g == nil || seen[g] {
			continue
		}
		seen[g] = true
		p.open("details", "class", "more")
		p.tag("summary", g.Name+" – "+string(l.Slots[i].Path))
		p.group(g, "", lang)
		p.close("details")
	}
	return p.String()
}

// Families draws the list of all structures, by family.
func Families(lang rulebook.Lang) string {
	p := &page{}
	for _, f := range catalog.Families() {
		p.open("details", "class", "family")
		p.open("summary")
		p.tag("span", rulebook.Label("family-"+f.Name, lang))
		p.tag("span", number(len(f.Structures)), "class", "count")
		p.close("summary")
		p.open("ul", "class", "names")
		for _, name := range f.Structures {
			p.open("li")
			p.link(name)
			p.close("li")
		}
		p.close("ul")
		p.close("details")
	}
	return p.String()
}
