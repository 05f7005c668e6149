package packet

import "strconv"

// FieldValue is a field of a packet, for a display byte by byte. At and Bits are
// where it lies in the packet and how wide it is, in bits; Number is its value
// where it has at most 64.
type FieldValue struct {
	Field  Field
	Layer  int
	Name   string
	At     int
	Bits   int
	Number uint64
	Text   string
}

// Fields lists the fields of a layer, in the order of their bits. Fields without
// bits, such as no options, are left out.
func (p *Packet) Fields(layer int) []FieldValue {
	var all []FieldValue
	first, behind := FieldsOf(p.Layers[layer].Kind)
	for f := first; f < behind; f++ {
		v := p.Field(layer, f)
		if v.Bits > 0 {
			all = append(all, v)
		}
	}
	return all
}

// Field is a field of a layer with its value.
func (p *Packet) Field(layer int, f Field) FieldValue {
	l := p.Layers[layer]
	at, width := f.Bits()
	if width == 0 {
		width = max(0, 8*l.Length-at)
	}
	number := p.Get(layer, f)
	return FieldValue{
		Field: f, Layer: layer, Name: p.NameOf(layer) + "." + fieldRows[f].name,
		At: 8*l.Offset + at, Bits: width,
		Number: number, Text: f.text(p.Span(layer, f), number),
	}
}

// Givable lists what people can give of a layer: its fields, also those that have no
// bytes yet, but for data of more bytes than that; of data its length and where the
// pattern begins, of padding its length.
func (p *Packet) Givable(layer, most int) []FieldValue {
	l := p.Layers[layer]
	var all []FieldValue
	if l.Kind == Data || l.Kind == Padding {
		name := p.NameOf(layer) + "."
		all = make([]FieldValue, 2)
		all[0].Name, all[0].Text = name+lengthName, strconv.Itoa(l.Length)
		all[1].Name, all[1].Text = name+fromName, "0"
		if l.Kind == Padding {
			all = all[:1]
		}
		if l.Length > most {
			return all
		}
	}
	first, behind := FieldsOf(l.Kind)
	for f := first; f < behind; f++ {
		all = append(all, p.Field(layer, f))
	}
	return all
}

// NameOf is a layer's name, with an index where others of its kind stand before it:
// "ipv4[1]".
func (p *Packet) NameOf(layer int) string {
	kind, before := p.Layers[layer].Kind, 0
	for _, l := range p.Layers[:layer] {
		if l.Kind == kind {
			before++
		}
	}
	if before == 0 {
		return kind.String()
	}
	return kind.String() + "[" + strconv.Itoa(before) + "]"
}
