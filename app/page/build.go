package page

import (
	"slices"
	"strings"

	"ndisplayground/app/view"
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
)

// showStructure shows an object of the trace, or a structure that the chosen
// driver could pass.
func (p *Playground) showStructure(c call) {
	p.model.Member = ""
	if n, ok := ndis.ParseNumber(c.value, 31); ok {
		p.pin(view.Shown{Object: int(n)})
		return
	}
	if c.value != "" {
		p.pin(view.Shown{Object: trace.NoObject, Driver: p.model.Driver, Structure: c.value})
	}
}

// editEntry changes what the driver of the structure that is shown sends. What
// is refused stays in its field.
func (p *Playground) editEntry(key, value string, edit func(*driver.Send) error) {
	e, ok := p.model.Editing()
	if !ok {
		return
	}
	s := p.model.Scenario.Clone()
	d, ok := s.DriverAt(e.Path)
	if !ok {
		return
	}
	delete(p.model.Drafts, key)
	if err := edit(d.Driver.Entry(e.Structure, e.Where, e.Registers)); err != nil {
		p.refuse(key, value, err)
		return
	}
	p.pin(p.model.Shown)
	p.commit(s)
}

// header sets a part of the header, or of how the structure arrives; "" makes it
// right again.
func (p *Playground) header(c call) {
	p.editEntry("header"+c.arg, c.value, func(s *driver.Send) error {
		if c.value == "" {
			s.Clear(c.arg)
			return nil
		}
		return s.Set(c.arg, ndis.TextValue(c.value))
	})
}

// right takes back all that the driver says of the structure.
func (p *Playground) right(call) {
	p.editEntry("", "", func(s *driver.Send) error {
		s.RightHeader()
		s.Members = nil
		return nil
	})
}

// headerKeys are the members of a header, which an entry has keys for.
var headerKeys = map[ndis.Path]string{ndis.PathType: "type", ndis.PathRevision: "revision", ndis.PathSize: "size"}

// member gives a member its value.
func (p *Playground) member(c call) {
	path := ndis.Path(strings.TrimSpace(c.arg))
	if c.value == "" {
		return // the select's "no name"
	}
	p.editEntry("member"+c.arg, c.value, func(s *driver.Send) error {
		if key, ok := headerKeys[path]; ok {
			return s.Set(key, ndis.TextValue(c.value))
		}
		return s.SetMember(path, c.value)
	})
}

// clearMember makes a member what it is by itself.
func (p *Playground) clearMember(c call) {
	path := ndis.Path(c.arg)
	p.editEntry("member"+c.arg, "", func(s *driver.Send) error {
		if key, ok := headerKeys[path]; ok {
			s.Clear(key)
		}
		s.ClearMember(path)
		return nil
	})
}

// flag sets or clears one of a member's flags.
func (p *Playground) flag(c call) {
	name, constant := cut(c.arg)
	path := ndis.Path(name)
	v, ok := p.model.View()
	if !ok {
		return
	}
	value, err := v.Value(path)
	if err != nil {
		return
	}
	group := v.Layout.Slot(path).Group()
	if flag, ok := group.Named(constant); ok {
		value = withFlag(value, flag, c.value != "")
	}
	p.editEntry("member"+name, "", func(s *driver.Send) error { return s.SetMember(path, flagsText(v.Layout, path, value)) })
}

func withFlag(value uint64, flag catalog.Constant, on bool) uint64 {
	switch {
	case !on:
		return value &^ flag.Value
	case flag.Value == 0:
		return 0
	}
	return value | flag.Value
}

// flagsText writes a member's flags as people do.
func flagsText(l *catalog.Layout, path ndis.Path, value uint64) string {
	r := codec.New(l)
	_ = r.SetValue(path, value) // it came from a member of that size
	i, _ := l.Find(path)
	return r.Text(i)
}

func (p *Playground) removeEntry(c call) {
	path, index := indexed(c.arg)
	p.changeDriver(path, func(d *driver.Driver) {
		if index >= 0 && index < len(d.Sends) {
			d.Sends = slices.Delete(d.Sends, index, index+1)
		}
	})
}
