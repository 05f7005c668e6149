package driver

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

func setProfile(d *Driver, _ int, _ string, v ndis.Value) error {
	text, err := v.AsText()
	if err != nil {
		return err
	}
	d.Profile = text
	return nil
}

func setCall(d *Driver, _ int, _ string, v ndis.Value) error {
	text, err := word(v, "5", "6")
	if err != nil {
		return err
	}
	d.Call, _ = strconv.Atoi(text)
	return nil
}

// setVersion reads a version that exists.
func setVersion(field func(*Driver) *ndis.Version) func(*Driver, int, string, ndis.Value) error {
	return func(d *Driver, _ int, _ string, v ndis.Value) error {
		version, err := readVersion(v, ndis.ParseListed)
		if err != nil {
			return err
		}
		*field(d) = version
		return nil
	}
}

// readVersion reads a version; a number from JavaScript cannot tell 6.2 from
// 6.20, so it is refused with the version that it probably was. Texts and links
// may also spell the word of NdisGetVersion.
func readVersion(v ndis.Value, parse func(string) (ndis.Version, error)) (ndis.Version, error) {
	switch v.Kind {
	case ndis.ValueText:
		if strings.HasPrefix(v.Text, "0x") {
			return ndis.ParseVersion(v.Text)
		}
		return parse(v.Text)
	case ndis.ValueString:
		return parse(v.Text)
	}
	wrong := ndis.NewError(ndis.CodeTypeWrong, v.Text, "string")
	if _, err := ndis.ParseListed(v.Text); err != nil {
		if e, ok := err.(*ndis.Error); ok {
			return 0, wrong.Suggest(e.Suggestions...)
		}
	}
	return 0, wrong.Suggest(v.Text)
}

// setRegister takes any major.minor: wrong ones are a lesson.
func setRegister(d *Driver, _ int, _ string, v ndis.Value) error {
	version, err := readVersion(v, ndis.ParseDotted)
	if err != nil {
		return err
	}
	d.Register = version
	return d.oneChoice()
}

// oneChoice: at most one of supports, ladder and register.
func (d *Driver) oneChoice() error {
	ways := 0
	for _, used := range []bool{len(d.Supports) > 0, len(d.Ladder) > 0, d.Register != 0} {
		if used {
			ways++
		}
	}
	if ways > 1 {
		return ndis.NewError(CodeChoiceTwice, "supports, ladder, register")
	}
	return nil
}

func setSupports(d *Driver, index int, rest string, v ndis.Value) error {
	if err := next(index, rest, len(d.Supports)); err != nil {
		return err
	}
	var texts []string
	if err := words(&texts, -1, v); err != nil {
		return err
	}
	for _, text := range texts {
		r, err := ndis.ParseRange(text)
		if err != nil {
			return err
		}
		d.Supports = append(d.Supports, r)
	}
	return d.oneChoice()
}

// next checks that an element is added behind those there are.
func next(index int, rest string, length int) error {
	switch {
	case rest != "":
		return ndis.NewError(ndis.CodeKeyUnknown, rest)
	case index != -1 && index != length:
		return ndis.NewError(ndis.CodeIndexWrong, strconv.Itoa(index), strconv.Itoa(length))
	}
	return nil
}

func setLadder(d *Driver, index int, rest string, v ndis.Value) error {
	if v.Kind == ndis.ValueArray {
		return nil
	}
	if index == -1 {
		index = len(d.Ladder)
	}
	rung, err := ndis.Element(&d.Ladder, index)
	switch {
	case err != nil:
	case rest != "":
		err = rung.set(rest, v)
	case v.Kind != ndis.ValueObject:
		err = whole(rung, v, ParseRung)
	}
	if err != nil {
		return err
	}
	return d.oneChoice()
}

func (r *Rung) set(key string, v ndis.Value) error {
	text, err := v.AsText()
	if err != nil {
		return err
	}
	changed := *r
	switch key {
	case "host":
		changed.Hosts, err = ndis.ParseRange(text)
	case "register":
		if changed.Host = text == "host"; !changed.Host {
			changed.Register, err = readVersion(v, ndis.ParseDotted)
		}
	case "fail":
		changed.Fail, err = readStatus(v)
	default:
		err = ndis.NewError(ndis.CodeKeyUnknown, key).Suggest("host", "register", "fail")
	}
	if err == nil {
		*r = changed
	}
	return err
}

// ParseRung reads "6.83..6.84 6.83", "6.85.. host" or "..6.70 fail:STATUS".
func ParseRung(text string) (Rung, error) {
	hosts, what, ok := strings.Cut(text, " ")
	if !ok {
		return Rung{}, ndis.NewError(CodeLadderSyntax, text).Suggest(text + " host")
	}
	var r Rung
	if err := r.set("host", ndis.TextValue(hosts)); err != nil {
		return Rung{}, err
	}
	key := "register"
	if status, fails := strings.CutPrefix(what, "fail:"); fails {
		key, what = "fail", status
	}
	if err := r.set(key, ndis.TextValue(what)); err != nil {
		return Rung{}, err
	}
	return r, nil
}

// String is what [ParseRung] reads.
func (r Rung) String() string {
	hosts := r.Hosts.String()
	switch {
	case r.Fail != nil:
		return hosts + " fail:" + r.Fail.String()
	case r.Host:
		return hosts + " host"
	}
	return hosts + " " + r.Register.String()
}

func getLadder(d *Driver) []ndis.Pair {
	var pairs []ndis.Pair
	for i, r := range d.Ladder {
		at := "[" + strconv.Itoa(i) + "]"
		pairs = append(pairs, ndis.Pair{Path: at + ".host", Text: r.Hosts.String()})
		switch {
		case r.Fail != nil:
			pairs = append(pairs, ndis.Pair{Path: at + ".fail", Text: r.Fail.String()})
		case r.Host:
			pairs = append(pairs, ndis.Pair{Path: at + ".register", Text: "host"})
		case r.Register != 0:
			pairs = append(pairs, ndis.Pair{Path: at + ".register", Text: r.Register.String()})
		}
	}
	return pairs
}

func readStatus(v ndis.Value) (*ndis.Status, error) {
	if v.Kind == ndis.ValueNumber {
		v.Kind = ndis.ValueString
	}
	text, err := v.AsText()
	if err != nil {
		return nil, err
	}
	status, err := ndis.ParseStatus(text)
	if err != nil {
		return nil, err
	}
	return &status, nil
}

func setHandlers(d *Driver, index int, rest string, v ndis.Value) error {
	if v.Kind == ndis.ValueObject {
		return nil
	}
	name, element, behind := ndis.CutPath(rest)
	if index != -1 || behind != "" {
		return ndis.NewError(ndis.CodeKeyUnknown, rest).Suggest("omit", "add")
	}
	switch name {
	case "omit":
		return words(&d.Handlers.Omit, element, v)
	case "add":
		return words(&d.Handlers.Add, element, v)
	}
	return ndis.NewError(ndis.CodeKeyUnknown, name).Suggest("omit", "add")
}

func getHandlers(d *Driver) []ndis.Pair {
	var pairs []ndis.Pair
	for _, l := range []struct {
		name  string
		names []string
	}{{".omit", d.Handlers.Omit}, {".add", d.Handlers.Add}} {
		for _, p := range list(l.names) {
			pairs = append(pairs, ndis.Pair{Path: l.name + p.Path, Text: p.Text})
		}
	}
	return pairs
}

func setUniqueName(d *Driver, _ int, _ string, v ndis.Value) error {
	text, err := v.AsText()
	if err != nil {
		return err
	}
	d.UniqueName = &text
	return nil
}

func getUniqueName(d *Driver) []ndis.Pair {
	if d.UniqueName == nil {
		return nil
	}
	return []ndis.Pair{{Text: *d.UniqueName}}
}

func setDriverObject(d *Driver, _ int, _ string, v ndis.Value) error {
	if v.Kind != ndis.ValueNull && (v.Kind != ndis.ValueText || v.Text != "null") {
		return ndis.NewError(ndis.CodeTypeWrong, v.Text, "null").Suggest("null")
	}
	d.DriverObjectNull = true
	return nil
}

// SkipWords are what a driver may leave out: attributes of a miniport, and to
// deregister before DriverEntry fails.
var SkipWords = []string{"registration", "general", "offload", "deregistration", "indication"}

// setStatus reads a status that the driver returns.
func setStatus(field func(*Driver) **ndis.Status) func(*Driver, int, string, ndis.Value) error {
	return func(d *Driver, _ int, _ string, v ndis.Value) error {
		status, err := readStatus(v)
		if err == nil {
			*field(d) = status
		}
		return err
	}
}

func setOpens(d *Driver, _ int, _ string, v ndis.Value) error {
	d.Opens = v.Text
	return nil
}

// setWords reads words with spaces between into a list, each by read.
func setWords(list func(*Driver) *[]string, read func(string) (string, error)) func(*Driver, int, string, ndis.Value) error {
	return func(d *Driver, index int, rest string, v ndis.Value) error {
		all := list(d)
		if err := next(index, rest, len(*all)); err != nil {
			return err
		}
		var added []string
		if err := words(&added, -1, v); err != nil {
			return err
		}
		for i := range added {
			word, err := read(added[i])
			if err != nil {
				return err
			}
			added[i] = word
		}
		*all = append(*all, added...)
		return nil
	}
}

// oneOf reads one of some words.
func oneOf(options func() []string) func(string) (string, error) {
	return func(text string) (string, error) { return word(ndis.TextValue(text), options()...) }
}

// structureName reads the name of a structure.
func structureName(text string) (string, error) {
	s, err := catalog.Lookup(text)
	if err != nil {
		return "", err
	}
	return s.Name, nil
}

// parameterName reads a member of NDIS_OFFLOAD_PARAMETERS.
func parameterName(text string) (string, error) {
	layout, err := catalog.MustLookup("NDIS_OFFLOAD_PARAMETERS").Layout(catalog.Options{Arch: ndis.X64})
	if err == nil {
		_, err = layout.Index(ndis.Path(text))
	}
	return text, err
}

// Mediums lists the names of NDIS_MEDIUM.
func Mediums() []string { return catalog.GroupNamed("NDIS_MEDIUM").Names() }

func setUnderstands(d *Driver, _ int, rest string, v ndis.Value) error {
	if v.Kind == ndis.ValueObject {
		return nil
	}
	s, err := catalog.Lookup(rest)
	if err != nil {
		return err
	}
	revision, err := v.AsInt(255)
	if err != nil {
		return err
	}
	for i := range d.Understands {
		if d.Understands[i].Structure == s.Name {
			d.Understands[i].Revision = revision
			return nil
		}
	}
	d.Understands = append(d.Understands, Understanding{s.Name, revision})
	return nil
}

func getUnderstands(d *Driver) []ndis.Pair {
	var pairs []ndis.Pair
	for _, u := range d.Understands {
		pairs = append(pairs, ndis.Pair{Path: "." + u.Structure, Text: strconv.Itoa(u.Revision)})
	}
	return pairs
}

func setSupportedRevision(d *Driver, _ int, _ string, v ndis.Value) error {
	switch v.Text {
	case "honest":
		d.SupportedRevision = SupportedRevision{}
		return nil
	case "never":
		d.SupportedRevision = SupportedRevision{Never: true}
		return nil
	}
	n, err := v.AsInt(255)
	if err != nil {
		return ndis.NewError(CodeWordUnknown, v.Text).Suggest("honest", "never", "1")
	}
	d.SupportedRevision = SupportedRevision{Number: &n}
	return nil
}

func setClone(d *Driver, _ int, _ string, v ndis.Value) error {
	text, err := word(v, "drops", "copies")
	if err != nil {
		return err
	}
	if d.Clone = text; text == "drops" {
		d.Clone = ""
	}
	return nil
}

func setAnswers(d *Driver, _ int, rest string, v ndis.Value) error {
	if v.Kind == ndis.ValueObject {
		return nil
	}
	o, err := catalog.OIDNamed(rest)
	if err != nil {
		return err
	}
	status, err := readStatus(v)
	if err != nil {
		return err
	}
	for i := range d.Answers {
		if d.Answers[i].OID == o.String() {
			d.Answers[i].Status = *status
			return nil
		}
	}
	d.Answers = append(d.Answers, Answer{o.String(), *status})
	return nil
}

func getAnswers(d *Driver) []ndis.Pair {
	var pairs []ndis.Pair
	for _, a := range d.Answers {
		pairs = append(pairs, ndis.Pair{Path: "." + a.OID, Text: a.Status.String()})
	}
	return pairs
}
