package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/capture/kind"
	"ndisplayground/nicsim/packet"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// The verbs of steps that packets of a file become.
const (
	verbReceive = "receive"
	verbSend    = "send"
)

// Frame is a packet of a capture file.
type Frame struct {
	Bytes  []byte
	Length int // in bytes, as it was on the wire
}

// Capture is a capture file that was opened, and what is to become of it: which
// packets are to be steps, and what kind of.
type Capture struct {
	Name     string // tidy
	Read     bool   // false while the program that reads it is on its way
	Ethernet []bool // of each packet: it begins with an Ethernet header
	Frame    func(int) Frame
	Problems []*ndis.Error
	Cut      int // megabytes of the file that were read, 0 for all

	Verb     string
	Together bool // they arrive with one interrupt
	Behind   int  // so many steps come before them
	chosen   []int

	outside int // packets without an Ethernet header
	first   int // the first of them, from 1 on
	taken   []scenario.Step
	bytes   int // that the chosen packets have; more than mostBytes are not taken
	shown   []shownFrame
	length  int // of the link with them
}

// shownFrame is a packet that is chosen, in a line.
type shownFrame struct {
	number  int
	layers  string
	length  int
	of      int // bytes that it had on the wire
	skipped bool
}

// IsCapture reports whether a file is a capture by its first bytes; why it is not
// read, where it is one of a kind that people take for captures.
func IsCapture(head []byte) (is bool, why *ndis.Error) {
	k, name := kind.Of(head)
	if k == kind.Foreign {
		return false, ndis.NewError("capture-unknown", name)
	}
	return k != kind.Other, nil
}

// mostName is how many characters of a file's name are shown.
const mostName = 60

// TidyName is the name of a file without characters that turn or hide text, and
// not too long.
func TidyName(name string) string {
	n := 0
	name = strings.Map(func(r rune) rune {
		n++
		switch {
		case n > mostName, r < ' ', r >= 0x7F && r < 0xA0, r == 0x61C, r == 0xFEFF, r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
			return -1
		}
		return r
	}, name)
	if n > mostName {
		name += "…"
	}
	return name
}

// Begin takes what was read of the file, and chooses the first few packets: as
// many as leave the link short.
func (c *Capture) Begin(s *scenario.Scenario) {
	c.Read, c.Verb, c.Behind = true, verbReceive, stepCount(s)
	for i, ethernet := range c.Ethernet {
		if !ethernet {
			if c.outside++; c.outside == 1 {
				c.first = i + 1
			}
		}
	}
	c.chosen = c.few(s)
	c.Look(s)
}

// few are the first packets that can be taken, at least one, with which the link
// is not doubtful yet.
func (c *Capture) few(s *scenario.Scenario) (few []int) {
	with := s.Clone()
	for i := 0; i < len(c.Ethernet) && len(few) < mostChosen; i++ {
		step, ok := c.step(i)
		if !ok {
			continue
		}
		with.AddStep(step)
		if len(few) > 0 && len(with.Link()) > longLink {
			break
		}
		few = append(few, i)
	}
	return few
}

// Choose takes other packets.
func (c *Capture) Choose(text string) *ndis.Error {
	chosen, err := readChoice(text, len(c.Ethernet))
	if err == nil {
		c.chosen = chosen
	}
	return err
}

// step is a packet as a step; ok is false for one that no card takes.
func (c *Capture) step(index int) (s scenario.Step, ok bool) {
	if !c.Ethernet[index] {
		return s, false
	}
	f := c.Frame(index)
	if len(f.Bytes) == 0 || len(f.Bytes) > mostBytes {
		return s, false
	}
	s.Verb = c.Verb
	s.SetBytes(f.Bytes)
	return s, true
}

// Bounds of the chosen packets: how many are listed, and how many bytes all
// together can have. Whatever the scenario has is in its link.
const (
	mostShown = 8
	mostBytes = 1 << 17
)

// Look finds the steps that the chosen packets become, and what is shown of them.
func (c *Capture) Look(s *scenario.Scenario) {
	c.taken, c.shown, c.bytes = nil, nil, 0
	for n, index := range c.chosen {
		f := c.Frame(index)
		if c.bytes += len(f.Bytes); c.bytes > mostBytes {
			c.taken = nil
			return
		}
		step, ok := c.step(index)
		if ok {
			c.taken = append(c.taken, step)
		}
		if n < mostShown {
			p := packet.Parse(f.Bytes)
			c.shown = append(c.shown, shownFrame{index + 1, p.Stack(), len(f.Bytes), f.Length, !ok})
		}
	}
	if c.Together && c.Verb == verbReceive {
		for i := range c.taken[:max(0, len(c.taken)-1)] {
			c.taken[i].Put("hold", "yes")
		}
	}
	with := s.Clone()
	c.Into(&with)
	c.length = len(with.Link())
}

// Into puts the steps into a scenario.
func (c *Capture) Into(s *scenario.Scenario) { s.InsertSteps(c.Behind, c.taken) }

func stepCount(s *scenario.Scenario) int {
	if s.Steps == nil {
		return 1 // start
	}
	return len(s.Steps)
}

// captureFile is what was found in a capture file, and the way to use it.
func (m *Model) captureFile() []app.UI {
	c := m.Capture
	if c == nil {
		return nil
	}
	parts := []app.UI{m.captureProgram("capture-again")}
	if c.Read {
		parts = append(parts, words("h3", "", m.say("capture-found", c.Name, strconv.Itoa(len(c.Ethernet)))))
		parts = append(parts, m.captureProblems()...)
		if len(c.Ethernet) > 0 {
			parts = append(parts, m.captureChoice()...)
		}
	}
	return []app.UI{el("div", attrs{"class", "capture", "role", "group", "aria-label", m.say("capture")}, parts...)}
}

// captureProgram says how the program for captures is getting on, where that is
// worth a word; do tries again.
func (m *Model) captureProgram(do string) app.UI {
	switch {
	case m.Captures.Failed != "":
		return el("p", attrs{"class", "refused", "role", "alert"},
			app.Text(m.say("capture-failed", m.Captures.Failed)+" "), m.button(do, "", m.say("capture-again"), "class", "small"))
	case m.Captures.Loading:
		return el("p", attrs{"class", "hint", "role", "status"}, app.Text(m.say("capture-loading")))
	}
	return el("p", attrs{"class", "hint", "role", "status"})
}

// captureProblems is of what kind the packets are, and what is wrong with the
// file.
func (m *Model) captureProblems() []app.UI {
	c := m.Capture
	var parts, items []app.UI
	switch {
	case len(c.Ethernet) == 0:
	case c.outside == 0:
		parts = append(parts, words("p", "", m.say("capture-link", m.say("capture-ethernet"))))
	case c.outside == len(c.Ethernet):
		parts = append(parts, words("p", "", m.say("capture-link", m.say("capture-ip"))))
	default:
		parts = append(parts, words("p", "", m.say("capture-link", m.say("capture-ethernet")+" · "+m.say("capture-ip"))))
	}
	if c.outside > 0 {
		items = append(items, words("li", "", m.say("capture-outside", strconv.Itoa(c.outside), strconv.Itoa(c.first))))
	}
	if c.Cut > 0 {
		items = append(items, words("li", "", m.say("capture-cut", strconv.Itoa(c.Cut))))
	}
	for _, e := range c.Problems {
		items = append(items, words("li", "", m.say("capture-at", strconv.Itoa(e.Offset), rulebook.Error(e, m.Lang))))
	}
	if len(items) > 0 {
		parts = append(parts, el("ul", attrs{"class", "inf-problems"}, items...))
	}
	return parts
}

// captureChoice chooses packets and what becomes of them.
func (m *Model) captureChoice() []app.UI {
	c := m.Capture
	var behind []option
	for i := range stepCount(m.Scenario) {
		text := "start"
		if i < len(m.Scenario.Steps) {
			text = m.Scenario.Steps[i].Verb
		}
		behind = append(behind, option{strconv.Itoa(i + 1), m.say("step", strconv.Itoa(i+1)) + " · " + text})
	}
	parts := []app.UI{
		m.writing(control{do: "capture-choice", label: m.say("capture-choice"), hint: m.say("capture-choice-hint", strconv.Itoa(mostChosen))}, spellChoice(c.chosen), "1-3, 7", ""),
		m.captureFrames(),
		m.choosing(control{do: "capture-verb", label: m.say("capture-verb")}, c.Verb, []option{{verbReceive, m.say("capture-receive")}, {verbSend, m.say("capture-send")}}),
	}
	if c.Verb == verbReceive {
		parts = append(parts, m.checking(control{do: "capture-together", label: m.say("capture-together")}, "yes", c.Together))
	}
	parts = append(parts, m.selecting(control{do: "capture-behind", label: m.say("capture-behind")}, strconv.Itoa(c.Behind), behind))
	switch {
	case c.bytes > mostBytes:
		return append(parts, el("p", attrs{"class", "refused", "role", "status"}, app.Text(m.say("capture-too-long", strconv.Itoa(mostBytes)))))
	case len(c.taken) == 0:
		return append(parts, el("p", attrs{"class", "refused", "role", "status"}, app.Text(m.say("capture-none"))))
	}
	return append(parts, words("p", "hint", m.say("capture-then", m.linkHint(c.length))),
		el("div", attrs{"class", "row end"}, m.editing("capture-use", "", m.say("capture-use", strconv.Itoa(len(c.taken))), "class", "primary")))
}

// captureFrames lists the packets that are chosen.
func (m *Model) captureFrames() app.UI {
	c := m.Capture
	var items []app.UI
	for _, f := range c.shown {
		length := m.say("capture-bytes", strconv.Itoa(f.length))
		if f.of > f.length {
			length = m.say("capture-short", strconv.Itoa(f.length), strconv.Itoa(f.of))
		}
		text := strconv.Itoa(f.number) + " · " + f.layers + " · " + length
		if f.skipped {
			text = strconv.Itoa(f.number) + " · " + length + " · " + m.say("capture-skipped")
		}
		items = append(items, words("li", when(f.skipped, "skipped", "object"), text))
	}
	if more := len(c.chosen) - len(c.shown); more > 0 {
		items = append(items, words("li", "", rulebook.Label("and-more", m.Lang, strconv.Itoa(more))))
	}
	return el("ul", attrs{"class", "frames"}, items...)
}
