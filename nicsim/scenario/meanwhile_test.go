package scenario

import (
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// Steps that happen while an operation runs, as "during" says: how the miniport ends,
// what is said, and what is not.
func TestWhatHappensMeanwhileCounts(t *testing.T) {
	for name, c := range map[string]struct {
		steps      string
		state      string
		says, hush string // rule and verdict
	}{
		"held while the adapter pauses":           {"start;steps receive hold:yes during:Pausing;steps pause", "Paused", "packet.flushed accepted", ""},
		"held before and while it pauses":         {"start;steps receive hold:yes;steps receive hold:yes during:Pausing;steps stop", "Halted", "packet.flushed accepted", ""},
		"held while it restarts":                  {"receive hold:yes during:Restarting;steps start;steps stop", "Halted", "packet.flushed accepted", ""},
		"held when the device goes":               {"start;steps receive hold:yes;steps remove;steps pause", "Paused", "miniport.removed accepted", "packet.indicated accepted"},
		"held before an encapsulation is set":     {"start;steps receive hold:yes;steps " + also4, "Running", "packet.flushed accepted", "checksum.valid accepted"},
		"a shutdown while it restarts":            {"shutdown during:Restarting;steps start", "Shutdown", "miniport.shuts-down accepted", ""},
		"a shutdown while it pauses":              {"start;steps shutdown during:Pausing;steps pause;steps start", "Shutdown", "state.not-valid rejected", ""},
		"the device goes while it restarts":       {"remove during:Restarting;steps start", "Paused", "miniport.removed accepted", ""},
		"the device goes while it pauses":         {"start;steps remove during:Pausing;steps pause;steps restart", "Paused", "state.not-valid rejected", ""},
		"the device comes back with a start":      {"start;steps remove;steps stop;steps start", "Running", "miniport.removed accepted", "state.not-valid rejected"},
		"a reset while it restarts":               {"reset begin during:Restarting;steps start;steps reset done", "Running", "miniport.reset-done accepted", "state.not-valid rejected"},
		"a halt while a filter attaches":          {"stop during:Attaching;steps start", "Running", "state.busy rejected", "miniport.halts accepted"},
		"a filter detaches while one attaches":    {"detach filter.1 during:Attaching;steps start", "Running", "state.busy rejected", "filter.detaches accepted"},
		"a pause while it restarts":               {"pause during:Restarting;steps start", "Running", "state.busy rejected", "stack.pauses accepted"},
		"a second start":                          {"start;steps start", "Running", "state.not-valid rejected", ""},
		"a filter for an adapter without device":  {"start;steps detach filter.1;steps remove;steps attach filter.1", "Running", "state.not-valid rejected", "stack.restarts tolerated"},
		"a second removal":                        {"start;steps remove;steps remove", "Running", "state.not-valid rejected", ""},
		"an association of before the last start": {"start;steps " + add4 + ";steps stop;steps start;steps send sa:1", "Running", "ipsec.no-matching-sa rejected", ""},
	} {
		tr := play(t, "host 6.89;miniport;protocol;filters[0];steps "+c.steps)
		if got := tr.Outcome.Miniport.State; got != c.state {
			t.Errorf("%s: the miniport is %s", name, got)
		}
		if got := told(tr, c.says, ""); got != c.says {
			t.Errorf("%s: nobody says %s", name, c.says)
		}
		if c.hush != "" && told(tr, c.hush, "") == c.hush {
			t.Errorf("%s: somebody says %s", name, c.hush)
		}
	}
}

func TestARestartWithoutADeviceFails(t *testing.T) {
	tr := play(t, "host 6.89;miniport;protocol;steps start;steps pause;steps remove during:Restarting;steps restart")
	if got := *tr.Outcome.Steps[3].Status; got != ndis.StatusInvalidState {
		t.Error(got)
	}
}

// What NDIS has switched off for a driver above, the card does not do.
func TestCoalescingStopsForAnOldFilter(t *testing.T) {
	for register, want := range map[string]string{"6.20": "rsc.not-enabled ignored", "6.30": "rsc.indicated accepted"} {
		tr := play(t, "host 6.30;miniport;protocol;filters[0].register "+register+";steps start;steps receive data.length=99 count:3")
		if got := told(tr, "rsc.indicated accepted", "rsc.not-enabled ignored"); got != want {
			t.Errorf("above a filter of %s: %q", register, got)
		}
	}
}

// A second start of a driver of NDIS 5 does nothing, too.
func TestOldDriversStartOnce(t *testing.T) {
	tr := play(t, "host 6.20;miniport.register 5.1;protocol.register 5.1;steps start;steps start;steps bind")
	if !has(tr, "state.not-valid", trace.Rejected) || tr.Outcome.Miniport.State != "Running" || tr.Outcome.Protocol.State != "Running" {
		t.Errorf("%s, %s", brief(tr.Outcome.Miniport), brief(tr.Outcome.Protocol))
	}
}

func TestNobodyRunsAboveAnAdapterThatEnded(t *testing.T) {
	for _, steps := range []string{
		"shutdown during:Opening;steps start",
		"shutdown during:Attaching;steps start",
		"remove during:Opening;steps start",
		"remove during:Attaching;steps start",
		"start;steps detach filter.1;steps shutdown during:Attaching;steps attach filter.1",
	} {
		tr := play(t, "host 6.89;miniport;protocol;filters[0];steps "+steps)
		all := tr.Outcome.Steps
		if last := all[len(all)-1].Status; last == nil || *last != ndis.StatusInvalidState {
			t.Errorf("%s: ends with %v", steps, last)
		}
		filter := tr.DriverOutcome(trace.Party{Kind: trace.Filter, Index: 1})
		if filter.State == "Running" || tr.Outcome.Protocol.State == "Running" {
			t.Errorf("%s: %s, %s", steps, brief(&filter), brief(tr.Outcome.Protocol))
		}
	}
}

func TestWhoIsBusyIsNamed(t *testing.T) {
	for steps, want := range map[string]string{
		"start;steps pause;steps detach filter.1;steps attach filter.1 during:Restarting;steps restart": "miniport: attach while Restarting",
		"bind during:Attaching;steps start":      "filter: bind while Attaching",
		"activate during:Restarting;steps start": "miniport: activate while Restarting",
	} {
		tr := play(t, "host 6.89;miniport;protocol;filters[0];steps "+steps)
		got := ""
		trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
			if e.Rule == "state.busy" {
				got = e.To.Kind.String() + ": " + e.Fact("operation") + " while " + e.Fact("state")
			}
			return true
		})
		if got != want {
			t.Errorf("%s: %q, want %q", steps, got, want)
		}
	}
	tr := play(t, "host 6.89;miniport;protocol;steps start;steps remove;steps activate")
	if e := last(tr, "state.not-valid", trace.Miniport); e == nil || e.Fact("operation") != "activate" || e.Fact("state") != "Removed" {
		t.Errorf("%+v", e)
	}
}

func TestWhoIsOnTheAdapterDoesNotJoinAgain(t *testing.T) {
	for _, join := range []string{"bind", "attach filter.1"} {
		tr := play(t, "host 6.89;miniport;filters[0];protocol;steps[0] start;steps[1] "+join+";steps[2] "+join)
		for step, want := range map[int]ndis.Status{1: ndis.StatusSuccess, 2: ndis.StatusInvalidState} {
			if got := tr.Outcome.Steps[step].Status; got == nil || *got != want {
				t.Errorf("%s, step %d: %v, want %v", join, step, got, want)
			}
		}
	}
}
