package scenario

import (
	"encoding/base64"
	"slices"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/packet"
)

// Sends reports whether the step is about packets, of which the rest of this file
// is.
func (s *Step) Sends() bool { return s.Verb == "send" || s.Verb == "receive" }

// CheckStep reports what is wrong with a step.
func (s *Scenario) CheckStep(index int) error {
	if err := s.Steps[index].check(s); err != nil {
		return err
	}
	return nil
}

// Option is the value of an option, "" for none.
func (s *Step) Option(name string) string { return s.option(name) }

// Put gives an option a value; "" takes it back.
func (s *Step) Put(name, value string) {
	s.Options = slices.DeleteFunc(s.Options, func(o ndis.Pair) bool { return o.Path == name })
	if value != "" {
		s.Options = append(s.Options, ndis.Pair{Path: name, Text: value})
	}
}

// Asks reports whether the card is asked for something.
func (s *Step) Asks(word string) bool { return slices.Contains(s.asks(), word) }

func (s *Step) asks() []string {
	if text := s.option("ask"); text != "" {
		return strings.Split(text, ",")
	}
	return nil
}

// Ask asks the card for something, a word of [nicsim.AskWords], or no more.
func (s *Step) Ask(word string, on bool) {
	var asks []string
	for _, known := range nicsim.AskWords {
		if known == word && on || known != word && s.Asks(known) {
			asks = append(asks, known)
		}
	}
	s.Put("ask", strings.Join(asks, ","))
}

// Packet is the packet of the step, the first of several, in layers and fields; of
// bytes, what they say.
func (s *Step) Packet() packet.Spec {
	if frame, err := base64.RawURLEncoding.DecodeString(s.option("bytes")); err == nil && len(frame) > 0 {
		return packet.Describe(frame)
	}
	return s.spec()
}

// spec is the packet that a step without bytes describes.
func (s *Step) spec() packet.Spec {
	spec := packet.Spec{Layers: defaultLayers}
	if len(s.Args) > 0 {
		spec.Layers = s.Args[0]
	}
	for _, m := range s.Members {
		if !ofNoField(m) {
			spec.Fields = append(spec.Fields, packet.Assignment{Name: string(m.Path), Value: m.Text})
		}
	}
	return spec
}

// What a step says beside the fields of its packet begins so: what stands in the
// out-of-band information, and what other fields the packets behind the first have.
const (
	besidePrefix = "oob."
	Then         = "then."
)

func ofNoField(m codec.Assignment) bool {
	return strings.HasPrefix(string(m.Path), besidePrefix) || strings.HasPrefix(string(m.Path), Then)
}

// Differing are the fields that packets behind the first have otherwise, as members
// of the step.
func (s *Step) Differing() (all []Option) {
	for _, m := range s.Members {
		if strings.HasPrefix(string(m.Path), Then) {
			all = append(all, Option{Name: string(m.Path)})
		}
	}
	return all
}

// Member is what the step says of a member, "" for nothing: of "oob.IsIPv4", of
// "then.tcp.seq". What it says last counts.
func (s *Step) Member(name string) string {
	if i := s.lastMember(name); i >= 0 {
		return s.Members[i].Text
	}
	return ""
}

func (s *Step) lastMember(name string) int {
	i := len(s.Members) - 1
	for i >= 0 && string(s.Members[i].Path) != name {
		i--
	}
	return i
}

// SetMember lets the step say something of a member; "" takes it back.
func (s *Step) SetMember(name, value string) {
	i := s.lastMember(name)
	switch {
	case value == "":
		s.Members = slices.DeleteFunc(s.Members, func(m codec.Assignment) bool { return string(m.Path) == name })
	case i < 0:
		s.Members = append(s.Members, codec.Assignment{Path: ndis.Path(name), Text: value})
	default:
		s.Members[i].Text = value
	}
}

// SetPacket gives the step a packet in layers and fields.
func (s *Step) SetPacket(spec packet.Spec) {
	s.Put("bytes", "")
	s.Args = []string{spec.Layers}
	s.Members = slices.DeleteFunc(s.Members, func(m codec.Assignment) bool { return !ofNoField(m) })
	for _, f := range spec.Fields {
		s.Members = append(s.Members, codec.Assignment{Path: ndis.Path(f.Name), Text: f.Value})
	}
}

// SetBytes gives the step the bytes of a packet: in layers and fields, where that
// is not longer.
func (s *Step) SetBytes(frame []byte) {
	s.SetPacket(packet.Describe(frame))
	whole := Step{Verb: s.Verb}
	whole.Put("bytes", base64.RawURLEncoding.EncodeToString(frame))
	described := Step{Verb: s.Verb, Args: s.Args, Members: s.Members}
	if len(whole.String()) < len(described.String()) {
		s.Args, s.Members = nil, slices.DeleteFunc(s.Members, func(m codec.Assignment) bool { return !ofNoField(m) })
		s.Options = append(s.Options, whole.Options...)
	}
}

// SetLayers gives the packet other layers. Fields of layers that are gone are gone
// with them.
func (s *Step) SetLayers(layers string) {
	gone := func(a packet.Assignment) bool {
		_, err := packet.Spec{Layers: layers, Fields: []packet.Assignment{a}}.Build()
		e, ok := err.(*packet.Error)
		return ok && e.Code == packet.CodeLayerMissing
	}
	spec := s.Packet()
	spec.Layers = layers
	spec.Fields = slices.DeleteFunc(spec.Fields, gone)
	for _, o := range s.Differing() {
		if gone(packet.Assignment{Name: o.Name[len(Then):], Value: s.Member(o.Name)}) {
			s.SetMember(o.Name, "")
		}
	}
	s.SetPacket(spec)
}

// SetField gives a field of the packet a value; "" lets it be what it is by itself.
// Data is its bytes or their length, not both.
func (s *Step) SetField(name, value string) {
	spec := s.Packet()
	layer, field := cutLast(name)
	spec.Fields = slices.DeleteFunc(spec.Fields, func(a packet.Assignment) bool {
		otherLayer, other := cutLast(a.Name)
		return a.Name == name || otherLayer == layer && field != "" && (field == "hex") != (other == "hex") && (field == "hex" || other == "hex")
	})
	if value != "" {
		spec.Fields = append(spec.Fields, packet.Assignment{Name: name, Value: value})
	}
	s.SetPacket(spec)
}

// cutLast cuts a field's name off its layer's.
func cutLast(name string) (layer, field string) {
	at := strings.LastIndexByte(name, '.')
	if at < 0 {
		return name, ""
	}
	return name[:at], name[at+1:]
}
