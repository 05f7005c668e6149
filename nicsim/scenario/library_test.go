package scenario

import (
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
)

// consequences are rules that judge what another rule's rejection leads to:
// their examples cannot be the first trouble.
var consequences = map[trace.Rule]bool{
	"driver.entry-fails": true, "offload.config-unreadable": true, "filter.attach-fails": true, "protocol.bind-fails": true,
	"miniport.requests-outstanding": true, "rsc.checksum-not-valid": true, "rsc.fragment": true, "uro.checksum-not-valid": true,
}

func met(tr *trace.Trace, x Expectation) bool {
	return has(tr, string(x.Rule), x.Verdict)
}

func TestEveryScenarioOfTheLibraryShowsWhatItMust(t *testing.T) {
	for _, e := range Library() {
		tr, problems := Run(e.Scenario)
		if Errors(problems) {
			t.Errorf("%s: %v", e.Name, errorsOf(problems))
		}
		if len(e.Expect) == 0 {
			t.Errorf("%s expects nothing", e.Name)
		}
		for _, x := range e.Expect {
			if !met(tr, x) {
				t.Errorf("%s: no event %s %s; first trouble %+v", e.Name, x.Rule, x.Verdict, tr.FirstTrouble())
			}
			if rulebook.RuleNamed(x.Rule) == nil {
				t.Errorf("%s expects %s, which is no rule", e.Name, x.Rule)
			}
		}
	}
}

// An example of what is accepted runs into no trouble but what it expects, too: a
// rule may only come behind another's trouble.
func TestEveryRuleHasAnExampleThatDependsOnIt(t *testing.T) {
	for _, rule := range rulebook.Rules() {
		e, err := Example(string(rule.Name))
		if (err != nil) != rule.Background {
			t.Errorf("%s has an example: %t", rule.Name, err == nil)
		}
		if err != nil {
			continue
		}
		x := e.Expect[0]
		if x.Rule != rule.Name {
			t.Errorf("the example of %s expects %s", rule.Name, x.Rule)
		}
		tr, _ := Run(e.Scenario)
		trouble := tr.FirstTrouble()
		switch {
		case x.Verdict == trace.Accepted && trouble != nil && !slices.Contains(e.Expect, Expectation{trouble.Rule, trouble.Verdict}):
			t.Errorf("%s: the example runs into %s", rule.Name, trouble.Rule)
		case x.Verdict != trace.Accepted && !consequences[rule.Name] && (trouble == nil || trouble.Rule != rule.Name):
			t.Errorf("%s: the first trouble of its example is %+v", rule.Name, trouble)
		}
		if met(RunFlipped(e.Scenario, rule.Name), x) {
			t.Errorf("%s: flipped, its example still shows what it must", rule.Name)
		}
	}
}

func TestEveryEventOfTheLibraryIsInTheRulebook(t *testing.T) {
	for _, e := range Library() {
		tr, _ := Run(e.Scenario)
		trace.Walk(tr.Events, func(event *trace.Event, _ int) bool {
			for _, lang := range rulebook.Langs() {
				x := rulebook.Explain(event, lang)
				if x.Title == "" || x.Text == "" || x.Why == "" || x.Verdict == "" || x.Confidence == "" || len(x.Sources) == 0 {
					t.Errorf("%s, %s: %s lacks words: %+v", e.Name, lang, event.Rule, x)
				}
				for _, text := range []string{x.Title, x.Text, x.Why, x.Fix, x.But} {
					if strings.ContainsAny(text, "{}") && event.Fact("uniqueName") == "" || strings.Contains(text, "  ") || strings.Contains(text, "()") {
						t.Errorf("%s, %s: %s says %q", e.Name, lang, event.Rule, text)
					}
				}
			}
			return true
		})
	}
}

func TestTitledScenariosAreTitledInEachLanguage(t *testing.T) {
	titled := 0
	for _, e := range Library() {
		if len(e.Title) == 0 {
			if rulebook.RuleNamed(trace.Rule(e.Name)) == nil {
				t.Errorf("%s has no title and is no rule's example", e.Name)
			}
			continue
		}
		titled++
		for _, lang := range rulebook.Langs() {
			if e.Title[string(lang)] == "" || e.About[string(lang)] == "" {
				t.Errorf("%s lacks its title or what it is about in %s", e.Name, lang)
			}
		}
	}
	if titled == 0 {
		t.Error("no scenario is titled")
	}
}
