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

// Rulebook draws the book to be read from end to end: a list of rules by area, then
// each rule as an article under its own id, with the way to its example and to the
// rules beside it. Articles carry data-confidence, and data-contradicted where
// another source contradicts.
func Rulebook(o RuleOptions) string {
	b := bookDrawer{&page{}, Book(), o}
	eachArea(b.book, b.area)
	for i := range b.book {
		b.article(i)
	}
	return b.String()
}

type bookDrawer struct {
	*page
	book []*Chapter
	RuleOptions
}

// area is a list of the rules of an area.
func (b bookDrawer) area(rules []*Chapter) {
	b.open("section", "class", "area")
	b.tag("h3", b.label("area-"+rules[0].Area()))
	b.open("ul", "class", "rule-list")
	for _, c := range rules {
		x := c.Words(b.Lang)
		b.open("li")
		b.tag("a", x.Title, "href", RuleFragment(c.Name))
		b.tag("code", string(c.Name), "class", "rule")
		b.badges(c, x)
		b.close("li")
	}
	b.close("ul")
	b.close("section")
}

func (b bookDrawer) label(name string) string { return rulebook.Label(name, b.Lang) }

func (b bookDrawer) article(i int) {
	c := b.book[i]
	x := c.Words(b.Lang)
	b.open("article", "id", string(c.Name), "data-confidence", string(c.Confidence), when(x.But != "", "data-contradicted", ""), "yes")
	b.chapter(c, x)
	b.neighbours(i)
	b.close("article")
}

// eachArea visits the areas of rules that stand side by side.
func eachArea(chapters []*Chapter, visit func(rules []*Chapter)) {
	for len(chapters) > 0 {
		end := 1
		for end < len(chapters) && chapters[end].Area() == chapters[0].Area() {
			end++
		}
		visit(chapters[:end])
		chapters = chapters[end:]
	}
}

// badges are how sure a rule is, and whether sources contradict.
func (b bookDrawer) badges(c *Chapter, x rulebook.Explanation) {
	b.open("span", "class", "badges")
	b.tag("span", x.Confidence, "class", "sure is-"+string(c.Confidence))
	if x.But != "" {
		b.tag("span", b.label("contradicted"), "class", "sure is-contradicted")
	}
	if c.Background {
		b.tag("span", b.label("not-simulated"), "class", "sure")
	}
	b.close("span")
}

// chapter is a rule with all that is known of it.
func (b bookDrawer) chapter(c *Chapter, x rulebook.Explanation) {
	b.tag("h2", x.Title)
	b.open("p", "class", "named")
	b.tag("code", string(c.Name), "class", "rule")
	b.badges(c, x)
	b.close("p")
	b.open("dl", "class", "chapter")
	b.says(c, x)
	b.known("why", x.Why, b.Lang)
	b.known("fix", x.Fix, b.Lang)
	b.known("but", x.But, b.Lang)
	b.known("background", x.Background, b.Lang)
	b.howSure(c)
	b.tag("dt", b.label("sources"))
	b.open("dd", "class", "sources")
	b.sources(x.Sources)
	b.close("dd")
	b.covers(c)
	b.close("dl")
	b.wayToExample(c)
}

// howSure is a rule's confidence, and what that word means.
func (b bookDrawer) howSure(c *Chapter) {
	b.tag("dt", b.label("confidence"))
	b.open("dd")
	b.tag("span", rulebook.HowSure(c.Confidence, b.Lang), "class", "sure is-"+string(c.Confidence))
	b.WriteString(" ")
	b.tag("span", b.label("sure-"+string(c.Confidence)))
	b.close("dd")
}

// says is what a rule says; where its words depend on the verdict, with each.
func (b bookDrawer) says(c *Chapter, x rulebook.Explanation) {
	b.tag("dt", b.label("says"))
	apart := rulebook.SaidApart(c.Name)
	if len(apart) == 0 {
		b.tag("dd", x.Text, "class", "says")
		return
	}
	b.said(c.event.Verdict, x)
	for _, v := range apart {
		b.said(v, c.as(v, b.Lang))
	}
}

func (b bookDrawer) said(v trace.Verdict, x rulebook.Explanation) {
	b.open("dd", "class", "says")
	b.tag("span", x.Verdict, "class", "mark "+v.String())
	b.WriteString(" ")
	b.tag("span", x.Text)
	b.close("dd")
}

// covers are the paragraphs that a rule covers, behind what the part of the list
// that they stand in is about.
func (b bookDrawer) covers(c *Chapter) {
	b.tag("dt", b.label("covers"))
	b.open("dd", "class", "covers")
	part := ""
	for _, paragraph := range c.Covers {
		if paragraph[:1] != part {
			part = paragraph[:1]
			b.tag("span", b.label("part-"+part), "class", "part")
			b.WriteString(" ")
		}
		b.tag("code", paragraph)
		b.WriteString(" ")
	}
	b.close("dd")
}

func (b bookDrawer) wayToExample(c *Chapter) {
	if c.Example == nil {
		return
	}
	b.open("p", "class", "ways")
	b.tag("a", b.label("open-example"), "href", b.Playground+scenario.LibraryLink(c.Example), "data-page", "playground")
	b.close("p")
}

// neighbours lead to the rules before and behind one, and to all of them.
func (b bookDrawer) neighbours(i int) {
	b.open("nav", "class", "ways neighbours", "aria-label", b.label("neighbours"))
	b.tag("a", b.label("all-rules"), "href", "#")
	if i > 0 {
		b.neighbour("previous", b.book[i-1])
	}
	if i+1 < len(b.book) {
		b.neighbour("next", b.book[i+1])
	}
	b.close("nav")
}

func (b bookDrawer) neighbour(label string, c *Chapter) {
	b.open("a", "href", RuleFragment(c.Name))
	b.tag("span", b.label(label), "class", "kind")
	b.tag("span", c.Words(b.Lang).Title)
	b.close("a")
}
