package catalog

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
)

// CodeOIDUnknown: not a name of the list, nor a 32-bit number.
const CodeOIDUnknown ndis.Code = "oid-unknown"

// OID is an object identifier. Since is zero where the header does not guard it;
// Name and Header are "" where no header names the value.
type OID struct {
	Value  uint32
	Name   string
	Since  ndis.Version
	Header string
}

// String is the official name, or the value in hex.
func (o OID) String() string {
	if o.Name != "" {
		return o.Name
	}
	return ndis.Hex(uint64(o.Value), 8)
}

//go:embed oids.txt
var oidsText string

type oidTable struct {
	all     []OID
	byName  map[string]int
	byValue map[uint32]int
}

var oids = sync.OnceValue(func() *oidTable {
	table := &oidTable{byName: map[string]int{}, byValue: map[uint32]int{}}
	header := ""
	for number, line := range ndis.DataLines(oidsText) {
		fields := strings.Fields(line)
		if line[0] != '\t' {
			header = fields[1]
			continue
		}
		value, ok := ndis.ParseNumber(fields[0], 32)
		if !ok {
			panic("oids.txt:" + strconv.Itoa(number) + ": " + fields[0] + " is no number")
		}
		o := OID{Value: uint32(value), Name: fields[1], Header: header}
		if len(fields) > 2 {
			o.Since = mustVersion(fields[2])
		}
		table.add(o)
	}
	return table
})

func (t *oidTable) add(o OID) {
	t.byName[o.Name] = len(t.all)
	if _, named := t.byValue[o.Value]; !named {
		t.byValue[o.Value] = len(t.all)
	}
	t.all = append(t.all, o)
}

// OIDs lists the object identifiers by header, in the header's order.
func OIDs() []OID { return oids().all }

// OIDOf is the object identifier of that value. Where several names have it, it
// is the first one.
func OIDOf(value uint32) OID {
	if i, named := oids().byValue[value]; named {
		return oids().all[i]
	}
	return OID{Value: value}
}

// OIDNamed reads an official name, with or without OID_ before it, or a number:
// 0x0001010E, 65806.
func OIDNamed(text string) (OID, error) {
	for _, name := range []string{text, "OID_" + text} {
		if i, ok := oids().byName[name]; ok {
			return oids().all[i], nil
		}
	}
	if value, ok := ndis.ParseNumber(text, 32); ok {
		return OIDOf(uint32(value)), nil
	}
	return OID{}, ndis.NewError(CodeOIDUnknown, text).Suggest(nearestOIDs(text)...)
}

func nearestOIDs(text string) []string {
	var names []string
	for _, o := range OIDs() {
		names = append(names, o.Name)
	}
	return ndis.Nearest(text, names)
}
