package view

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/nicsim"
	"ndisplayground/nicsim/packet"
	"ndisplayground/nicsim/scenario"
)

// FrameID is the field for the bytes of a packet.
const FrameID = "packet-bytes"

// stacks are layers to begin with.
var stacks = []string{
	"eth/ipv4/tcp/data", "eth/ipv4/udp/data", "eth/ipv6/tcp/data", "eth/ipv6/udp/data", "eth/vlan/ipv4/tcp/data", "eth/ipv6/hopopts/tcp/data",
	"eth/ipv4/udp/vxlan/eth/ipv4/tcp/data", "eth/ipv4/nvgre/eth/ipv4/tcp/data", "eth/ipv4/udp/esp/data",
}

// sending is what a step says, to be changed: of one that sends or receives the
// packet and what is asked of the card, and of all what else they can say.
func (m *Model) sending(i int) app.UI {
	n, s := strconv.Itoa(i), &m.Scenario.Steps[i]
	if !s.Sends() {
		return el("div", attrs{"class", "form sending"}, m.options(i)...)
	}
	spec := s.Packet()
	parts := []app.UI{m.packetLayers(n, spec)}
	p, err := spec.Packet() // what is wrong the layers' field says
	if err == nil {
		parts = append(parts, m.packetFields(n, spec, p)...)
	}
	sends := s.Verb == "send"
	if sends {
		parts = append(parts, m.asking(n, s))
	}
	parts = append(parts, m.options(i)...)
	if sends {
		beside, given := m.offered(n+" member ", scenario.Besides(), s.Member)
		parts = append(parts, m.folded(m.say("beside"), given, m.say("beside-hint"), beside))
	}
	if err == nil {
		parts = append(parts, m.then(n, s, p))
	}
	parts = append(parts, m.pasting(n))
	return el("div", attrs{"class", "form sending"}, parts...)
}

// packetLayers chooses or writes the layers.
func (m *Model) packetLayers(n string, spec packet.Spec) app.UI {
	chosen := none
	options := []option{{none, m.say("layers-other")}}
	for _, stack := range stacks {
		if stack == spec.Layers {
			chosen = stack
		}
		options = append(options, option{stack, stack})
	}
	return el("div", attrs{"class", "pair"},
		m.selecting(control{do: "packet", arg: n + " stack", label: m.say("layers-common")}, chosen, options),
		m.packetText(n+" layers", m.say("layers"), m.say("layers-hint"), spec.Layers, "eth/ipv4/tcp/data"))
}

// packetFields are the fields of each layer, folded; those that were given are
// marked by what takes them back.
func (m *Model) packetFields(n string, spec packet.Spec, p *packet.Packet) []app.UI {
	var parts []app.UI
	for i := range p.Layers {
		name := p.NameOf(i)
		given := 0
		var fields []app.UI
		all := p.Givable(i, mostHex)
		for k := range all {
			f := &all[k]
			text := f.Text
			if own, ok := assigned(spec, f.Name); ok {
				given++
				text = own
			}
			fields = append(fields, m.packetText(n+" field "+f.Name, f.Name[len(name)+1:], "", text, ""))
		}
		parts = append(parts, m.folded(name, given, "", fields))
	}
	return append(parts, words("p", "hint", m.say("fields-hint")))
}

func assigned(spec packet.Spec, name string) (string, bool) {
	for _, a := range spec.Fields {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// mostHex is how many bytes of data are shown as hex.
const mostHex = 256

// asking are boxes for what is asked of the card.
func (m *Model) asking(n string, s *scenario.Step) app.UI {
	parts := []app.UI{words("legend", "", m.say("asks"))}
	for _, word := range nicsim.AskWords {
		parts = append(parts, m.checking(control{do: "packet", arg: n + " ask " + word, label: m.say("ask-" + word)}, word, s.Asks(word)))
	}
	return el("fieldset", attrs{"class", "flags"}, parts...)
}

// then are the fields that packets behind the first have otherwise, and a way to
// another one.
func (m *Model) then(n string, s *scenario.Step, p *packet.Packet) app.UI {
	controls, given := m.offered(n+" member ", s.Differing(), s.Member)
	var options []option
	chosen := ""
	for i := range p.Layers {
		all := p.Givable(i, mostHex)
		for k := range all {
			name := all[k].Name
			if s.Member(scenario.Then+name) != "" {
				continue
			}
			if options = append(options, option{name, name}); chosen == "" || name == m.Then {
				chosen = name
			}
		}
	}
	return m.folded(m.say("then"), given, m.say("then-hint"), append(controls,
		m.selecting(control{do: "then", arg: n, label: m.say("then-field")}, chosen, options),
		m.packetText(n+" member "+scenario.Then+chosen, m.say("then-value"), m.say("then-value-hint"), "", "")))
}

// packetText is a field for something that a step says.
func (m *Model) packetText(arg, label, hint, value, placeholder string) app.UI {
	return m.writing(control{do: "packet", arg: arg, label: label, hint: hint}, value, placeholder, "")
}

// pasting takes the bytes of a packet as people have them.
func (m *Model) pasting(n string) app.UI {
	key := "packet" + n + " paste"
	d, refused := m.Drafts[key]
	parts := []app.UI{
		words("summary", "", m.say("packet-paste")),
		el("label", attrs{"for", FrameID}, app.Text(m.say("paste"))),
		el("textarea", attrs{"id", FrameID, "rows", "4", "spellcheck", "false", "autocomplete", "off", when(refused, "aria-describedby", ""), FrameID + "-why"}),
		words("p", "hint", m.say("packet-paste-hint")),
	}
	if refused {
		parts = append(parts, el("p", attrs{"id", FrameID + "-why", "class", "refused", "role", "alert"}, app.Text(d.Error)))
	}
	parts = append(parts, m.editing("packet", n+" paste", m.say("packet-paste-do")))
	return el("details", attrs{"class", "more", when(refused, "open", ""), "true"}, parts...)
}
