package view

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// problems lists what is wrong, where, and what would be right.
func (m *Model) problems() app.UI {
	var items []app.UI
	for _, p := range m.Problems {
		items = append(items, m.problem(p))
	}
	if len(items) == 0 {
		return el("div", attrs{"class", "problems", "role", "alert"})
	}
	parts := []app.UI{el("ul", attrs{}, items...)}
	if m.ReadOnly {
		parts = append(parts, m.button("unlock", "", m.say("unlock")))
	}
	parts = append(parts, m.button("dismiss", "", m.say("dismiss"), "class", "small"))
	return el("div", attrs{"class", "problems", "role", "alert"}, parts...)
}

func (m *Model) problem(p scenario.Problem) app.UI {
	parts := []app.UI{app.Text(rulebook.Error(p.Error, m.Lang) + " ")}
	if p.At != "" {
		parts = append(parts, words("code", "", p.At))
	}
	for _, s := range p.Suggestions {
		trial := m.Scenario.Clone()
		if p.At != "" && trial.Set(p.At, s) == nil {
			parts = append(parts, m.editing("suggest", p.At+" "+s, s, "class", "small"))
		} else {
			parts = append(parts, words("code", "suggestion", s))
		}
	}
	return el("li", attrs{"class", when(p.Warning, "warning", "error")}, parts...)
}

// notice says what just happened.
func (m *Model) notice() app.UI { return m.telling(m.Notice) }

func (m *Model) telling(n Notice) app.UI {
	a := attrs{"class", "notice", "role", "status"}
	if n.Name == "" {
		return el("p", a)
	}
	parts := []app.UI{app.Text(m.say(n.Name, n.Arg) + " ")}
	if n.Do != "" {
		parts = append(parts, m.button(n.Do, "", m.say(n.Name+"-do"), "class", "small"))
	}
	return el("p", a, parts...)
}
