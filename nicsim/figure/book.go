package figure

import (
	"strings"
	"sync"

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

var book = sync.OnceValue(func() []*Chapter {
	var all []*Chapter
	rules := rulebook.Rules()
	for i := range rules {
		all = append(all, chapterOf(&rules[i]))
	}
	return all
})

// Book is all rules, those of an area side by side. It runs every example.
func Book() []*Chapter { return book() }

func chapterOf(r *rulebook.Rule) *Chapter {
	c := &Chapter{Rule: r, event: trace.Event{Rule: r.Name}}
	if s, ok := scenario.Show(r.Name); ok {
		c.Example, c.event = s.Entry, *s.Event
		c.event.Events = nil // the rest of the trace need not be kept
	}
	return c
}

// ChapterNamed is the number of a rule in the book, -1 for none.
func ChapterNamed(rule string) int {
	for i, c := range Book() {
		if string(c.Name) == rule {
			return i
		}
	}
	return -1
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

// Filter chooses rules: by words that they must have, each somewhere, by how sure
// they are, and whether another source contradicts. The zero value lets all
// through.
type Filter struct {
	Words        string
	Confidence   rulebook.Confidence
	Contradicted bool
}

// Of lists the rules of the book that a filter lets through.
func (f Filter) Of(book []*Chapter, lang rulebook.Lang) []*Chapter {
	var all []*Chapter
	for _, c := range book {
		if f.lets(c, lang) {
			all = append(all, c)
		}
	}
	return all
}

func (f Filter) lets(c *Chapter, lang rulebook.Lang) bool {
	if f.Confidence != "" && f.Confidence != c.Confidence {
		return false
	}
	x := c.Words(lang)
	if f.Contradicted && x.But == "" {
		return false
	}
	text := strings.ToLower(strings.Join([]string{string(c.Name), x.Title, x.Text, x.Why, x.Fix, x.But, x.Background}, "\n"))
	for _, word := range strings.Fields(strings.ToLower(f.Words)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
