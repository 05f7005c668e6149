package ndis

import "strings"

// Code names one kind of mistake a caller can make. Codes are public and
// stable; the rulebook holds their words in each language.
type Code string

// Error is a caller's mistake: what (Code), where (At, a path such as
// "filters[1].register"; Offset, a byte of the text that was read, or -1),
// about what (Args), and what would be right (Suggestions, best first).
type Error struct {
	Code        Code
	At          string
	Offset      int
	Args        []string
	Suggestions []string
}

// NewError returns an Error without a place.
func NewError(code Code, args ...string) *Error {
	return &Error{Code: code, Offset: -1, Args: args}
}

// Error is short English for Go callers; people read the rulebook's text.
func (e *Error) Error() string {
	text := string(e.Code)
	if e.At != "" {
		text = e.At + ": " + text
	}
	if len(e.Args) > 0 {
		text += ": " + strings.Join(e.Args, ", ")
	}
	if len(e.Suggestions) > 0 {
		text += " (" + strings.Join(e.Suggestions, ", ") + "?)"
	}
	return text
}

// In returns the error at a place further out: "register" In "filters[1]" is
// at "filters[1].register".
func (e *Error) In(outer string) *Error {
	inner := *e
	switch {
	case inner.At == "":
		inner.At = outer
	case inner.At[0] == '[' || outer == "":
		inner.At = outer + inner.At
	default:
		inner.At = outer + "." + inner.At
	}
	return &inner
}

// Suggest returns the error with what would be right.
func (e *Error) Suggest(right ...string) *Error {
	with := *e
	with.Suggestions = right
	return &with
}
