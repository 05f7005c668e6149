package figure_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// articles are the rules of the drawn book, by name.
func articles(t *testing.T, html string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, m := range regexp.MustCompile(`(?s)<article id="([^"]+)"(.*?)</article>`).FindAllStringSubmatch(html, -1) {
		all[m[1]] = m[2]
	}
	if len(all) != len(rulebook.Rules()) {
		t.Errorf("%d rules are drawn, want %d", len(all), len(rulebook.Rules()))
	}
	return all
}

// hole is a place where words are missing.
var hole = regexp.MustCompile(`<(dt|dd|a|span|code|h2|h3)\b[^>]*></|  | \.[ <]|\(\)`)

func drawnBook(lang rulebook.Lang) string {
	return figure.Rulebook(figure.RuleOptions{Lang: lang, Playground: "../"})
}

func TestEveryRuleIsDrawnInEachLanguage(t *testing.T) {
	for _, lang := range rulebook.Langs() {
		html := drawnBook(lang)
		wellFormed(t, html)
		if strings.ContainsAny(html, "{}") {
			t.Errorf("%s: a blank is left", lang)
		}
		for _, at := range hole.FindAllStringIndex(html, -1) {
			t.Errorf("%s: something is missing: %s", lang, html[max(0, at[0]-150):at[1]])
		}
		drawn := articles(t, html)
		for _, c := range figure.Book() {
			x, article := c.Words(lang), drawn[string(c.Name)]
			for _, text := range append([]string{x.Title, x.Text, x.Why, x.Fix, x.But, x.Background, x.Confidence}, c.Covers...) {
				if !strings.Contains(article, escaped(text)) {
					t.Errorf("%s: %s does not say %q", lang, c.Name, text)
				}
			}
			if got := strings.Contains(article, "data-contradicted"); got != (x.But != "") {
				t.Errorf("%s: %s is contradicted: %t", lang, c.Name, got)
			}
		}
	}
}

func escaped(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(text)
}

func TestARuleSaysWhatItSaysWithEachVerdict(t *testing.T) {
	drawn := articles(t, drawnBook(rulebook.English))
	for _, r := range rulebook.Rules() {
		want := len(rulebook.SaidApart(r.Name)) + 1
		if got := strings.Count(drawn[string(r.Name)], `class="says"`); got != want {
			t.Errorf("%s says %d things, want %d", r.Name, got, want)
		}
	}
	if got := drawn["registration.revision-new"]; !strings.Contains(got, `class="mark rejected"`) || !strings.Contains(got, `class="mark tolerated"`) {
		t.Error(got)
	}
}

func TestEveryLinkOfTheBookLeadsSomewhere(t *testing.T) {
	html := drawnBook(rulebook.English)
	drawn := articles(t, html)
	examples := 0
	for _, m := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(html, -1) {
		href := strings.NewReplacer("&amp;", "&", "&#34;", `"`).Replace(m[1])
		rule, within := strings.CutPrefix(href, "#")
		link, playground := strings.CutPrefix(href, "../")
		switch {
		case within && rule != "" && drawn[rule] == "":
			t.Errorf("%s names no rule", href)
		case playground:
			examples++
			if read, problems := scenario.ParseLink(link); len(problems) > 0 || read.Kind != "ex" {
				t.Errorf("%s: %v", href, problems)
			}
		case !within && !strings.HasPrefix(href, "https://"):
			t.Errorf("%s leads nowhere", href)
		}
	}
	for _, r := range rulebook.Rules() {
		if !r.Background {
			examples--
		}
	}
	if examples != 0 {
		t.Errorf("%d ways too many lead to examples", examples)
	}
}

func TestRulesOfAnAreaStandTogetherUnderItsName(t *testing.T) {
	var areas []string
	for _, c := range figure.Book() {
		if len(areas) == 0 || areas[len(areas)-1] != c.Area() {
			areas = append(areas, c.Area())
		}
	}
	for _, lang := range rulebook.Langs() {
		if got := strings.Count(drawnBook(lang), `<section class="area">`); got != len(areas) {
			t.Errorf("%d areas are drawn, want %d", got, len(areas))
		}
	}
	slices.Sort(areas)
	if got := len(slices.Compact(areas)); got != len(areas) {
		t.Errorf("%d of %d areas stand together", got, len(areas))
	}
}

func TestATraceLinksItsRulesWhereThereIsABook(t *testing.T) {
	tr := play(t, "host 6.30;miniport")
	with := figure.Trace(tr, figure.TraceOptions{Lang: rulebook.English, Book: "rules/"})
	wellFormed(t, with)
	for _, event := range tr.Events {
		if want := `href="rules/` + figure.RuleFragment(event.Rule) + `"`; !strings.Contains(with, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if without := figure.Trace(tr, figure.TraceOptions{Lang: rulebook.English}); strings.Contains(without, figure.RuleFragment(trace.Rule("driver.entry"))) {
		t.Error("a trace without a book links a rule")
	}
}
