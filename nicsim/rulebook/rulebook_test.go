package rulebook

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/scenario"
)

// source is the Go text of the packages that speak in rules and codes.
func source(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, root := range []string{"../../ndis", "..", "../../wasm"} {
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			all.Write(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func TestEveryRuleHasItsWordsSourceAndConfidence(t *testing.T) {
	for _, r := range Rules() {
		if len(r.Covers) == 0 || len(r.Sources) == 0 || !slices.Contains(Confidences(), r.Confidence) {
			t.Errorf("%s: covers %v, confidence %q, %d sources", r.Name, r.Covers, r.Confidence, len(r.Sources))
		}
		for _, l := range Langs() {
			for _, key := range []string{"title", "says", "why", "background"} {
				if said := wordsOf(l)["rule "+string(r.Name)+" "+key] != ""; said != (key != "background" || r.Background) {
					t.Errorf("%s: %s in %s: %t", r.Name, key, l, said)
				}
			}
		}
	}
}

func TestEveryRuleInTheCodeIsInTheBookAndTheReverse(t *testing.T) {
	code := map[string]bool{}
	for _, m := range regexp.MustCompile(`trace\.Rule = "([^"]+)"`).FindAllStringSubmatch(source(t), -1) {
		code[m[1]] = true
		if RuleNamed(trace.Rule(m[1])) == nil {
			t.Errorf("%s is not in rules.txt", m[1])
		}
	}
	for _, r := range Rules() {
		if code[string(r.Name)] == r.Background {
			t.Errorf("rules.txt: %s is in the code: %t", r.Name, !r.Background)
		}
	}
	if len(code) == 0 {
		t.Fatal("no rules found")
	}
}

// paragraphs is how many the list of rules has under each letter.
var paragraphs = map[string]int{"A": 12, "B": 30, "C": 23, "D": 7, "E": 30, "F": 24, "G": 41}

func TestEveryParagraphOfTheListIsCovered(t *testing.T) {
	covered := map[string]bool{}
	for _, r := range Rules() {
		for _, p := range r.Covers {
			covered[p] = true
			if n, err := strconv.Atoi(p[1:]); err != nil || n < 1 || n > paragraphs[p[:1]] {
				t.Errorf("%s covers %s, which the list does not have", r.Name, p)
			}
		}
		if !slices.IsSortedFunc(r.Covers, comparing) {
			t.Errorf("%s: %v", r.Name, r.Covers)
		}
	}
	for letter, last := range paragraphs {
		for n := 1; n <= last; n++ {
			if !covered[letter+strconv.Itoa(n)] {
				t.Errorf("nothing covers %s%d", letter, n)
			}
		}
	}
}

// comparing compares paragraphs: A2 comes before A10.
func comparing(a, b string) int {
	return cmp.Or(strings.Compare(a[:1], b[:1]), cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

func TestEveryCodeHasItsWordsAndTheReverse(t *testing.T) {
	codes := map[string]bool{}
	for _, m := range regexp.MustCompile(`ndis\.Code = "([^"]+)"|\bCode = "([^"]+)"|ndis\.Code\("([^"]+)"\)`).FindAllStringSubmatch(source(t), -1) {
		codes[m[1]+m[2]+m[3]] = true
	}
	for _, l := range Langs() {
		for code := range codes {
			if wordsOf(l)["error "+code] == "" {
				t.Errorf("no words for %s in %s", code, l)
			}
		}
		for key := range wordsOf(l) {
			if code, ok := strings.CutPrefix(key, "error "); ok && !codes[code] {
				t.Errorf("%s: nobody says %s", l, code)
			}
		}
	}
	if len(codes) == 0 {
		t.Fatal("no codes found")
	}
}

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	blanks := regexp.MustCompile(`\{[^}]*\}`)
	names := func(text string) []string {
		found := blanks.FindAllString(text, -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	for key, text := range english() {
		other, ok := japanese()[key]
		if !ok {
			t.Errorf("%s is missing in ja", key)
		} else if a, b := names(text), names(other); !slices.Equal(a, b) {
			t.Errorf("%s: %v in en, %v in ja", key, a, b)
		}
	}
	for key := range japanese() {
		if _, ok := english()[key]; !ok && !strings.HasPrefix(key, "value ") && !strings.HasPrefix(key, "alone ") { // English says most values as they are
			t.Errorf("%s is missing in en", key)
		}
	}
}

func TestJapaneseIsJapanese(t *testing.T) {
	abbreviation := regexp.MustCompile(`^([A-Z]+|IPv[46])$`)
	for key, text := range japanese() {
		if abbreviation.MatchString(text) {
			continue
		}
		if strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) }) {
			continue
		}
		if !slices.Contains([]string{"party loader", "fact revision", "fact size", "fact type", "change currentConfig", "change hardwareCapability"}, key) {
			t.Errorf("%s: %q", key, text)
		}
	}
}

func TestEveryBlankOfAnEventIsFilled(t *testing.T) {
	seen := map[trace.Rule]bool{}
	blank := regexp.MustCompile(`\{([^}]*)\}`)
	for _, e := range scenario.Library() {
		tr, _ := scenario.Run(e.Scenario)
		trace.Walk(tr.Events, func(event *trace.Event, _ int) bool {
			seen[event.Rule] = true
			for _, l := range Langs() {
				for _, f := range event.Facts {
					if Fact(f.Name, l) == "" {
						t.Errorf("%s: %s has no word in %s", event.Rule, f.Name, l)
					}
				}
				for _, c := range event.Changes {
					if wordsOf(l)["change "+c.Name] == "" && !strings.HasPrefix(c.Name, "*") { // a name of the registry
						t.Errorf("%s: %s has no word in %s", event.Rule, c.Name, l)
					}
				}
			}
			for key, text := range english() {
				prefix := "rule " + string(event.Rule) + " "
				if !strings.HasPrefix(key, prefix) || key == prefix+"fix" && event.Verdict == trace.Accepted {
					continue
				}
				for _, m := range blank.FindAllStringSubmatch(text, -1) {
					if eventWord(event, m[1], English) == "" && !(m[1] == "status" && event.Verdict != trace.Rejected) {
						t.Errorf("%s: %s has nothing for {%s}", e.Name, key, m[1])
					}
				}
			}
			return true
		})
	}
	for _, r := range Rules() {
		if !seen[r.Name] && !r.Background {
			t.Errorf("no scenario of the library shows %s", r.Name)
		}
	}
}

func TestEveryCardHasATitleAndTheReverse(t *testing.T) {
	for _, l := range Langs() {
		for _, name := range hardware.Names() {
			if NIC(name, l) == name {
				t.Errorf("%s has no title in %s", name, l)
			}
		}
		for key := range wordsOf(l) {
			if name, ok := strings.CutPrefix(key, "nic "); ok && !slices.Contains(hardware.Names(), name) {
				t.Errorf("%s: there is no card %s", l, name)
			}
		}
	}
}

func TestEveryWordOfTheWorldIsThere(t *testing.T) {
	for _, l := range Langs() {
		for _, v := range trace.Verdicts() {
			if Verdict(v, l) == "" {
				t.Errorf("%s: verdict %s", l, v)
			}
		}
		for kind := trace.Loader; kind <= trace.Administrator; kind++ {
			if Party(trace.Party{Kind: kind, Index: 1}, l) == "" {
				t.Errorf("%s: party %s", l, kind)
			}
		}
		for _, c := range Confidences() {
			if wordsOf(l)["confidence "+string(c)] == "" {
				t.Errorf("%s: confidence %s", l, c)
			}
		}
		for _, s := range catalog.All() {
			for _, n := range s.Notes {
				if text := Note(n.Code, n.Args, l); text == "" || strings.Contains(text, "…") {
					t.Errorf("%s: note %s of %s: %q", l, n.Code, s.Name, text)
				}
			}
		}
		for _, m := range regexp.MustCompile(`State\w+ += "(\w+)"`).FindAllStringSubmatch(source(t), -1) {
			if State(m[1], l) == m[1] {
				t.Errorf("%s: state %s", l, m[1])
			}
		}
	}
}

func TestSourcesThatCanBeReadHaveAnAddress(t *testing.T) {
	for source, want := range map[string]string{
		"network/ndis-6-30-backward-compatibility": "https://learn.microsoft.com/windows-hardware/drivers/network/ndis-6-30-backward-compatibility",
		"MicrosoftDocs/windows-driver-docs#2938":   "https://github.com/MicrosoftDocs/windows-driver-docs/issues/2938",
		"OpenVPN/tap-windows6 src/tapdrvr.c:101":   "https://github.com/OpenVPN/tap-windows6",
		"header ndis.h:276-281":                    "",
		"NDIS blog, 2014-03-20":                    "",
	} {
		if got := sourceURL(source); got != want {
			t.Errorf("%s: %q", source, got)
		}
	}
}

func TestAMistakeNamesWhatWouldBeRight(t *testing.T) {
	_, err := ndis.ParseVersion("6.2")
	e := err.(*ndis.Error)
	if got := Error(e, English); got != "There is no NDIS 6.2. It probably was 6.20." {
		t.Error(got)
	}
	if got := Error(e, Japanese); got != "NDIS 6.2 はありません。おそらく 6.20 です。" {
		t.Error(got)
	}
}

func TestValuesThatAreNoIdentifiersHaveWords(t *testing.T) {
	for _, test := range []struct{ name, value, en, ja string }{
		{"allowed", "Paused, Running", "paused, running", "一時停止、実行中"},
		{"state", "Running", "running", "実行中"},
		{"path", "regular", "regular", "通常"},
		{"path", "direct", "direct", "直接"},
		{"copies", "drops", "left behind", "書き戻さない"},
		{"operation", "reset done", "end a reset", "リセットを完了する"},
		{"feature", "no-pause-on-suspend", "no pause on suspend", "サスペンド時に一時停止しない動作"},
		{"registered", "", "none", "なし"},
		{"oid", "OID_GEN_STATISTICS", "OID_GEN_STATISTICS", "OID_GEN_STATISTICS"},
		{"structure", "NDIS_OFFLOAD", "NDIS_OFFLOAD", "NDIS_OFFLOAD"},
	} {
		if en, ja := FactValue(test.name, test.value, English), FactValue(test.name, test.value, Japanese); en != test.en || ja != test.ja {
			t.Errorf("%s %s: %q, %q", test.name, test.value, en, ja)
		}
	}
	for _, test := range []struct{ name, value, ja string }{
		{"RSC", "off", "オフ"}, {"URO", "on", "オン"}, {"state", "Running", "実行中"}, {"offload", "NDIS_OFFLOAD 2", "NDIS_OFFLOAD 2"}, {"registered", "", ""},
	} {
		if ja := ChangeValue(test.name, test.value, Japanese); ja != test.ja {
			t.Errorf("%s %s: %q", test.name, test.value, ja)
		}
	}
}

// What Japanese pages show of the library's runs are Japanese words, or
// identifiers and numbers: those have a capital, a digit or a sign.
func TestNoEnglishWordIsLeftInJapaneseFacts(t *testing.T) {
	raw := regexp.MustCompile(`^[a-z][a-z -]*$`)
	for _, e := range scenario.Library() {
		tr, _ := scenario.Run(e.Scenario)
		trace.Walk(tr.Events, func(event *trace.Event, _ int) bool {
			for _, f := range event.Facts {
				if text := FactValue(f.Name, f.Value, Japanese); raw.MatchString(text) && f.Name != "arch" && f.Name != "uniqueName" {
					t.Errorf("%s: fact %s: %s", event.Rule, f.Name, text)
				}
			}
			for _, c := range event.Changes {
				if text := ChangeValue(c.Name, c.After, Japanese); raw.MatchString(text) {
					t.Errorf("%s: change %s: %s", event.Rule, c.Name, text)
				}
			}
			return true
		})
	}
}

func TestPartiesBeginLinesWithACapital(t *testing.T) {
	for party, want := range map[trace.Party]string{{Kind: trace.Miniport}: "The miniport", {Kind: trace.Filter, Index: 2}: "Filter 2", {Kind: trace.NDIS}: "NDIS"} {
		if got := Who(party, English); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestEnglishSentencesBeginWithACapital(t *testing.T) {
	for _, test := range []struct {
		text string
		lang Lang
		want string
	}{
		{"the miniport runs", English, "The miniport runs"},
		{"3 of mux.c came. the protocol reads it: 6.20", English, "3 of mux.c came. The protocol reads it: 6.20"},
		{"arm64 に NDIS 6.20 はない", Japanese, "arm64 に NDIS 6.20 はない"},
	} {
		if got := sentences(test.text, test.lang); got != test.want {
			t.Errorf("%s: %s", test.text, got)
		}
	}
}

func TestLatinWordsAreSetApartFromJapanese(t *testing.T) {
	for _, test := range []struct{ text, word, want string }{
		{"{x}をロード", "フィルター 1", "フィルター 1 をロード"},
		{"{x}をロード", "ミニポート", "ミニポートをロード"},
		{"{x} をロード", "6.80", "6.80 をロード"},
		{"{x}。", "6.80", "6.80。"},
		{"{x}「a」", "6.80", "6.80「a」"},
		{"これは{x}です", "NDIS", "これは NDIS です"},
		{"{x} loads", "filter 1", "filter 1 loads"},
		{"{x}", "6.80", "6.80"},
		{"{x}を", "", "を"},
	} {
		if got := fill(test.text, func(string) string { return test.word }); got != test.want {
			t.Errorf("%s, %s: got %q, want %q", test.text, test.word, got, test.want)
		}
	}
}
