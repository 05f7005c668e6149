package export

import (
	"encoding/hex"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

const bytesPerLine = 16

// hexDigits are the bytes and nothing else.
func hexDigits(r *codec.Record) (string, error) {
	return hex.EncodeToString(r.Bytes()) + "\n", nil
}

// rows calls back for each line's worth of bytes.
func rows(b []byte, row func(offset int, b []byte)) {
	for i := 0; i < len(b); i += bytesPerLine {
		row(i, b[i:min(i+bytesPerLine, len(b))])
	}
}

// hexDump is what xxd prints, and reads back.
func hexDump(r *codec.Record) (string, error) {
	var l lines
	rows(r.Bytes(), func(offset int, b []byte) {
		address := strings.ToLower(ndis.Hex(uint64(offset), 8)[2:])
		pairs := ""
		for i, c := range b {
			if i > 0 && i%2 == 0 {
				pairs += " "
			}
			pairs += hex.EncodeToString([]byte{c})
		}
		const width = bytesPerLine*2 + bytesPerLine/2 - 1
		l.line(address, ": ", pairs, strings.Repeat(" ", width-len(pairs)), "  ", printable(b))
	})
	return l.String(), nil
}

func printable(b []byte) string {
	text := make([]byte, len(b))
	for i, c := range b {
		if text[i] = c; c < ' ' || c > '~' {
			text[i] = '.'
		}
	}
	return string(text)
}

// cArray is the bytes as an array of C.
func cArray(r *codec.Record) (string, error) {
	var l lines
	l.WriteString(headComment(r.Layout))
	l.line("static const UCHAR ", pascal(r.Layout.Structure.Name), revisionWord(r.Layout.Revision), "Bytes[", ndis.Hex(uint64(len(r.Bytes())), 2), "] = {")
	rows(r.Bytes(), func(_ int, b []byte) {
		text := "   "
		for _, c := range b {
			text += " " + ndis.Hex(uint64(c), 2) + ","
		}
		l.line(text)
	})
	l.line("};")
	return l.String(), nil
}
