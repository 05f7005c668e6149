package figure_test

import (
	"strings"
	"testing"

	"ndisplayground/ndis/search"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
)

func TestRulesAreFoundByNameTitleAndParagraph(t *testing.T) {
	for _, test := range []struct {
		query string
		lang  rulebook.Lang
		first trace.Rule
	}{
		{"registration.revision-old", rulebook.English, "registration.revision-old"},
		{"revision-old REGISTRATION", rulebook.Japanese, "registration.revision-old"},
		{"windows loads", rulebook.English, "driver.entry"},
		{"ロード", rulebook.Japanese, "driver.entry"},
		{"b30", rulebook.English, "driver.entry"},
		{"a1 versions", rulebook.English, "driver.asks-version"},
		{"ロード", rulebook.English, ""},
		{"r", rulebook.English, ""},
		{"", rulebook.English, ""},
		{"no such rule", rulebook.English, ""},
	} {
		first := trace.Rule("")
		if found := figure.FindRules(test.query, 3, test.lang); len(found) > 0 {
			first = found[0]
		}
		if first != test.first {
			t.Errorf("%q (%s): %q, want %q", test.query, test.lang, first, test.first)
		}
	}
	if found := figure.FindRules("revision", 4, rulebook.English); len(found) != 4 {
		t.Errorf("%d rules", len(found))
	}
}

func TestRulesStandBelowWhatTheCatalogueHas(t *testing.T) {
	f := figure.Finds{Results: search.Find("NDIS_OFFLOAD", 2), Rules: []trace.Rule{"header.own-revision"}, Book: "../rules/"}
	html := "<ul>" + figure.Found(f, 2, rulebook.Japanese) + "</ul>"
	wellFormed(t, html)
	if at := strings.Index(html, `id="result-2" aria-selected="true" data-go="../rules/#header.own-revision"`); at < strings.LastIndex(html, `id="result-1"`) {
		t.Error(html)
	}
}

func TestTitlesWithoutAnEventKeepTheirBlanksInSight(t *testing.T) {
	if got := rulebook.Title("registration.revision-old", rulebook.English); got != "Revision … is too old for …" {
		t.Error(got)
	}
}
