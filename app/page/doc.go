// Package page holds what the pages know and do: their state, the address that
// always says it, and what happens on a click, a change, a key. What they look
// like is app/view's.
//
// [Playground] is the page. Its state is a scenario, the trace that follows from
// it, and what is being looked at; everything that changes the scenario goes
// through commit, so that undo, the address and the autosave see all of it.
package page
