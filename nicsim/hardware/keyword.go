package hardware

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

// Codes of mistakes with keywords.
const (
	// CodeKeywordUnknown: Windows standardizes no keyword of that name. It is kept
	// all the same: a registry holds what it likes.
	CodeKeywordUnknown ndis.Code = "keyword-unknown"
	// CodeKeywordValue: the keyword does not take that value.
	CodeKeywordValue ndis.Code = "keyword-value"
)

// Keyword is a value of the registry that Windows standardizes.
type Keyword struct {
	Name       string
	Default    int      // NoDefault where the driver chooses
	Choices    []Choice // nil where the values are numbers with limits alone
	Least      int      // of the numbers; with Choices, of those beside them
	Most       int      // math.MaxInt32 where only the device limits them, below Least where there are none
	bits       []governed
	beats      string    // the keyword for which this one's value stands, too
	unless     ndis.Path // counts only while this member is zero
	stops      string    // what of the transport's offloads a value stops: "all", "ipsec"
	stopsValue int
}

// NoDefault is the default of a keyword that has none.
const NoDefault = -1

// Choice is a value of a keyword, and what Windows shows for it.
type Choice struct {
	Value int
	Text  string
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
	kinds := map[string]*Keyword{} // a keyword with choices and limits, and nothing else
	var last *Keyword
	for _, line := range ndis.DataLines(keywordsText) {
		f := strings.Fields(line)
		switch {
		case f[0] == "kind":
			last = &Keyword{Least: 0, Most: NoDefault}
			kinds[f[1]] = last
		case f[0] == "keyword":
			all = append(all, newKeyword(f, kinds))
			last = &all[len(all)-1]
		default:
			last.add(f, strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), f[0])))
		}
	}
	return all
})

// newKeyword reads "keyword NAME DEFAULT VALUES".
func newKeyword(f []string, kinds map[string]*Keyword) Keyword {
	k := Keyword{}
	if kind := kinds[f[3]]; kind != nil {
		k = *kind
	} else {
		k.Least, k.Most = limits(f[3])
	}
	k.Name, k.Default = f[1], NoDefault
	if value, err := strconv.Atoi(f[2]); err == nil {
		k.Default = value
	}
	return k
}

// limits reads "1514..9014" or "1514..".
func limits(text string) (least, most int) {
	from, to, _ := strings.Cut(text, "..")
	least, _ = strconv.Atoi(from)
	if most = math.MaxInt32; to != "" {
		most, _ = strconv.Atoi(to)
	}
	return least, most
}

// add reads a line below a keyword or a kind of values.
func (k *Keyword) add(f []string, rest string) {
	switch value, err := strconv.Atoi(f[0]); {
	case f[0] == "beats":
		k.beats = f[1]
	case f[0] == "unless":
		k.unless = ndis.Path(f[1])
	case f[0] == "stops":
		k.stopsValue, _ = strconv.Atoi(f[1])
		k.stops = f[2]
	case strings.Contains(f[0], ".."):
		k.Least, k.Most = limits(f[0])
	case k.Name == "":
		k.Choices = append(k.Choices, Choice{value, rest})
	case err == nil || f[0] == "none":
		g := governed{bit: value}
		for _, path := range f[1:] {
			g.paths = append(g.paths, ndis.Path(path))
		}
		k.bits = append(k.bits, g)
	}
}

// Keywords lists the keywords.
func Keywords() []Keyword { return keywords() }

// keywordNamed looks a keyword up; case does not count.
func keywordNamed(name string) *Keyword {
	for i := range keywords() {
		if strings.EqualFold(keywords()[i].Name, name) {
			return &keywords()[i]
		}
	}
	return nil
}

// Switches reports whether the keyword switches task offloads of the card.
func (k *Keyword) Switches() bool { return len(k.bits) > 0 }

// Takes reports whether the keyword takes a value.
func (k *Keyword) Takes(value int) bool {
	return value >= k.Least && value <= k.Most || slices.ContainsFunc(k.Choices, func(c Choice) bool { return c.Value == value })
}

// values says what the keyword takes: "0..3", "0, 1, 1000..".
func (k *Keyword) values() string {
	var all []string
	for _, c := range k.Choices {
		all = append(all, strconv.Itoa(c.Value))
	}
	if n := len(k.Choices); n > 2 && k.Choices[n-1].Value-k.Choices[0].Value == n-1 {
		all = []string{all[0] + ".." + all[n-1]}
	}
	switch {
	case k.Most == math.MaxInt32:
		all = append(all, strconv.Itoa(k.Least)+"..")
	case k.Most >= k.Least:
		all = append(all, strconv.Itoa(k.Least)+".."+strconv.Itoa(k.Most))
	}
	return strings.Join(all, ", ")
}

// ReadSetting reads a keyword and its value. The name is spelled as the keyword
// is; case does not count. A keyword that is not standardized is kept, and
// remarked on.
func ReadSetting(name string, v ndis.Value) (s Setting, remark *ndis.Error, err error) {
	k := keywordNamed(name)
	if k == nil {
		return Setting{name, v.Text}, unknownKeyword(name), nil
	}
	value, err := v.AsInt(math.MaxInt32)
	if err != nil || !k.Takes(value) {
		return Setting{}, nil, ndis.NewError(CodeKeywordValue, v.Text, k.Name, k.values())
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

// in is the keyword's value among settings, its default where they lack it. A
// keyword that beats it is asked first.
func (k *Keyword) in(settings []Setting) int {
	for i := range keywords() {
		if other := &keywords()[i]; other.beats == k.Name {
			if value, ok := other.given(settings); ok {
				return value
			}
		}
	}
	if value, ok := k.given(settings); ok {
		return value
	}
	return k.Default
}

// given is the keyword's value among settings; the last one counts.
func (k *Keyword) given(settings []Setting) (value int, ok bool) {
	for _, s := range settings {
		if n, is := ndis.ParseNumber(s.Value, 31); is && s.Name == k.Name {
			value, ok = int(n), true
		}
	}
	return value, ok
}

// Apply clears in a record of NDIS_OFFLOAD what the settings switch off;
// keywords without one have their defaults.
func Apply(r *codec.Record, settings []Setting) {
	for i := range keywords() {
		k := &keywords()[i]
		if !k.Switches() || k.unless != "" && r.Number(k.unless) != 0 {
			continue
		}
		value := k.in(settings)
		for _, g := range k.bits {
			if g.bit&value == 0 && (g.bit != 0 || value == 0) {
				wipe(r, g.paths)
			}
		}
	}
}

// Stopped reports which task offloads the registry forbids the TCP/IP transport:
// all of them, or those of IPsec.
func Stopped(settings []Setting) (all, ipsec bool) {
	for i := range keywords() {
		k := &keywords()[i]
		if k.stops != "" && k.in(settings) == k.stopsValue {
			all = all || k.stops == "all"
			ipsec = true
		}
	}
	return all, ipsec
}

// Clear clears a member of a record with all that is inside.
func Clear(r *codec.Record, path ndis.Path) { wipe(r, []ndis.Path{path}) }

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
