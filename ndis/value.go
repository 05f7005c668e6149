package ndis

import (
	"strconv"
	"strings"
)

// ValueKind is how a value was spelled.
type ValueKind uint8

// The kinds. Text says nothing of its type (a line of text, a part of a link);
// the others come from JavaScript.
const (
	ValueText ValueKind = iota
	ValueString
	ValueNumber
	ValueBool
	ValueNull
	ValueObject // an object without keys
	ValueArray  // an array without elements
)

// Value is a value as somebody spelled it.
type Value struct {
	Kind ValueKind
	Text string
}

// TextValue is a value that a text or a link spells.
func TextValue(text string) Value { return Value{ValueText, text} }

// Pair is a path and the text of its value.
type Pair struct{ Path, Text string }

// Codes of mistakes with paths and types of values.
const (
	// CodeTypeWrong: a number, say, where a string was due.
	CodeTypeWrong Code = "type-wrong"
	// CodeKeyUnknown: no such key here.
	CodeKeyUnknown Code = "key-unknown"
	// CodeIndexWrong: not the next element, or one of those before.
	CodeIndexWrong Code = "index-wrong"
	// CodeNumberWrong: not a whole number within bounds.
	CodeNumberWrong Code = "number-wrong"
)

// AsText is a value's text where a string is due: what was written, or what
// JavaScript gave as a string.
func (v Value) AsText() (string, error) {
	if v.Kind != ValueText && v.Kind != ValueString {
		return "", NewError(CodeTypeWrong, v.Text, "string")
	}
	return v.Text, nil
}

// AsInt is a value as a whole number of at most most, or none below zero.
func (v Value) AsInt(most int) (int, error) {
	if v.Kind == ValueText || v.Kind == ValueNumber || v.Kind == ValueString {
		if n, ok := ParseNumber(v.Text, 63); ok && n <= uint64(most) {
			return int(n), nil
		}
	}
	return 0, NewError(CodeNumberWrong, v.Text, "0.."+strconv.Itoa(most))
}

// AsBool is a value as true or false.
func (v Value) AsBool() (bool, error) {
	if v.Kind == ValueText || v.Kind == ValueBool {
		switch v.Text {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
	}
	return false, NewError(CodeTypeWrong, v.Text, "boolean").Suggest("true", "false")
}

// CutPath takes the first part off a path: "sends[0].revision" is "sends",
// index 0, "revision". The index is -1 where there is none, -2 where it is no
// number.
func CutPath(path string) (name string, index int, rest string) {
	name, index = path, -1
	if end := strings.IndexAny(path, ".["); end >= 0 {
		name, rest = path[:end], path[end:]
	}
	if strings.HasPrefix(rest, "[") {
		digits, behind, closed := strings.Cut(rest[1:], "]")
		n, ok := ParseNumber(digits, 16)
		index, rest = int(n), behind
		if !closed || !ok || behind != "" && behind[0] != '.' && behind[0] != '[' {
			index = -2
		}
	}
	return name, index, strings.TrimPrefix(rest, ".")
}

// Element returns the element of a list at index, which it appends where it is
// the next one.
func Element[T any](list *[]T, index int) (*T, error) {
	if index == len(*list) && index < maxElements {
		*list = append(*list, *new(T))
	}
	if index < 0 || index >= len(*list) {
		return nil, NewError(CodeIndexWrong, strconv.Itoa(index), strconv.Itoa(len(*list)))
	}
	return &(*list)[index], nil
}

// maxElements bounds what a list of a text from outside may grow to.
const maxElements = 256
