package packet

import (
	"bytes"
	"strconv"
	"strings"
)

// Describe is the text of a frame: [Spec.Build] makes the same bytes of it. What
// cannot be said in layers is said in hex.
func Describe(frame []byte) Spec {
	d := describer{Packet: Parse(frame)}
	s := d.describe()
	if built, err := s.Build(); err != nil || !bytes.Equal(built, frame) {
		return Spec{"data", []Assignment{{DataBytes.Name(), hexText(frame)}}}
	}
	return s
}

// describer finds which fields of a packet differ from what [Spec.Build] would
// write.
type describer struct {
	Packet
	fields [][]Assignment // of each layer
}

func (d *describer) describe() Spec {
	names := make([]string, len(d.Layers))
	d.fields = make([][]Assignment, len(d.Layers))
	for i, l := range d.Layers {
		names[i] = l.Kind.String()
		d.plain(i)
	}
	d.computed()
	var all []Assignment
	for _, fields := range d.fields {
		all = append(all, fields...)
	}
	return Spec{strings.Join(names, "/"), all}
}

// say notes a field as the packet has it.
func (d *describer) say(layer int, f Field) {
	v := d.Field(layer, f)
	d.fields[layer] = append(d.fields[layer], Assignment{v.Name, v.Text})
}

// plain notes the fields of a layer that differ from the standard and follow from
// nothing.
func (d *describer) plain(layer int) {
	kind := d.Layers[layer].Kind
	if kind == Data || kind == Padding {
		d.data(layer)
		return
	}
	computed := computedOf(kind)
	first, behind := FieldsOf(kind)
	for f := first; f < behind; f++ {
		standard := f.standard()
		same := d.Get(layer, f) == standard.number
		if _, width := f.Bits(); width == 0 || width > 64 {
			same = bytes.Equal(d.Span(layer, f), standard.bytes)
		}
		if !same && !contains(computed, f) {
			d.say(layer, f)
		}
	}
}

func contains(all []Field, f Field) bool {
	for _, other := range all {
		if other == f {
			return true
		}
	}
	return false
}

// data notes the length of data, and its bytes where they are not the pattern's.
func (d *describer) data(layer int) {
	b, name := d.Header(layer), d.NameOf(layer)
	from, ok := patternOf(b)
	if d.Layers[layer].Kind == Padding {
		from, ok = 0, len(bytes.TrimLeft(b, "\x00")) == 0
	}
	if !ok {
		first, _ := FieldsOf(d.Layers[layer].Kind)
		d.say(layer, first)
		return
	}
	if len(b) > 0 {
		d.fields[layer] = append(d.fields[layer], Assignment{name + "." + lengthName, strconv.Itoa(len(b))})
	}
	if from > 0 {
		d.fields[layer] = append(d.fields[layer], Assignment{name + "." + fromName, strconv.Itoa(from)})
	}
}

// patternOf is where in the pattern of [Pattern] bytes begin. A step of two tells
// where the lower byte of the place turns to zero; without one, the first 256
// places are as good as any.
func patternOf(b []byte) (from int, ok bool) {
	if len(b) == 0 {
		return 0, true
	}
	low, high := int(b[0]), 0
	for i := 1; i < len(b) && i <= 256; i++ {
		if b[i]-b[i-1] == 2 {
			low = (256 - i) & 0xFF
			high = int(b[0]-byte(low)) & 0xFF
			break
		}
	}
	from = high<<8 | low
	made := make([]byte, len(b))
	Pattern(made, from)
	return from, bytes.Equal(made, b)
}

// computed notes the fields that Build would fill in otherwise. It lets Build's
// code fill a copy, from the last layer on, and puts back what the packet has.
func (d *describer) computed() {
	b := builder{Packet: Packet{Bytes: bytes.Clone(d.Bytes), Layers: laidOut(d.Layers)}}
	for i := len(d.Layers) - 1; i >= 0; i-- {
		for _, f := range computedOf(d.Layers[i].Kind) {
			want := d.Get(i, f)
			made, ok := b.compute(i, f)
			if !ok {
				made = f.standard().number
			}
			if made != want {
				d.say(i, f)
			}
			b.Put(i, f, want)
		}
	}
}

// laidOut are layers with the ends that Build gives them: each goes on to the
// beginning of the padding.
func laidOut(layers []Layer) []Layer {
	all := append([]Layer{}, layers...)
	end := 0
	for _, l := range all {
		if l.Kind != Padding {
			end = l.Behind()
		}
	}
	for i := range all {
		all[i].End = max(end, all[i].Behind())
	}
	return all
}
