package negotiate

import (
	_ "embed"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

// Rules for the handlers of a characteristics structure.
const (
	RuleHandlerMissing  trace.Rule = "registration.handler-missing"
	RuleHandlerUnpaired trace.Rule = "registration.handler-unpaired"
	RuleHandlerAdvised  trace.Rule = "registration.direct-handlers-missing"
)

//go:embed handlers.txt
var handlersText string

// handlerRule is a line of handlers.txt.
type handlerRule struct {
	kind, condition string
	member, other   ndis.Path
	since           ndis.Version // of what is advised
}

var handlerRules = sync.OnceValue(func() []handlerRule {
	var rules []handlerRule
	for _, line := range ndis.DataLines(handlersText) {
		f := append(strings.Fields(line), "")
		rule := handlerRule{kind: f[0], condition: f[1], member: ndis.Path(f[2])}
		if rule.condition == "advised" {
			rule.since, _ = ndis.ParseVersion(f[3]) // a test reads it
		} else {
			rule.other = ndis.Path(f[3])
		}
		rules = append(rules, rule)
	}
	return rules
})

// handlers checks the pointers of a characteristics structure, seen at a
// revision, against the lines of the driver's kind. Every fault is said; the
// result is the first one's.
func (j *Judge) handlers(s *Sent, kind *Kind, revision int, version ndis.Version) Result {
	layout, err := s.Structure.Layout(catalog.Options{Arch: j.Arch, Revision: revision})
	if err != nil {
		return Result{}
	}
	record := codec.Decode(layout, j.Objects[s.Object].Bytes)
	var first Result
	for _, rule := range handlerRules() {
		if rule.kind == kind.Party.String() {
			first = first.first(j.handler(s, record, rule, version))
		}
	}
	return first
}

func (j *Judge) handler(s *Sent, record *codec.Record, rule handlerRule, version ndis.Version) Result {
	if _, ok := record.Layout.Find(rule.member); !ok {
		return Result{}
	}
	has, other := isSet(record, rule.member), isSet(record, rule.other)
	switch rule.condition {
	case "needs", "mostly":
		if has {
			return Result{}
		}
		e := s.reject(RuleHandlerMissing, ndis.StatusBadCharacteristics, []trace.Fact{j.handlerFact(s, record, "handler", rule.member)})
		if rule.condition == "mostly" && j.Mode == Observed {
			e.Verdict, e.Status = trace.Tolerated, nil
		}
		return j.result(e)
	case "advised":
		if has || version < rule.since {
			return Result{}
		}
		return j.result(&trace.Event{Rule: RuleHandlerAdvised, From: s.From, To: s.To, Call: s.Call, Object: s.Object, Verdict: trace.Tolerated,
			Facts: append([]trace.Fact{j.handlerFact(s, record, "handler", rule.member)}, trace.Facts("registered", version.String(), "since", rule.since.String())...)})
	}
	if has == other || rule.condition == "with" && !has {
		return Result{}
	}
	named, lacking := rule.member, rule.other
	if !has {
		named, lacking = lacking, named
	}
	facts := []trace.Fact{j.handlerFact(s, record, "handler", named), j.handlerFact(s, record, "other", lacking)}
	return j.result(s.reject(RuleHandlerUnpaired, ndis.StatusBadCharacteristics, facts))
}

func isSet(record *codec.Record, path ndis.Path) bool {
	if path == "" {
		return false
	}
	if record.Layout.Leaf(path) == nil {
		return false
	}
	value, err := record.Value(path)
	return err == nil && value != 0
}

// handlerFact names a handler; its Ref is the pointer in the structure.
func (j *Judge) handlerFact(s *Sent, record *codec.Record, name string, path ndis.Path) trace.Fact {
	return trace.Fact{Name: name, Value: string(path), Ref: j.MemberRef(s.Object, record.Layout, path)}
}

func statusOf(s ndis.Status) *ndis.Status { return &s }
