package inf

import (
	"strconv"
	"strings"
)

// Code names one kind of mistake in an INF file.
type Code string

// What can be wrong in the text.
const (
	// CodeTooLong: the text has more than is read of it.
	CodeTooLong Code = "inf-too-long"
	// CodeNotText: bytes that are no text in the file's encoding.
	CodeNotText Code = "inf-not-text"
	// CodeOutside: a line before the first section.
	CodeOutside Code = "inf-outside"
	// CodeSectionOpen: a "[" without its "]".
	CodeSectionOpen Code = "inf-section-open"
	// CodeQuoteOpen: a quote that does not end on its line.
	CodeQuoteOpen Code = "inf-quote-open"
)

// What can be wrong in its meaning.
const (
	// CodeSectionMissing: a section that is referred to is not there.
	CodeSectionMissing Code = "inf-section-missing"
	// CodeStringMissing: no [Strings] has that name.
	CodeStringMissing Code = "inf-string-missing"
	// CodeValueMissing: a value that NDIS or Setup demands is not there.
	CodeValueMissing Code = "inf-value-missing"
	// CodeTypeUnknown: no type of a keyword.
	CodeTypeUnknown Code = "inf-type-unknown"
	// CodeNumber: no number where one is due.
	CodeNumber Code = "inf-number"
	// CodeRange: a default beyond the limits that stand beside it.
	CodeRange Code = "inf-range"
	// CodeChoice: a default that is none of the choices.
	CodeChoice Code = "inf-choice"
)

// Place is where something stands in the text: its line, and the character in
// it. Both begin at 1; the zero Place is nowhere.
type Place struct{ Line, Column int32 }

// Problem is a mistake in an INF file: what, where, about what, and what would be
// right, best first.
type Problem struct {
	Code        Code
	At          Place
	Args        []string
	Suggestions []string
}

// Error is short English for Go callers; people read the rulebook's text.
func (p *Problem) Error() string {
	text := strconv.Itoa(int(p.At.Line)) + ":" + strconv.Itoa(int(p.At.Column)) + ": " + string(p.Code)
	if len(p.Args) > 0 {
		text += ": " + strings.Join(p.Args, ", ")
	}
	if len(p.Suggestions) > 0 {
		text += " (" + strings.Join(p.Suggestions, ", ") + "?)"
	}
	return text
}

// maxProblems is how many problems are listed; who has more needs no longer list.
const maxProblems = 100

// problems is a list that ends at maxProblems.
type problems []Problem

// add reports whether there was room.
func (all *problems) add(code Code, at Place, args ...string) bool {
	if len(*all) >= maxProblems {
		return false
	}
	*all = append(*all, Problem{Code: code, At: at, Args: args})
	return true
}

// suggest gives the last problem what would be right.
func (all problems) suggest(right ...string) { all[len(all)-1].Suggestions = right }
