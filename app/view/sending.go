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

// sending is the packet of a step that sends or receives, to be changed: what it
// is, and what is asked of the card.
func (m *Model) sending(i int, s *scenario.Step) app.UI {
	n := strconv.Itoa(i)
	spec := s.Packet()
	parts := []app.UI{m.packetLayers(n, spec)}
	p, err := spec.Packet() // what is wrong the layers' field says
	if err == nil {
		parts = append(parts, m.packetFields(n, spec, &p)...)
	}
	if s.Verb == "send" {
		parts = append(parts, m.asking(n, s))
	}
	parts = append(parts, m.options(i, s)...)
	if s.Verb == "send" {
		parts = append(parts, m.beside(n, s))
	}
	if err == nil {
		parts = append(parts, m.then(n, s, &p))
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
		m.writing(control{do: "packet", arg: n + " layers", label: m.say("layers"), hint: m.say("layers-hint")}, spec.Layers, "eth/ipv4/tcp/data", ""))
}

// packetFields are the fields of each layer, folded; those that were given are
// marked by what takes them back.
func (m *Model) packetFields(n string, spec packet.Spec, p *packet.Packet) []app.UI {
	var parts []app.UI
	for i := range p.Layers {
		name := p.NameOf(i)
		given := 0
		var fields []app.UI
		for _, f := range givable(p, i) {
			text := f.Text
			if own, ok := assigned(spec, f.Name); ok {
				given++
				text = own
			}
			fields = append(fields, m.writing(control{do: "packet", arg: n + " field " + f.Name, label: f.Name[len(name)+1:]}, text, "", ""))
		}
		parts = append(parts, m.folded(m.say("layer-fields", name, strconv.Itoa(given)), el("div", attrs{"class", "pair"}, fields...)))
	}
	return append(parts, words("p", "hint", m.say("fields-hint")))
}

// folded is a part of a form that few need.
func (m *Model) folded(title string, parts ...app.UI) app.UI {
	return el("details", attrs{"class", "more"}, append([]app.UI{words("summary", "", title)}, parts...)...)
}

func assigned(spec packet.Spec, name string) (string, bool) {
	for _, a := range spec.Fields {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// givable is what can be given of a layer; the bytes of data only where they are few.
func givable(p *packet.Packet, layer int) (all []packet.FieldValue) {
	for _, f := range p.Givable(layer) {
		if f.Field != packet.DataBytes && f.Field != packet.PaddingBytes || f.Bits <= 8*mostHex {
			all = append(all, f)
		}
	}
	return all
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

// beside is what the sender says to the card otherwise than TCP/IP would.
func (m *Model) beside(n string, s *scenario.Step) app.UI {
	var fields []app.UI
	given := 0
	for _, member := range nicsim.SayingWords {
		value, most := s.Beside(member), strconv.Itoa(nicsim.MostOf(member))
		if value != "" {
			given++
		}
		c := control{do: "packet", arg: n + " beside " + member, label: member, hint: m.say("beside-"+member, "0.."+most)}
		if most == "1" {
			fields = append(fields, m.choosingOf(c, value, m.say("not-said"), []option{{"0", "0"}, {"1", "1"}}))
		} else {
			fields = append(fields, m.writing(c, value, "", ""))
		}
	}
	return m.folded(m.say("layer-fields", m.say("beside"), strconv.Itoa(given)), words("p", "hint", m.say("beside-hint")), el("div", attrs{"class", "pair"}, fields...))
}

// ThenID is the list of fields that can be others in the packets behind the first.
const ThenID = "then-field"

// then are the fields that packets behind the first have otherwise.
func (m *Model) then(n string, s *scenario.Step, p *packet.Packet) app.UI {
	var fields, names []app.UI
	given := s.Then()
	for _, a := range given {
		fields = append(fields, m.writing(control{do: "packet", arg: n + " then " + a.Name, label: a.Name}, a.Value, "", ""))
	}
	for i := range p.Layers {
		for _, f := range givable(p, i) {
			names = append(names, el("option", attrs{"value", f.Name}, app.Text(f.Name)))
		}
	}
	return m.folded(m.say("layer-fields", m.say("then"), strconv.Itoa(len(given))), words("p", "hint", m.say("then-hint")),
		el("div", attrs{"class", "pair"}, fields...),
		el("div", attrs{"class", "pair"},
			el("div", attrs{"class", "field"}, el("label", attrs{"for", ThenID}, app.Text(m.say("then-field"))), el("select", attrs{"id", ThenID, when(m.ReadOnly, "disabled", ""), "true"}, names...)),
			m.writing(control{do: "packet", arg: n + " then-new", label: m.say("then-value"), hint: m.say("then-value-hint")}, "", "", "")))
}

// pasting takes the bytes of a packet as people have them.
func (m *Model) pasting(n string) app.UI {
	key := "packet" + n + " paste"
	parts := []app.UI{
		words("summary", "", m.say("packet-paste")),
		el("label", attrs{"for", FrameID}, app.Text(m.say("paste"))),
		el("textarea", attrs{"id", FrameID, "rows", "4", "spellcheck", "false", "autocomplete", "off", "aria-describedby", FrameID + "-why"}),
		words("p", "hint", m.say("packet-paste-hint")),
	}
	if d, refused := m.Drafts[key]; refused {
		parts = append(parts, el("p", attrs{"id", FrameID + "-why", "class", "refused", "role", "alert"}, app.Text(d.Error)))
	}
	_, refused := m.Drafts[key]
	parts = append(parts, m.editing("packet", n+" paste", m.say("packet-paste-do")))
	return el("details", attrs{"class", "more", when(refused, "open", ""), "true"}, parts...)
}
