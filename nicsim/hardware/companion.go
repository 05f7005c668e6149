package hardware

import (
	_ "embed"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

// Lack is something that a card cannot do although something else that it can do
// needs it.
type Lack struct {
	Rule   string    // of companions.txt
	Member ndis.Path // what it can do
	Needs  ndis.Path // what that needs
}

// companion is a line of companions.txt.
type companion struct {
	rule   string
	member ndis.Path
	how    string
	needs  []string // members; for "flag" a member and its flag, for "most" a member and a number
}

//go:embed companions.txt
var companionsText string

var companions = sync.OnceValue(func() []companion {
	var all []companion
	for _, line := range ndis.DataLines(companionsText) {
		f := strings.Fields(line)
		all = append(all, companion{f[0], ndis.Path(f[1]), f[2], f[3:]})
	}
	return all
})

// Lacking lists what a record of NDIS_OFFLOAD says against Windows' rules of what
// goes together.
func Lacking(r *codec.Record) (all []Lack) {
	for _, c := range companions() {
		if !c.applies(r) {
			continue
		}
		for _, path := range c.missing(r) {
			all = append(all, Lack{c.rule, c.member, path})
		}
	}
	return all
}

// applies reports whether the card can do what the rule is about.
func (c *companion) applies(r *codec.Record) bool {
	outer, inside := strings.CutSuffix(string(c.member), "*")
	if !inside {
		value := r.Number(c.member)
		return value != 0
	}
	for _, leaf := range r.Layout.Leaves {
		path := r.Layout.Slots[leaf.Slot].Path
		if value := r.Number(path); value != 0 && strings.HasPrefix(string(path), outer) {
			return true
		}
	}
	return false
}

// missing are the members that are not as the rule says.
func (c *companion) missing(r *codec.Record) (all []ndis.Path) {
	if c.how != "needs" {
		path := ndis.Path(c.needs[0])
		value := r.Number(path)
		bound, _ := valueOf(codec.Assignment{Path: path, Text: c.needs[1]})
		if c.how == "flag" && value&bound == 0 || c.how == "most" && value > bound {
			return []ndis.Path{path}
		}
		return nil
	}
	for _, name := range c.needs {
		if value := r.Number(ndis.Path(name)); value == 0 {
			all = append(all, ndis.Path(name))
		}
	}
	return all
}
