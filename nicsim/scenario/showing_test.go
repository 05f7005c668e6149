package scenario

import (
	"testing"

	"ndisplayground/nicsim/rulebook"
)

func TestEveryRuleIsShownByItsExample(t *testing.T) {
	for _, rule := range rulebook.Rules() {
		s, ok := Show(rule.Name)
		if ok == rule.Background {
			t.Errorf("%s is shown: %t", rule.Name, ok)
		}
		if ok && (s.Event.Rule != rule.Name || s.Trace.At(s.Event.Time) != s.Event) {
			t.Errorf("the example of %s shows %s", rule.Name, s.Event.Rule)
		}
	}
}
