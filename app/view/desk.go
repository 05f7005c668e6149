package view

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Desk is the playground.
func (m *Model) Desk() app.UI {
	return el("div", attrs{"class", "desk-page"},
		m.bar(),
		m.problems(),
		m.notice(),
		m.setup(),
		el("main", attrs{"class", "desk"}, m.stack(), m.happens(), m.structure()),
		m.library(), m.opening(), m.sharing(), m.lists(),
	)
}

// bar is what is done with the scenario as a whole.
func (m *Model) bar() app.UI {
	return el("div", attrs{"class", "bar", "role", "toolbar", "aria-label", m.say("bar")},
		m.button("dialog", LibraryID, m.say("library"), "class", "primary"),
		m.button("dialog", OpenID, m.say("open")),
		m.button("new", "", m.say("new")),
		m.button("undo", "", "↶", "aria-label", m.say("undo"), "title", m.say("undo")+" (Ctrl+Z)", "aria-disabled", flag(!m.CanUndo)),
		m.button("redo", "", "↷", "aria-label", m.say("redo"), "title", m.say("redo")+" (Ctrl+Y)", "aria-disabled", flag(!m.CanRedo)),
		m.button("dialog", ShareID, m.say("share")),
	)
}
