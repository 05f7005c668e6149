package packet

import (
	"strconv"
	"strings"
)

// Spec is a packet as people write it: its layers, outermost first, as
// "eth/ipv4/tcp/data", and what differs from the standard values.
type Spec struct {
	Layers string
	Fields []Assignment
}

// Assignment is a field and its value: "tcp.dstport" is "443". Of a layer that is
// there more than once, "ipv4[1].ttl" is the second one's. Data has no fields but
// data.length, data.from (where in the pattern it begins) and data.hex, and so has
// padding.
type Assignment struct{ Name, Value string }

// ParseSpec reads the text of one line: layers, then name=value, blanks between.
func ParseSpec(text string) (Spec, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return Spec{}, &Error{Code: CodeLayerCount, At: "layers", Args: []string{strconv.Itoa(MaxLayers)}}
	}
	s := Spec{Layers: words[0]}
	for _, word := range words[1:] {
		name, text, ok := strings.Cut(word, "=")
		if !ok {
			return Spec{}, &Error{Code: CodeTextWrong, At: word, Suggestions: []string{word + "=..."}}
		}
		s.Fields = append(s.Fields, Assignment{name, text})
	}
	return s, nil
}

// String is what [ParseSpec] reads.
func (s Spec) String() string {
	text := s.Layers
	for _, f := range s.Fields {
		text += " " + f.Name + "=" + f.Value
	}
	return text
}

// Build makes the packet of a text of one line.
func Build(text string) ([]byte, error) {
	s, err := ParseSpec(text)
	if err != nil {
		return nil, err
	}
	return s.Build()
}

// The fields of data and padding that are not bytes of the packet.
const (
	lengthName = "length"
	fromName   = "from"
)

// aliases are short names, as in "src" and "dst" of the other layers.
var aliases = []struct {
	kind  Kind
	name  string
	field Field
}{
	{TCP, "src", TCPSource}, {TCP, "dst", TCPDestination},
	{UDP, "src", UDPSource}, {UDP, "dst", UDPDestination},
}

// fieldNamed is the field of a kind of that name, NoField where there is none.
func fieldNamed(k Kind, name string) Field {
	first, behind := FieldsOf(k)
	for f := first; f < behind; f++ {
		if fieldRows[f].name == name {
			return f
		}
	}
	for _, a := range aliases {
		if a.kind == k && a.name == name {
			return a.field
		}
	}
	return NoField
}

// namesIn are the names of a kind's fields, with the layer's name.
func namesIn(k Kind) []string {
	var names []string
	first, behind := FieldsOf(k)
	for f := first; f < behind; f++ {
		names = append(names, f.Name())
	}
	if k == Data || k == Padding {
		names = append(names, k.String()+"."+lengthName, k.String()+"."+fromName)
	}
	return names
}

// parseLayers reads "eth/ipv4/tcp/data".
func parseLayers(text string) ([]Kind, *Error) {
	var all []Kind
	before := NoKind
	for name := range strings.SplitSeq(text, "/") {
		kind := KindOf(name)
		switch {
		case kind == NoKind:
			return nil, &Error{Code: CodeLayerUnknown, At: "layers", Args: []string{name}, Suggestions: nearest(name, KindNames())}
		case len(all) >= MaxLayers:
			return nil, &Error{Code: CodeLayerCount, At: "layers", Args: []string{strconv.Itoa(MaxLayers)}}
		case !MayCarry(before, kind) || before == Padding, before == Data && kind != Padding:
			return nil, &Error{Code: CodeLayerOrder, At: "layers", Args: []string{name, before.String()}, Suggestions: carried(before)}
		}
		all = append(all, kind)
		before = kind
	}
	return all, nil
}

// carried are the names of the kinds that may stand behind one.
func carried(outer Kind) []string {
	var names []string
	for k := Ethernet; k < kinds; k++ {
		if MayCarry(outer, k) {
			names = append(names, k.String())
		}
	}
	return names
}

// cutName splits "ipv4[1].ttl" into a kind, an index and the field's name.
func cutName(name string) (kind Kind, index int, field string, err *Error) {
	layer, field, dotted := strings.Cut(name, ".")
	layer, digits, indexed := strings.Cut(layer, "[")
	if indexed {
		n, wrong := strconv.ParseUint(strings.TrimSuffix(digits, "]"), 10, 8)
		if wrong != nil || !strings.HasSuffix(digits, "]") {
			return NoKind, 0, "", &Error{Code: CodeTextWrong, At: name, Suggestions: []string{layer + "[1]." + field}}
		}
		index = int(n)
	}
	if kind = KindOf(layer); kind == NoKind {
		return NoKind, 0, "", &Error{Code: CodeLayerUnknown, At: name, Args: []string{layer}, Suggestions: nearest(layer, KindNames())}
	}
	if !dotted {
		return NoKind, 0, "", &Error{Code: CodeFieldUnknown, At: name, Suggestions: namesIn(kind)}
	}
	return kind, index, field, nil
}
