package export

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

// Codes of mistakes in asking for an export.
const (
	// CodeFormatUnknown: no format of that name.
	CodeFormatUnknown ndis.Code = "format-unknown"
	// CodeNoLadder: the structure has no header whose revision follows from the
	// version.
	CodeNoLadder ndis.Code = "no-ladder"
)

// format is a way to write a record.
type format struct {
	name  string
	write func(*codec.Record) (string, error)
}

func formats() []format {
	return []format{
		{"c", initialiser},
		{"c-ladder", ladder},
		{"c-array", cArray},
		{"c-declarations", declarations},
		{"json", jsonText},
		{"hex", hexDigits},
		{"hex-dump", hexDump},
		{"ksy", kaitai},
		{"imhex", imHex},
	}
}

// Formats lists the names that [Write] takes.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// Write writes a record in a format. What describes a structure and not its
// bytes (c-ladder, c-declarations, ksy, imhex) follows from the record's layout.
func Write(name string, r *codec.Record) (string, error) {
	for _, f := range formats() {
		if f.name == name {
			return f.write(r)
		}
	}
	near := ndis.Nearest(name, Formats())
	if len(near) == 0 {
		near = Formats()
	}
	return "", ndis.NewError(CodeFormatUnknown, name).Suggest(near...)
}
