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
	parts = append(parts, m.packetFields(n, spec)...)
	if s.Verb == "send" {
		parts = append(parts, m.asking(n, s))
	}
	parts = append(parts, m.sendingOptions(n, s), m.pasting(n))
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
func (m *Model) packetFields(n string, spec packet.Spec) []app.UI {
	frame, err := spec.Build()
	if err != nil {
		return nil // the layers' field says why
	}
	p := packet.Parse(frame)
	var parts []app.UI
	for i, l := range p.Layers {
		name := p.NameOf(i)
		given := 0
		var fields []app.UI
		for _, f := range m.fieldsOf(&p, i, l.Kind) {
			text := f.Text
			if own, ok := assigned(spec, f.Name); ok {
				given++
				text = own
			}
			fields = append(fields, m.writing(control{do: "packet", arg: n + " field " + f.Name, label: f.Name[len(name)+1:]}, text, "", ""))
		}
		parts = append(parts, el("details", attrs{"class", "more"},
			words("summary", "", m.say("layer-fields", name, strconv.Itoa(given))),
			el("div", attrs{"class", "pair"}, fields...)))
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

// fieldsOf are the fields of a layer that can be given: those it has, and options
// that it might have. Data has a length, and bytes where they are few.
func (m *Model) fieldsOf(p *packet.Packet, layer int, kind packet.Kind) (all []packet.FieldValue) {
	if kind == packet.Data || kind == packet.Padding {
		name, length := p.NameOf(layer), p.Layers[layer].Length
		all = append(all, packet.FieldValue{Name: name + ".length", Text: strconv.Itoa(length)})
		if length > mostHex {
			return all
		}
	}
	first, behind := packet.FieldsOf(kind)
	for f := first; f < behind; f++ {
		all = append(all, p.Field(layer, f))
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

// sendingOptions are the numbers of a step.
func (m *Model) sendingOptions(n string, s *scenario.Step) app.UI {
	names := []string{"count", "sa", "tunnel"}
	if s.Verb == "send" {
		names = []string{"mss", "vlan", "sa", "tunnel", "count"}
	}
	var fields []app.UI
	for _, name := range names {
		fields = append(fields, m.writing(control{do: "packet", arg: n + " option " + name, label: m.say("option-" + name)}, s.Option(name), map[string]string{"mss": "1460", "count": "1"}[name], ""))
	}
	return el("div", attrs{"class", "pair"}, fields...)
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
