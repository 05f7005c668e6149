package scenario

import (
	_ "embed"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// Entry is a scenario of the library: what it is called, what it is about, and
// what it must show. Titles may be missing where the scenario is a rule's
// example: then the rule's words stand for it.
type Entry struct {
	Name     string
	Theme    string            // what it belongs to, "registration"
	Title    map[string]string // by language
	About    map[string]string
	Expect   []Expectation
	Scenario Scenario
}

// Expectation says that an event of that rule and verdict happens.
type Expectation struct {
	Rule    trace.Rule
	Verdict trace.Verdict
}

// The files are embedded one by one: an embed.FS would bring a file system into
// the browser. A test compares with the folder.
var (
	//go:embed library/examples.txt
	examplesText string
	//go:embed library/registration.txt
	registrationText string
	//go:embed library/states.txt
	statesText string
	//go:embed library/requests.txt
	requestsText string
	//go:embed library/offload.txt
	offloadText string
	//go:embed library/packets.txt
	packetsText string
	//go:embed library/ipsec.txt
	ipsecText string
	//go:embed library/shipping.txt
	shippingText string
	//go:embed library/rules.txt
	rulesText string
)

// theme is a file of the library, by its name.
type theme struct{ file, text string }

// themes are the files in the order in which scenarios are offered.
func themes() []theme {
	return []theme{
		{"examples", examplesText}, {"registration", registrationText}, {"states", statesText}, {"requests", requestsText}, {"offload", offloadText},
		{"packets", packetsText}, {"ipsec", ipsecText}, {"shipping", shippingText}, {"rules", rulesText},
	}
}

var library = sync.OnceValue(func() []Entry {
	var all []Entry
	for _, t := range themes() {
		entries, err := parseLibrary(t.text)
		if err != nil {
			panic(t.file + ": " + err.Error())
		}
		for i := range entries {
			entries[i].Theme = t.file
		}
		all = append(all, entries...)
	}
	return all
})

// Library lists the scenarios of the library.
func Library() []Entry { return library() }

// Example is the scenario of that name in the library. The error offers the
// nearest names.
func Example(name string) (*Entry, error) {
	var names []string
	for i := range library() {
		if library()[i].Name == name {
			return &library()[i], nil
		}
		names = append(names, library()[i].Name)
	}
	return nil, ndis.NewError(CodeExampleUnknown, name).Suggest(ndis.Nearest(name, names)...)
}

// parseLibrary reads entries: "scenario NAME", then the lines of a text, titles
// and what is expected.
func parseLibrary(text string) ([]Entry, error) {
	var all []Entry
	var body strings.Builder
	finish := func() error {
		if len(all) == 0 {
			return nil
		}
		s, problems := ParseText(body.String())
		if len(problems) > 0 {
			return errors.New(all[len(all)-1].Name + ": " + problems[0].Error.Error())
		}
		all[len(all)-1].Scenario = s
		body.Reset()
		return nil
	}
	for number, line := range ndis.DataLines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		value = strings.TrimSpace(value)
		if key == "scenario" {
			if err := finish(); err != nil {
				return nil, err
			}
			all = append(all, Entry{Name: value, Title: map[string]string{}, About: map[string]string{}})
			continue
		}
		if len(all) == 0 {
			return nil, errors.New("line " + strconv.Itoa(number) + ": no scenario yet")
		}
		own, err := all[len(all)-1].line(key, value)
		if err != nil {
			return nil, errors.New("line " + strconv.Itoa(number) + ": " + err.Error())
		}
		if !own {
			body.WriteString(strings.TrimSpace(line) + "\n")
		}
	}
	return all, finish()
}

// line reads what an entry says beside its scenario; false for a line of that.
func (e *Entry) line(key, value string) (bool, error) {
	switch {
	case key == "expect":
		rule, verdict, _ := strings.Cut(value, " ")
		i := slices.IndexFunc(trace.Verdicts(), func(v trace.Verdict) bool { return v.String() == verdict })
		if i < 0 {
			return true, errors.New(verdict + " is no verdict")
		}
		e.Expect = append(e.Expect, Expectation{trace.Rule(rule), trace.Verdicts()[i]})
	case strings.HasPrefix(key, "title."):
		e.Title[strings.TrimPrefix(key, "title.")] = value
	case strings.HasPrefix(key, "about."):
		e.About[strings.TrimPrefix(key, "about.")] = value
	default:
		return false, nil
	}
	return true, nil
}
