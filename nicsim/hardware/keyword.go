package hardware

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

// Codes of mistakes with keywords.
const (
	// CodeKeywordUnknown: no keyword of that name switches an offload. It is kept
	// all the same: a registry holds what it likes.
	CodeKeywordUnknown ndis.Code = "keyword-unknown"
	// CodeKeywordValue: the keyword does not take that value.
	CodeKeywordValue ndis.Code = "keyword-value"
)

// Keyword is a value of the registry that switches offloads.
type Keyword struct {
	Name    string
	Default int
	bits    []governed
}

// governed is what a bit of a keyword's value lets be; bit 0 stands for the
// value 0.
type governed struct {
	bit   int
	paths []ndis.Path
}

// Setting is a keyword and its value, as the registry has it.
type Setting struct{ Name, Value string }

//go:embed keywords.txt
var keywordsText string

var keywords = sync.OnceValue(func() []Keyword {
	var all []Keyword
	for _, line := range ndis.DataLines(keywordsText) {
		f := strings.Fields(line)
		if line[0] != '\t' {
			value, _ := strconv.Atoi(f[2])
			all = append(all, Keyword{Name: f[1], Default: value})
			continue
		}
		bit, _ := strconv.Atoi(f[0])
		g := governed{bit: bit}
		for _, path := range f[1:] {
			g.paths = append(g.paths, ndis.Path(path))
		}
		last := &all[len(all)-1]
		last.bits = append(last.bits, g)
	}
	return all
})

// Keywords lists the keywords.
func Keywords() []Keyword { return keywords() }

// Most is the highest value that the keyword takes: all of its bits.
func (k *Keyword) Most() int {
	most := 0
	for _, g := range k.bits {
		most |= g.bit
	}
	return most
}

// ReadSetting reads a keyword and its value. The name is spelled as the keyword
// is; case does not count. A keyword that switches nothing is kept, and remarked
// on.
func ReadSetting(name string, v ndis.Value) (s Setting, remark *ndis.Error, err error) {
	i := slices.IndexFunc(keywords(), func(k Keyword) bool { return strings.EqualFold(k.Name, name) })
	if i < 0 {
		return Setting{name, v.Text}, unknownKeyword(name), nil
	}
	k := &keywords()[i]
	value, err := v.AsInt(k.Most())
	if err != nil {
		return Setting{}, nil, ndis.NewError(CodeKeywordValue, v.Text, k.Name, strconv.Itoa(k.Most()))
	}
	return Setting{k.Name, strconv.Itoa(value)}, nil, nil
}

func unknownKeyword(name string) *ndis.Error {
	var names []string
	for _, k := range keywords() {
		names = append(names, k.Name)
	}
	return ndis.NewError(CodeKeywordUnknown, name).Suggest(ndis.Nearest(name, names)...)
}

// Apply clears in a record of NDIS_OFFLOAD what the settings switch off;
// keywords without one have their defaults.
func Apply(r *codec.Record, settings []Setting) {
	for _, k := range keywords() {
		value := k.Default
		for _, s := range settings {
			if n, ok := ndis.ParseNumber(s.Value, 8); ok && s.Name == k.Name {
				value = int(n)
			}
		}
		for _, g := range k.bits {
			if g.bit&value == 0 && (g.bit != 0 || value == 0) {
				wipe(r, g.paths)
			}
		}
	}
}

// wipe clears members with all that is inside.
func wipe(r *codec.Record, paths []ndis.Path) {
	for _, leaf := range r.Layout.Leaves {
		path := r.Layout.Slots[leaf.Slot].Path
		for _, outer := range paths {
			if path == outer || strings.HasPrefix(string(path), string(outer)+".") {
				_ = r.SetValue(path, 0) // the path is the layout's own, and 0 fits
			}
		}
	}
}
