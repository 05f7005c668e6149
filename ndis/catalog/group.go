package catalog

import (
	_ "embed"
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

// Group is a set of constants that a member takes.
type Group struct {
	Name      string
	Kind      GroupKind
	Constants []Constant
}

// Constant is a constant of a header.
type Constant = ndis.Named

//go:embed enums.txt
var enumsText string

//go:embed groups.txt
var groupsText string

var groups = sync.OnceValue(func() map[string]*Group {
	all := map[string]*Group{}
	for _, text := range []string{enumsText, groupsText} {
		var open *Group
		for number, line := range ndis.DataLines(text) {
			fields := strings.Fields(line)
			if line[0] == '\t' {
				open.Constants = append(open.Constants, parseConstant(number, fields))
				continue
			}
			kind := slices.Index([]string{"enum", "values", "flags"}, fields[0])
			open = &Group{Name: fields[1], Kind: GroupKind(kind)}
			all[open.Name] = open
		}
	}
	return all
})

func parseConstant(number int, fields []string) Constant {
	negative := strings.HasPrefix(fields[0], "-")
	value, ok := ndis.ParseNumber(strings.TrimPrefix(fields[0], "-"), 64)
	if !ok {
		panic("line " + strconv.Itoa(number) + ": " + fields[0] + " is no number")
	}
	if negative {
		value = -value
	}
	constant := Constant{Name: fields[1], Value: value}
	if len(fields) > 2 {
		constant.Since = mustVersion(fields[2])
	}
	return constant
}

// GroupNamed returns an enumeration or a group of constants, nil where there is
// none of that name.
func GroupNamed(name string) *Group { return groups()[name] }

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
