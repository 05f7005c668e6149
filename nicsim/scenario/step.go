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
)

// Step is one thing that is done: "indicate NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG
// OFFLOAD.3 size:120".
type Step struct {
	Verb    string
	Args    []string
	Options []ndis.Pair
	Members []codec.Assignment
}

// verb is a row of what steps there are: how many arguments it takes, and what
// it does; run is nil for verbs that are not run.
type verb struct {
	name        string
	least, most int
	run         func(*Step, *nicsim.Machine) *ndis.Error
}

var verbs = []verb{
	{"start", 0, 0, func(_ *Step, m *nicsim.Machine) *ndis.Error { m.Start(); return nil }},
	{"indicate", 1, 2, runIndicate},
	{"stop", 0, 0, nil}, {"pause", 0, 0, nil}, {"restart", 0, 0, nil}, {"halt", 0, 0, nil}, {"shutdown", 0, 0, nil},
	{"remove", 0, 0, nil}, {"reset", 0, 0, nil}, {"bind", 0, 0, nil}, {"unbind", 0, 0, nil},
	{"attach", 1, 1, nil}, {"detach", 1, 1, nil},
	{"query", 1, 2, nil}, {"set", 1, 2, nil}, {"method", 1, 2, nil}, {"statistics", 1, 2, nil},
	{"keyword", 2, 2, nil},
}

// stepOptions are the options that steps take.
var stepOptions = []string{"from", "via", "size", "type", "delivered", "bytes"}

// VerbNames lists the verbs.
func VerbNames() []string {
	var names []string
	for _, v := range verbs {
		names = append(names, v.name)
	}
	return names
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
		if !slices.Contains(stepOptions, o.Path) {
			return s, ndis.NewError(CodeStepSyntax, o.Path).Suggest(stepOptions...)
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
		words = append(words, o.Path+":"+driver.Escape(o.Text))
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
	if s.Verb != "indicate" || verbNamed(s.Verb) == nil || len(s.Args) == 0 {
		return nil
	}
	i, err := s.indication()
	if err != nil {
		return err
	}
	for _, d := range scene.Drivers() {
		if d.Party == i.From {
			return nil
		}
	}
	return ndis.NewError(CodeStepParty, s.from())
}

// run does what the step says.
func (s *Step) run(m *nicsim.Machine) *ndis.Error {
	v := verbNamed(s.Verb)
	if v == nil || len(s.Args) < v.least || len(s.Args) > v.most {
		return nil // reported when it was read
	}
	if v.run == nil {
		return ndis.NewError(CodeStepNotRun, s.Verb).Suggest("start", "indicate")
	}
	return v.run(s, m)
}

func runIndicate(s *Step, m *nicsim.Machine) *ndis.Error {
	if i, err := s.indication(); err == nil {
		m.Indicate(i)
	}
	return nil // a wrong indication is reported by check
}

func (s *Step) from() string {
	if from := s.option("from"); from != "" {
		return from
	}
	return trace.Miniport.String()
}

// indication reads "indicate STATUS STRUCTURE.REVISION" and its options.
func (s *Step) indication() (nicsim.Indication, *ndis.Error) {
	i := nicsim.Indication{Step: s.String()}
	var err error
	if i.Status, err = ndis.ParseStatus(s.Args[0]); err != nil {
		return i, err.(*ndis.Error)
	}
	party, ok := parseParty(s.from())
	if !ok || party.Kind != trace.Miniport && party.Kind != trace.Filter {
		return i, ndis.NewError(CodeStepParty, s.from()).Suggest("miniport", "filter.1")
	}
	i.From = party
	if len(s.Args) < 2 {
		return i, nil
	}
	buffer, err := s.buffer()
	if err != nil {
		return i, err.(*ndis.Error)
	}
	i.Buffer = buffer
	return i, nil
}

// buffer is the structure that a step carries.
func (s *Step) buffer() (*driver.Send, error) {
	send, err := driver.ParseSend(s.Args[1])
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
