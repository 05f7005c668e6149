package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/scenario"
)

// IDs of the dialogs, and of the field that the library is searched with.
const (
	LibraryID = "library"
	SeekID    = "library-words"
	OpenID    = "open"
	FileID    = "open-file"
	ShareID   = "share"
)

// Lengths in characters from which a link is doubtful, and from which a file is
// better.
const (
	longLink    = 2000
	tooLongLink = 8000
)

func (m *Model) dialog(name string, parts ...app.UI) app.UI {
	head := el("div", attrs{"class", "row head"},
		el("h2", attrs{"id", name + "-title"}, app.Text(m.say(name))),
		m.button("close", name, "×", "aria-label", m.say("close"), "class", "small"))
	return el("dialog", attrs{"id", name, "aria-labelledby", name + "-title"}, append([]app.UI{head}, parts...)...)
}

// library lists the scenarios to begin with, and an example of each rule.
func (m *Model) library() app.UI {
	return m.dialog(LibraryID,
		el("label", attrs{"for", SeekID}, app.Text(m.say("library-words"))),
		el("input", attrs{"id", SeekID, "type", "text", "autocomplete", "off", "autocapitalize", "off", "spellcheck", "false", "placeholder", m.say("library-hint")}),
		el("p", attrs{"class", "counted", "role", "status"}, app.Text(m.say("library-counted", strconv.Itoa(m.found), strconv.Itoa(len(scenario.Library()))))),
		&Island{ID: "examples", HTML: m.examples, Version: m.sought})
}

// Seek lists the scenarios of the library in which words stand, "" for all, anew:
// of all, the first theme is unfolded; of some, each.
func (m *Model) Seek(words string) {
	var themes []figure.Theme
	theme := ""
	all := m.finder.Find(words)
	for i, e := range all {
		if i == 0 || e.Theme != theme {
			theme = e.Theme
			themes = append(themes, figure.Theme{Title: m.say("library-" + theme), Open: i == 0 || words != ""})
		}
		last := &themes[len(themes)-1]
		last.Entries = append(last.Entries, e)
	}
	m.found, m.examples = len(all), figure.Examples(themes, m.Lang)
	m.sought++
}

// PrepareSeek does a part of what the first search of the library needs; false
// where all is done.
func (m *Model) PrepareSeek() bool { return m.finder.Prepare() }

// opening takes a link, a text, an INF file or a capture.
func (m *Model) opening() app.UI {
	return m.dialog(OpenID, append([]app.UI{
		words("p", "hint", m.say("open-hint")),
		el("label", attrs{"for", "open-text"}, app.Text(m.say("open-label"))),
		el("textarea", attrs{"id", "open-text", "rows", "8", "spellcheck", "false", "autocomplete", "off"}),
		el("div", attrs{"class", "row end"}, m.button("open-text", "", m.say("open-do"), "class", "primary")),
		el("label", attrs{"for", FileID}, app.Text(m.say("open-file"))),
		el("input", attrs{"id", FileID, "type", "file", "data-do", "open-file", "accept", ".inf,.txt,text/plain,.pcap,.pcapng,.cap"}),
	}, append(m.infFile(), m.captureFile()...)...)...)
}

// sharing gives the link and the text.
func (m *Model) sharing() app.UI {
	length := len(m.Link)
	hint := m.say("link-length", strconv.Itoa(length))
	switch {
	case length > tooLongLink:
		hint = m.say("link-too-long", strconv.Itoa(length))
	case length > longLink:
		hint = m.say("link-long", strconv.Itoa(length))
	}
	return m.dialog(ShareID,
		el("label", attrs{"for", "share-link"}, app.Text(m.say("share-link"))),
		el("input", attrs{"id", "share-link", "type", "text", "readonly", "true", "data-value", "=" + m.Link, "data-absolute", "true"}),
		words("p", "hint", hint),
		el("div", attrs{"class", "row end"}, m.button("copy", "share-link", m.say("copy-link"), "class", "primary")),
		el("label", attrs{"for", "share-text"}, app.Text(m.say("share-text"))),
		el("textarea", attrs{"id", "share-text", "rows", "8", "readonly", "true", "data-value", "=" + m.Scenario.Text()}),
		el("div", attrs{"class", "row end"}, m.button("download", "", m.say("download")), m.button("copy", "share-text", m.say("copy-text"))),
		m.noticed())
}

// noticed repeats the notice, which the dialog covers.
func (m *Model) noticed() app.UI {
	text := ""
	if m.Notice.Name == "copied" || m.Notice.Name == "copy-by-hand" {
		text = m.say(m.Notice.Name)
	}
	return el("p", attrs{"class", "hint", "role", "status"}, app.Text(text))
}
