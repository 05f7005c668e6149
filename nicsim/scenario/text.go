package scenario

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/hardware"
)

// Text is the scenario as text: one path and value a line.
func (s *Scenario) Text() string {
	var b strings.Builder
	for _, p := range s.Pairs() {
		path := strings.ReplaceAll(driver.Escape(p.Path), "#", "%23")
		b.WriteString(strings.TrimRight(path+" "+escapeLine(p.Text), " "))
		b.WriteByte('\n')
	}
	return b.String()
}

// escapeLine keeps a value on its line, and its own spaces at the ends.
func escapeLine(text string) string {
	inner := strings.Trim(text, " ")
	before := strings.Index(text, inner)
	behind := len(text) - before - len(inner)
	words := strings.Split(inner, " ")
	for i := range words {
		words[i] = driver.Escape(words[i])
	}
	return strings.Repeat("%20", before) + strings.Join(words, " ") + strings.Repeat("%20", behind)
}

// Parse reads a link, a text, or the word of NdisGetVersion alone. What cannot be
// read is reported with its place, and the rest is kept.
func Parse(text string) (Scenario, []Problem) {
	trimmed := strings.TrimSpace(text)
	switch {
	case trimmed == "":
		return New(), []Problem{{Error: ndis.NewError(CodeNothing)}}
	case isLink(trimmed):
		link, problems := ParseLink(text)
		return link.Scenario, problems
	case strings.HasPrefix(trimmed, "0x") && !strings.ContainsAny(trimmed, " \n"):
		return parseWord(trimmed)
	}
	return ParseText(text)
}

// parseWord reads the word of NdisGetVersion: it names a host.
func parseWord(text string) (Scenario, []Problem) {
	s := New()
	version, err := ndis.ParseVersion(text)
	if err != nil {
		return s, []Problem{problem(err.(*ndis.Error).In("host"), 0)}
	}
	s.Host = version
	e := ndis.NewError(CodeVersionWord, text, version.String())
	e.At, e.Offset = "host", 0
	return s, []Problem{{Error: e, Warning: true}}
}

// ParseText reads a text: lines of a path, a space and a value; "#" begins a
// comment.
func ParseText(text string) (Scenario, []Problem) {
	r := reader{scenario: New()}
	offset := 0
	for line := range strings.Lines(text) {
		body := strings.TrimRight(line, "\r\n")
		if trimmed := strings.Trim(body, " \t"); trimmed != "" && trimmed[0] != '#' {
			indent := strings.Index(body, trimmed)
			path, value, _ := strings.Cut(trimmed, " ")
			r.pair(driver.Unescape(path), driver.Unescape(strings.TrimLeft(value, " ")), offset+indent)
		}
		offset += len(line)
	}
	r.needHost(0)
	return r.scenario, r.problems
}

// reader reads pairs into a scenario and collects what is wrong.
type reader struct {
	scenario Scenario
	problems []Problem
	hasHost  bool
}

// pair reads one pair that stands at an offset. Unknown keys are kept; those in
// upper case are critical.
func (r *reader) pair(path, value string, offset int) {
	err := r.scenario.set(path, ndis.TextValue(value))
	if longPath(path) == "host" {
		r.hasHost = true
	}
	if err == nil {
		return
	}
	if p := problem(err, offset); p.Code == ndis.CodeKeyUnknown {
		r.unknown(path, value, p)
		return
	}
	r.refused(err, offset)
}

// refused notes a value that was not taken. A keyword that nobody listens to is
// taken all the same.
func (r *reader) refused(err error, offset int) {
	p := problem(err, offset)
	p.Warning = p.Code == hardware.CodeKeywordUnknown
	r.problems = append(r.problems, p)
}

func (r *reader) unknown(path, value string, p Problem) {
	kept := *p.Error
	kept.Code = CodeKeyKept
	kept.Args = []string{path}
	if last := path[strings.LastIndexByte(path, '.')+1:]; last != "" && last[0] >= 'A' && last[0] <= 'Z' {
		kept.Code = CodeKeyCritical
	}
	r.scenario.Unknown = append(r.scenario.Unknown, ndis.Pair{Path: path, Text: value})
	r.problems = append(r.problems, Problem{Error: &kept, Warning: kept.Code == CodeKeyKept})
}

func (r *reader) needHost(offset int) {
	if !r.hasHost {
		r.problems = append(r.problems, Problem{Error: hostMissing(offset)})
	}
}
