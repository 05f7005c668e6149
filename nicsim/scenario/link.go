package scenario

import (
	"hash/crc32"
	"strconv"
	"strings"
	"unicode"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/driver"
)

// major is the generation of the grammar that is written here.
const major = "1"

// Link is what a link says: of which kind it is, about what, and for kinds "s"
// and "ex" the scenario. The pairs of the other kinds are kept as they are.
type Link struct {
	Kind     string
	Subjects []string
	Scenario Scenario
	Pairs    []ndis.Pair
}

// kinds are the kinds of links: a scenario, one of the library, a lesson, a
// structure, a comparison.
var kinds = []string{"s", "ex", "l", "d", "diff"}

// Link is the scenario as a link, from the "#" on.
func (s *Scenario) Link() string {
	pairs := s.pairs((*driver.Driver).Short, ShortPath)
	return (&Link{Kind: "s", Pairs: pairs}).String()
}

// LibraryLink is the link to a scenario of the library. The host is always said.
func LibraryLink(e *Entry) string {
	return (&Link{Kind: "ex", Subjects: []string{e.Name}, Pairs: []ndis.Pair{{Path: "h", Text: e.Scenario.Host.String()}}}).String()
}

// String writes the link from its pairs.
func (l *Link) String() string {
	body := l.body()
	return "#" + body + "~" + check(body)
}

// body is what a link says, without "#" and check.
func (l *Link) body() string {
	var b strings.Builder
	b.WriteString(major + "/" + l.Kind)
	for _, subject := range l.Subjects {
		b.WriteString("/" + encode(subject))
	}
	for i, p := range l.Pairs {
		b.WriteByte("?&"[min(i, 1)])
		b.WriteString(strings.ReplaceAll(encode(p.Path), "=", "%3D") + "=" + encode(p.Text))
	}
	return b.String()
}

// ShortPath spells a long path with the links' short names: "f1" is "filters[0]".
func ShortPath(path string) string {
	name, index, rest := ndis.CutPath(path)
	switch name {
	case "filters":
		return "f" + strconv.Itoa(index+1)
	case "steps":
		return "t"
	case "keywords":
		if standard, ok := strings.CutPrefix(rest, "*"); ok {
			return "k." + standard
		}
		return "kv." + rest
	case "intermediate":
		return "i." + rest[:1]
	}
	for letter, long := range short {
		if long == name {
			return letter + path[len(name):]
		}
	}
	return path
}

const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/?:"

// encode writes text in the links' alphabet: "," stands for a space, what is not
// in the alphabet is percent-encoded UTF-8. "=" within a value stays.
func encode(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch c := text[i]; {
		case c == ' ':
			b.WriteByte(',')
		case c == '=' || strings.IndexByte(plain, c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteString("%" + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]))
		}
	}
	return b.String()
}

// decode reads the links' alphabet.
func decode(text string) string {
	return driver.Unescape(strings.ReplaceAll(text, ",", " "))
}

// crockford is base 32 without letters that look like others.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const checkLength = 4

// check is the low 20 bits of the CRC-32 of the text.
func check(text string) string {
	sum := crc32.ChecksumIEEE([]byte(text))
	var digits [checkLength]byte
	for i := range digits {
		digits[i] = crockford[sum>>(5*(checkLength-1-i))&31]
	}
	return string(digits[:])
}

// sameCheck compares checks as people copy them: case does not count, and O is
// 0, I and L are 1.
func sameCheck(a, b string) bool {
	return strings.Map(digit, a) == strings.Map(digit, b)
}

func digit(r rune) rune {
	switch r {
	case 'O', 'o':
		return '0'
	case 'I', 'i', 'L', 'l':
		return '1'
	}
	return unicode.ToUpper(r)
}

// isLink reports whether the text holds the begin of a link.
func isLink(text string) bool {
	_, ok := linkStart(text)
	return ok
}

// linkStart finds "#", digits and "/"; a "#" that was percent-encoded counts.
func linkStart(text string) (int, bool) {
	for i := 0; i < len(text); i++ {
		rest, ok := strings.CutPrefix(text[i:], "#")
		if !ok {
			rest, ok = strings.CutPrefix(text[i:], "%23")
		}
		if !ok {
			continue
		}
		digits := strings.TrimLeft(rest, "0123456789")
		if len(digits) < len(rest) && (strings.HasPrefix(digits, "/") || strings.HasPrefix(digits, "%2F") || strings.HasPrefix(digits, "%2f")) {
			return i, true
		}
	}
	return 0, false
}

// ParseLink reads a link; what stands before its "#" is passed over. A damaged
// one is put right where its check says how; else every pair that can be read
// counts, and the problems name the others.
func ParseLink(text string) (Link, []Problem) {
	start, ok := linkStart(text)
	if !ok {
		e := ndis.NewError(CodeLinkSyntax, clip(text))
		e.Offset = 0
		return Link{Scenario: New()}, []Problem{{Error: e}}
	}
	body, ok := strings.CutPrefix(text[start:], "#")
	if !ok {
		body = strings.TrimPrefix(text[start:], "%23")
	}
	at := len(text) - len(body)
	body, problems := mend(body, at)
	link, more := parseBody(body, at)
	return link, append(problems, more...)
}

// clip shortens a text that is quoted in a problem.
func clip(text string) string {
	if len(text) > 60 {
		return strings.ToValidUTF8(text[:60], "") + "..."
	}
	return text
}

// parseBody reads "1/s?h=6.20" without its check.
func parseBody(body string, at int) (Link, []Problem) {
	r := reader{scenario: New()}
	head, query, _ := strings.Cut(body, "?")
	parts := strings.Split(head, "/")
	link := Link{Kind: parts[min(1, len(parts)-1)]}
	for _, subject := range parts[min(2, len(parts)):] {
		link.Subjects = append(link.Subjects, decode(subject))
	}
	if e := link.refuse(parts, body); e != nil {
		e.Offset = at
		link.Scenario = r.scenario
		return link, []Problem{{Error: e}}
	}
	r.begin(&link, at)
	offset := at + len(head) + 1
	for _, part := range strings.Split(query, "&") {
		if part != "" {
			link.read(&r, part, offset)
		}
		offset += len(part) + 1
	}
	if link.hasScenario() {
		r.needHost(at)
	} else {
		e := ndis.NewError(CodeLinkUnseen, link.Kind)
		e.Offset = at
		r.problems = append(r.problems, Problem{Error: e})
	}
	link.Scenario = r.scenario
	return link, r.problems
}

// refuse says why a link is not read at all.
func (l *Link) refuse(parts []string, body string) *ndis.Error {
	if parts[0] != major {
		return ndis.NewError(CodeLinkMajor, parts[0], clip(body))
	}
	for _, kind := range kinds {
		if l.Kind == kind {
			return nil
		}
	}
	return ndis.NewError(CodeLinkKind, l.Kind).Suggest(kinds...)
}

func (l *Link) hasScenario() bool { return l.Kind == "s" || l.Kind == "ex" }

// begin puts a scenario of the library under the pairs that override it.
func (r *reader) begin(l *Link, at int) {
	if l.Kind != "ex" {
		return
	}
	name := strings.Join(l.Subjects, "/")
	entry, err := Example(name)
	if err != nil {
		r.problems = append(r.problems, problem(err, at))
		return
	}
	r.scenario = entry.Scenario.Clone()
	r.hasHost = true
}

// read reads one pair.
func (l *Link) read(r *reader, part string, offset int) {
	path, value, ok := strings.Cut(part, "=")
	if !ok || path == "" {
		e := ndis.NewError(CodeLinkPair, decode(part))
		e.Offset = offset
		r.problems = append(r.problems, Problem{Error: e})
		return
	}
	p := ndis.Pair{Path: decode(path), Text: decode(value)}
	l.Pairs = append(l.Pairs, p)
	if !l.hasScenario() {
		return
	}
	if l.Kind == "ex" {
		r.scenario.override(p.Path, l.Pairs[:len(l.Pairs)-1])
	}
	r.pair(p.Path, p.Text, offset)
}

// override empties a list that the pair is the first to add to: overriding
// replaces what the library has.
func (s *Scenario) override(path string, before []ndis.Pair) {
	for _, p := range before {
		if p.Path == path {
			return
		}
	}
	long := longPath(path)
	if long == "steps" {
		s.Steps = nil
	}
	for _, d := range s.Drivers() {
		if key, ok := strings.CutPrefix(long, d.Path+"."); ok {
			d.Driver.Empty(key)
		}
	}
}
