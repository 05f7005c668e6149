package catalog

import (
	_ "embed"
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

// OIDs lists the object identifiers by header, in the header's order.
var OIDs = sync.OnceValue(func() []OID {
	all := make([]OID, 0, strings.Count(oidsText, "\n"))
	for header, text := range blocks(oidsText) {
		for _, line := range ndis.DataLines(text) {
			if line[0] == '\t' {
				all = append(all, parseOID(line, header[1]))
			}
		}
	}
	return all
})

// NamedOIDs lists the object identifiers that headers name.
func NamedOIDs() []ndis.Named {
	all := make([]ndis.Named, 0, len(OIDs()))
	for _, o := range OIDs() {
		if o.Name != "" {
			all = append(all, ndis.Named{Name: o.Name, Value: uint64(o.Value), Since: o.Since})
		}
	}
	return all
}

// parseOID reads "0x00010101 OID_GEN_SUPPORTED_LIST 6.0".
func parseOID(line, header string) OID {
	var room [4]string
	fields := ndis.AppendWords(room[:0], line)
	value, ok := ndis.ParseNumber(fields[0], 32)
	if !ok {
		panic("oids.txt: " + fields[0] + " is no number")
	}
	o := OID{Value: uint32(value), Name: fields[1], Header: header}
	if len(fields) > 2 {
		o.Since = mustVersion(fields[2])
	}
	return o
}

// findOID reads the first line that has the text, and no other.
func findOID(text string) (OID, bool) {
	at := strings.Index(oidsText, text)
	if at < 0 {
		return OID{}, false
	}
	start := strings.LastIndexByte(oidsText[:at+1], '\t')
	line, _, _ := strings.Cut(oidsText[start:], "\n")
	_, header, _ := strings.Cut(oidsText[strings.LastIndex(oidsText[:at], headerWord):], headerWord)
	header, _, _ = strings.Cut(header, "\n")
	return parseOID(line, header), true
}

// headerWord begins the line of oids.txt that names a header.
const headerWord = "\nheader "

// OIDOf is the object identifier of that value. Where several names have it, it
// is the first one.
func OIDOf(value uint32) OID {
	if o, ok := findOID("\t" + ndis.Hex(uint64(value), 8) + " "); ok {
		return o
	}
	return OID{Value: value}
}

// OIDNamed reads an official name, with or without OID_ before it, or a number:
// 0x0001010E, 65806.
func OIDNamed(text string) (OID, error) {
	for _, name := range []string{text, "OID_" + text} {
		for _, end := range []string{"\n", " "} {
			if o, ok := findOID(" " + name + end); ok && o.Name == name {
				return o, nil
			}
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
