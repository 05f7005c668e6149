package figure

import (
	"bytes"

	"ndisplayground/nicsim/packet"
)

// fate is what became of bytes of a packet.
type fate uint8

const (
	alike fate = iota
	changed
	added
	removed
)

func (f fate) String() string { return []string{"alike", "changed", "added", "removed"}[f] }

// stretch is bytes of one fate: where they lie before and after.
type stretch struct {
	fate          fate
	before, after int
	length        int
}

// became is how a packet became another one, as stretches in their order. Layers
// are matched by their kinds, fields by their places in them. from is how much of
// the data before was not looked for again: what earlier segments have taken.
func became(before, after *packet.Packet, from int) []stretch {
	c := comparer{before: before.Bytes, after: after.Bytes}
	for _, pair := range sameLayers(before.Layers, after.Layers) {
		b, a := pair[0], pair[1]
		c.gap(b.Offset, a.Offset, 0)
		c.places(min(b.Length, a.Length))
		c.rest(b.Behind(), a.Behind())
	}
	c.gap(len(before.Bytes), len(after.Bytes), from)
	return c.all
}

// comparer has compared the bytes before b and a.
type comparer struct {
	before, after []byte
	b, a          int
	all           []stretch
}

func (c *comparer) add(f fate, n int) {
	if n == 0 {
		return
	}
	if last := len(c.all) - 1; last >= 0 && c.all[last].fate == f {
		c.all[last].length += n
	} else {
		c.all = append(c.all, stretch{f, c.b, c.a, n})
	}
	if f != added {
		c.b += n
	}
	if f != removed {
		c.a += n
	}
}

// places compares bytes at the same places.
func (c *comparer) places(n int) {
	for range n {
		if c.before[c.b] == c.after[c.a] {
			c.add(alike, 1)
		} else {
			c.add(changed, 1)
		}
	}
}

// rest is what one side has and the other has not.
func (c *comparer) rest(toBefore, toAfter int) {
	c.add(removed, toBefore-c.b)
	c.add(added, toAfter-c.a)
}

// gap compares what lies between layers that match: one side may hold the other
// whole, as a segment is a part of the data, but for a few bytes, as a packet that
// is framed has its checksum filled in.
func (c *comparer) gap(toBefore, toAfter, from int) {
	before, after := c.before[c.b:toBefore], c.after[c.a:toAfter]
	from = min(from, len(before))
	if at := bytes.Index(before[from:], after); at >= 0 && len(after) > 0 {
		c.add(removed, from+at)
	} else if at := within(after, before); at >= 0 {
		c.add(added, at)
	} else if at := within(before, after); at >= 0 {
		c.add(removed, at)
	}
	c.places(min(toBefore-c.b, toAfter-c.a))
	c.rest(toBefore, toAfter)
}

// furthest is how far bytes are looked for within others.
const furthest = 256

// within is where a part lies within a whole, but for an eighth of its bytes;
// -1 where it does not.
func within(whole, part []byte) int {
	for at := 0; len(part) > 0 && at <= min(furthest, len(whole)-len(part)); at++ {
		wrong := 0
		for i := 0; i < len(part) && wrong <= len(part)/8; i++ {
			if whole[at+i] != part[i] {
				wrong++
			}
		}
		if wrong <= len(part)/8 {
			return at
		}
	}
	return -1
}

// sameLayers are the headers that both packets have, in their order: a longest
// common subsequence by kind.
func sameLayers(before, after []packet.Layer) (pairs [][2]packet.Layer) {
	b, a := headersOf(before), headersOf(after)
	left := make([][]uint8, len(b)+1)
	left[len(b)] = make([]uint8, len(a)+1)
	for i := len(b) - 1; i >= 0; i-- {
		left[i] = make([]uint8, len(a)+1)
		for j := len(a) - 1; j >= 0; j-- {
			left[i][j] = max(left[i+1][j], left[i][j+1])
			if b[i].Kind == a[j].Kind {
				left[i][j] = left[i+1][j+1] + 1
			}
		}
	}
	for i, j := 0, 0; i < len(b) && j < len(a); {
		switch {
		case b[i].Kind == a[j].Kind:
			pairs = append(pairs, [2]packet.Layer{b[i], a[j]})
			i, j = i+1, j+1
		case left[i+1][j] >= left[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

func headersOf(layers []packet.Layer) (headers []packet.Layer) {
	for _, l := range layers {
		if l.Kind != packet.Data && l.Kind != packet.Padding {
			headers = append(headers, l)
		}
	}
	return headers
}

// difference is a field that is not as it was, or a header or bytes that one side
// alone has. Before and After are values, "" for none; the bytes are those of the
// side that has them.
type difference struct {
	fate          fate
	name          string
	kind          packet.Kind
	field         packet.Field
	before, after string
	bytes         int // that changed, came or went, where there is no value
	from, to      int
}

// differences are the stretches that are not alike, by field.
func differences(before, after *packet.Packet, all []stretch) (found []difference) {
	for _, s := range all {
		switch s.fate {
		case changed:
			for _, d := range changedFields(before, after, s) {
				if n := len(found); n == 0 || found[n-1].name != d.name {
					found = append(found, d)
				} else if d.bytes > 0 {
					found[n-1].bytes += d.bytes
				}
			}
		case added:
			found = append(found, wholeParts(after, added, s.after, s.length)...)
		case removed:
			found = append(found, wholeParts(before, removed, s.before, s.length)...)
		}
	}
	return found
}

// changedFields are the fields in a stretch that changed: those of the packet
// after, but where that has only data, as behind ESP, those of the one before. Data
// counts its bytes.
func changedFields(before, after *packet.Packet, s stretch) (found []difference) {
	from, to := s.after, s.after+s.length
	for i, l := range after.Layers {
		at, end := max(from, l.Offset), min(to, l.Behind())
		switch {
		case at >= end:
		case l.Kind != packet.Data && l.Kind != packet.Padding:
			found = append(found, otherFields(before, after, i, at, end, s.before-s.after)...)
		default:
			hidden := hiddenFields(before, after, at, end, s.before-s.after)
			if hidden == nil {
				hidden = []difference{{fate: changed, name: after.NameOf(i), kind: l.Kind, bytes: end - at, from: at, to: end}}
			}
			found = append(found, hidden...)
		}
	}
	return found
}

// otherFields are the fields of a layer within some bytes that have another value
// than in a packet in which they lie so much further.
func otherFields(before, after *packet.Packet, layer, from, to, shift int) (found []difference) {
	kind := after.Layers[layer].Kind
	for _, v := range after.Fields(layer) {
		first, end := spanOf(v)
		was := valueAt(before, v, kind, shift)
		if end > from && first < to && was != v.Text {
			found = append(found, difference{fate: changed, name: v.Name, kind: kind, field: v.Field, before: was, after: v.Text, from: first, to: end})
		}
	}
	return found
}

// hiddenFields are fields of headers before that are data now.
func hiddenFields(before, after *packet.Packet, from, to, shift int) (found []difference) {
	for i, l := range before.Layers {
		if l.Kind == packet.Data || l.Kind == packet.Padding || l.Behind() <= from+shift || l.Offset >= to+shift {
			continue
		}
		now := packet.Packet{Bytes: after.Bytes, Layers: []packet.Layer{{Kind: l.Kind, Offset: l.Offset - shift, Length: l.Length, End: l.End - shift}}}
		if l.Offset < shift || l.Behind()-shift > len(after.Bytes) {
			continue
		}
		for _, d := range otherFields(before, &now, 0, from, to, shift) {
			d.name = before.Field(i, d.field).Name
			found = append(found, d)
		}
	}
	return found
}

// valueAt is what the same field was in a packet in which it lies so much further.
func valueAt(p *packet.Packet, f packet.FieldValue, kind packet.Kind, shift int) string {
	for i, l := range p.Layers {
		if l.Kind != kind {
			continue
		}
		if was := p.Field(i, f.Field); was.At == f.At+8*shift {
			return was.Text
		}
	}
	return ""
}

// wholeParts are the layers in a stretch that only one side has: a header with its
// fields, or so many bytes.
func wholeParts(p *packet.Packet, f fate, from, length int) (found []difference) {
	to := from + length
	for i, l := range p.Layers {
		if l.Behind() <= from || l.Offset >= to {
			continue
		}
		at, end := max(from, l.Offset), min(to, l.Behind())
		d := difference{fate: f, name: p.NameOf(i), kind: l.Kind, bytes: end - at, from: at, to: end}
		if at == l.Offset && end == l.Behind() && l.Kind != packet.Data && l.Kind != packet.Padding {
			text := fieldsText(p, i)
			if f == added {
				d.after = text
			} else {
				d.before = text
			}
		}
		found = append(found, d)
	}
	return found
}

// fieldsText is a header in a line: "priority=2 dei=0 id=5".
func fieldsText(p *packet.Packet, layer int) string {
	text := ""
	for i, f := range p.Fields(layer) {
		if i > 0 {
			text += " "
		}
		text += f.Name[len(p.NameOf(layer))+1:] + "=" + f.Text
	}
	return text
}
