package catalog

import (
	"strconv"
	"strings"
)

// Note is something doubtful about a structure. Code stands for words of the
// rulebook, Args go into them.
type Note struct {
	Code string
	Args []string
}

// Codes of the notes that follow from the text and are not written in it.
const (
	noteTypeUnknown = "object-type-unknown"
	noteNoRevisions = "no-revisions"
	noteNoSizeMacro = "no-size-macro"
)

// gaps are notes on what the headers leave out of a structure with version
// information.
func (s *Structure) gaps() []Note {
	if !s.Versioned() {
		return nil
	}
	var notes []Note
	if s.Object == "" && !s.noted("object-type-") {
		notes = append(notes, Note{Code: noteTypeUnknown})
	}
	if len(s.Revisions) == 0 {
		notes = append(notes, Note{Code: noteNoRevisions})
	}
	var unsized []string
	for _, r := range s.Revisions {
		if s.SizeMacro(r.Number) == "" {
			unsized = append(unsized, strconv.Itoa(r.Number))
		}
	}
	if unsized != nil {
		notes = append(notes, Note{noteNoSizeMacro, []string{strings.Join(unsized, ", ")}})
	}
	return notes
}

func (s *Structure) noted(prefix string) bool {
	for _, n := range s.Notes {
		if strings.HasPrefix(n.Code, prefix) {
			return true
		}
	}
	return false
}
