package rulebook

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// Lang is a language.
type Lang string

// The languages.
const (
	English  Lang = "en"
	Japanese Lang = "ja"
)

// CodeLangUnknown: no such language.
const CodeLangUnknown ndis.Code = "lang-unknown"

// Langs lists the languages.
func Langs() []Lang { return []Lang{English, Japanese} }

// ParseLang reads "en" or "ja".
func ParseLang(text string) (Lang, error) {
	for _, l := range Langs() {
		if string(l) == text {
			return l, nil
		}
	}
	return "", ndis.NewError(CodeLangUnknown, text).Suggest("en", "ja")
}

//go:embed en.txt
var enText string

//go:embed ja.txt
var jaText string

// words are the texts of a language: "rule header.own-revision title".
type words map[string]string

var (
	english  = sync.OnceValue(func() words { return readWords(enText) })
	japanese = sync.OnceValue(func() words { return readWords(jaText) })
)

func wordsOf(l Lang) words {
	if l == Japanese {
		return japanese()
	}
	return english()
}

// readWords reads lines of a kind, a name and a text; a rule's texts stand
// indented behind it.
func readWords(text string) words {
	all := words{}
	outer := ""
	for _, line := range ndis.DataLines(text) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		rest = strings.TrimSpace(rest)
		switch {
		case line[0] == '\t':
			all[outer+" "+kind] = rest
		case kind == "rule":
			outer = "rule " + rest
		default:
			name, value, _ := strings.Cut(rest, " ")
			all[kind+" "+name] = strings.TrimSpace(value)
		}
	}
	return all
}

// Explanation is an event in words.
type Explanation struct {
	Rule       trace.Rule
	Verdict    string
	Title      string
	Text       string // what happened
	Why        string
	Fix        string // what would put it right, "" where nothing is wrong
	But        string // what another source says, ""
	Background string // why the simulation does not show it, "" where it does
	Confidence string
	Sources    []Source
}

// Explain puts an event into words.
func Explain(e *trace.Event, l Lang) Explanation {
	w := wordsOf(l)
	say := func(key string) string {
		return sentences(fill(w["rule "+string(e.Rule)+" "+key], func(name string) string { return eventWord(e, name, l) }), l)
	}
	x := Explanation{Rule: e.Rule, Verdict: w["verdict "+e.Verdict.String()], Title: say("title"), Text: say("says"), Why: say("why"), But: say("but"), Background: say("background")}
	if special := say("says." + e.Verdict.String()); special != "" {
		x.Text = special
	}
	if e.Verdict != trace.Accepted {
		x.Fix = say("fix")
	}
	if r := RuleNamed(e.Rule); r != nil {
		x.Confidence = HowSure(r.Confidence, l)
		x.Sources = r.Sources
	}
	return x
}

// Title is a rule's title where no event fills its blanks.
func Title(rule trace.Rule, l Lang) string {
	return fill(wordsOf(l)["rule "+string(rule)+" title"], func(string) string { return "…" })
}

// sentences begins each English sentence with a capital: a party may stand there.
func sentences(text string, l Lang) string {
	if l != English {
		return text
	}
	begins, ended := true, false
	capital := func(r rune) rune {
		if begins && r >= 'a' && r <= 'z' {
			r += 'A' - 'a'
		}
		begins, ended = ended && r == ' ', r == '.'
		return r
	}
	return strings.Map(capital, text)
}

// eventWord is what stands for {name}: a fact, or something of the event itself.
func eventWord(e *trace.Event, name string, l Lang) string {
	switch name {
	case "from":
		return Party(e.From, l)
	case "to":
		return Party(e.To, l)
	case "call":
		return e.Call
	case "status":
		if e.Status != nil {
			return e.Status.String() + " (" + e.Status.Hex() + ")"
		}
	case "zero":
		if e.Fact(name) == "" {
			return wordsOf(l)["word none"]
		}
	}
	return valueWord("value", name, e.Fact(name), l)
}

// valueWord is what a fact's value is called, as words of a kind say; identifiers
// stay what they are.
func valueWord(kind, name, value string, l Lang) string {
	switch name {
	case "state":
		return State(value, l)
	case "allowed":
		var states []string
		for _, state := range strings.Split(value, ", ") {
			states = append(states, State(state, l))
		}
		if l == Japanese {
			return strings.Join(states, "、")
		}
		return strings.Join(states, ", ")
	}
	if word := wordsOf(l)[kind+" "+name+"."+strings.ReplaceAll(value, " ", "-")]; word != "" {
		return word
	}
	return wordOr(value, l)
}

// wordOr is the word for a value that means the same in all facts, or the value.
func wordOr(value string, l Lang) string {
	if word := wordsOf(l)["word "+value]; word != "" {
		return word
	}
	return value
}

// fill puts values in place of {name}.
func fill(text string, value func(name string) string) string {
	filled := ""
	for {
		before, rest, ok := strings.Cut(text, "{")
		filled = join(filled, before)
		name, behind, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return filled
		}
		filled = join(filled, value(name))
		text = behind
	}
}

// join puts texts together, with the space that typesetters leave where Latin
// letters or digits touch Japanese.
func join(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if isLatin(last) && isJapanese(first) || isJapanese(last) && isLatin(first) {
		return a + " " + b
	}
	return a + b
}

func isLatin(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '_'
}

// isJapanese reports whether a rune is kana, the sign of a long vowel, or kanji.
func isJapanese(r rune) bool {
	return r >= 'ぁ' && r <= 'ヿ' && r != '・' || r >= '一' && r <= '鿿'
}

// Party is what a party is called.
func Party(p trace.Party, l Lang) string {
	return fill(wordsOf(l)["party "+p.Kind.String()], func(string) string { return strconv.Itoa(p.Index) })
}

// Who is what a party is called at the beginning of a line or a sentence.
func Who(p trace.Party, l Lang) string { return sentences(Party(p, l), l) }

// State is what a driver's state is called.
func State(state string, l Lang) string {
	if word := wordsOf(l)["state "+state]; word != "" {
		return word
	}
	return state
}

// Verdict is what a verdict is called.
func Verdict(v trace.Verdict, l Lang) string { return wordsOf(l)["verdict "+v.String()] }

// HowSure is what a confidence is called.
func HowSure(c Confidence, l Lang) string { return wordsOf(l)["confidence "+string(c)] }

// SaidApart lists the verdicts for which a rule has words of their own.
func SaidApart(rule trace.Rule) []trace.Verdict {
	var apart []trace.Verdict
	for _, v := range trace.Verdicts() {
		if english()["rule "+string(rule)+" says."+v.String()] != "" {
			apart = append(apart, v)
		}
	}
	return apart
}

// Mode is what a mode is called.
func Mode(mode string, l Lang) string { return wordsOf(l)["mode "+mode] }

// Label is a word of the figures, with arguments in place of {1}.
func Label(name string, l Lang, args ...string) string {
	return fillNumbered(wordsOf(l)["label "+name], args, nil)
}

// Error is a caller's mistake in words.
func Error(e *ndis.Error, l Lang) string {
	return fillNumbered(wordsOf(l)["error "+string(e.Code)], e.Args, e.Suggestions)
}

// Fact is what a fact of an event is called.
func Fact(name string, l Lang) string { return wordsOf(l)["fact "+name] }

// FactValue is what a fact's value is called where it stands alone.
func FactValue(name, value string, l Lang) string {
	switch {
	case value == "":
		return wordsOf(l)["word none"]
	case name == "feature":
		return Change(value, l)
	}
	if word := valueWord("alone", name, value, l); word != value {
		return word
	}
	return valueWord("value", name, value, l)
}

// Stop says why a packet was read no further.
func Stop(reason string, l Lang) string { return wordsOf(l)["stop "+reason] }

// ChangeValue is what a value is called that a thing had or has.
func ChangeValue(name, value string, l Lang) string {
	if name == "state" {
		return State(value, l)
	}
	return wordOr(value, l)
}

// Change is what a thing that an event changed is called; a keyword of the
// registry goes by its name.
func Change(name string, l Lang) string {
	if word := wordsOf(l)["change "+name]; word != "" {
		return word
	}
	return name
}

// Remedy is what a change that puts something right is called.
func Remedy(name string, args []string, l Lang) string {
	return fillNumbered(wordsOf(l)["remedy "+name], args, nil)
}

// Note is a doubt about a structure in words.
func Note(code string, args []string, l Lang) string {
	return fillNumbered(wordsOf(l)["note "+code], args, nil)
}

// fillNumbered puts arguments in place of {1} and suggestions in place of {?1}.
func fillNumbered(text string, args, suggestions []string) string {
	return fill(text, func(name string) string {
		list := args
		if number, ok := strings.CutPrefix(name, "?"); ok {
			name, list = number, suggestions
		}
		if n, ok := ndis.ParseNumber(name, 8); ok && n >= 1 && int(n) <= len(list) {
			return list[n-1]
		}
		return "…"
	})
}

// NIC is the title of a network card that is known by name; its name where it has
// none.
func NIC(name string, l Lang) string {
	if title := wordsOf(l)["nic "+name]; title != "" {
		return title
	}
	return name
}
