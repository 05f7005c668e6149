package codec

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Strings are arrays of WCHAR (UTF-16) or CHAR (ASCII here, for nothing says which
// code page) with zeros behind, or structures of such an array and its length. They
// are written in quotes, as JSON does; without quotes a text stands for itself. An
// array alone ends before its first zero.

// characters finds the array of a string, and what holds its length in bytes: nil
// where the array alone is the string.
func (r *Record) characters(slot int) (array int, length *catalog.Leaf) {
	slots := r.Layout.Slots
	if slots[slot].Kind == catalog.KindArray {
		return slot, nil
	}
	for array = slot + 1; slots[array].Count == nil; array++ {
	}
	s := &slots[array]
	return array, r.Layout.Beside(s, s.Count.By)
}

// stringText is the string in quotes; "" where that would lose something: what is
// no character, or stands behind the end.
func (r *Record) stringText(slot int) string {
	array, length := r.characters(slot)
	b, width := r.room(array), r.Layout.Slots[array+1].Size
	text := strings.TrimRight(decodeString(b, width), "\x00")
	used := len(b)
	if length != nil {
		used = int(get(r.buffer, length))
		text = decodeString(b[:min(used, len(b))], width)
	}
	again, ok := encodeString(text, width)
	behind, kept := strings.CutPrefix(string(b), string(again))
	if !ok || !kept || strings.Trim(behind, "\x00") != "" || length == nil && strings.Contains(text, "\x00") || length != nil && used != len(again) {
		return ""
	}
	return ndis.Quote(text)
}

// room is the bytes of a slot.
func (r *Record) room(slot int) []byte {
	s := &r.Layout.Slots[slot]
	return r.Bytes()[s.Offset:s.End()]
}

func (r *Record) setString(slot int, text string) error {
	array, length := r.characters(slot)
	path := string(r.Layout.Slots[slot].Path)
	plain, ok := unquote(text)
	b, fits := encodeString(plain, r.Layout.Slots[array+1].Size)
	if !ok || !fits || length == nil && strings.Contains(plain, "\x00") {
		return ndis.NewError(CodeValueSyntax, path, text)
	}
	if err := r.setBytes(&r.Layout.Slots[array], text, b); err != nil {
		return err
	}
	if length != nil {
		put(r.buffer, length, uint64(len(b)))
	}
	return nil
}

func unquote(text string) (plain string, ok bool) {
	if !strings.HasPrefix(text, `"`) {
		return text, true
	}
	return ndis.Unquote(text)
}

// decodeString reads characters; one that is none does not encode as it was.
func decodeString(b []byte, width int) string {
	if width == 1 {
		return string(b)
	}
	var text strings.Builder
	for ; len(b) >= 2; b = b[2:] {
		c := rune(binary.LittleEndian.Uint16(b))
		if utf16.IsSurrogate(c) && len(b) >= 4 {
			b = b[2:]
			c = utf16.DecodeRune(c, rune(binary.LittleEndian.Uint16(b)))
		}
		text.WriteRune(c)
	}
	return text.String()
}

func encodeString(text string, width int) (b []byte, ok bool) {
	if width == 1 {
		return []byte(text), strings.IndexFunc(text, func(c rune) bool { return c > unicode.MaxASCII }) < 0
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b, true
}
