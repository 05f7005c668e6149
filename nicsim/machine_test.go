package nicsim

import (
	"fmt"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
)

func show(t *trace.Trace) string {
	var b strings.Builder
	trace.Walk(t.Events, func(e *trace.Event, depth int) bool {
		status := ""
		if e.Status != nil {
			status = e.Status.String()
		}
		fmt.Fprintf(&b, "%s%d %s %s %s %s\n", strings.Repeat("  ", depth), e.Time, e.Rule, e.Verdict, e.Call, status)
		return true
	})
	return b.String()
}

func TestShow(t *testing.T) {
	d := driver.Driver{Supports: []ndis.Range{{First: ndis.V60, Last: ndis.V61}}}
	p := driver.Driver{}
	m := New(Setup{Host: ndis.V620, Arch: ndis.X64, Mode: negotiate.Documented, Miniport: &d, Protocol: &p, Filters: []driver.Driver{{}, {}}})
	m.Start()
	buf, _ := driver.ParseSend("OFFLOAD")
	m.Indicate(Indication{"x", trace.Party{Kind: trace.Miniport}, ndis.StatusTaskOffloadCurrentConfig, &buf})
	tr := m.Trace()
	t.Log("\n" + show(tr))
	t.Logf("%+v", tr.Outcome.Miniport)
}
