package inf

import (
	"slices"
	"strings"
)

// Install is what installing a device writes to its key of the registry.
type Install struct {
	Section  string
	At       Place
	Values   []Setting // such as "*IfType", "Characteristics"
	Keywords []Keyword // what stands under Ndi\params
}

// Setting is a value of the device's key.
type Setting struct {
	Name  string
	Value Value
}

// Value looks a value of the device's key up; case does not count.
func (i *Install) Value(name string) (Value, bool) {
	for _, s := range i.Values {
		if strings.EqualFold(s.Name, name) {
			return s.Value, true
		}
	}
	return Value{}, false
}

// Settings are the keywords of the device as its driver will read them, each
// once: values of the key itself, then the defaults under Ndi\params that it has
// no value for.
func (i *Install) Settings() []Setting {
	all := append([]Setting(nil), i.Values...)
	there := map[string]bool{}
	for _, s := range all {
		there[strings.ToLower(s.Name)] = true
	}
	for _, k := range i.Keywords {
		if k.Default.Given() && !there[strings.ToLower(k.Name)] {
			all = append(all, Setting{k.Name, k.Default})
		}
	}
	return all
}

// Install follows a device to its sections.
func (f *File) Install(d Device) (*Install, []Problem) {
	in := &installing{
		File: f, to: &Install{Section: d.Install, At: d.At},
		seen: map[string]bool{}, keywords: map[string]int{}, values: map[string]int{},
	}
	if d.Whole() {
		for i := range f.Sections {
			in.registry(&f.Sections[i])
		}
	} else {
		in.follow(d)
	}
	in.to.Values = slices.DeleteFunc(in.to.Values, func(s Setting) bool { return s.Name == "" })
	for i := range in.to.Keywords {
		f.check(&in.to.Keywords[i])
	}
	return in.to, f.take()
}

// installing is an Install in the making.
type installing struct {
	*File
	to       *Install
	seen     map[string]bool // sections, by name in lower case
	keywords map[string]int  // index, by name in lower case
	values   map[string]int
}

// once reports whether a section is met for the first time.
func (in *installing) once(section string) bool {
	key := strings.ToLower(section)
	met := in.seen[key]
	in.seen[key] = true
	return !met
}

func (in *installing) follow(d Device) {
	first := in.decorated(d.Install, d.Target)
	if first == nil {
		in.missing(Value{d.Install, d.At}, d.Name)
		return
	}
	in.to.Section, in.to.At = first.Name, first.At
	in.once(first.Name)
	sections := []*Section{first}
	for i := 0; i < len(sections); i++ {
		sections = append(sections, in.needs(sections[i])...)
	}
	for i := len(sections) - 1; i >= 0; i-- { // what is needed comes first, so that the section itself has the last word
		in.directives(sections[i])
	}
	if class, _ := in.Entry("Version", "Class"); strings.EqualFold(class.Text, "Net") {
		in.demand()
	}
}

// mandatory is what NDIS demands before it calls a miniport of version 6.
var mandatory = []string{"*IfType", "*MediaType", "*PhysicalMediaType"}

func (in *installing) demand() {
	for _, name := range mandatory {
		if _, has := in.to.Value(name); !has {
			in.found.add(CodeValueMissing, in.to.At, in.to.Section, name)
		}
	}
}

// needs are the sections that an install section needs, but those that are known
// already.
func (in *installing) needs(s *Section) (needed []*Section) {
	included := false
	for _, l := range s.Lines {
		included = included || strings.EqualFold(l.Key.Text, "Include")
		if !strings.EqualFold(l.Key.Text, "Needs") {
			continue
		}
		for _, v := range l.Values {
			name := in.resolved(v)
			switch need := in.Section(name.Text); {
			case need != nil && in.once(need.Name):
				needed = append(needed, need)
			case need == nil && !included:
				in.missing(name, s.Name)
			}
		}
	}
	return needed
}

// directives reads what an install section says of the device's key.
func (in *installing) directives(s *Section) {
	for _, l := range s.Lines {
		switch key := strings.ToLower(l.Key.Text); {
		case key == "addreg":
			in.added(l.Values, s)
		case key == "characteristics", key == "bustype", strings.HasPrefix(key, "*"):
			in.set(l.Key.Text, in.resolved(l.Values[0]))
		}
	}
}

// added reads the sections of an AddReg.
func (in *installing) added(names []Value, referrer *Section) {
	for _, v := range names {
		name := in.resolved(v)
		switch s := in.Section(name.Text); {
		case name.Text == "":
		case s == nil:
			in.missing(name, referrer.Name)
		case in.once(s.Name):
			in.registry(s)
		}
	}
}

// deletes is the bit of a value's flags that takes it away instead.
const deletes = 4

// registry reads "HKR, key, name, flags, value" lines.
func (in *installing) registry(s *Section) {
	for _, l := range s.Lines {
		if l.Key.Given() || len(l.Values) < 3 || !strings.EqualFold(l.Values[0].Text, "HKR") {
			continue
		}
		var v [5]Value // HKR, key, name, flags, value
		for i := range min(len(v), len(l.Values)) {
			v[i] = in.resolved(l.Values[i])
		}
		if !v[4].Given() {
			v[4].At = v[0].At
		}
		flags, _ := number(v[3].Text, 0)
		keyword, choice, ok := parameter(v[1].Text)
		switch {
		case v[1].Text == "" && flags&deletes != 0:
			in.remove(v[2].Text)
		case v[1].Text == "":
			in.set(v[2].Text, v[4])
		case ok && flags&deletes == 0:
			in.keyword(keyword, v[0].At).set(choice, v[2], v[4])
		}
	}
}

// parameter is the keyword of a key "Ndi\params\NAME", or of its "\enum".
func parameter(key string) (name string, choice, ok bool) {
	const params = `ndi\params\`
	if len(key) <= len(params) || !strings.EqualFold(key[:len(params)], params) {
		return "", false, false
	}
	name, inner, _ := strings.Cut(strings.TrimRight(key[len(params):], `\`), `\`)
	choice = strings.EqualFold(inner, "enum")
	return name, choice, name != "" && (choice || inner == "")
}

// set gives the device's key a value; the last one counts.
func (in *installing) set(name string, v Value) {
	key := strings.ToLower(name)
	i, known := in.values[key]
	if !known {
		i = len(in.to.Values)
		in.values[key] = i
		in.to.Values = append(in.to.Values, Setting{Name: name})
	}
	in.to.Values[i].Value = v
}

// remove takes a value away from the device's key; its place stays, without a
// name.
func (in *installing) remove(name string) {
	key := strings.ToLower(name)
	if i, known := in.values[key]; known {
		delete(in.values, key)
		in.to.Values[i].Name = ""
	}
}

// keyword is a keyword, new where it is not there yet.
func (in *installing) keyword(name string, at Place) *Keyword {
	key := strings.ToLower(name)
	i, known := in.keywords[key]
	if !known {
		i = len(in.to.Keywords)
		in.keywords[key] = i
		in.to.Keywords = append(in.to.Keywords, Keyword{Name: name, At: at})
	}
	return &in.to.Keywords[i]
}
