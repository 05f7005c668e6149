package driver

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Codes of mistakes in descriptions of drivers.
const (
	// CodeProfileUnknown: no such profile.
	CodeProfileUnknown ndis.Code = "profile-unknown"
	// CodeChoiceTwice: more than one of supports, ladder and register.
	CodeChoiceTwice ndis.Code = "choice-twice"
	// CodeWordUnknown: not one of the words that fit here.
	CodeWordUnknown ndis.Code = "word-unknown"
	// CodeLadderSyntax: a rung is "HOSTS VERSION", "HOSTS host" or "HOSTS fail:STATUS".
	CodeLadderSyntax ndis.Code = "ladder-syntax"
	// CodeHandlerUnknown: the characteristics have no such handler.
	CodeHandlerUnknown ndis.Code = "handler-unknown"
)

// field is one key of a driver: how it is read, and what it prints.
type field struct {
	name string
	list bool // takes an index or a path behind its name
	set  func(d *Driver, index int, rest string, v ndis.Value) error
	get  func(d *Driver) []ndis.Pair // paths behind the name
}

// fields are the keys of a driver, in the order in which they are printed.
var fields = []field{
	{"profile", false, setProfile, text(func(d *Driver) string { return d.Profile })},
	{"call", false, setCall, text(func(d *Driver) string { return number(d.Call) })},
	{"build", false, setVersion(func(d *Driver) *ndis.Version { return &d.Build }), text(func(d *Driver) string { return versionText(d.Build) })},
	{"supports", true, setSupports, func(d *Driver) []ndis.Pair { return elements(d.Supports, ndis.Range.String) }},
	{"ladder", true, setLadder, getLadder},
	{"register", false, setRegister, text(func(d *Driver) string { return versionText(d.Register) })},
	{"sends", true, setSends, getSends},
	{"handlers", true, setHandlers, getHandlers},
	{"uniqueName", false, setUniqueName, getUniqueName},
	{"driverObject", false, setDriverObject, text(func(d *Driver) string { return when(d.DriverObjectNull, "null") })},
	{"skips", true, setWords(skips, oneOf(func() []string { return SkipWords })), getWords(skips)},
	{"setOptions", false, setStatus(func(d *Driver) **ndis.Status { return &d.SetOptions }), text(func(d *Driver) string { return statusText(d.SetOptions) })},
	{"driverEntry", false, setStatus(func(d *Driver) **ndis.Status { return &d.DriverEntry }), text(func(d *Driver) string { return statusText(d.DriverEntry) })},
	{"initialize", false, setStatus(func(d *Driver) **ndis.Status { return &d.Initialize }), text(func(d *Driver) string { return statusText(d.Initialize) })},
	{"media", true, setWords(media, oneOf(Mediums)), getWords(media)},
	{"linked", true, setWords(linked, parameterName), getWords(linked)},
	{"opens", false, setOpens, text(func(d *Driver) string { return d.Opens })},
	{"understands", true, setUnderstands, getUnderstands},
	{"exact", true, setWords(exact, structureName), getWords(exact)},
	{"supportedRevision", false, setSupportedRevision, text(func(d *Driver) string { return d.SupportedRevision.String() })},
	{"clone", false, setClone, text(func(d *Driver) string { return d.Clone })},
	{"answers", true, setAnswers, getAnswers},
}

func skips(d *Driver) *[]string  { return &d.Skips }
func media(d *Driver) *[]string  { return &d.Media }
func exact(d *Driver) *[]string  { return &d.Exact }
func linked(d *Driver) *[]string { return &d.Linked }

func getWords(list func(*Driver) *[]string) func(*Driver) []ndis.Pair {
	return func(d *Driver) []ndis.Pair { return elements(*list(d), func(s string) string { return s }) }
}

// Keys lists the keys of a driver.
func Keys() []string {
	var names []string
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}

// Set gives a driver's key its value: "register", "sends[0].revision",
// "understands.NDIS_OFFLOAD". The error is at a path within the driver.
func (d *Driver) Set(path string, v ndis.Value) error {
	name, index, rest := ndis.CutPath(path)
	if name == "send" && index == -1 && rest == "" { // the links' spelling of a whole element
		name = "sends"
	}
	for _, f := range fields {
		switch {
		case f.name != name:
		case !f.list && (index != -1 || rest != ""):
			return at(ndis.NewError(ndis.CodeKeyUnknown, path).Suggest(name), path)
		default:
			before := *d
			err := f.set(d, index, rest, v)
			if err != nil {
				*d = before // nothing half set
			}
			return at(err, path)
		}
	}
	return at(ndis.NewError(ndis.CodeKeyUnknown, name).Suggest(ndis.Nearest(name, Keys())...), path)
}

// Empty takes away what a list holds: "sends", "ladder", "supports", "skips",
// "handlers.omit", "handlers.add". Other keys it leaves alone. A choice of
// version replaces the other ways to choose.
func (d *Driver) Empty(key string) {
	name, _, rest := ndis.CutPath(key)
	switch name {
	case "send", "sends":
		d.Sends = nil
	case "skips":
		d.Skips = nil
	case "handlers":
		if rest == "omit" {
			d.Handlers.Omit = nil
		} else {
			d.Handlers.Add = nil
		}
	case "supports", "ladder", "register":
		d.Supports, d.Ladder, d.Register = nil, nil, 0
	}
}

// at puts an error that has no place yet at a path.
func at(err error, path string) error {
	e, ok := err.(*ndis.Error)
	if !ok || e.At != "" {
		return err
	}
	return e.In(path)
}

// Pairs spells the driver as paths and values, one for each leaf.
func (d *Driver) Pairs() []ndis.Pair {
	var all []ndis.Pair
	for _, f := range fields {
		for _, p := range f.get(d) {
			all = append(all, ndis.Pair{Path: f.name + p.Path, Text: p.Text})
		}
	}
	return all
}

// Short spells the driver as links do: a rung and an entry of sends are one
// value each, lists of words are one value.
func (d *Driver) Short() []ndis.Pair {
	var all []ndis.Pair
	for _, f := range fields {
		all = append(all, f.short(d)...)
	}
	return all
}

func (f *field) short(d *Driver) []ndis.Pair {
	switch f.name {
	case "ladder":
		whole := slices.DeleteFunc(slices.Clone(d.Ladder), func(r Rung) bool { return !r.complete() })
		return repeat("ladder", whole, Rung.String)
	case "sends":
		whole := slices.DeleteFunc(slices.Clone(d.Sends), func(s Send) bool { return s.Structure == "" })
		return repeat("send", whole, Send.String)
	case "supports", "skips":
		return joined(f.name, f.get(d))
	case "handlers":
		return slices.Concat(joined("handlers.omit", list(d.Handlers.Omit)), joined("handlers.add", list(d.Handlers.Add)))
	}
	var all []ndis.Pair
	for _, p := range f.get(d) {
		all = append(all, ndis.Pair{Path: f.name + catalog.ShortPath(p.Path), Text: p.Text})
	}
	return all
}

func repeat[T any](path string, all []T, text func(T) string) []ndis.Pair {
	var pairs []ndis.Pair
	for _, element := range all {
		pairs = append(pairs, ndis.Pair{Path: path, Text: text(element)})
	}
	return pairs
}

func joined(path string, pairs []ndis.Pair) []ndis.Pair {
	var words []string
	for _, p := range pairs {
		words = append(words, p.Text)
	}
	if words == nil {
		return nil
	}
	return []ndis.Pair{{Path: path, Text: strings.Join(words, " ")}}
}

func list(words []string) []ndis.Pair {
	return elements(words, func(s string) string { return s })
}

func elements[T any](all []T, text func(T) string) []ndis.Pair {
	var pairs []ndis.Pair
	for i, element := range all {
		pairs = append(pairs, ndis.Pair{Path: "[" + strconv.Itoa(i) + "]", Text: text(element)})
	}
	return pairs
}

// text prints a key with one value, "" for none.
func text(get func(*Driver) string) func(*Driver) []ndis.Pair {
	return func(d *Driver) []ndis.Pair {
		if value := get(d); value != "" {
			return []ndis.Pair{{Text: value}}
		}
		return nil
	}
}

func when(holds bool, text string) string {
	if holds {
		return text
	}
	return ""
}

func number(n int) string {
	return when(n != 0, strconv.Itoa(n))
}

func versionText(v ndis.Version) string {
	if v == 0 {
		return ""
	}
	return v.String()
}

func statusText(s *ndis.Status) string {
	if s == nil {
		return ""
	}
	return s.String()
}

// word reads one of some words.
func word(v ndis.Value, words ...string) (string, error) {
	text, err := v.AsText()
	if err != nil {
		return "", err
	}
	if !slices.Contains(words, text) {
		return "", ndis.NewError(CodeWordUnknown, text).Suggest(words...)
	}
	return text, nil
}

// words reads a list of words: all in one value, or one element.
func words(list *[]string, index int, v ndis.Value) error {
	if v.Kind == ndis.ValueArray {
		return nil
	}
	text, err := v.AsText()
	if err != nil {
		return err
	}
	if index == -1 {
		*list = append(*list, strings.Fields(text)...)
		return nil
	}
	element, err := ndis.Element(list, index)
	if err != nil {
		return err
	}
	*element = text
	return nil
}
