package catalog

import (
	"iter"
	"strings"

	"ndisplayground/ndis"
)

// Outline is a structure as its text stands: names can be read off it at a
// hundredth of the cost of parsing.
type Outline struct {
	Name string
	text string
}

// Outlines yields all structures, in the order of the files. It parses none.
func Outlines() iter.Seq[Outline] {
	return func(yield func(Outline) bool) {
		x := catalogue()
		for i := range x.entries {
			if !yield(Outline{x.entries[i].name, x.entries[i].text}) {
				return
			}
		}
	}
}

// Head is the structure without its members: attributes and revisions,
// without the notes on what is left out.
func (o Outline) Head() *Structure {
	head, _, _ := strings.Cut(o.text, "\n\n")
	s, err := parseText(head)
	if err != nil {
		panic(err)
	}
	return s
}

// Versioned reports whether the structure has revisions.
func (o Outline) Versioned() bool { return strings.Contains(o.text, "\n\trev ") }

// OutlinedMember is a line of a structure's members. Depth counts the structures
// and unions that it is nested in; Name is "" where C has none; Type is as the
// data spell it, "struct" or "union" of a nested one.
type OutlinedMember struct {
	Depth      int
	Name, Type string
}

// Members yields the members in their order, outer ones before what they hold.
func (o Outline) Members() iter.Seq[OutlinedMember] {
	return func(yield func(OutlinedMember) bool) {
		_, members, _ := strings.Cut(o.text, "\n\n")
		for _, line := range ndis.DataLines(members) {
			if m, ok := outlined(line); ok && !yield(m) {
				return
			}
		}
	}
}

func outlined(line string) (OutlinedMember, bool) {
	depth := 0
	for depth < len(line) && line[depth] == '\t' {
		depth++
	}
	name, rest := cutWord(line[depth:])
	second, _ := cutWord(rest)
	m := OutlinedMember{depth - 1, name, second}
	switch name {
	case "struct", "union":
		m.Name, m.Type = strings.TrimPrefix(second, "_"), name
	case "_":
		m.Name = ""
	}
	return m, depth > 0 && second != ""
}

func cutWord(text string) (word, rest string) {
	end := strings.IndexByte(text, ' ')
	if end < 0 {
		return text, ""
	}
	return text[:end], strings.TrimLeft(text[end:], " ")
}

// ListedConstant is a constant as the data list it, with its group.
type ListedConstant struct {
	Constant
	Group string
	Kind  GroupKind
}

// Constants lists the constants of all groups, in the order of the data. One that
// stands in several groups is listed with the first.
func Constants() []ListedConstant {
	lines := strings.Count(enumsText, "\n") + strings.Count(groupsText, "\n")
	all := make([]ListedConstant, 0, lines)
	seen := make(map[string]bool, lines)
	var fields []string
	for _, text := range []string{enumsText, groupsText} {
		var open ListedConstant
		for number, line := range ndis.DataLines(text) {
			fields = ndis.AppendWords(fields[:0], line)
			if line[0] != '\t' {
				open.Group, open.Kind = fields[1], groupKind(fields[0])
				continue
			}
			if open.Constant = parseConstant(number, fields); !seen[open.Name] {
				seen[open.Name] = true
				all = append(all, open)
			}
		}
	}
	return all
}

func groupKind(word string) GroupKind {
	switch word {
	case "values":
		return Values
	case "flags":
		return Flags
	}
	return Enumeration
}

// Attribute is what a line of the structure's attributes says first: Attribute
// ("since") is "6.30"; "" where there is none.
func (o Outline) Attribute(word string) string {
	head, _, _ := strings.Cut(o.text, "\n\n")
	_, rest, _ := strings.Cut(head, "\n\t"+word+" ")
	line, _, _ := strings.Cut(rest, "\n")
	value, _ := cutWord(strings.TrimLeft(line, " "))
	return value
}
