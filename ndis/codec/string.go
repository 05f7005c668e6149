package codec

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Strings are arrays of WCHAR (UTF-16) or CHAR (ASCII here, for nothing says which
// code page) with zeros behind, or structures of such an array and its length. They
// are written in quotes, as Go and C do; without quotes a text stands for itself. An
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
	return array, r.Layout.Leaf(r.Layout.Beside(s, s.Count.By))
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
	whole := append(again, make([]byte, len(b))...)[:len(b)]
	if !ok || !bytes.Equal(whole, b) || length == nil && strings.Contains(text, "\x00") || length != nil && used != len(again) {
		return ""
	}
	return strconv.Quote(text)
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
		return text, utf8.ValidString(text)
	}
	plain, err := strconv.Unquote(text)
	return plain, err == nil && utf8.ValidString(plain)
}

func decodeString(b []byte, width int) string {
	if width == 1 {
		return string(b)
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
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
