package oid

import (
	_ "embed"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

//go:embed requests.txt
var requestsText string

// Expected is what a request of one type with one OID expects: a line of
// requests.txt.
type Expected struct {
	Type    Type
	Path    Path   // the path it takes, unless it says otherwise
	Direct  bool   // it may take the direct path as well
	Carries string // structure or C type in the buffer, "" for nothing
	Reply   string // what a method gives back, where that is something else
	ByNDIS  bool   // NDIS answers; no driver sees the request
	Short   ndis.Status
	Since   ndis.Version // where the OID's own guard does not say it
	For     ndis.Range   // registered versions of miniports that take it, where not all do
}

// Structure is the structure that the buffer carries; ok is false where it
// carries something else, or nothing.
func (e *Expected) Structure() (s *catalog.Structure, ok bool) {
	s, err := catalog.Lookup(e.Carries)
	return s, err == nil && s.Name == e.Carries
}

// takes reports whether the request may travel on a path.
func (e *Expected) takes(p Path) bool { return e.Path == p || e.Direct && p == Direct }

// Of lists what is expected of an OID, one for each type of request that it
// takes; nil where no page says it.
func Of(name string) []Expected {
	var all []Expected
	mark := "\t" + name + "\t"
	for from := 0; ; {
		at := strings.Index(requestsText[from:], mark)
		if at < 0 {
			return all
		}
		at += from
		line, rest, _ := strings.Cut(requestsText[at+len(mark):], "\n")
		t := requestsText[strings.LastIndexByte(requestsText[:at], '\n')+1 : at]
		all = append(all, parse(t, strings.Fields(line)))
		from = len(requestsText) - len(rest)
	}
}

// For is what a request of that type with the OID expects; ok is false where the
// OID is known and does not take such requests, or is not known at all (known
// then is false).
func For(name string, t Type) (e Expected, known, ok bool) {
	all := Of(name)
	for _, e := range all {
		if e.Type == t {
			return e, true, true
		}
	}
	return Expected{}, len(all) > 0, false
}

// parse reads a type of request, and what stands behind the OID.
func parse(text string, f []string) Expected {
	t, ok := ParseType(text)
	if !ok {
		panic("requests.txt: " + text + " is no type of request")
	}
	e := Expected{Type: t, Carries: strings.TrimPrefix(f[0], "-"), ByNDIS: f[1] == "ndis"}
	for _, word := range f[2:] {
		name, value, _ := strings.Cut(word, ":")
		switch name {
		case "short":
			e.Short, _ = ndis.ParseStatus(value) // a test reads each of them
		case "since":
			e.Since, _ = ndis.ParseVersion(value)
		case "for":
			e.For, _ = ndis.ParseRange(value)
		case "reply":
			e.Reply = value
		case "or-direct":
			e.Direct = true
		default:
			e.Path, _ = ParsePath(word)
		}
	}
	return e
}

// Page is the address of an OID's page below windows-hardware/drivers.
func Page(name string) string {
	return "network/" + strings.ReplaceAll(strings.ToLower(name), "_", "-")
}

// Size is the size in bytes of a C type as requests.txt writes it: "ULONG",
// "UCHAR[6]"; 0 for a length that is not fixed, and for what is a structure.
func Size(carries string, arch ndis.Arch) int {
	name, length, array := strings.Cut(carries, "[")
	base, _ := catalog.TypeNamed(name)
	size := base.Size(arch)
	if !array {
		return size
	}
	n, _ := ndis.ParseNumber(strings.TrimSuffix(length, "]"), 16)
	return size * int(n)
}
