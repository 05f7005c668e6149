package scenario

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
)

// Finder finds scenarios of the library. It keeps what they are found by: to know
// that, each is run once.
type Finder struct{ texts []string }

// Find lists the scenarios in which all words stand, in any order and in small or
// capital letters: words of their titles and of what they are about in any
// language, of what they say, rules that they show, profiles of their drivers, and
// statuses that they come to.
func (f *Finder) Find(words string) []*Entry {
	parts := strings.Fields(strings.ToLower(words))
	for len(parts) > 0 && f.Prepare() {
	}
	var all []*Entry
	for i := range library() {
		if len(parts) == 0 || hasAll(f.texts[i], parts) {
			all = append(all, &library()[i])
		}
	}
	return all
}

// Prepare does a part of what the first search needs, before it is needed; false
// where all is done.
func (f *Finder) Prepare() bool {
	if n := len(f.texts); n < len(library()) {
		f.texts = append(f.texts, library()[n].spell())
		return true
	}
	return false
}

func hasAll(text string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// spell is what the scenario is found by, in small letters.
func (e *Entry) spell() string {
	parts := []string{e.Name, e.Scenario.Text()}
	for lang, title := range e.Title {
		parts = append(parts, title, e.About[lang])
	}
	for _, expected := range e.Expect {
		parts = append(parts, string(expected.Rule))
	}
	for _, d := range e.Scenario.Drivers() {
		if p, err := driver.ProfileNamed(d.Driver.Profile); err == nil {
			parts = append(parts, p.Title)
		}
	}
	return strings.ToLower(strings.Join(append(parts, e.statuses()...), "\n"))
}

// statuses are those that the scenario comes to, each once, by name and as
// numbers.
func (e *Entry) statuses() []string {
	var all []string
	seen := map[ndis.Status]bool{}
	t, _ := Run(e.Scenario)
	trace.Walk(t.Events, func(event *trace.Event, _ int) bool {
		if s := event.Status; s != nil && *s != ndis.StatusSuccess && !seen[*s] {
			seen[*s] = true
			all = append(all, s.String(), s.Hex())
		}
		return true
	})
	return all
}
