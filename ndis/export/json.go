package export

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// jsonText is the record as JSON, a member a line, in the layout's order.
// Numbers of eight bytes are strings: a double does not hold them.
func jsonText(r *codec.Record) (string, error) {
	o := r.Layout.Options
	revision := "null"
	if o.Revision > 0 {
		revision = strconv.Itoa(o.Revision)
	}
	var l lines
	l.line("{")
	l.line(`  "structure": `, ndis.Quote(r.Layout.Structure.Name), ",")
	l.line(`  "arch": `, ndis.Quote(o.Arch.String()), ",")
	l.line(`  "version": `, ndis.Quote(o.Version.String()), ",")
	l.line(`  "revision": `, revision, ",")
	l.line(`  "size": `, strconv.Itoa(r.Layout.Size), ",")
	l.line(`  "members": [`)
	for i := range r.Layout.Slots {
		comma := ","
		if i == len(r.Layout.Slots)-1 {
			comma = ""
		}
		l.line("    {", jsonMember(r, i), "}", comma)
	}
	l.line("  ]")
	l.line("}")
	return l.String(), nil
}

func jsonMember(r *codec.Record, i int) string {
	s := &r.Layout.Slots[i]
	text := `"path": ` + ndis.Quote(string(s.Path)) + `, "type": ` + ndis.Quote(s.Type) + `, "kind": ` + ndis.Quote(s.Kind.String()) +
		`, "offset": ` + strconv.Itoa(s.Offset) + `, "size": ` + strconv.Itoa(s.Size)
	if s.Bits > 0 {
		text += `, "bit": ` + strconv.Itoa(s.Bit) + `, "bits": ` + strconv.Itoa(s.Bits)
	}
	if !s.Kind.Container() {
		text += `, "value": ` + jsonValue(r, s)
	}
	return text + `, "text": ` + ndis.Quote(r.Text(i)) + `, "present": ` + strconv.FormatBool(r.Present(i))
}

func jsonValue(r *codec.Record, s *catalog.Slot) string {
	text := number(r, s)
	if codec.Wide(s) {
		return ndis.Quote(text)
	}
	return text
}

// number is a leaf's value in decimal; 0 out of reach.
func number(r *codec.Record, s *catalog.Slot) string {
	value, err := r.Value(s.Path)
	if err != nil {
		return "0"
	}
	if s.Base.Signed() && s.Bits == 0 {
		return strconv.FormatInt(codec.Signed(r.Layout, r.Layout.Leaf(s.Path), value), 10)
	}
	return strconv.FormatUint(value, 10)
}
