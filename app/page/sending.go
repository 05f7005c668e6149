package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app/view"
	"ndisplayground/ndis/dump"
	"ndisplayground/nicsim/scenario"
)

// editStep opens the form of a step, or closes it.
func (p *Playground) editStep(c call) {
	n, err := strconv.Atoi(c.arg)
	if err != nil || p.model.Sending == n+1 {
		n = -1
	}
	p.model.Sending = n + 1
}

// packet changes the packet of a step, or what else it says: the argument is the
// step's index, what, and its name. What is refused stays in its field.
func (p *Playground) packet(c call) {
	index, rest := cut(c.arg)
	n, err := strconv.Atoi(index)
	if err != nil || n < 0 || n >= len(p.model.Scenario.Steps) {
		return
	}
	what, name := cut(rest)
	s := p.model.Scenario.Clone()
	key := "packet" + c.arg
	delete(p.model.Drafts, key)
	if err := edit(&s.Steps[n], what, name, c.value); err != nil {
		p.refuse(key, c.value, err)
		return
	}
	if err := s.CheckStep(n); err != nil {
		p.refuse(key, c.value, err)
		return
	}
	p.commit(s)
}

func edit(s *scenario.Step, what, name, value string) error {
	switch what {
	case "stack", "layers":
		if value != "" {
			s.SetLayers(value)
		}
	case "field":
		s.SetField(name, value)
	case "option":
		s.Put(name, value)
	case "ask":
		s.Ask(name, value != "")
	case "member":
		s.SetMember(name, value)
	case "paste":
		field := app.Window().GetElementByID(view.FrameID)
		d, err := dump.Read(field.Get("value").String(), dump.Options{})
		if err != nil {
			return err
		}
		s.SetBytes(d.Bytes)
		field.Set("value", "")
	}
	return nil
}
