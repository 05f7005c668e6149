package catalog

import (
	_ "embed"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

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

// Constant is a named value. Since is zero where the header does not guard it.
type Constant struct {
	Name  string
	Value uint64
	Since ndis.Version
}

//go:embed enums.txt
var enumsText string

//go:embed groups.txt
var groupsText string

// groupEntry is one group's text, parsed when it is first asked for.
type groupEntry struct {
	kind  GroupKind
	parse func() *Group
}

var groupIndex = sync.OnceValue(func() map[string]groupEntry {
	all := make(map[string]groupEntry, 500)
	for _, text := range []string{enumsText, groupsText} {
		for head, block := range blocks(text) {
			kind := GroupKind(slices.Index(groupKinds, head[0]))
			name, alone, _ := strings.Cut(head[1], "  for ")
			all[name] = groupEntry{kind, sync.OnceValue(func() *Group { return parseGroup(name, kind, alone, block) })}
		}
	}
	return all
})

var groupKinds = []string{"enum", "values", "flags"}

func parseGroup(name string, kind GroupKind, alone, text string) *Group {
	g := &Group{Name: name, Kind: kind, For: alone}
	for number, line := range ndis.DataLines(text) {
		if line[0] == '\t' {
			g.Constants = append(g.Constants, parseConstant(number, strings.Fields(line)))
		}
	}
	return g
}

// isEnumeration reports whether there is an enumeration of that name.
func isEnumeration(name string) bool {
	g, ok := groupIndex()[name]
	return ok && g.kind == Enumeration
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

// GroupNames lists the names of all enumerations and groups of constants, sorted.
func GroupNames() []string { return slices.Sorted(maps.Keys(groupIndex())) }

// GroupNamed returns an enumeration or a group of constants, nil where there is
// none of that name.
func GroupNamed(name string) *Group {
	if g, ok := groupIndex()[name]; ok {
		return g.parse()
	}
	return nil
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
