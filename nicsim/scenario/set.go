package scenario

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/hardware"
)

// short are the links' names of keys.
var short = map[string]string{"h": "host", "a": "arch", "o": "mode", "m": "miniport", "p": "protocol", "i": "intermediate", "n": "nic", "k": "keywords", "t": "steps", "v": "view"}

// keys are the long names, in the order in which they are printed.
var keys = []string{"host", "arch", "mode", "miniport", "protocol", "filters", "intermediate", "nic", "keywords", "steps", "at", "view", "against"}

// longPath spells a link's path with long names: "f1.register" is
// "filters[0].register", "k.IPsecOffloadV2" is "keywords.*IPsecOffloadV2".
func longPath(path string) string {
	name, _, _ := ndis.CutPath(path)
	rest := path[len(name):]
	if n, ok := strings.CutPrefix(name, "f"); ok {
		if number, ok := ndis.ParseNumber(n, 8); ok && number > 0 {
			return "filters[" + strconv.Itoa(int(number)-1) + "]" + rest
		}
	}
	switch name {
	case "k":
		return "keywords.*" + strings.TrimPrefix(rest, ".")
	case "kv":
		return "keywords" + rest
	case "i":
		return "intermediate" + longEdge(rest)
	}
	if long, ok := short[name]; ok {
		return long + rest
	}
	return path
}

func longEdge(rest string) string {
	for edge, long := range map[string]string{".p": ".protocol", ".m": ".miniport"} {
		if behind, ok := strings.CutPrefix(rest, edge); ok && (behind == "" || behind[0] == '.') {
			return long + behind
		}
	}
	return rest
}

// set gives a key of the scenario its value. The error's path is the scenario's.
func (s *Scenario) set(path string, v ndis.Value) error {
	path = longPath(path)
	name, index, rest := ndis.CutPath(path)
	if name == "steps" && index == -1 && !s.noSteps(v) {
		index = len(s.Steps)
		path = "steps[" + strconv.Itoa(index) + "]"
	}
	before := *s
	err := s.setKey(name, index, rest, v)
	if e, ok := err.(*ndis.Error); ok {
		if e.Code == ndis.CodeKeyUnknown {
			*s = before // an unknown key does not even say that its driver is there
		}
		return e.In(strings.TrimSuffix(strings.TrimSuffix(path, rest), "."))
	}
	return err
}

func (s *Scenario) setKey(name string, index int, rest string, v ndis.Value) error {
	switch name {
	case "miniport":
		return setDriver(&s.Miniport, rest, v)
	case "protocol":
		return setDriver(&s.Protocol, rest, v)
	case "filters":
		return s.setFilter(index, rest, v)
	case "intermediate":
		return s.setIntermediate(rest, v)
	case "nic":
		return s.setNIC(rest, v)
	case "keywords":
		return s.setKeyword(rest, v)
	case "steps":
		if rest != "" {
			return unknownKey(rest)
		}
		return s.setStep(index, v)
	}
	if rest != "" || index != -1 {
		return unknownKey(name)
	}
	return s.setPlain(name, v)
}

func unknownKey(name string) error {
	return ndis.NewError(ndis.CodeKeyUnknown, name).Suggest(ndis.Nearest(name, keys)...)
}

func (s *Scenario) setPlain(name string, v ndis.Value) (err error) {
	switch name {
	case "host":
		s.Host, err = readHost(v, s.Host)
	case "arch":
		text, typeErr := v.AsText()
		if err = typeErr; err == nil {
			s.Arch, err = keep(s.Arch, text, ndis.ParseArch)
		}
	case "mode":
		err = s.setMode(v)
	case "at":
		s.At, err = v.AsInt(1 << 20)
	case "view":
		s.View, err = v.AsText()
	case "against":
		s.Against, err = v.AsText()
	default:
		return unknownKey(name)
	}
	return err
}

// keep returns what was parsed, or what was there before.
func keep[T any](before T, text string, parse func(string) (T, error)) (T, error) {
	value, err := parse(text)
	if err != nil {
		return before, err
	}
	return value, nil
}

// readHost reads a version that exists; texts and links may also spell it as
// NdisGetVersion does.
func readHost(v ndis.Value, before ndis.Version) (ndis.Version, error) {
	if v.Kind == ndis.ValueText {
		return keep(before, v.Text, ndis.ParseVersion)
	}
	text, err := v.AsText()
	if err != nil {
		_, listed := ndis.ParseListed(v.Text)
		if near, ok := listed.(*ndis.Error); ok {
			err = err.(*ndis.Error).Suggest(near.Suggestions...)
		} else {
			err = err.(*ndis.Error).Suggest(v.Text)
		}
		return before, err
	}
	return keep(before, text, ndis.ParseListed)
}

func (s *Scenario) setMode(v ndis.Value) error {
	text, err := v.AsText()
	if err != nil {
		return err
	}
	mode, err := negotiate.ParseMode(text)
	if err != nil {
		return err
	}
	s.Mode = &mode
	return nil
}

func setDriver(d **driver.Driver, rest string, v ndis.Value) error {
	if *d == nil {
		*d = &driver.Driver{}
	}
	return setDriverKey(*d, rest, v)
}

// setDriverKey gives a key of a driver its value; no key at all says that the
// driver is there.
func setDriverKey(d *driver.Driver, rest string, v ndis.Value) error {
	if rest != "" {
		return d.Set(rest, v)
	}
	if v.Kind == ndis.ValueObject || v.Kind == ndis.ValueText && v.Text == "" {
		return nil
	}
	return ndis.NewError(ndis.CodeTypeWrong, v.Text, "object").Suggest(driver.Keys()...)
}

func (s *Scenario) setFilter(index int, rest string, v ndis.Value) error {
	if index == -1 && v.Kind == ndis.ValueArray {
		return nil
	}
	f, err := ndis.Element(&s.Filters, index)
	if err != nil {
		return err
	}
	return setDriverKey(f, rest, v)
}

func (s *Scenario) setIntermediate(rest string, v ndis.Value) error {
	if s.Intermediate == nil {
		s.Intermediate = &Intermediate{}
	}
	edge, index, behind := ndis.CutPath(rest)
	switch {
	case edge == "protocol" && index == -1:
		return inEdge(setDriverKey(&s.Intermediate.Protocol, behind, v), edge)
	case edge == "miniport" && index == -1:
		return inEdge(setDriverKey(&s.Intermediate.Miniport, behind, v), edge)
	case edge == "" && (v.Kind == ndis.ValueObject || v.Text == ""):
		return nil
	}
	return ndis.NewError(ndis.CodeKeyUnknown, edge).Suggest("protocol", "miniport")
}

func inEdge(err error, edge string) error {
	if e, ok := err.(*ndis.Error); ok {
		return e.In(edge)
	}
	return err
}

func (s *Scenario) setNIC(rest string, v ndis.Value) error {
	if s.NIC == nil {
		s.NIC = &hardware.NIC{}
	}
	err := s.NIC.Set(rest, v)
	if e, ok := err.(*ndis.Error); ok && e.At == "" && rest != "" {
		return e.In(rest)
	}
	return err
}

func (s *Scenario) setKeyword(name string, v ndis.Value) error {
	if name == "" && v.Kind == ndis.ValueObject {
		return nil
	}
	setting, remark, err := hardware.ReadSetting(name, v)
	if err != nil {
		return err.(*ndis.Error).In(name)
	}
	i := slices.IndexFunc(s.Keywords, func(k hardware.Setting) bool { return k.Name == setting.Name })
	if i < 0 {
		s.Keywords = append(s.Keywords, setting)
	} else {
		s.Keywords[i] = setting
	}
	if remark != nil {
		return remark.In(name)
	}
	return nil
}

// noSteps reports whether a value of "steps" says that nothing is done, not even
// a start.
func (s *Scenario) noSteps(v ndis.Value) bool {
	return v.Kind == ndis.ValueArray || v.Kind == ndis.ValueText && v.Text == "" && len(s.Steps) == 0
}

func (s *Scenario) setStep(index int, v ndis.Value) error {
	if index == -1 && s.noSteps(v) {
		s.Steps = []Step{}
		return nil
	}
	text, err := v.AsText()
	if err != nil {
		return err
	}
	at, err := ndis.Element(&s.Steps, index)
	if err != nil {
		return err
	}
	step, err := ParseStep(text)
	*at = step
	return err
}

// Pairs spells the scenario as paths and values, one for each leaf, without what
// is as it is by default; the host is always said.
func (s *Scenario) Pairs() []ndis.Pair {
	return s.pairs((*driver.Driver).Pairs, func(path string) string { return path })
}

func (s *Scenario) pairs(spell func(*driver.Driver) []ndis.Pair, name func(string) string) []ndis.Pair {
	all := []ndis.Pair{{Path: name("host"), Text: s.Host.String()}}
	add := func(path, text string) { all = append(all, ndis.Pair{Path: path, Text: text}) }
	if s.Arch != ndis.X64 {
		add(name("arch"), s.Arch.String())
	}
	if s.Mode != nil {
		add(name("mode"), s.Mode.String())
	}
	for _, d := range s.Drivers() {
		pairs := spell(d.Driver)
		if len(pairs) == 0 {
			add(name(d.Path), "")
		}
		for _, p := range pairs {
			add(name(d.Path)+"."+p.Path, p.Text)
		}
	}
	if s.NIC != nil {
		s.nicPairs(name("nic"), add)
	}
	for _, k := range s.Keywords {
		add(name("keywords."+k.Name), k.Value)
	}
	if s.Steps != nil && len(s.Steps) == 0 {
		add(name("steps"), "")
	}
	for i, step := range s.Steps {
		add(name("steps["+strconv.Itoa(i)+"]"), step.String())
	}
	if s.At != 0 {
		add("at", strconv.Itoa(s.At))
	}
	if s.View != "" {
		add(name("view"), s.View)
	}
	if s.Against != "" {
		add("against", s.Against)
	}
	return append(all, s.Unknown...)
}

// nicPairs: a card that is a profile alone is one value.
func (s *Scenario) nicPairs(name string, add func(path, text string)) {
	pairs := s.NIC.Pairs()
	if len(pairs) == 0 {
		add(name, hardware.Reference)
	}
	if len(pairs) == 1 && pairs[0].Path == "profile" {
		add(name, pairs[0].Text)
		return
	}
	for _, p := range pairs {
		add(name+"."+p.Path, p.Text)
	}
}

// FromObject reads a scenario that JavaScript gave: every leaf of the object.
// Here unknown keys are mistakes, but for those below "unknown", where an object
// has what a link or a text brought.
func FromObject(leaves []Leaf) (Scenario, []Problem) {
	r := reader{scenario: New()}
	for _, leaf := range leaves {
		if key, ok := strings.CutPrefix(leaf.Path, "unknown."); ok {
			r.pair(repeated(key, leaves), leaf.Value.Text, -1)
			continue
		}
		r.hasHost = r.hasHost || leaf.Path == "host"
		if err := r.scenario.set(leaf.Path, leaf.Value); err != nil {
			r.refused(err, -1)
		}
	}
	r.needHost(-1)
	return r.scenario, r.problems
}

// repeated is an unknown key without its index, where a list has what came for it
// several times.
func repeated(key string, leaves []Leaf) string {
	name, ok := strings.CutSuffix(key, "]")
	open := strings.LastIndexByte(name, '[')
	if !ok || open < 0 {
		return key
	}
	name = key[:open]
	if slices.ContainsFunc(leaves, func(l Leaf) bool { return l.Path == "unknown."+name+"[1]" }) {
		return name
	}
	return key
}

// Leaf is a leaf of an object.
type Leaf struct {
	Path  string
	Value ndis.Value
}

func hostMissing(offset int) *ndis.Error {
	e := ndis.NewError(CodeHostMissing).Suggest(ndis.Newest().String()).In("host")
	e.Offset = offset
	return e
}
