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
	Bound  string    // what of it: a flag, or the most that it can be; "" for any of it
}

// companion is a line of companions.txt.
type companion struct {
	rule   string
	member ndis.Path
	how    string
	needs  []string // members; for "flag" a member and its flag, for "most" a member and a number
	bound  uint64   // that flag, that number
	text   string   // the same as it is written
}

//go:embed companions.txt
var companionsText string

var companions = sync.OnceValue(func() []companion {
	var all []companion
	for _, line := range ndis.DataLines(companionsText) {
		f := strings.Fields(line)
		c := companion{rule: f[0], member: ndis.Path(f[1]), how: f[2], needs: f[3:]}
		if c.how != "needs" {
			c.text = f[4]
			c.bound, _ = valueOf(codec.Assignment{Path: ndis.Path(f[3]), Text: f[4]}) // a test reads each of them
		}
		all = append(all, c)
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
			all = append(all, Lack{c.rule, c.member, path, c.text})
		}
	}
	return all
}

// applies reports whether the card can do what the rule is about.
func (c *companion) applies(r *codec.Record) bool {
	outer, inside := strings.CutSuffix(string(c.member), "*")
	if !inside {
		return r.Number(c.member) != 0
	}
	for _, leaf := range r.Layout.Leaves {
		path := r.Layout.Slots[leaf.Slot].Path
		if strings.HasPrefix(string(path), outer) && r.Number(path) != 0 {
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
		if c.how == "flag" && value&c.bound == 0 || c.how == "most" && value > c.bound {
			return []ndis.Path{path}
		}
		return nil
	}
	for _, name := range c.needs {
		if r.Number(ndis.Path(name)) == 0 {
			all = append(all, ndis.Path(name))
		}
	}
	return all
}
