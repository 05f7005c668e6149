package scenario

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/hardware"
)

// Step is one thing that is done: "indicate NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG
// OFFLOAD.3 size:120".
type Step struct {
	Verb    string
	Args    []string
	Options []ndis.Pair
	Members []codec.Assignment
}

// verb is a row of what steps there are: how many arguments it takes, what it
// does, and the arguments of an example, if it needs any.
type verb struct {
	name        string
	least, most int
	action      func(*Step, *Scenario) (nicsim.Action, *ndis.Error)
	example     string
}

// simply is a verb without arguments.
func simply(a nicsim.Action) func(*Step, *Scenario) (nicsim.Action, *ndis.Error) {
	return func(*Step, *Scenario) (nicsim.Action, *ndis.Error) { return a, nil }
}

var verbs = []verb{
	{"start", 0, 0, simply(nicsim.Start), ""},
	{"stop", 0, 0, simply(nicsim.Stop), ""},
	{"pause", 0, 0, simply(nicsim.Pause), ""},
	{"restart", 0, 0, simply(nicsim.Restart), ""},
	{"halt", 0, 0, simply(nicsim.Halt), ""},
	{"shutdown", 0, 0, simply(nicsim.Shutdown), ""},
	{"remove", 0, 0, simply(nicsim.Remove), ""},
	{"reset", 0, 1, reset, ""},
	{"activate", 0, 0, simply(nicsim.Activate), ""},
	{"bind", 0, 0, binding(nicsim.Bind), ""},
	{"unbind", 0, 0, binding(nicsim.Unbind), ""},
	{"attach", 1, 1, module(nicsim.Attach), "filter.1"},
	{"detach", 1, 1, module(nicsim.Detach), "filter.1"},
	{"indicate", 1, 2, indication, "NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG OFFLOAD"},
	{"enumerate", 0, 0, enumeration, ""},
	{"query", 1, 2, asking, "OID_GEN_STATISTICS"},
	{"set", 1, 2, asking, "OID_TCP_OFFLOAD_PARAMETERS"},
	{"method", 1, 2, asking, "OID_GEN_RSS_SET_INDIRECTION_TABLE_ENTRIES"},
	{"statistics", 1, 2, asking, "OID_GEN_STATISTICS"},
	{"send", 0, 1, sending, "eth/ipv4/tcp/data ask:checksum"},
	{"receive", 0, 1, receiving, "eth/ipv4/tcp/data"},
	{"keyword", 2, 2, keyword, "IPsecOffloadV2 0"},
}

// VerbNames lists the verbs.
func VerbNames() []string {
	var names []string
	for _, v := range verbs {
		names = append(names, v.name)
	}
	return names
}

// ExampleStep is a step with that verb, to be changed.
func ExampleStep(name string) string {
	v := verbNamed(name)
	if v == nil {
		return name
	}
	return strings.TrimSpace(v.name + " " + v.example)
}

func verbNamed(name string) *verb {
	for i := range verbs {
		if verbs[i].name == name {
			return &verbs[i]
		}
	}
	return nil
}

// ParseStep reads a step. What it cannot make out it keeps, so that the step
// prints as it was written.
func ParseStep(text string) (Step, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return Step{}, ndis.NewError(CodeStepSyntax, text).Suggest(VerbNames()...)
	}
	s := Step{Verb: words[0]}
	for _, word := range words[1:] {
		s.word(word)
	}
	v := verbNamed(s.Verb)
	if v == nil {
		return s, ndis.NewError(CodeStepUnknown, s.Verb).Suggest(ndis.Nearest(s.Verb, VerbNames())...)
	}
	if len(s.Args) < v.least || len(s.Args) > v.most {
		return s, ndis.NewError(CodeStepSyntax, text, strconv.Itoa(v.least), strconv.Itoa(v.most))
	}
	for _, o := range s.Options {
		if optionNamed(o.Path) == nil {
			return s, ndis.NewError(CodeStepSyntax, o.Path).Suggest(optionNames()...)
		}
	}
	return s, nil
}

// word sorts a word: "member=value", "option:value", or an argument.
func (s *Step) word(word string) {
	if member, value, ok := strings.Cut(word, "="); ok {
		s.Members = append(s.Members, codec.Assignment{Path: ndis.Path(member), Text: driver.Unescape(value)})
		return
	}
	if option, value, ok := strings.Cut(word, ":"); ok && option != "" {
		s.Options = append(s.Options, ndis.Pair{Path: option, Text: driver.Unescape(value)})
		return
	}
	s.Args = append(s.Args, word)
}

// String is what [ParseStep] reads.
func (s Step) String() string {
	words := append([]string{s.Verb}, s.Args...)
	for _, o := range s.Options {
		words = append(words, o.Path+":"+strings.ReplaceAll(driver.Escape(o.Text), "=", "%3D")) // or it would be a member
	}
	for _, m := range s.Members {
		words = append(words, string(m.Path)+"="+driver.Escape(m.Text))
	}
	return strings.Join(words, " ")
}

func (s *Step) option(name string) string {
	for _, o := range s.Options {
		if o.Path == name {
			return o.Text
		}
	}
	return ""
}

// check reports what is wrong with a step in this scenario.
func (s *Step) check(scene *Scenario) *ndis.Error {
	_, err := s.action(scene)
	return err
}

// action is what the step does; nil where it cannot be understood, which was
// reported when it was read.
func (s *Step) action(scene *Scenario) (nicsim.Action, *ndis.Error) {
	v := verbNamed(s.Verb)
	if v == nil || len(s.Args) < v.least || len(s.Args) > v.most {
		return nil, nil
	}
	if state := s.option("during"); state != "" && !slices.Contains(passing, state) {
		return nil, ndis.NewError(CodeStepSyntax, state).Suggest(passing...)
	}
	return v.action(s, scene)
}

// passing are the states that drivers only pass through; steps may happen
// meanwhile.
var passing = nicsim.Passing()

// enumeration is a filter or a protocol that asks for the filters.
func enumeration(s *Step, scene *Scenario) (nicsim.Action, *ndis.Error) {
	party, err := s.sender(scene)
	if err != nil {
		return nil, err
	}
	return nicsim.Enumerate(party), nil
}

// reset takes "begin" or "done", or nothing for both.
func reset(s *Step, _ *Scenario) (nicsim.Action, *ndis.Error) {
	if len(s.Args) == 0 {
		return nicsim.Reset, nil
	}
	switch s.Args[0] {
	case "begin":
		return nicsim.BeginReset, nil
	case "done":
		return nicsim.EndReset, nil
	}
	return nil, ndis.NewError(CodeStepSyntax, s.Args[0]).Suggest("begin", "done")
}

// keyword reads "keyword NAME VALUE"; the star before a standardized name is
// implied, but not before that of a service's value.
func keyword(s *Step, _ *Scenario) (nicsim.Action, *ndis.Error) {
	name := s.Args[0]
	if !strings.HasPrefix(name, "*") && !strings.Contains(name, ".") {
		name = "*" + name
	}
	setting, remark, err := hardware.ReadSetting(name, ndis.TextValue(s.Args[1]))
	if remark != nil { // no standardized one: a driver's own
		setting.Name = s.Args[0]
	}
	if err != nil {
		return nil, err.(*ndis.Error)
	}
	return nicsim.SetKeyword(setting), nil
}

// binding is a verb that needs a protocol.
func binding(a nicsim.Action) func(*Step, *Scenario) (nicsim.Action, *ndis.Error) {
	return func(_ *Step, scene *Scenario) (nicsim.Action, *ndis.Error) {
		if scene.Protocol == nil {
			return nil, ndis.NewError(CodeStepParty, trace.Protocol.String())
		}
		return a, nil
	}
}

// module is a verb that names a filter.
func module(act func(number int) nicsim.Action) func(*Step, *Scenario) (nicsim.Action, *ndis.Error) {
	return func(s *Step, scene *Scenario) (nicsim.Action, *ndis.Error) {
		party, ok := parseParty(s.Args[0])
		if !ok || party.Kind != trace.Filter || party.Index > len(scene.Filters) {
			return nil, ndis.NewError(CodeStepParty, s.Args[0]).Suggest(scene.partyNames(trace.Filter)...)
		}
		return act(party.Index), nil
	}
}

// partyNames lists the drivers of these kinds that are there, as steps name them.
func (s *Scenario) partyNames(kinds ...trace.PartyKind) []string {
	var names []string
	for _, d := range s.Drivers() {
		if !slices.Contains(kinds, d.Party.Kind) {
			continue
		}
		name := d.Party.Kind.String()
		if d.Party.Index > 0 {
			name += "." + strconv.Itoa(d.Party.Index)
		}
		names = append(names, name)
	}
	return names
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// indication reads "indicate STATUS STRUCTURE.REVISION" and its options.
func indication(s *Step, scene *Scenario) (nicsim.Action, *ndis.Error) {
	var i nicsim.Indication
	var err error
	if i.Status, err = ndis.ParseStatus(s.Args[0]); err != nil {
		return nil, err.(*ndis.Error)
	}
	var problem *ndis.Error
	if i.From, problem = s.sender(scene); problem != nil {
		return nil, problem
	}
	if len(s.Args) > 1 {
		if i.Buffer, err = s.buffer(s.Args[1]); err != nil {
			return nil, err.(*ndis.Error)
		}
	}
	return nicsim.Indicate(i), nil
}

// buffer is the structure that a step carries: "OFFLOAD.3", with the step's
// options and members.
func (s *Step) buffer(name string) (*driver.Send, error) {
	send, err := driver.ParseSend(name)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"size", "type", "delivered"} {
		if text := s.option(name); text != "" {
			if err := send.Set(name, ndis.TextValue(text)); err != nil {
				return nil, err
			}
		}
	}
	for _, m := range s.Members {
		if err := send.SetMember(m.Path, m.Text); err != nil {
			return nil, err
		}
	}
	return &send, nil
}

// parseParty reads "miniport", "protocol", "filter.2", "administrator".
func parseParty(text string) (trace.Party, bool) {
	name, number, numbered := strings.Cut(text, ".")
	index := 0
	if numbered {
		n, ok := ndis.ParseNumber(number, 8)
		if !ok || n == 0 || name != trace.Filter.String() {
			return trace.Party{}, false
		}
		index = int(n)
	}
	for _, kind := range []trace.PartyKind{trace.Miniport, trace.Protocol, trace.Filter, trace.Administrator} {
		if kind.String() == name && (kind == trace.Filter) == numbered {
			return trace.Party{Kind: kind, Index: index}, true
		}
	}
	return trace.Party{}, false
}
