package inf

import "strings"

// Value is a piece of text and where it stands. Quotes are gone from it; %names%
// still stand in a Line's values, and are resolved in all else.
type Value struct {
	Text string
	At   Place
}

// Given reports whether the value stands in the file.
func (v Value) Given() bool { return v.At.Line != 0 }

// Line is an entry of a section: "Key = values" or values alone.
type Line struct {
	Key    Value // not Given where the line has none
	Values []Value
}

// Section is a section with its lines, which may stand in several pieces.
type Section struct {
	Name  string
	At    Place
	Lines []Line
}

// What is read of a text. The largest INF files of network cards have about a
// megabyte and 50,000 values.
const (
	maxBytes  = 4 << 20
	maxValues = 1 << 17
)

// scanner takes a text apart. Its rules are those of Windows' Setup: a comment
// runs from ";" to the end of the line, a backslash at the end of a line joins
// the next one, inside quotes neither counts, and "" inside them is a quote.
type scanner struct {
	text     string
	at       int
	place    Place
	values   int
	field    []byte // the value that is being read
	sections []Section
	index    map[string]int
	problems problems
}

func scan(text string) *scanner {
	s := &scanner{text: text, place: Place{1, 1}, index: map[string]int{}}
	current := -1
	for s.blanks(); s.at < len(s.text); s.blanks() {
		switch s.text[s.at] {
		case '\n':
			s.step()
		case ';':
			s.skipLine()
		case '[':
			current = s.header()
		default:
			if current < 0 {
				s.problems.add(CodeOutside, s.place)
				current = s.section("", s.place)
			}
			line := s.line()
			s.sections[current].Lines = append(s.sections[current].Lines, line)
		}
		if s.values > maxValues {
			s.problems.add(CodeTooLong, s.place)
			break
		}
	}
	return s
}

// step goes over a byte.
func (s *scanner) step() {
	switch c := s.text[s.at]; {
	case c == '\n':
		s.place = Place{s.place.Line + 1, 1}
	case c&0xC0 != 0x80: // not inside a character of UTF-8
		s.place.Column++
	}
	s.at++
}

// blanks goes over what separates words on a line.
func (s *scanner) blanks() {
	for s.at < len(s.text) && s.text[s.at] <= ' ' && s.text[s.at] != '\n' {
		s.step()
	}
}

func (s *scanner) skipLine() {
	for s.at < len(s.text) && s.text[s.at] != '\n' {
		s.step()
	}
}

// header reads "[name]" and returns the section's index.
func (s *scanner) header() int {
	at := s.place
	rest, _, _ := strings.Cut(s.text[s.at+1:], "\n")
	name, _, closed := strings.Cut(rest, "]")
	if !closed {
		name, _, _ = strings.Cut(rest, ";")
		s.problems.add(CodeSectionOpen, at, strings.TrimSpace(name))
	}
	s.skipLine()
	return s.section(strings.Trim(strings.TrimSpace(name), `"`), at)
}

// section is the index of a section, which begins where there is none yet.
func (s *scanner) section(name string, at Place) int {
	key := strings.ToLower(name)
	i, known := s.index[key]
	if !known {
		i = len(s.sections)
		s.index[key] = i
		s.sections = append(s.sections, Section{Name: name, At: at})
		s.values++
	}
	return i
}

// line reads an entry.
func (s *scanner) line() Line {
	var line Line
	value, end := s.value(true)
	if end == '=' {
		line.Key = value
		value, end = s.value(false)
	}
	for end == ',' && s.values <= maxValues {
		line.Values = append(line.Values, value)
		value, end = s.value(false)
	}
	line.Values = append(line.Values, value)
	return line
}

// value reads to the next comma, to "=" where a key may stand, or to the end of
// the line; it returns which of these ended it, 0 for the end.
func (s *scanner) value(mayBeKey bool) (v Value, end byte) {
	s.values++
	s.blanks()
	v.At = s.place
	s.field = s.field[:0]
	solid := 0 // the field's length without blanks at its end
	for s.at < len(s.text) && s.text[s.at] != '\n' {
		c := s.text[s.at]
		switch {
		case c == '"':
			s.quoted()
			solid = len(s.field)
			continue
		case c == ';':
			s.skipLine()
			continue
		case c == ',' || c == '=' && mayBeKey:
			s.step()
			v.Text = string(s.field[:solid])
			return v, c
		case c == '\\' && s.lineEnds():
			s.skipLine()
			if s.at < len(s.text) {
				s.step()
			}
			s.blanks()
			if len(s.field) == 0 {
				v.At = s.place
			}
			continue
		}
		s.step()
		s.field = append(s.field, c)
		if c > ' ' {
			solid = len(s.field)
		}
	}
	v.Text = string(s.field[:solid])
	return v, 0
}

// lineEnds reports whether nothing but a comment follows the character.
func (s *scanner) lineEnds() bool {
	for at := s.at + 1; at < len(s.text); at++ {
		switch c := s.text[at]; {
		case c == '\n' || c == ';':
			return true
		case c > ' ':
			return false
		}
	}
	return true
}

// quoted reads from a quote to the next.
func (s *scanner) quoted() {
	begin := s.place
	s.step()
	for s.at < len(s.text) && s.text[s.at] != '\n' {
		c := s.text[s.at]
		if c == '"' {
			s.step()
			if s.at >= len(s.text) || s.text[s.at] != '"' {
				return
			}
		}
		s.step()
		if c != '\r' {
			s.field = append(s.field, c)
		}
	}
	s.problems.add(CodeQuoteOpen, begin)
}
