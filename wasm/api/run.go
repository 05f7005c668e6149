//go:build js && wasm

package main

import (
	"strings"
	"unicode/utf16"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// scenarioOf reads a scenario: an object, a text, a link.
func (a *arguments) scenarioOf() (scenario.Scenario, []scenario.Problem) {
	if v, ok := a.byPath[""]; ok && v.Kind == ndis.ValueString {
		return scenario.Parse(v.Text)
	}
	leaves := a.leaves[:0:0]
	for _, leaf := range a.leaves {
		if leaf.Path != "" || leaf.Value.Kind != ndis.ValueObject {
			leaves = append(leaves, leaf)
		}
	}
	if len(leaves) == 1 && leaves[0].Path == "" {
		e := ndis.NewError(ndis.CodeTypeWrong, leaves[0].Value.Text, "object")
		return scenario.New(), []scenario.Problem{{Error: e}}
	}
	return scenario.FromObject(leaves)
}

// firstError is the first problem that is more than a warning, nil for none.
func firstError(problems []scenario.Problem) error {
	for _, p := range problems {
		if !p.Warning {
			return p.Error
		}
	}
	return nil
}

// run makes a scenario happen.
func run(a *arguments, w *writer) error {
	s, problems := a.scenarioOf()
	if err := firstError(problems); err != nil {
		return err
	}
	t, problems := scenario.Run(s)
	if err := firstError(problems); err != nil {
		return err
	}
	w.open('{')
	w.key("outcome")
	w.outcome(&t.Outcome)
	w.key("objects")
	w.objects(t.Objects)
	w.key("events")
	w.events(t.Events)
	w.close('}')
	return nil
}

// link writes a scenario as a link.
func link(a *arguments, w *writer) error {
	s, problems := a.scenarioOf()
	if err := firstError(problems); err != nil {
		return err
	}
	w.text(s.Link())
	return nil
}

// parse reads a link or a text, and never fails on a bad one.
func parse(a *arguments, w *writer) error {
	input, err := a.text("text")
	if err != nil {
		return err
	}
	s, problems := scenario.Parse(input)
	problems = append(problems, s.Check()...)
	w.open('{')
	w.key("scenario")
	w.scenario(&s)
	w.key("problems")
	w.open('[')
	for _, p := range problems {
		w.problem(p, input)
	}
	w.close(']')
	w.close('}')
	return nil
}

func (w *writer) problem(p scenario.Problem, input string) {
	w.open('{')
	w.pair("code", string(p.Code))
	w.pair("message", rulebook.Error(p.Error, rulebook.English))
	w.pair("at", p.At)
	w.key("offset")
	if p.Offset < 0 {
		w.null()
	} else {
		w.int(len(utf16.Encode([]rune(input[:min(p.Offset, len(input))]))))
	}
	w.key("suggestions")
	w.texts(p.Suggestions)
	w.pair("severity", map[bool]string{true: "warning", false: "error"}[p.Warning])
	w.close('}')
}

// explain puts an event into words.
func explain(a *arguments, w *writer) error {
	lang, err := parsed(a, "lang", rulebook.ParseLang, rulebook.English)
	if err != nil {
		return err
	}
	e, err := a.event()
	if err != nil {
		return err
	}
	x := rulebook.Explain(e, lang)
	w.open('{')
	w.pair("rule", string(x.Rule))
	w.pair("verdict", x.Verdict)
	w.pair("title", x.Title)
	w.pair("text", x.Text)
	w.pair("why", x.Why)
	w.orNull("fix", x.Fix)
	w.orNull("but", x.But)
	w.pair("confidence", x.Confidence)
	w.key("sources")
	w.open('[')
	for _, s := range x.Sources {
		w.open('{')
		w.pair("text", s.Text)
		w.orNull("url", s.URL)
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return nil
}

// event reads an event as run gives it, as far as its words need it.
func (a *arguments) event() (*trace.Event, error) {
	rule, err := a.text("event.rule")
	if err != nil {
		return nil, err
	}
	if rulebook.RuleNamed(trace.Rule(rule)) == nil {
		return nil, ndis.NewError(codeRuleUnknown, rule).Suggest(ndis.Nearest(rule, ruleNames())...).In("event.rule")
	}
	e := &trace.Event{Rule: trace.Rule(rule), Call: a.byPath["event.call"].Text, From: a.party("event.from"), To: a.party("event.to")}
	for _, v := range trace.Verdicts() {
		if v.String() == a.byPath["event.verdict"].Text {
			e.Verdict = v
		}
	}
	if status, err := ndis.ParseStatus(a.byPath["event.status.name"].Text); err == nil {
		e.Status = &status
	}
	for i := 0; ; i++ {
		at := "event.facts[" + itoa(i) + "]."
		if !a.has(at + "name") {
			return e, nil
		}
		e.Facts = append(e.Facts, trace.Fact{Name: a.byPath[at+"name"].Text, Value: a.byPath[at+"value"].Text})
	}
}

// codeRuleUnknown: the rulebook has no such rule.
const codeRuleUnknown ndis.Code = "rule-unknown"

func ruleNames() []string {
	var names []string
	for _, r := range rulebook.Rules() {
		names = append(names, string(r.Name))
	}
	return names
}

func (a *arguments) party(path string) trace.Party {
	p := trace.Party{}
	for kind := trace.Loader; kind <= trace.Administrator; kind++ {
		if kind.String() == a.byPath[path+".kind"].Text {
			p.Kind = kind
		}
	}
	if n, ok := ndis.ParseNumber(a.byPath[path+".index"].Text, 16); ok {
		p.Index = int(n)
	}
	return p
}

// scenario writes a scenario as an object: its pairs, put together again.
func (w *writer) scenario(s *scenario.Scenario) {
	root := &node{}
	unknown := map[string]int{}
	for _, p := range s.Unknown {
		unknown[p.Path]++
	}
	for _, p := range s.Pairs() {
		if unknown[p.Path] == 0 {
			root.put(p)
		}
	}
	for _, p := range s.Unknown {
		kept := root.child("unknown").child(p.Path)
		if unknown[p.Path] > 1 {
			kept.list = true
			kept = kept.child(itoa(len(kept.names)))
		}
		kept.set(p.Text, true)
	}
	root.write(w)
}

// node is a part of an object that is put together from paths.
type node struct {
	names    []string // keys in the order in which they came; of a list "0", "1"
	children map[string]*node
	list     bool
	leaf     bool
	text     string
	quoted   bool
}

func (n *node) child(name string) *node {
	if n.children == nil {
		n.children = map[string]*node{}
	}
	if n.children[name] == nil {
		n.children[name] = &node{}
		n.names = append(n.names, name)
	}
	return n.children[name]
}

func (n *node) set(text string, quoted bool) {
	n.leaf, n.text, n.quoted = true, text, quoted
}

// put adds a pair. Members, capabilities, keywords and structures that are
// understood are named by the rest of the path, dots and all.
func (n *node) put(p ndis.Pair) {
	path := p.Path
	for path != "" {
		name, index, rest := ndis.CutPath(path)
		n = n.child(name)
		if index >= 0 {
			n.list = true
			n = n.child(itoa(index))
		}
		if (name == "members" || name == "capabilities" || name == "keywords" || name == "understands" || name == "answers") && rest != "" {
			n = n.child(rest)
			rest = ""
		}
		path = rest
	}
	if _, index, _ := ndis.CutPath(p.Path); p.Text == "" && (p.Path == "miniport" || p.Path == "protocol" || index >= 0 || strings.HasPrefix(p.Path, "intermediate.")) && !strings.Contains(p.Path, "uniqueName") {
		return // a driver of which nothing is said
	}
	if p.Path == "steps" {
		n.list = true // an empty one: nothing is done
		return
	}
	n.set(p.Text, !plain(p))
}

// plain reports whether a value stands without quotes: numbers, true, null.
func plain(p ndis.Pair) bool {
	last := p.Path[strings.LastIndexByte(p.Path, '.')+1:]
	_, isNumber := ndis.ParseNumber(p.Text, 53)
	isNumber = isNumber && (p.Text == "0" || p.Text[0] != '0')
	switch last {
	case "revision", "size", "delivered", "at", "linkSpeed", "packetLimit", "supportedRevision":
		return isNumber
	case "null", "driverObject":
		return true
	}
	return isNumber && (strings.HasPrefix(p.Path, "keywords.") || strings.Contains(p.Path, ".understands."))
}

func (n *node) write(w *writer) {
	switch {
	case n.leaf && n.quoted:
		w.text(n.text)
	case n.leaf:
		w.raw(n.text)
	case n.list:
		w.open('[')
		for _, name := range n.names {
			n.children[name].write(w)
		}
		w.close(']')
	default:
		w.open('{')
		for _, name := range n.names {
			w.theirs(name)
			n.children[name].write(w)
		}
		w.close('}')
	}
}
