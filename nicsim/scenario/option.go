package scenario

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/driver"
)

// Option is something that a step can say beside its arguments: "mss:1460".
type Option struct {
	Name     string
	Values   []string // all that it can be; none: it is written
	Least    int      // of a number; of a list, how many entries
	Most     int      // likewise, 0 for what is no number and no list
	List     bool     // numbers with commas between
	Standard string   // what it is where the step does not say, "" for nothing
	Seldom   bool     // few need it
}

// Switch reports whether the option is said or not, without a choice.
func (o *Option) Switch() bool { return o.Name == "hold" }

// Range is the numbers that the option can be, or how many entries it can have, ""
// for what is neither.
func (o *Option) Range() string {
	if o.Most == 0 {
		return ""
	}
	return strconv.Itoa(o.Least) + ".." + strconv.Itoa(o.Most)
}

// optionRow is a row of what options there are, and the verbs that take it, each
// with a space behind; "" are all.
type optionRow struct {
	Option
	verbs string
	takes func(structure string) bool // of requests, those that carry such a structure; nil: all
	apart bool                        // has controls of its own in forms
}

// of reports whether the option means something to a step.
func (r *optionRow) of(s *Step) bool {
	return (r.verbs == "" || strings.Contains(r.verbs, s.Verb+" ")) && (r.takes == nil || s.Sends() || r.takes(s.structure()))
}

const (
	asks    = "query set method statistics "
	carries = "set method indicate "
	travels = "send receive "
)

// optionRows are the options, in the order in which forms show them.
var optionRows = []optionRow{
	{Option{Name: "count", Least: 1, Most: maxFrames, Standard: "1"}, travels, nil, false},
	{Option{Name: "mss", Least: 1, Most: maxMSS, Standard: "1460"}, "send ", nil, false},
	{Option{Name: "vlan"}, "send ", nil, false},
	{Option{Name: "hold", Values: []string{"yes"}}, "receive ", nil, false},
	{Option{Name: "from"}, "send enumerate indicate " + asks, nil, false},
	{Option{Name: "table", List: true, Least: 1, Most: maxTable}, asks, nicsim.TakesTable, false},
	{Option{Name: "list", Least: 1, Most: maxFrames, Standard: "1"}, asks, nicsim.TakesAssociations, false},
	{Option{Name: "sa", Least: 1, Most: maxAssociations}, travels + asks, nicsim.TakesAssociations, false},
	{Option{Name: "key"}, asks, nicsim.TakesKey, false},
	{Option{Name: "tunnel", Least: 1, Most: maxAssociations, Seldom: true}, travels, nil, false},
	{Option{Name: "via", Seldom: true}, asks, nil, false},
	{Option{Name: "timeout", Most: maxSeconds, Standard: "0", Seldom: true}, asks, nil, false},
	{Option{Name: "size", Seldom: true}, carries, nil, false},
	{Option{Name: "type", Seldom: true}, carries, nil, false},
	{Option{Name: "delivered", Seldom: true}, carries, nil, false},
	{Option{Name: "during", Seldom: true}, "", nil, false},
	{Option{Name: "bytes"}, travels + carries + asks, nil, true},
	{Option{Name: "ask"}, "send ", nil, true},
}

// idle are the options of a step that mean nothing to it.
func (s *Step) idle() (names []string) {
	for i := range optionRows {
		if row := &optionRows[i]; s.option(row.Name) != "" && !row.of(s) {
			names = append(names, row.Name)
		}
	}
	return names
}

// optionNames lists the options that steps take.
func optionNames() (names []string) {
	for i := range optionRows {
		names = append(names, optionRows[i].Name)
	}
	return names
}

// optionNamed is an option, nil where there is none; all verbs bound it alike.
func optionNamed(name string) *Option {
	for i := range optionRows {
		if optionRows[i].Name == name {
			return &optionRows[i].Option
		}
	}
	return nil
}

// OptionsOf lists what a step can say beside its arguments and members, as far as
// that means something to its verb and to what it carries.
func (s *Scenario) OptionsOf(index int) (all []Option) {
	step := &s.Steps[index]
	for i := range optionRows {
		row := &optionRows[i]
		if row.apart || !row.of(step) {
			continue
		}
		all = append(all, row.Option)
		o := &all[len(all)-1]
		switch o.Name {
		case "from":
			o.Values, o.Standard = step.senders(s)
		case "via":
			for _, p := range oid.Paths() {
				o.Values = append(o.Values, p.String())
			}
		case "during":
			o.Values = passing
		case "count":
			o.Standard = strconv.Itoa(step.frames())
		}
	}
	return all
}

// Besides are the members of the out-of-band information that a step that sends can
// say otherwise than they are, as it names them: see [Step.Member].
func Besides() (all []Option) {
	for _, member := range nicsim.SayingWords {
		o := Option{Name: besidePrefix + member, Most: nicsim.MostOf(member), Seldom: true}
		if o.Most == 1 {
			o.Values = []string{"0", "1"}
		}
		all = append(all, o)
	}
	return all
}

// structure is what a request carries: what the step names, or its OID's; "" for
// none.
func (s *Step) structure() string {
	if len(s.Args) == 0 { // which was reported when it was read
		return ""
	}
	if named := s.carried(); named != "" {
		name, _ := driver.SplitRevision(named)
		return name
	}
	kind, _ := oid.ParseType(s.Verb)
	name, _ := driver.SplitRevision(s.Args[0])
	expected, _, _ := oid.For(name, kind)
	return expected.Carries
}

// parties are who can take a step with that verb.
func parties(verb string) []trace.PartyKind {
	switch verb {
	case "send", "enumerate":
		return []trace.PartyKind{trace.Protocol, trace.Filter}
	case "indicate":
		return []trace.PartyKind{trace.Miniport, trace.Filter}
	}
	return []trace.PartyKind{trace.Protocol, trace.Filter, trace.Administrator}
}

// senders are those of the scenario who can take the step, and who takes it where it
// does not say: the first one; but without a protocol, an administrator asks.
func (s *Step) senders(scene *Scenario) (names []string, standard string) {
	kinds := parties(s.Verb)
	names = scene.partyNames(kinds...)
	if !slices.Contains(kinds, trace.Administrator) {
		return names, first(names)
	}
	names = append(names, trace.Administrator.String())
	if scene.Protocol == nil {
		return names, trace.Administrator.String()
	}
	return names, names[0]
}

func first(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// sender is the party that a step comes from.
func (s *Step) sender(scene *Scenario) (trace.Party, *ndis.Error) {
	names, name := s.senders(scene)
	if said := s.option("from"); said != "" {
		name = said
	}
	party, ok := parseParty(name)
	if !ok || !slices.Contains(names, name) {
		return party, ndis.NewError(CodeStepParty, orElse(name, parties(s.Verb)[0].String())).Suggest(names...)
	}
	return party, nil
}

// number reads an option that is a number; fallback where it is not there.
func (s *Step) number(option string, fallback int) (int, *ndis.Error) {
	text := s.option(option)
	if text == "" {
		return fallback, nil
	}
	o := optionNamed(option)
	n, err := ndis.TextValue(text).AsInt(o.Most)
	if err != nil || n < o.Least {
		return 0, ndis.NewError(ndis.CodeNumberWrong, text, o.Range())
	}
	return n, nil
}

// said reports whether a step says an option that is said or not. Whatever else it
// says of it is a mistake: which of the two would be meant nobody knows.
func (s *Step) said(option string) (there bool, _ *ndis.Error) {
	yes := optionNamed(option).Values[0]
	for _, o := range s.Options {
		if o.Path == option && o.Text != yes {
			return false, ndis.NewError(CodeStepOption, o.Text, option, yes).Suggest(option + ":" + yes)
		}
		there = there || o.Path == option
	}
	return there, nil
}
