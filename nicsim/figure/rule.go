package figure

import (
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// RuleOptions say how rules are drawn: Playground is the address of the page on
// which scenarios are shown, as seen from where the drawing stands.
type RuleOptions struct {
	Lang       rulebook.Lang
	Playground string
}

// RuleFragment is the fragment under which the rulebook's page shows a rule.
func RuleFragment(rule trace.Rule) string { return "#" + string(rule) }

// Rule draws all that the book says of a rule, and the way to its example.
func Rule(c *Chapter, o RuleOptions) string {
	p := &page{}
	p.chapter(c, "h2", o)
	return p.String()
}

// Rules draws a list of rules by area, each a link to its page.
func Rules(chapters []*Chapter, lang rulebook.Lang) string {
	p := &page{}
	eachArea(chapters, func(area string, rules []*Chapter) {
		p.areaHeading("h3", area, len(rules), lang)
		p.open("ul", "class", "rule-list")
		for _, c := range rules {
			p.ruleLine(c, lang)
		}
		p.close("ul")
	})
	if len(chapters) == 0 {
		p.tag("p", rulebook.Label("rules-none", lang), "class", "empty")
	}
	return p.String()
}

// WholeBook draws the book to be read from end to end: what is in it, then each
// rule under its own id.
func WholeBook(o RuleOptions) string {
	p := &page{}
	p.open("ul", "class", "names")
	eachArea(Book(), func(area string, rules []*Chapter) {
		p.open("li")
		p.tag("a", rulebook.Label("area-"+area, o.Lang), "href", "#area-"+area)
		p.tag("span", number(len(rules)), "class", "count")
		p.close("li")
	})
	p.close("ul")
	eachArea(Book(), func(area string, rules []*Chapter) {
		p.areaHeading("h3", area, len(rules), o.Lang)
		for _, c := range rules {
			p.open("article", "id", string(c.Name))
			p.chapter(c, "h4", o)
			p.close("article")
		}
	})
	return p.String()
}

// eachArea visits the areas of rules that stand side by side.
func eachArea(chapters []*Chapter, visit func(area string, rules []*Chapter)) {
	for len(chapters) > 0 {
		end := 1
		for end < len(chapters) && chapters[end].Area() == chapters[0].Area() {
			end++
		}
		visit(chapters[0].Area(), chapters[:end])
		chapters = chapters[end:]
	}
}

func (p *page) areaHeading(tag, area string, count int, lang rulebook.Lang) {
	p.open(tag, "id", "area-"+area)
	p.tag("span", rulebook.Label("area-"+area, lang))
	p.tag("span", number(count), "class", "count")
	p.close(tag)
}

// ruleLine is a rule in a list.
func (p *page) ruleLine(c *Chapter, lang rulebook.Lang) {
	x := c.Words(lang)
	p.open("li")
	p.tag("a", x.Title, "href", RuleFragment(c.Name))
	p.badges(c, x, lang)
	p.close("li")
}

// badges are a rule's name, how sure it is, and whether sources contradict.
func (p *page) badges(c *Chapter, x rulebook.Explanation, lang rulebook.Lang) {
	p.tag("code", string(c.Name), "class", "rule")
	p.tag("span", x.Confidence, "class", "sure "+string(c.Confidence))
	if x.But != "" {
		p.tag("span", rulebook.Label("contradicted", lang), "class", "sure contradicted")
	}
	if c.Background {
		p.tag("span", rulebook.Label("background", lang), "class", "sure background")
	}
}

// chapter is a rule with all that is known of it, under a heading of that tag.
func (p *page) chapter(c *Chapter, heading string, o RuleOptions) {
	x := c.Words(o.Lang)
	p.tag(heading, x.Title)
	p.open("p", "class", "badges")
	p.badges(c, x, o.Lang)
	p.close("p")
	p.open("dl", "class", "chapter")
	p.says(c, x, o.Lang)
	p.known("why", x.Why, o.Lang)
	p.known("fix", x.Fix, o.Lang)
	p.known("but", x.But, o.Lang)
	p.known("background", x.Background, o.Lang)
	p.howSure(c, o.Lang)
	p.tag("dt", rulebook.Label("sources", o.Lang))
	p.open("dd", "class", "sources")
	p.sources(x.Sources)
	p.close("dd")
	p.covers(c, o.Lang)
	p.close("dl")
	p.wayToExample(c, o)
}

// howSure is a rule's confidence, and what that word means.
func (p *page) howSure(c *Chapter, lang rulebook.Lang) {
	p.tag("dt", rulebook.Label("confidence", lang))
	p.open("dd")
	p.tag("span", rulebook.HowSure(c.Confidence, lang), "class", "sure "+string(c.Confidence))
	p.WriteString(" ")
	p.tag("span", rulebook.Label("sure-"+string(c.Confidence), lang))
	p.close("dd")
}

// says is what a rule says; where its words depend on the verdict, with each.
func (p *page) says(c *Chapter, x rulebook.Explanation, lang rulebook.Lang) {
	p.tag("dt", rulebook.Label("says", lang))
	apart := rulebook.SaidApart(c.Name)
	if len(apart) == 0 {
		p.tag("dd", x.Text, "class", "says")
		return
	}
	p.said(c.event.Verdict, x)
	for _, v := range apart {
		p.said(v, c.as(v, lang))
	}
}

func (p *page) said(v trace.Verdict, x rulebook.Explanation) {
	p.open("dd", "class", "says")
	p.tag("span", x.Verdict, "class", "mark "+v.String())
	p.WriteString(" ")
	p.tag("span", x.Text)
	p.close("dd")
}

// covers are the paragraphs that a rule covers, behind what the part of the list
// that they stand in is about.
func (p *page) covers(c *Chapter, lang rulebook.Lang) {
	p.tag("dt", rulebook.Label("covers", lang))
	p.open("dd", "class", "covers")
	part := ""
	for _, paragraph := range c.Covers {
		if paragraph[:1] != part {
			part = paragraph[:1]
			p.tag("span", rulebook.Label("part-"+part, lang), "class", "part")
		}
		p.WriteString(" ")
		p.tag("code", paragraph)
		p.WriteString(" ")
	}
	p.close("dd")
}

func (p *page) wayToExample(c *Chapter, o RuleOptions) {
	if c.Example == nil {
		return
	}
	p.open("p", "class", "ways")
	p.tag("a", rulebook.Label("open-example", o.Lang), "href", o.Playground+scenario.LibraryLink(c.Example), "data-page", "playground")
	p.close("p")
}
