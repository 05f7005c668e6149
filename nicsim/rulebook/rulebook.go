package rulebook

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// Confidence is how sure a rule is.
type Confidence string

// The confidences.
const (
	Header      Confidence = "header"
	Documented  Confidence = "documented"
	Observed    Confidence = "observed"
	Inferred    Confidence = "inferred"
	Unspecified Confidence = "unspecified"
)

// Confidences lists them, the surest first.
func Confidences() []Confidence {
	return []Confidence{Header, Documented, Observed, Inferred, Unspecified}
}

// Rule is what is known of a rule beside its words. A rule of the background is
// one that nothing simulates; its words say why.
type Rule struct {
	Name       trace.Rule
	Background bool
	Covers     []string // paragraphs of the list of rules: "B7"
	Confidence Confidence
	Sources    []Source
}

// Source is where a rule is written. URL is "" where none can be given.
type Source struct{ Text, URL string }

//go:embed rules.txt
var rulesText string

var rules = sync.OnceValue(func() []Rule {
	var all []Rule
	for number, line := range ndis.DataLines(rulesText) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		value = strings.TrimSpace(value)
		if key == "rule" {
			all = append(all, Rule{Name: trace.Rule(value)})
			continue
		}
		if !all[len(all)-1].set(key, value) {
			panic("rules.txt:" + strconv.Itoa(number) + ": unknown word " + key)
		}
	}
	return all
})

func (r *Rule) set(key, value string) bool {
	switch key {
	case "background":
		r.Background = true
	case "covers":
		r.Covers = strings.Fields(value)
	case "confidence":
		r.Confidence = Confidence(value)
	case "source":
		r.Sources = append(r.Sources, Source{value, sourceURL(value)})
	default:
		return false
	}
	return true
}

// sourceURL is where a source can be read.
func sourceURL(source string) string {
	switch repository, issue, isIssue := strings.Cut(source, "#"); {
	case strings.HasPrefix(source, "network/"), strings.HasPrefix(source, "ddi/"):
		return ndis.DocURL(source)
	case strings.HasPrefix(source, "pv/"):
		return "https://learn.microsoft.com/previous-versions/windows/hardware/network/" + strings.TrimPrefix(source, "pv/")
	case isIssue && strings.Contains(repository, "/"):
		return "https://github.com/" + repository + "/issues/" + issue
	case strings.HasPrefix(source, "header "):
		return ""
	}
	repository, _, _ := strings.Cut(source, " ")
	if strings.Count(repository, "/") == 1 {
		return "https://github.com/" + repository
	}
	return ""
}

// Rules lists the rules.
func Rules() []Rule { return rules() }

// RuleNamed is what is known of a rule, nil for one that is not in the book.
func RuleNamed(name trace.Rule) *Rule {
	for i := range rules() {
		if rules()[i].Name == name {
			return &rules()[i]
		}
	}
	return nil
}
