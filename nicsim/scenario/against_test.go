package scenario

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

func TestAComparisonKeepsTheScenarioAsItIs(t *testing.T) {
	s := scene(t, "host 6.30;filters[0].uniqueName a&b=%25,~#;at 4;view compare;zz.later kept")
	s.Compare()
	s.Host = ndis.V620
	link, problems := ParseLink(s.Link())
	if Errors(problems) || link.Scenario.Against != s.Against {
		t.Fatalf("%v: %q is not %q", problems, link.Scenario.Against, s.Against)
	}
	if got, want := said(link.Scenario.Other()), "host 6.30;filters[0].uniqueName a&b=%25,~#;zz.later kept"; got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestTheSidesOfAComparisonChangePlaces(t *testing.T) {
	s := scene(t, "host 6.30;miniport;at 4;view compare")
	s.Compare()
	s.Host = ndis.V620
	swapped := s.Swapped()
	if swapped.Host != ndis.V630 || swapped.View != "compare" || swapped.Other().Host != ndis.V620 {
		t.Error(swapped.Text())
	}
	back := swapped.Swapped()
	s.At = 0
	if !reflect.DeepEqual(back, s) {
		t.Errorf("\n got %s\nwant %s", back.Text(), s.Text())
	}
	alone := scene(t, "host 6.30")
	if same := alone.Swapped(); !reflect.DeepEqual(same, alone) {
		t.Error(same.Text())
	}
}

func TestWhatCannotBeReadOfTheOtherSideIsSaid(t *testing.T) {
	for _, c := range []struct {
		against, other string
		codes          []ndis.Code
		at             string
	}{
		{"1/s?h=6.20&m.register=6.1", "host 6.20;miniport.register 6.1", nil, ""},
		{"#1/s?h=6.20~0000", "host 6.20", nil, ""},
		{"1/ex/filter-at-six-eighty?h=6.70", "", nil, ""},
		{"1/s?h=6.20&m.build=9.9", "host 6.20;miniport", []ndis.Code{ndis.CodeVersionUnlisted}, "against.miniport.build"},
		{"1/s?h=6.20&later=x", "host 6.20;later x", []ndis.Code{CodeKeyKept}, "against.later"},
		{"9/s?h=6.20", "host 6.89", []ndis.Code{CodeLinkMajor}, "against"},
		{"1/d/NDIS_OFFLOAD", "host 6.89", []ndis.Code{CodeLinkUnseen}, "against"},
		{"<script>", "host 6.89", []ndis.Code{CodeLinkMajor}, "against"},
		{"1/s?h=6.20&against=" + strings.Repeat("1/s?against=", 9), "host 6.20", nil, ""},
	} {
		s := scene(t, "host 6.30")
		if err := s.Set("against", c.against); err != nil {
			t.Fatal(err)
		}
		var codes []ndis.Code
		at := ""
		for _, p := range s.Check() {
			codes, at = append(codes, p.Code), p.At
		}
		if !slices.Equal(codes, c.codes) || at != c.at {
			t.Errorf("%s: %v at %s", c.against, codes, at)
		}
		if other := said(s.Other()); c.other != "" && other != c.other {
			t.Errorf("%s: %s, want %s", c.against, other, c.other)
		}
		if link, _ := ParseLink(s.Link()); link.Scenario.Against != c.against {
			t.Errorf("%s comes back as %s", c.against, link.Scenario.Against)
		}
	}
}

func TestDifferencesAreOfWhatIsSaid(t *testing.T) {
	before, after := scene(t, "host 6.20;miniport.register 6.1;protocol;at 4"), scene(t, "host 6.30;miniport.register 6.1;filters[0];view hosts")
	want := []PairDifference{{"host", "6.20", "6.30", true, true}, {"protocol", "", "", true, false}, {"filters[0]", "", "", false, true}}
	if got := Differences(&before, &after); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := Differences(&before, &before); got != nil {
		t.Errorf("%+v", got)
	}
}

func TestEveryVerbHasAnExampleThatCanBeDone(t *testing.T) {
	for _, name := range VerbNames() {
		s := scene(t, "host 6.89;miniport;protocol;filters[0];steps[0] "+ExampleStep(name))
		if problems := s.Check(); problems != nil {
			t.Errorf("%s: %v", ExampleStep(name), errorsOf(problems))
		}
	}
	if got := ExampleStep("jump"); got != "jump" {
		t.Error(got)
	}
}

func TestACellOpensAtTheEventThatDecided(t *testing.T) {
	s := scene(t, "host 6.89;miniport;protocol;filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.2;view versions.f1;at 3")
	sweep := s.SweepVersions("filters[0]")
	cell := sweep.Cells[len(sweep.Hosts)-1][len(sweep.Versions)-1]
	opened := s.Opened(sweep.Driver, cell)
	tr, _ := Run(opened)
	if e := tr.At(trace.Tick(opened.At)); opened.View != "" || e == nil || e.Rule != cell.Rule || e.Verdict != cell.Verdict {
		t.Errorf("%s: %+v", opened.Text(), e)
	}
	fine := sweep.Cells[1][1]
	if opened := s.Opened(sweep.Driver, fine); fine.Rule != "" || opened.At != 0 || opened.Host != fine.Host || opened.Filters[0].Register != fine.Version {
		t.Errorf("%s: %+v", opened.Text(), fine)
	}
}
