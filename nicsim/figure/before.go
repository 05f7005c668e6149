package figure

import (
	"encoding/hex"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
	"ndisplayground/nicsim/rulebook"
)

// beforeAfter is a packet and what became of it. taken is how much of its data
// earlier segments have; events are those that may have done something.
type beforeAfter struct {
	object        int // that it became, [trace.NoObject] outside of a run
	before, after []byte
	taken         int
	events        []*trace.Event
	framing       bool // by the transport, for IPsec
	sealing       bool // what was framed
}

// BeforeAfter draws a packet beside what became of it: a table of the fields that
// differ, each with the event that did it, and the bytes of both, one above the
// other.
func BeforeAfter(before, after []byte, events []*trace.Event, o TraceOptions) string {
	d := packetsDrawer{drawer{&page{}, nil, o}, trace.NoObject, nil}
	d.beforeAfter(beforeAfter{object: trace.NoObject, before: before, after: after, events: events})
	return d.String()
}

func (d packetsDrawer) beforeAfter(x beforeAfter) {
	before, after := d.parse(x.object, x.before), d.parse(x.object, x.after)
	all := became(&before, &after, x.taken)
	found := differences(&before, &after, all)
	if len(found) == 0 {
		d.tag("p", rulebook.Label("became-same", d.Lang), "class", "hint")
		return
	}
	names := namesOf(len(x.before), len(x.after), found)
	d.table("became", rulebook.Label("became", d.Lang), d.Lang, "field", "before", "after", "became-by")
	for i := range found {
		d.difference(&found[i], x, &after)
	}
	d.endTable()
	d.grid(x, all, names)
}

// difference is a row: the field, what it was and is, and who did it.
func (d packetsDrawer) difference(f *difference, x beforeAfter, after *packet.Packet) {
	d.open("tr", "class", f.fate.String())
	d.open("th", "scope", "row")
	d.tag("code", f.name)
	d.WriteString(" ")
	d.tag("span", rulebook.Label("change-"+f.fate.String(), d.Lang), "class", "fate")
	if x.sealing && f.fate != removed && f.kind == packet.Data && after.Stop.Code == packet.StopEncrypted && f.from >= after.Stop.At {
		d.WriteString(" ")
		d.tag("span", rulebook.Label("became-encrypted", d.Lang), "class", "fate")
	}
	d.close("th")
	d.tag("td", d.sideText(f, f.before, added))
	d.tag("td", d.sideText(f, f.after, removed))
	d.open("td")
	if e := doer(x.events, f); e != nil {
		d.opens(e)
	} else if x.framing {
		d.tag("span", rulebook.Label("became-framed", d.Lang), "class", "hint")
	}
	d.close("td")
	d.close("tr")
}

// sideText is a value, or how many bytes there are; nothing on the side that has
// none.
func (d packetsDrawer) sideText(f *difference, value string, none fate) string {
	switch {
	case f.fate == none:
		return "—"
	case value == "" && f.bytes > 0:
		return rulebook.Label("journey-bytes", d.Lang, number(f.bytes))
	}
	return value
}

// namesOf says which field a byte that differs belongs to: bytes of the packet
// before, then those of the one after.
func namesOf(before, after int, found []difference) (names [2][]string) {
	names = [2][]string{make([]string, before), make([]string, after)}
	for i := range found {
		f := &found[i]
		side := names[1]
		if f.fate == removed {
			side = names[0]
		}
		for at := f.from; at < min(f.to, len(side)); at++ {
			if side[at] != "" {
				side[at] += ", "
			}
			side[at] += f.name
		}
	}
	return names
}

// cell is a place of the two packets beside each other.
type cell struct {
	fate          fate
	before, after int
}

// grid draws the bytes of both, a row of before above a row of after, and one row
// where they are alike; what goes on alike for long is folded.
func (d packetsDrawer) grid(x beforeAfter, all []stretch, names [2][]string) {
	d.open("table", "class", "hex became-bytes")
	d.tag("caption", rulebook.Label("became-bytes", d.Lang))
	d.open("tbody")
	for _, r := range rowsOf(all) {
		if r.folded > 0 {
			d.open("tr", "class", classes("folded", r.cells[0].fate.String()))
			d.tag("td", rulebook.Label("became-folded-"+r.cells[0].fate.String(), d.Lang, number(r.folded)), "colspan", number(columns+2))
			d.close("tr")
			continue
		}
		d.side(x.before, r.cells, names[0], added, "−")
		d.side(x.after, r.cells, names[1], removed, "+")
	}
	d.close("tbody")
	d.close("table")
}

// side is a row of one of the two packets; none is the fate of bytes that it lacks.
func (d packetsDrawer) side(bytes []byte, cells []cell, names []string, none fate, sign string) {
	first := -1
	for _, c := range cells {
		if first < 0 && c.fate != none {
			first = c.place(none)
		}
	}
	if first < 0 {
		return
	}
	d.open("tr", "class", when(none == added, "before", "after"))
	d.tag("th", hex.EncodeToString([]byte{byte(first >> 8), byte(first)}), "scope", "row")
	d.tag("td", sign, "class", "sign")
	for _, c := range cells {
		if c.fate == none {
			d.tag("td", "", "class", "none")
			continue
		}
		at := c.place(none)
		name := names[at]
		if c.fate == changed && none == added {
			name = ""
		}
		d.tag("td", hex.EncodeToString(bytes[at:at+1]), when(c.fate != alike, "class", ""), c.fate.String(), when(name != "", "title", ""), name)
	}
	d.close("tr")
}

// place is where a cell lies in the packet that lacks bytes of that fate.
func (c cell) place(none fate) int {
	if none == added {
		return c.before
	}
	return c.after
}

// row is columns of cells, or so many folded bytes, all of one fate.
type row struct {
	cells  []cell
	folded int
}

// rowsOf lays the bytes out in rows of [columns]. Whole rows of one fate are
// folded, where there are more than two of them or where they are alike.
func rowsOf(all []stretch) (rows []row) {
	var cells []cell
	for _, s := range all {
		for i := range s.length {
			c := cell{s.fate, s.before, s.after}
			if s.fate != added {
				c.before += i
			}
			if s.fate != removed {
				c.after += i
			}
			cells = append(cells, c)
		}
	}
	for len(cells) > 0 {
		n := min(columns, len(cells))
		same := uniform(cells)
		if whole := same &^ (columns - 1); whole > 2*columns || same == len(cells) && same > columns || cells[0].fate == alike && same >= n {
			n = max(whole, min(same, columns))
			if same == len(cells) {
				n = same
			}
			rows = append(rows, row{cells[:n], n})
		} else {
			rows = append(rows, row{cells: cells[:n]})
		}
		cells = cells[n:]
	}
	return rows
}

// uniform is how many of the first cells have one fate.
func uniform(cells []cell) int {
	for i := range cells {
		if cells[i].fate != cells[0].fate {
			return i
		}
	}
	return len(cells)
}
