package scenario

import (
	"fmt"
	"ndisplayground/ndis/trace"
	"os"
	"strings"
	"testing"
)

func TestTry(t *testing.T) {
	b, _ := os.ReadFile("/tmp/try/s.txt")
	for _, block := range strings.Split(string(b), "\n---\n") {
		s, p := Parse(block)
		tr, q := Run(s)
		for _, x := range append(p, q...) {
			fmt.Println("PROBLEM", x.Error)
		}
		trace.Walk(tr.Events, func(e *trace.Event, depth int) bool {
			st := ""
			if e.Status != nil {
				st = e.Status.String()
			}
			if e.Step == 0 && !strings.Contains(block, "!all") {
				return true
			}
			fs := ""
			for _, f := range e.Facts {
				fs += " " + f.Name + "=" + f.Value
			}
			cs := ""
			for _, c := range e.Changes {
				cs += fmt.Sprintf(" {%v %s %s>%s}", c.Party.Kind, c.Name, c.Before, c.After)
			}
			fmt.Printf("%s%d/%d %s %s %s %s |%s%s\n", strings.Repeat("  ", depth), e.Time, e.Step, e.Rule, e.Verdict, e.Call, st, fs, cs)
			return true
		})
		for _, o := range tr.Outcome.Steps {
			g := func(p *int) string {
				if p == nil {
					return "-"
				}
				return fmt.Sprint(*p)
			}
			st := "-"
			if o.Status != nil {
				st = o.Status.String()
			}
			fmt.Println("STEP", o.Step, st, "written", g(o.BytesWritten), "read", g(o.BytesRead), "needed", g(o.BytesNeeded), "sup", g(o.SupportedRevision))
		}
		fmt.Println("======")
	}
}
