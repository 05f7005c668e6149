package figure_test

import (
	"regexp"
	"strings"
	"testing"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

func scene(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	s, problems := scenario.ParseText(strings.ReplaceAll(text, ";", "\n"))
	if scenario.Errors(problems) {
		t.Fatal(problems[0].Error)
	}
	return &s
}

func side(s *scenario.Scenario) figure.Side {
	tr, _ := scenario.Run(*s)
	return figure.Side{Scenario: s, Trace: tr}
}

func TestViewsOfASeedCase(t *testing.T) {
	now, kept := scene(t, "host 6.0;miniport.register 6.1;protocol"), scene(t, "host 6.0;miniport.supports[0] 6.0..6.1")
	for _, l := range rulebook.Langs() {
		sameAs(t, "sequence."+string(l)+".html", figure.Sequence(side(now).Trace, figure.TraceOptions{Lang: l, Current: 3, Remedies: []string{"<x>"}}))
		sameAs(t, "compare."+string(l)+".html", figure.Compare(side(kept), side(now), figure.TraceOptions{Lang: l, Current: 3}))
		sameAs(t, "matrix."+string(l)+".html", figure.Matrix(now.SweepHosts("miniport"), figure.MatrixOptions{Lang: l, Host: now.Host}))
	}
}

func TestEveryViewOfTheLibraryIsWellFormed(t *testing.T) {
	entries := scenario.Library()
	for i, e := range entries {
		now, before := side(&e.Scenario), side(&entries[max(i-1, 0)].Scenario)
		l := rulebook.Langs()[i%2]
		rows := 0
		trace.Walk(now.Trace.Events, func(*trace.Event, int) bool { rows++; return true })
		sequence := figure.Sequence(now.Trace, figure.TraceOptions{Lang: l, Current: 1})
		wellFormed(t, sequence)
		if got := strings.Count(sequence, "<li "); got != rows {
			t.Errorf("%s: %d rows for %d events", e.Name, got, rows)
		}
		compare := figure.Compare(before, now, figure.TraceOptions{Lang: l})
		wellFormed(t, compare)
		if got := strings.Count(compare, "data-time="); got != rows {
			t.Errorf("%s: %d events of the second run for %d", e.Name, got, rows)
		}
		if strings.Contains(compare, `class="title"></span>`) || strings.Contains(sequence, `class="unseen"></span>`) {
			t.Errorf("%s: something has no words", e.Name)
		}
	}
}

func TestASequenceSaysEachRowInWords(t *testing.T) {
	html := figure.Sequence(play(t, "host 6.20;miniport;filters[0];protocol"), figure.TraceOptions{Lang: rulebook.English})
	for _, want := range []string{
		`<span class="unseen">19: NDIS calls MiniportInitializeEx of the miniport: accepted</span>`,
		`<span class="unseen">3: within the miniport: `,
		`<span class="unseen">6: NDIS to the miniport: `,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if n := strings.Count(html, `tabindex="0"`); n != 2 { // the region and the first row, which passes nothing
		t.Errorf("Tab comes to %d places", n)
	}
}

// Lanes stand as the drivers do, from the top down; arrows go from lane to lane.
func TestLanesAreInTheOrderOfTheStack(t *testing.T) {
	html := figure.Sequence(play(t, "host 6.20;miniport;filters[0];filters[1];protocol;intermediate.miniport;intermediate.protocol"), figure.TraceOptions{Lang: rulebook.English})
	head := html[:strings.Index(html, "<ol")]
	kinds := regexp.MustCompile(`party ([a-z]+)`).FindAllString(head, -1)
	want := "party loader, party protocol, party filter, party filter, party intermediate, party intermediate, party ndis, party miniport"
	if got := strings.Join(kinds, ", "); got != want || !strings.Contains(head, `"sequence lanes-8"`) {
		t.Errorf("%s, want %s", got, want)
	}
	if !strings.Contains(html, `<i class="arrow at-1 over-8">`) {
		t.Error("Windows loads the miniport across all lanes")
	}
}

func TestMoreDriversThanLanesShareTheLast(t *testing.T) {
	s := scenario.New()
	for range 30 {
		s.AddDriver(trace.Filter)
	}
	html := figure.Sequence(side(&s).Trace, figure.TraceOptions{Lang: rulebook.English})
	if strings.Contains(html, "at-17") || strings.Contains(html, "over-17") || !strings.Contains(html, "lanes-16") {
		t.Error("there are sixteen lanes")
	}
}

func TestVersionsAboveTheHostAreTold(t *testing.T) {
	s := scene(t, "host 6.30;filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.2")
	html := figure.Matrix(s.SweepVersions("filters[0]"), figure.MatrixOptions{Lang: rulebook.English, Host: s.Host})
	wellFormed(t, html)
	n := len(s.Hosts()) - 3                                                    // those with NDIS 6
	if got := strings.Count(html, "cell rejected above"); got != n*(n-1)/2+1 { // and the legend
		t.Errorf("%d cells are above the host, want %d", got, n*(n-1)/2)
	}
	if got := strings.Count(html, `tabindex="0"`); got != 1 {
		t.Errorf("Tab comes to %d cells", got)
	}
}

func TestScenariosThatSayTheSameAreTold(t *testing.T) {
	s := scene(t, "host 6.30;miniport")
	html := figure.Compare(side(s), side(s), figure.TraceOptions{Lang: rulebook.English})
	if !strings.Contains(html, "Both scenarios say the same") || strings.Contains(html, "differs") || strings.Contains(html, "slight") {
		t.Error(html)
	}
}

func TestAComparisonShowsWhatIsOtherwise(t *testing.T) {
	kept, now := scene(t, "host 6.0;miniport.register 6.0;steps start"), scene(t, "host 6.0;miniport.register 6.1;protocol")
	html := figure.Compare(side(kept), side(now), figure.TraceOptions{Lang: rulebook.English})
	for _, want := range []string{
		`<code>miniport.register</code></th><td>6.0</td><td>6.1</td>`, `<code>protocol</code></th><td>—</td><td>✓</td>`, "NDIS_STATUS_BAD_VERSION", `class="pair differs"`, `class="slight"`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is missing in %s", want, html)
		}
	}
}

func TestRunsThatAreTooLongToAlignStandOneBehindTheOther(t *testing.T) {
	a, b := &trace.Trace{}, &trace.Trace{}
	for i := range 2100 {
		a.Events = append(a.Events, trace.Event{Rule: "request.made", Time: trace.Tick(i + 1), Object: trace.NoObject})
		b.Events = append(b.Events, trace.Event{Rule: "request.handled", Time: trace.Tick(i + 1), Object: trace.NoObject})
	}
	s := scene(t, "host 6.89")
	html := figure.Compare(figure.Side{Scenario: s, Trace: a}, figure.Side{Scenario: s, Trace: b}, figure.TraceOptions{Lang: rulebook.English})
	if got := strings.Count(html, "pair differs"); got != 4200 {
		t.Errorf("%d rows", got)
	}
}

func TestTextFromOutsideStaysTextInEveryView(t *testing.T) {
	s := scene(t, `host 6.30;miniport;filters[0].uniqueName "><script>alert(1)</script>;steps[0] start;steps[1] set OID_GEN_CURRENT_LOOKAHEAD a=<img%20src=x>`)
	plain := scene(t, "host 6.30")
	o := figure.TraceOptions{Lang: rulebook.English, Current: 9}
	for name, html := range map[string]string{
		"sequence": figure.Sequence(side(s).Trace, o), "compare": figure.Compare(side(plain), side(s), o), "compared": figure.Compare(side(s), side(plain), o),
	} {
		wellFormed(t, html)
		if strings.Contains(html, "<script") || strings.Contains(html, "<img") {
			t.Errorf("%s: %s", name, html)
		}
	}
}
