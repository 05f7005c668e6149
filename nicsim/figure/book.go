package figure

import (
	"strings"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// Chapter is a rule as the book has it. The blanks in its words are filled from
// the event that its example is about. Example is nil for a rule of the
// background.
type Chapter struct {
	*rulebook.Rule
	Example *scenario.Entry
	event   trace.Event
}

// Book is all rules, those of an area side by side. It runs every example.
func Book() []*Chapter {
	var all []*Chapter
	rules := rulebook.Rules()
	for i := range rules {
		all = append(all, chapterOf(&rules[i]))
	}
	return all
}

func chapterOf(r *rulebook.Rule) *Chapter {
	c := &Chapter{Rule: r, event: trace.Event{Rule: r.Name}}
	if s, ok := scenario.Show(r.Name); ok {
		c.Example, c.event = s.Entry, *s.Event
		c.event.Events = nil // the rest of the trace need not be kept
	}
	return c
}

// Area is what a rule is about: "header" of "header.size-too-small".
func (c *Chapter) Area() string {
	area, _, _ := strings.Cut(string(c.Name), ".")
	return area
}

// Words are the rule in words.
func (c *Chapter) Words(lang rulebook.Lang) rulebook.Explanation {
	return rulebook.Explain(&c.event, lang)
}

// as is the rule in words where the verdict is another one.
func (c *Chapter) as(v trace.Verdict, lang rulebook.Lang) rulebook.Explanation {
	event := c.event
	event.Verdict = v
	return rulebook.Explain(&event, lang)
}
