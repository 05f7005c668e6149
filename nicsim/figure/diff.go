package figure

import (
	"ndisplayground/ndis/catalog"
	"ndisplayground/nicsim/rulebook"
)

// Diff draws a table of the members that two layouts of a structure do not have
// alike. Rows carry data-path and what became of the member as a class.
func Diff(before, after *catalog.Layout, lang rulebook.Lang) string {
	p := &page{}
	name, titles := after.Structure.Name, []string{layoutTitle(before, lang), layoutTitle(after, lang)}
	differences := catalog.Compare(before, after)
	if len(differences) == 0 {
		p.tag("p", rulebook.Label("diff-none", lang, name, titles[0], titles[1]), "class", "empty")
		return p.String()
	}
	p.table("diff", rulebook.Label("diff", lang, name, titles[0], titles[1]), lang, "member", "change", "before", "after", "type", "since")
	for _, d := range differences {
		p.difference(d, lang)
	}
	p.endTable()
	return p.String()
}

// layoutTitle is what tells a layout from others of its structure.
func layoutTitle(l *catalog.Layout, lang rulebook.Lang) string {
	if l.Revision > 0 {
		return rulebook.Label("at-revision", lang, number(l.Revision), l.Arch.String(), number(l.Size))
	}
	return rulebook.Label("at-version", lang, l.Version.String(), l.Arch.String(), number(l.Size))
}

func (p *page) difference(d catalog.Difference, lang rulebook.Lang) {
	declared := d.After
	if declared == nil {
		declared = d.Before
	}
	p.rowName(d.Change.String(), string(d.Path), "data-path", string(d.Path))
	before := placeOrNone(d.Before, lang)
	if d.Before != nil && d.Before.Path != d.Path {
		before = lastName(d.Before.Path) + " " + before
	}
	p.cells(rulebook.Label("change-"+d.Change.String(), lang), before, placeOrNone(d.After, lang), declared.Type, declared.Since.String())
}

func placeOrNone(s *catalog.Slot, lang rulebook.Lang) string {
	if s == nil {
		return rulebook.Label("null", lang)
	}
	return place(s, lang)
}
