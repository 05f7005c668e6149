package catalog

import (
	_ "embed"
	"math"
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// GroupKind says how the constants of a group combine.
type GroupKind uint8

// The kinds: one of an enumeration, one of some values, several flags by "|".
const (
	Enumeration GroupKind = iota
	Values
	Flags
)

// Group is a set of constants that a member takes. For is the OID or the
// structure that has to do with a group that no member takes, "-" where it is a
// call's, else "".
type Group struct {
	Name      string
	Kind      GroupKind
	For       string
	Constants []Constant
}

// Constant is a constant of a header.
type Constant = ndis.Named

//go:embed enums.txt
var enumsText string

//go:embed groups.txt
var groupsText string

// knownGroups holds the groups that were asked for.
var knownGroups memo[string, *Group]

// groupText finds a group's text: its head, then its constants.
func groupText(name string) (text string, ok bool) {
	if text, ok = seek(enumsText, name, groupName); !ok {
		text, ok = seek(groupsText, name, groupName)
	}
	return text, ok
}

// groupName reads the name from a head: "flags NDIS_RECEIVE_FLAGS  for -".
func groupName(text string) string {
	_, rest, _ := strings.Cut(text, " ")
	if end := strings.IndexAny(rest, " \n"); end >= 0 {
		rest = rest[:end]
	}
	return rest
}

func parseGroup(text string) *Group {
	g := &Group{Constants: make([]Constant, 0, strings.Count(text, "\n\t"))}
	var fields []string
	for number, line := range ndis.DataLines(text) {
		fields = ndis.AppendWords(fields[:0], line)
		if line[0] == '\t' {
			g.Constants = append(g.Constants, parseConstant(number, fields))
			continue
		}
		g.Kind, g.Name = groupKind(fields[0]), fields[1]
		if len(fields) > 3 {
			g.For = fields[3]
		}
	}
	return g
}

// isEnumeration reports whether there is an enumeration of that name.
func isEnumeration(name string) bool {
	_, ok := seek(enumsText, name, groupName)
	return ok
}

func parseConstant(number int, fields []string) Constant {
	negative := strings.HasPrefix(fields[0], "-")
	value, ok := ndis.ParseNumber(strings.TrimPrefix(fields[0], "-"), 64)
	if !ok {
		panic("line " + strconv.Itoa(number) + ": " + fields[0] + " is no number")
	}
	if negative { // of an enumeration, which is four bytes wide
		value = -value & math.MaxUint32
	}
	constant := Constant{Name: fields[1], Value: value}
	if len(fields) > 2 {
		constant.Since = mustVersion(fields[2])
	}
	return constant
}

// GroupNames lists the names of all enumerations, then of all groups of
// constants, each sorted.
func GroupNames() []string {
	var names []string
	for _, text := range []string{enumsText, groupsText} {
		for _, block := range blocks(text) {
			names = append(names, groupName(block))
		}
	}
	return names
}

// GroupNamed returns an enumeration or a group of constants, nil where there is
// none of that name.
func GroupNamed(name string) *Group {
	if name == "" {
		return nil
	}
	if known, ok := knownGroups.load(name); ok {
		return known
	}
	text, ok := groupText(name)
	if !ok {
		return nil
	}
	return knownGroups.store(name, parseGroup(text))
}

// Named returns the constant of that name; NDIS_ may be left out.
func (g *Group) Named(name string) (Constant, bool) {
	for _, c := range g.Constants {
		if c.Name == name || c.Name == "NDIS_"+name {
			return c, true
		}
	}
	return Constant{}, false
}

// Names lists the constants' names.
func (g *Group) Names() []string {
	var names []string
	for _, c := range g.Constants {
		names = append(names, c.Name)
	}
	return names
}

// Of returns the constant of exactly that value.
func (g *Group) Of(value uint64) (Constant, bool) {
	for _, c := range g.Constants {
		if c.Value == value {
			return c, true
		}
	}
	return Constant{}, false
}

func mustVersion(text string) ndis.Version {
	version, err := ndis.ParseListed(text)
	if err != nil {
		panic(err)
	}
	return version
}
