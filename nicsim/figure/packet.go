package figure

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
	"ndisplayground/nicsim/rulebook"
)

// Named is what an object is called: its structure, or what of a packet it is.
func Named(o *trace.Object, lang rulebook.Lang) string {
	if o.Structure != "" {
		return o.Structure
	}
	return rulebook.Label("object-"+o.Name, lang)
}

// lookAtPacket finds the layers of an object that is a packet.
func lookAtPacket(o trace.Object) View {
	p := packet.Parse(o.Bytes)
	return View{Packet: &p, Object: o}
}

// Part is a member of a structure or a field of a packet, and the bytes in which
// it lies.
type Part struct {
	Path     ndis.Path
	From, To int
}

// Parts are those that a byte belongs to, the innermost ones.
func (v View) Parts(at int) []Part {
	if v.Packet != nil {
		return v.fields(at)
	}
	var parts []Part
	for i := range v.Layout.Slots {
		s := &v.Layout.Slots[i]
		if s.Offset <= at && at < s.End() && (!s.Kind.Container() || v.Text(i) != "") {
			parts = append(parts, Part{s.Path, s.Offset, s.End()})
		}
	}
	return parts
}

func (v View) fields(at int) []Part {
	var parts []Part
	for i, l := range v.Packet.Layers {
		if at < l.Offset || at >= l.Behind() {
			continue
		}
		for _, f := range v.Packet.Fields(i) {
			if from, to := spanOf(f); from <= at && at < to {
				parts = append(parts, Part{ndis.Path(f.Name), from, to})
			}
		}
		if parts == nil { // bytes of a header that no field has
			parts = []Part{{ndis.Path(v.Packet.NameOf(i)), l.Offset, l.Behind()}}
		}
	}
	return parts
}

// spanOf is the bytes in which a field lies.
func spanOf(f packet.FieldValue) (from, to int) { return f.At / 8, (f.At + f.Bits + 7) / 8 }

// Field is the field of a packet of that name, nil where it has none.
func (v View) Field(name ndis.Path) *packet.FieldValue {
	if v.Packet == nil {
		return nil
	}
	for i := range v.Packet.Layers {
		for _, f := range v.Packet.Fields(i) {
			if f.Name == string(name) {
				return &f
			}
		}
	}
	return nil
}

// layerOwners says, for each byte, which layer it belongs to, as a class.
func layerOwners(p *packet.Packet) []string {
	owners := make([]string, len(p.Bytes))
	for i, l := range p.Layers {
		class := "m" + number(i%6)
		if l.Kind == packet.Padding {
			class = "pad"
		}
		for at := l.Offset; at < l.Behind(); at++ {
			owners[at] = class
		}
	}
	return owners
}

// layers draws the layers as branches, their fields as leaves.
func (b bytesDrawer) layers() {
	for i, l := range b.Packet.Layers {
		branch := l.Kind != packet.Data && l.Kind != packet.Padding
		b.treeItem(1, branch, i == 0, classes("member", "layer"), Part{ndis.Path(b.Packet.NameOf(i)), l.Offset, l.Behind()})
		b.layerRow(i)
		if branch {
			b.open("ul", "role", "group")
			for _, f := range b.Packet.Fields(i) {
				from, to := spanOf(f)
				b.treeItem(2, false, false, "member", Part{ndis.Path(f.Name), from, to})
				b.fieldRow(f)
				b.close("li")
			}
			b.close("ul")
		}
		b.close("li")
	}
}

// treeItem opens a line of the tree.
func (b bytesDrawer) treeItem(level int, branch, first bool, class string, p Part) {
	b.open("li", "role", "treeitem", "aria-level", number(level), when(branch, "aria-expanded", ""), "true", "tabindex", when(first, "0", "-1"),
		"class", class, "data-path", string(p.Path), "data-from", number(p.From), "data-to", number(p.To))
}

func (b bytesDrawer) layerRow(i int) {
	l := b.Packet.Layers[i]
	b.open("span", "class", "row")
	b.tag("span", b.Packet.NameOf(i), "class", "name")
	if stop := b.Packet.Stop; stop.Code != "" && stop.At == l.Offset {
		b.tag("span", rulebook.Error(ndis.NewError(ndis.Code(stop.Code)), b.Lang), "class", "note")
	}
	b.tag("span", offset(l.Offset)+" "+number(l.Length), "class", "place")
	b.close("span")
}

func (b bytesDrawer) fieldRow(f packet.FieldValue) {
	b.open("span", "class", "row")
	b.tag("span", lastName(ndis.Path(f.Name)), "class", "name")
	b.tag("span", f.Text, "class", "value")
	if has, right, ok := b.Packet.Checksum(f.Layer); ok && f.Field == packet.ChecksumField(b.Packet.Layers[f.Layer].Kind) && !packet.Valid(has, right) {
		b.tag("span", rulebook.Label("checksum-right", b.Lang, ndis.Hex(uint64(right), 4)), "class", "note")
	}
	b.tag("span", fieldPlace(f, b.Lang), "class", "place")
	b.close("span")
}

// fieldPlace is where a field lies: "+0x10 4", "+0x14 0…2 bits", counted as RFCs
// do, from the highest bit on.
func fieldPlace(f packet.FieldValue, lang rulebook.Lang) string {
	text := offset(f.At/8) + " "
	if f.At%8 == 0 && f.Bits%8 == 0 {
		return text + number(f.Bits/8)
	}
	first := f.At % 8
	text += number(first)
	if f.Bits > 1 {
		text += "…" + number(first+f.Bits-1)
	}
	return text + " " + rulebook.Label("bits", lang)
}
