package view

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// Rules is all that the rulebook's page shows. The trace and the structure of the
// model are those of the rule's example.
type Rules struct {
	Reference
	Book []Article
}

// Article is a rule as the page that was sent has it, drawn by [figure.Rulebook]:
// the heading of its area, its line in the list, and all that is said of it, as
// HTML and in small letters.
type Article struct {
	Name, Confidence    string
	Contradicted        bool
	Heading, Line, HTML string
	Text                string
}

// RulesID is the id of the list of rules, or of the rule that the address names.
const RulesID = "rules"

// Arrive goes to a place, and runs the example of its rule.
func (r *Rules) Arrive(place Place) {
	r.goTo(place)
	r.Trace, r.Current, r.Shown = nil, nil, Shown{Object: trace.NoObject}
	if s, ok := scenario.Show(trace.Rule(place.Name)); ok {
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

// Page is the rulebook.
func (r *Rules) Page() app.UI {
	return el("div", attrs{"class", "desk-page"}, r.searching(), r.notice(), el("main", attrs{"class", "card catalogue rulebook"}, r.content()...))
}

// searching is the field that rules are found with.
func (r *Rules) searching() app.UI {
	return el("div", attrs{"class", "bar"}, el("div", attrs{"class", "searching", "role", "search"},
		el("label", attrs{"for", SearchID}, app.Text(r.say("rules-search"))),
		el("input", attrs{"id", SearchID, "type", "text", "autocomplete", "off", "autocapitalize", "off", "spellcheck", "false",
			"placeholder", r.say("rules-hint"), "data-value", "=" + r.Place.option("words")})))
}

// content is what the address names.
func (r *Rules) content() []app.UI {
	if r.Place.Name == "" {
		return r.index()
	}
	for i := range r.Book {
		if r.Book[i].Name == r.Place.Name {
			return r.article(&r.Book[i])
		}
	}
	return []app.UI{words("p", "empty", r.say("search-none", r.Place.Name)), r.island(RulesID, func() string { return list(r.near()) })}
}

// index lists the rules that are chosen.
func (r *Rules) index() []app.UI {
	chosen := r.chosen()
	options := []option{{none, r.say("every")}}
	for _, c := range rulebook.Confidences() {
		options = append(options, option{string(c), rulebook.HowSure(c, r.Lang)})
	}
	return []app.UI{
		words("h2", "", r.say("rules-all")),
		words("p", "hint", r.say("rules-about")),
		el("div", attrs{"class", "row fields"},
			r.choosing("confidence", rulebook.Label("confidence", r.Lang), options),
			r.checking(control{do: "option", arg: "contradicted", label: r.say("rules-contradicted")}, "yes", r.Place.option("contradicted") != "")),
		el("p", attrs{"class", "counted", "role", "status"}, app.Text(r.say("rules-counted", strconv.Itoa(len(chosen)), strconv.Itoa(len(r.Book))))),
		r.island(RulesID, func() string { return list(chosen) }),
	}
}

// chosen are the rules that have all that the address asks for; words may stand
// anywhere.
func (r *Rules) chosen() []*Article {
	confidence, contradicted := r.Place.option("confidence"), r.Place.option("contradicted") != ""
	parts := strings.Fields(strings.ToLower(r.Place.option("words")))
	var all []*Article
	for i := range r.Book {
		a := &r.Book[i]
		if (confidence == "" || confidence == a.Confidence) && (a.Contradicted || !contradicted) && a.has(parts) {
			all = append(all, a)
		}
	}
	return all
}

func (a *Article) has(parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(a.Text, part) {
			return false
		}
	}
	return true
}

// near are the rules whose names are like the one that was asked for.
func (r *Rules) near() []*Article {
	var names []string
	for i := range r.Book {
		names = append(names, r.Book[i].Name)
	}
	names = ndis.Nearest(r.Place.Name, names)
	var all []*Article
	for i := range r.Book {
		if slices.Contains(names, r.Book[i].Name) {
			all = append(all, &r.Book[i])
		}
	}
	return all
}

// list puts rules under the headings of their areas.
func list(all []*Article) string {
	html, heading := "", ""
	for _, a := range all {
		if a.Heading != heading {
			html += when(html != "", "</ul>", "") + a.Heading + `<ul class="rule-list">`
			heading = a.Heading
		}
		html += a.Line
	}
	return html + when(html != "", "</ul>", "")
}

// article is a rule, and its example.
func (r *Rules) article(a *Article) []app.UI {
	parts := []app.UI{r.island(RulesID, func() string { return a.HTML })}
	if r.Trace == nil {
		return parts
	}
	parts = append(parts, el("section", attrs{}, words("h3", "", r.say("rule-live")), r.island(TraceID, func() string {
		return figure.Trace(r.Trace, figure.TraceOptions{Lang: r.Lang, Current: r.Current.Time, Book: "./"})
	})))
	parts = []app.UI{el("div", attrs{"class", "rule-page"}, parts...)}
	if v, ok := r.View(); ok {
		parts = append(parts, words("h3", "object", v.Object.Structure), el("p", attrs{"id", LitID, "class", "lit-path"}), r.island(BytesID, func() string {
			return figure.Bytes(v, figure.BytesOptions{Lang: r.Lang, Marked: r.marked()})
		}))
	}
	return parts
}
