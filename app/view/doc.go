// Package view draws the pages' parts: controls of go-app around the figures of
// nicsim/figure, which are islands of HTML.
//
// No view decides anything. A control says in data- attributes what it is for:
// data-path is the key of the scenario that it sets, data-do an action of the
// page, with data-arg. The page listens once, at its root. Every view is a
// function of [Model]; [Desk] puts them together.
package view
