package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// Rules is all that the rulebook's page shows. The trace and the structure of the
// model are those of the example.
type Rules struct {
	Reference
	number int // of the rule that the place names, -1 for none
}

// Arrive goes to a place, and runs the example of its rule.
func (r *Rules) Arrive(place Place) {
	r.goTo(place)
	r.number = figure.ChapterNamed(place.Name)
	r.Trace, r.Current, r.Shown = nil, nil, Shown{Object: trace.NoObject}
	if s, ok := scenario.Show(trace.Rule(place.Name)); ok && r.number >= 0 {
		r.Trace, r.Current, r.Shown.Object = s.Trace, s.Event, spokenOf(s.Event)
	}
}

// spokenOf is the object that an event speaks of.
func spokenOf(e *trace.Event) int {
	for _, f := range e.Facts {
		if e.Object == trace.NoObject && f.Ref != nil {
			return f.Ref.Object
		}
	}
	return e.Object
}

// View is the structure that the rule's example shows, if any.
func (r *Rules) View() (figure.View, bool) {
	if r.Shown.Object == trace.NoObject {
		return figure.View{}, false
	}
	return r.Model.View()
}

// filter is what the address lets through.
func (r *Rules) filter() figure.Filter {
	return figure.Filter{
		Words: r.Place.option("words"), Confidence: rulebook.Confidence(r.Place.option("confidence")), Contradicted: r.Place.option("contradicted") != "",
	}
}

// Page is the rulebook.
func (r *Rules) Page() app.UI {
	return el("div", attrs{"class", "desk-page"}, r.searching(), r.notice(), el("main", attrs{"class", "card catalogue rulebook"}, r.content()...))
}

// searching is the field that rules are found with.
func (r *Rules) searching() app.UI {
	return el("div", attrs{"class", "bar"},
		el("div", attrs{"class", "searching", "role", "search"},
			el("label", attrs{"for", SearchID}, app.Text(r.say("rules-search"))),
			el("input", attrs{"id", SearchID, "type", "text", "autocomplete", "off", "autocapitalize", "off", "spellcheck", "false", "placeholder", r.say("rules-hint"), "data-value", "=" + r.Place.option("words")})))
}

// choosingRules is what else than words the rules are chosen by.
func (r *Rules) choosingRules() app.UI {
	return el("div", attrs{"class", "row fields"},
		r.choosing("confidence", rulebook.Label("confidence", r.Lang), r.confidences()),
		r.checking(control{do: "option", arg: "contradicted", label: r.say("rules-contradicted")}, "yes", r.Place.option("contradicted") != ""))
}

func (r *Rules) confidences() []option {
	options := []option{{none, r.say("every")}}
	for _, c := range rulebook.Confidences() {
		options = append(options, option{string(c), rulebook.HowSure(c, r.Lang)})
	}
	return options
}

// content is what the address names.
func (r *Rules) content() []app.UI {
	if r.Place.Name == "" {
		return r.index()
	}
	if r.number < 0 {
		return r.unknown()
	}
	return append(r.chapter(figure.Book()[r.number]), r.neighbours())
}

// index lists the rules that the filter lets through.
func (r *Rules) index() []app.UI {
	rules := r.filter().Of(figure.Book(), r.Lang)
	return []app.UI{
		words("h2", "", r.say("rules-all")),
		words("p", "hint", r.say("rules-about")),
		r.choosingRules(),
		el("p", attrs{"class", "counted", "role", "status"}, app.Text(r.say("rules-counted", strconv.Itoa(len(rules)), strconv.Itoa(len(figure.Book()))))),
		r.island(RulesID, func() string { return figure.Rules(rules, r.Lang) }),
	}
}

// unknown offers the rules whose names are near.
func (r *Rules) unknown() []app.UI {
	var names []string
	for _, c := range figure.Book() {
		names = append(names, string(c.Name))
	}
	var near []*figure.Chapter
	for _, name := range ndis.Nearest(r.Place.Name, names) {
		near = append(near, figure.Book()[figure.ChapterNamed(name)])
	}
	return []app.UI{words("p", "empty", r.say("search-none", r.Place.Name)), r.island(RulesID, func() string { return figure.Rules(near, r.Lang) })}
}

// chapter is a rule, and its example.
func (r *Rules) chapter(c *figure.Chapter) []app.UI {
	parts := []app.UI{r.island("rule", func() string { return figure.Rule(c, figure.RuleOptions{Lang: r.Lang, Playground: r.playground()}) })}
	if r.Trace == nil {
		return parts
	}
	example := []app.UI{words("h3", "", r.say("rule-live")), r.island(TraceID, func() string {
		return figure.Trace(r.Trace, figure.TraceOptions{Lang: r.Lang, Current: r.Current.Time, Book: "./"})
	})}
	parts = append(parts, el("section", attrs{"class", "example"}, example...))
	if v, ok := r.View(); ok {
		parts = append(parts, r.bytes(v))
	}
	return parts
}

// bytes are those of the structure that the example is about.
func (r *Rules) bytes(v figure.View) app.UI {
	return el("section", attrs{"class", "structure"},
		words("h3", "object", v.Object.Structure),
		el("p", attrs{"id", LitID, "class", "lit-path"}),
		r.island(BytesID, func() string {
			return figure.Bytes(v, figure.BytesOptions{Lang: r.Lang, Marked: r.marked()})
		}))
}

// neighbours lead to the rules before and behind this one, and to all of them.
func (r *Rules) neighbours() app.UI {
	book := figure.Book()
	links := []app.UI{el("a", attrs{"href", "#"}, app.Text(r.say("rules-all")))}
	if r.number > 0 {
		links = append(links, r.neighbour("prev", r.say("rule-before"), book[r.number-1]))
	}
	if r.number+1 < len(book) {
		links = append(links, r.neighbour("next", r.say("rule-behind"), book[r.number+1]))
	}
	return el("nav", attrs{"class", "ways neighbours", "aria-label", r.say("rule-neighbours")}, links...)
}

func (r *Rules) neighbour(rel, label string, c *figure.Chapter) app.UI {
	return el("a", attrs{"href", figure.RuleFragment(c.Name), "rel", rel},
		words("span", "kind", label), words("span", "title", c.Words(r.Lang).Title))
}
