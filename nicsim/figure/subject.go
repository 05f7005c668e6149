package figure

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/search"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// SubjectOptions say how a subject is drawn: Playground is the address of the
// page on which scenarios are shown, Book that of the page of rules, as seen from
// where the drawing stands.
type SubjectOptions struct {
	Lang       rulebook.Lang
	Playground string
	Book       string
}

// Fragment is the fragment under which the catalogue's page shows what was found:
// a name as people write it, so that a link can be typed.
func Fragment(r search.Result) string {
	switch r.Kind {
	case search.Member:
		return "#" + r.Structure + "." + string(r.Path)
	case search.RevisionMacro, search.SizeMacro:
		return "#" + r.Structure + "?revision=" + r.Name[strings.LastIndexByte(r.Name, '_')+1:]
	}
	return "#" + r.Name
}

// Subject draws what the catalogue knows of something that was found, except for
// the layout of a structure, which is [Layout].
func Subject(r search.Result, o SubjectOptions) string {
	p := &page{}
	switch r.Kind {
	case search.Structure:
		p.structure(catalog.MustLookup(r.Name), o.Lang)
	case search.Member, search.RevisionMacro, search.SizeMacro:
		p.structure(catalog.MustLookup(r.Structure), o.Lang)
	case search.Status:
		p.status(r, o)
	case search.ObjectType:
		p.objectType(r, o.Lang)
	case search.Enum, search.Flag:
		p.constant(r, o.Lang)
	case search.Version:
		p.version(r, o.Lang)
	default:
		p.heading(r, o.Lang)
	}
	return p.String()
}

// heading is a subject's name, and what is known of it in a line each.
func (p *page) heading(r search.Result, lang rulebook.Lang) {
	p.open("h2")
	p.tag("span", rulebook.Label("kind-"+r.Kind.String(), lang), "class", "kind")
	p.tag("code", r.Name)
	p.close("h2")
	p.open("dl", "class", "about")
	p.known("value", r.Value, lang)
	p.known("detail-"+r.Kind.String(), r.Detail, lang)
	p.known("since", r.Since, lang)
	p.close("dl")
}

// known is a line of what is known; nothing where it is not.
func (p *page) known(label, text string, lang rulebook.Lang) {
	if text == "" {
		return
	}
	p.tag("dt", rulebook.Label(label, lang))
	p.tag("dd", text)
}

func (p *page) link(name string) {
	p.open("a", "href", "#"+name)
	p.tag("code", name)
	p.close("a")
}

// links are names as links, under a heading that counts them.
func (p *page) links(label string, names []string, lang rulebook.Lang) {
	p.tag("h3", rulebook.Label(label, lang, number(len(names))))
	p.open("ul", "class", "names")
	for _, name := range names {
		p.open("li")
		p.link(name)
		p.close("li")
	}
	p.close("ul")
}

// status is a status, and what in the library ends with it.
func (p *page) status(r search.Result, o SubjectOptions) {
	p.heading(r, o.Lang)
	status, err := ndis.ParseStatus(r.Name)
	if err != nil {
		return // a name of the list always is one
	}
	endings := scenario.EndingWith(status)
	if len(endings) == 0 {
		p.tag("p", rulebook.Label("endings-none", o.Lang), "class", "empty")
		return
	}
	p.tag("h3", rulebook.Label("endings", o.Lang, number(len(endings))))
	p.open("ol", "class", "endings")
	for _, e := range endings {
		p.open("li")
		p.tag("a", rulebook.Explain(e.Event, o.Lang).Title, "href", o.Playground+e.Entry.Scenario.Link(), "data-page", "playground")
		p.rule(e.Event.Rule, o.Book)
		p.close("li")
	}
	p.close("ol")
}

// objectType is an object type, and the structures whose headers say it.
func (p *page) objectType(r search.Result, lang rulebook.Lang) {
	p.heading(r, lang)
	t, err := ndis.ParseObjectType(r.Name)
	if err != nil {
		return // a name of the list always is one
	}
	var names []string
	for _, s := range catalog.ByObjectType(t) {
		names = append(names, s.Name)
	}
	p.links("structures-of-type", names, lang)
}

// constant is a group of constants; one that was looked for is marked.
func (p *page) constant(r search.Result, lang rulebook.Lang) {
	p.heading(r, lang)
	group := catalog.GroupNamed(r.Name)
	if group == nil {
		group = catalog.GroupNamed(r.Detail)
	}
	if group != nil {
		p.group(group, r.Name, lang)
	}
}

// group is a table of the constants that a member takes.
func (p *page) group(g *catalog.Group, marked string, lang rulebook.Lang) {
	p.table("constants", g.Name, lang, "name", "value", "since")
	for _, c := range g.Constants {
		p.rowName(when(c.Name == marked, "marked", ""), c.Name)
		p.cells(ndis.Hex(c.Value, 1), versionOrNone(c.Since))
	}
	p.endTable()
}

func versionOrNone(v ndis.Version) string {
	if v == 0 {
		return ""
	}
	return v.String()
}

// version is a version, and what came with it.
func (p *page) version(r search.Result, lang rulebook.Lang) {
	p.heading(r, lang)
	all := ndis.Versions()
	for i, v := range all {
		if v.String() == r.Name && i > 0 {
			p.changes(catalog.CompareVersions(all[i-1], v), lang)
		}
	}
}
