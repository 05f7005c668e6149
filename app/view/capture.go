package view

import (
	"cmp"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/packet"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// What becomes of the packets of a file: they arrive, together with one interrupt,
// or a driver sends them.
const (
	capturedArrive   = "receive"
	capturedTogether = "together"
	capturedSent     = "send"
)

// Capture is a capture file that was opened, and what is to become of it: which
// packets are to be steps, and what kind of.
type Capture struct {
	Name     string
	Opens    Notice // how the program that reads the file is getting on
	Again    func() // asks it anew
	Kinds    string // what packets begin with, "" while it is on its way
	Count    int
	Frame    func(int) []byte
	Problems []*ndis.Error
	Behind   int    // so many steps come before the new ones; 0: all
	How      string // "" as they arrive

	choice string
	chosen []int
	shown  []string // the chosen packets, a line each
	taken  int      // how many steps they become
	length int      // of the link with them
}

// Begin chooses the first few packets: as many as leave the link short and become
// steps, and at least one.
func (c *Capture) Begin(s *scenario.Scenario) {
	for n := 1; n <= c.Count && n <= mostChosen; n++ {
		before, taken, text := c.choice, c.taken, strconv.Itoa(n)
		if n > 1 {
			text = "1-" + text
		}
		_ = c.Choose(text, s)
		if n > 1 && (c.length > longLink || c.taken <= taken) {
			_ = c.Choose(before, s)
			return
		}
	}
}

// Choose takes other packets.
func (c *Capture) Choose(text string, s *scenario.Scenario) *ndis.Error {
	chosen, err := readChoice(text, c.Count)
	if err == nil {
		c.choice, c.chosen = text, chosen
		c.Look(s)
	}
	return err
}

// Bounds of the chosen packets: how many are listed, and how many bytes all
// together can have. Whatever a scenario has is in its link.
const (
	mostShown = 8
	mostBytes = 1 << 17
)

// Look finds what the chosen packets become, and what is shown of them.
func (c *Capture) Look(s *scenario.Scenario) {
	c.shown = nil
	bytes := 0
	for _, index := range c.chosen {
		p := packet.Parse(c.Frame(index))
		if bytes += len(p.Bytes); len(c.shown) < mostShown {
			c.shown = append(c.shown, strconv.Itoa(index+1)+" · "+p.Stack()+" · "+strconv.Itoa(len(p.Bytes))+" B")
		}
	}
	with := s.Clone()
	c.taken = 0
	if bytes <= mostBytes {
		c.Into(&with)
	}
	c.length = len(with.Link())
}

// behind is how many of a scenario's steps come before the new ones: steps may have
// been removed since the file was opened.
func (c *Capture) behind(s *scenario.Scenario) int {
	all := max(1, len(s.Steps)) // none are one, start
	return min(cmp.Or(c.Behind, all), all)
}

// Into puts the packets into a scenario, as steps.
func (c *Capture) Into(s *scenario.Scenario) {
	c.taken = 0
	behind := c.behind(s)
	for n, index := range c.chosen {
		step := scenario.Step{Verb: capturedArrive}
		if c.How == capturedSent {
			step.Verb = capturedSent
		}
		frame := c.Frame(index)
		if len(frame) == 0 {
			continue
		}
		step.SetBytes(frame)
		if c.How == capturedTogether && n < len(c.chosen)-1 {
			step.Put("hold", "yes")
		}
		s.InsertStep(behind+c.taken, step)
		c.taken++
	}
}

// captureFile is what was found in a capture file, and the way to use it.
func (m *Model) captureFile() []app.UI {
	c := m.Capture
	if c == nil {
		return nil
	}
	if c.Kinds == "" {
		return []app.UI{m.telling(c.Opens)}
	}
	var remarks []string
	for _, e := range c.Problems {
		remarks = append(remarks, m.say("pcap-at", strconv.Itoa(e.Offset), rulebook.Error(e, m.Lang)))
	}
	parts := []app.UI{words("h3", "", m.say("pcap-found", c.Name, strconv.Itoa(c.Count), c.Kinds)), lines("inf-problems", remarks)}
	if c.Count == 0 {
		return parts
	}
	choice := captureControl(m, "choice")
	choice.hint = m.say("pcap-hint", strconv.Itoa(mostChosen), strconv.Itoa(mostBytes), strconv.Itoa(c.length))
	return append(parts,
		m.writing(choice, c.choice, "1-3, 7", ""),
		lines("captured", c.shown),
		m.selecting(captureControl(m, "how"), either(c.How, capturedArrive), m.captureOptions(capturedArrive, capturedTogether, capturedSent)),
		m.editing("capture", "use", m.say("pcap-use", strconv.Itoa(c.taken), strconv.Itoa(c.behind(m.Scenario))), "class", "primary", "aria-disabled", flag(c.taken == 0)))
}

func captureControl(m *Model, arg string) control {
	return control{do: "capture", arg: arg, label: m.say("pcap-" + arg)}
}

func (m *Model) captureOptions(names ...string) (options []option) {
	for _, name := range names {
		options = append(options, option{name, m.say("pcap-" + name)})
	}
	return options
}
