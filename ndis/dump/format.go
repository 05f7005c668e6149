package dump

import "ndisplayground/ndis"

// Format is what a paste was recognised as, or shall be read as. The names are
// stable.
type Format string

// The formats.
const (
	DB           Format = "db"            // WinDbg: bytes
	DW           Format = "dw"            // WinDbg: words of two bytes
	DD           Format = "dd"            // WinDbg: of four, dc too
	DQ           Format = "dq"            // WinDbg: of eight
	DPS          Format = "dps"           // WinDbg: pointers and symbols; dds, dqs, dpp
	DYB          Format = "dyb"           // WinDbg: bits; xxd -b
	DT           Format = "dt"            // WinDbg: members and values
	DX           Format = "dx"            // WinDbg: the same in brackets
	XXD          Format = "xxd"           // addresses and groups in the order of memory; tcpdump -x
	XXDE         Format = "xxd-e"         // xxd -e: groups are little-endian words
	HexdumpC     Format = "hexdump-C"     // bytes, text between bars
	Hexdump      Format = "hexdump"       // words of two bytes; od -x
	Wireshark    Format = "wireshark"     // offsets of four digits and bytes
	Bytes        Format = "bytes"         // addresses and bytes, whoever printed them
	CArray       Format = "c-array"       // numbers in braces, or between commas
	CInitialiser Format = "c-initialiser" // members in braces, or assigned one by one
	Escaped      Format = "escaped"       // "\x00\x01"
	Hex          Format = "hex"           // digits alone
	Base64       Format = "base64"
)

// reader reads a paste as one format; like reports whether it looks so. The
// formats of rows share one reader, which tells them apart.
type reader struct {
	format Format
	like   func(*paste) bool
	read   func(*paste, Options) (Dump, error)
}

// readers are in the order in which they are asked: what is harder to mistake
// comes first. A function, for the readers ask for formats themselves.
func readers() []reader {
	return []reader{
		{DX, (*paste).likeDX, readDX},
		{DT, (*paste).likeDT, readDT},
		{DB, (*paste).likeRows, readRows},
		{DW, never, readRows}, {DD, never, readRows}, {DQ, never, readRows},
		{DPS, never, readRows}, {DYB, never, readRows}, {XXD, never, readRows}, {XXDE, never, readRows},
		{HexdumpC, never, readRows}, {Hexdump, never, readRows}, {Wireshark, never, readRows}, {Bytes, never, readRows},
		{CInitialiser, (*paste).likeInitialiser, readInitialiser},
		{CArray, (*paste).likeArray, readArray},
		{Escaped, (*paste).likeEscaped, readEscaped},
		{Hex, (*paste).likeHex, readHex},
		{Base64, (*paste).likeBase64, readBase64},
	}
}

func never(*paste) bool { return false }

// Formats lists the formats, those of WinDbg first.
func Formats() []Format {
	var all []Format
	for _, r := range readers() {
		all = append(all, r.format)
	}
	return all
}

func formatNames() []string {
	var names []string
	for _, f := range Formats() {
		names = append(names, string(f))
	}
	return names
}

// choose finds the reader of the format asked for, or of the first that the
// paste looks like.
func choose(p *paste, asked Format) (func(*paste, Options) (Dump, error), error) {
	for _, r := range readers() {
		if r.format == asked || asked == "" && r.like(p) {
			return r.read, nil
		}
	}
	if asked != "" {
		near := ndis.Nearest(string(asked), formatNames())
		return nil, ndis.NewError(CodeFormat, clip(string(asked))).Suggest(near...)
	}
	return nil, ndis.NewError(CodeUnknown).Suggest(formatNames()...)
}
