package hardware

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

// Parameters is the structure that sets task offloads.
const Parameters = "NDIS_OFFLOAD_PARAMETERS"

// Parameter is a member of NDIS_OFFLOAD_PARAMETERS that switches an offload.
type Parameter struct {
	Path    ndis.Path
	Keyword string // "" for none
	set     bool   // its values are those of NDIS_OFFLOAD_SET
}

//go:embed parameters.txt
var parametersText string

var parameters = sync.OnceValue(func() []Parameter {
	var all []Parameter
	for _, line := range ndis.DataLines(parametersText) {
		f := strings.Fields(line)
		all = append(all, Parameter{Path: ndis.Path(f[0]), Keyword: strings.TrimPrefix(f[1], "-"), set: f[2] == "set"})
	}
	return all
})

// Setting is what a value of the member makes of its keyword; ok is false for a
// value that the member does not take. 0 means no change, and is not asked for.
func (p *Parameter) Setting(value uint64) (s Setting, ok bool) {
	wanted := int(value) - 1
	if p.set {
		wanted = 1 - wanted
	}
	most := 1
	if k := keywordNamed(p.Keyword); k != nil {
		most = k.all()
	}
	return Setting{p.Keyword, strconv.Itoa(wanted)}, wanted >= 0 && wanted <= most
}

// all is the value of a keyword in which everything is on.
func (k *Keyword) all() int {
	all := 0
	for _, g := range k.bits {
		all |= g.bit
	}
	return all
}

// Asked lists the parameters that a record changes, in its order.
func Asked(r *codec.Record) []Parameter {
	var asked []Parameter
	for _, p := range parameters() {
		if r.Layout.Leaf(p.Path) == nil {
			continue
		}
		if r.Number(p.Path) != 0 {
			asked = append(asked, p)
		}
	}
	return asked
}

// Counts reports whether the parameter's keyword counts on hardware, a record of
// NDIS_OFFLOAD.
func (p *Parameter) Counts(hardware *codec.Record) bool {
	k := keywordNamed(p.Keyword)
	if k == nil || k.unless == "" {
		return true
	}
	return hardware.Number(k.unless) == 0
}

// Lacks reports whether hardware, a record of NDIS_OFFLOAD, can do nothing of
// something that a setting of the parameter asks for.
func (p *Parameter) Lacks(hardware *codec.Record, s Setting) bool {
	value, _ := strconv.Atoi(s.Value)
	k := keywordNamed(p.Keyword)
	if k == nil {
		return value != 0
	}
	for _, g := range k.bits {
		if g.bit&value != 0 && !hasAny(hardware, g.paths) {
			return true
		}
	}
	return false
}

// Has reports whether something of a member, or inside, is not zero.
func Has(r *codec.Record, path ndis.Path) bool { return hasAny(r, []ndis.Path{path}) }

// hasAny reports whether something of the members, or inside, is not zero.
func hasAny(r *codec.Record, paths []ndis.Path) bool {
	for _, leaf := range r.Layout.Leaves {
		path := r.Layout.Slots[leaf.Slot].Path
		for _, outer := range paths {
			if (path == outer || strings.HasPrefix(string(path), string(outer)+".")) && r.Number(path) != 0 {
				return true
			}
		}
	}
	return false
}

// With is the settings with one in place of the former of its name.
func With(settings []Setting, s Setting) (with []Setting, before string) {
	for _, known := range settings {
		if known.Name == s.Name {
			before = known.Value
			continue
		}
		with = append(with, known)
	}
	return append(with, s), before
}
