package scenario

import (
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

var golden = flag.Bool("golden", false, "write cases.golden anew")

// worked is a block of cases.txt.
type worked struct {
	name, text string
	expect     []Expectation
	outcome    []ndis.Pair
}

func readCases(t testing.TB) []worked {
	t.Helper()
	text, err := os.ReadFile("testdata/cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []worked
	for number, line := range ndis.DataLines(string(text)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		value = strings.TrimSpace(value)
		if key == "case" {
			all = append(all, worked{name: value})
			continue
		}
		c := &all[len(all)-1]
		switch f := strings.Fields(value); key {
		case "expect":
			x := Expectation{Rule: trace.Rule(f[0])}
			for _, v := range trace.Verdicts() {
				if v.String() == f[1] {
					x.Verdict = v
				}
			}
			c.expect = append(c.expect, x)
		case "outcome":
			if len(f) != 2 {
				t.Fatalf("line %d: %q", number, line)
			}
			c.outcome = append(c.outcome, ndis.Pair{Path: f[0], Text: f[1]})
		default:
			c.text += key + " " + value + "\n"
		}
	}
	return all
}

func TestWorkedCases(t *testing.T) {
	var traces strings.Builder
	for _, c := range readCases(t) {
		s, problems := ParseText(c.text)
		if Errors(problems) {
			t.Errorf("%s: %v", c.name, errorsOf(problems))
			continue
		}
		tr, problems := Run(s)
		if Errors(problems) {
			t.Errorf("%s: %v", c.name, errorsOf(problems))
		}
		for _, x := range c.expect {
			if !met(tr, x) {
				t.Errorf("%s: no event %s %s; first trouble %+v", c.name, x.Rule, x.Verdict, tr.FirstTrouble())
			}
		}
		for _, o := range c.outcome {
			if got := outcomeAt(&tr.Outcome, o.Path); got != o.Text {
				t.Errorf("%s: %s is %s, want %s", c.name, o.Path, got, o.Text)
			}
		}
		fmt.Fprintf(&traces, "case %s\n%s", c.name, outline(tr))
	}
	compareGolden(t, traces.String())
}

// outline is a trace as lines of rule, verdict, status, and the objects' bytes.
func outline(tr *trace.Trace) string {
	var b strings.Builder
	trace.Walk(tr.Events, func(e *trace.Event, depth int) bool {
		status := "-"
		if e.Status != nil {
			status = e.Status.String()
		}
		fmt.Fprintf(&b, "%s%s %s %s\n", strings.Repeat("\t", depth+1), e.Rule, e.Verdict, status)
		return true
	})
	for _, o := range tr.Objects {
		fmt.Fprintf(&b, "\tobject %s %d %x\n", o.Structure, len(o.Bytes), o.Bytes[:min(len(o.Bytes), 8)])
	}
	return b.String()
}

func compareGolden(t *testing.T, got string) {
	t.Helper()
	const file = "testdata/cases.golden"
	if *golden {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
		for i := range min(len(a), len(b)) {
			if a[i] != b[i] {
				t.Fatalf("%s:%d: %q, got %q (make golden writes it anew)", file, i+1, b[i], a[i])
			}
		}
		t.Fatalf("%s has %d lines, got %d (make golden writes it anew)", file, len(b), len(a))
	}
}

// outcomeAt is what the JavaScript API has at a path of the outcome.
func outcomeAt(o *trace.Outcome, path string) string {
	name, index, rest := ndis.CutPath(path)
	switch name {
	case "miniport":
		return driverAt(o.Miniport, rest)
	case "protocol":
		return driverAt(o.Protocol, rest)
	case "filters":
		return driverAt(&o.Filters[index], rest)
	case "steps":
		return stepAt(&o.Steps[index], rest)
	}
	return "no " + name
}

func driverAt(d *trace.DriverOutcome, path string) string {
	name, _, rest := ndis.CutPath(path)
	switch {
	case name == "registered" && d.Registered == 0, name == "status" && d.Status == nil:
		return "null"
	case name == "registered":
		return d.Registered.String()
	case name == "status":
		return d.Status.String()
	case name == "state":
		return d.State
	}
	structure, _, field := ndis.CutPath(rest)
	for _, s := range d.Structures {
		if s.Name == structure {
			return map[string]string{"revision": strconv.Itoa(s.Revision), "size": strconv.Itoa(s.Size), "verdict": s.Verdict.String()}[field]
		}
	}
	return "no " + path
}

func stepAt(s *trace.StepOutcome, name string) string {
	if name == "status" {
		if s.Status == nil {
			return "null"
		}
		return s.Status.String()
	}
	number := map[string]*int{"bytesWritten": s.BytesWritten, "bytesRead": s.BytesRead, "bytesNeeded": s.BytesNeeded, "supportedRevision": s.SupportedRevision}[name]
	if number == nil {
		return "null"
	}
	return strconv.Itoa(*number)
}
