package scenario

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
)

// scene reads lines set apart by ";", the host among them. Unknown keys are let
// pass.
func scene(t testing.TB, lines string) Scenario {
	t.Helper()
	s, problems := ParseText(strings.ReplaceAll(lines, ";", "\n"))
	if Errors(problems) {
		t.Fatal(errorsOf(problems))
	}
	return s
}

// said is a scenario's text on one line.
func said(s *Scenario) string {
	return strings.ReplaceAll(strings.TrimSuffix(s.Text(), "\n"), "\n", ";")
}

func TestSetGivesAKeyItsValue(t *testing.T) {
	for _, c := range []struct{ name, before, path, value, after string }{
		{"a plain key", "host 6.20", "host", "6.30", "host 6.30"},
		{"a new driver's", "host 6.20", "miniport.register", "6.20", "host 6.20;miniport.register 6.20"},
		{"the only key of a driver", "host 6.20;miniport.register 6.20", "miniport.register", "6.1", "host 6.20;miniport.register 6.1"},
		{"the only key of a filter above another", "host 6.20;filters[0].register 6.20;filters[1].register 6.1", "filters[0].register", "6.0", "host 6.20;filters[0].register 6.0;filters[1].register 6.1"},
		{"a list of words", "host 6.20;miniport.supports[0] 6.0;miniport.supports[1] 6.20", "miniport.supports", "6.1", "host 6.20;miniport.supports[0] 6.1"},
		{"a list of words, several", "host 6.20;miniport.skips[0] offload", "miniport.skips", "general registration", "host 6.20;miniport.skips[0] general;miniport.skips[1] registration"},
		{"handlers", "host 6.20;miniport.handlers.omit[0] PauseHandler;miniport.handlers.add[0] SetOptionsHandler", "miniport.handlers.omit", "RestartHandler", "host 6.20;miniport.handlers.omit[0] RestartHandler;miniport.handlers.add[0] SetOptionsHandler"},
		{"a ladder", "host 6.20;miniport.ladder 6.0 6.0;miniport.ladder 6.1.. 6.1", "miniport.ladder", "6.20.. host", "host 6.20;miniport.ladder[0].host 6.20..;miniport.ladder[0].register host"},
		{"steps", "host 6.20;steps[0] start;steps[1] stop", "steps", "pause", "host 6.20;steps[0] pause"},
		{"an element", "host 6.20;miniport.ladder 6.0 6.0;miniport.ladder 6.1.. 6.1", "miniport.ladder[0]", "6.0 host", "host 6.20;miniport.ladder[0].host 6.0;miniport.ladder[0].register host;miniport.ladder[1].host 6.1..;miniport.ladder[1].register 6.1"},
		{"the element behind the last", "host 6.20;steps[0] start", "steps[1]", "stop", "host 6.20;steps[0] start;steps[1] stop"},
		{"the only key of an element", "host 6.20;miniport.sends OFFLOAD;miniport.sends OID_REQUEST.1", "miniport.sends[0].structure", "NDIS_PM_CAPABILITIES", "host 6.20;miniport.sends[0].structure NDIS_PM_CAPABILITIES;miniport.sends[1].structure NDIS_OID_REQUEST;miniport.sends[1].revision 1"},
		{"a member", "host 6.20;miniport.sends OFFLOAD IPsecV2.Ah=1 Flags=1", "miniport.sends[0].members.IPsecV2.Ah", "FALSE", "host 6.20;miniport.sends[0].structure NDIS_OFFLOAD;miniport.sends[0].members.IPsecV2.Ah FALSE;miniport.sends[0].members.Flags 1"},
		{"a keyword", "host 6.20;keywords.*IPsecOffloadV2 2", "keywords.*IPsecOffloadV2", "3", "host 6.20;keywords.*IPsecOffloadV2 3"},
		{"a card", "host 6.20;nic.capabilities.IPsecV2.Ah TRUE", "nic", "plain", "host 6.20;nic plain"},
		{"a driver of which nothing is said", "host 6.20;protocol.register 6.20", "protocol", "", "host 6.20;protocol"},
		{"no steps", "host 6.20;steps[0] stop", "steps", "", "host 6.20;steps"},
	} {
		s := scene(t, c.before)
		if err := s.Set(c.path, c.value); err != nil || said(&s) != c.after {
			t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, said(&s), c.after)
		}
	}
}

func TestNothingChangesWhereAValueIsRefused(t *testing.T) {
	s, text := everything(t)
	before := s.Clone()
	for _, c := range []struct {
		path, value string
		code        ndis.Code
	}{
		{"host", "6.2", ndis.CodeVersionUnlisted}, {"hots", "6.20", ndis.CodeKeyUnknown}, {"arch", "ia64", ndis.CodeArchUnknown},
		{"miniport.supports", "6.30..6.20", ndis.CodeRangeSyntax}, {"miniport.supports", "6.0 x", ndis.CodeRangeSyntax},
		{"miniport.register", "6.20", "choice-twice"}, {"miniport.skips", "general everything", "word-unknown"},
		{"miniport.sends[0].members.IPsecV2.AH", "1", "member-unknown"}, {"miniport.sends[9].revision", "1", ndis.CodeIndexWrong},
		{"filters[7].register", "6.20", ndis.CodeIndexWrong}, {"filters[2].regster", "6.20", ndis.CodeKeyUnknown},
		{"nic.profile", "fast", "nic-unknown"}, {"keywords.*IPsecOffloadV2", "9", "keyword-value"},
		{"steps", "strat", CodeStepUnknown}, {"steps[0]", "", CodeStepSyntax}, {"zz.other", "1", ndis.CodeKeyUnknown},
	} {
		err := s.Set(c.path, c.value)
		if e, ok := err.(*ndis.Error); !ok || e.Code != c.code || e.At == "" {
			t.Errorf("%s = %q: %v, want %s", c.path, c.value, err, c.code)
		}
		if !reflect.DeepEqual(s, before) || s.Text() != text {
			t.Fatalf("%s = %q changes\n%s\ninto\n%s", c.path, c.value, text, s.Text())
		}
	}
}

func TestClearTakesAwayAKeyAndWhatIsBelow(t *testing.T) {
	for _, c := range []struct{ name, before, path, after string }{
		{"a plain key", "host 6.20;arch x86;mode observed", "mode", "host 6.20;arch x86"},
		{"the host", "host 6.20;arch x86", "host", "host 6.89;arch x86"},
		{"a driver", "host 6.20;miniport.register 6.20;protocol", "miniport", "host 6.20;protocol"},
		{"the only key of a driver", "host 6.20;miniport.register 6.20", "miniport.register", "host 6.20;miniport"},
		{"the only key of a filter above another", "host 6.20;filters[0].register 6.20;filters[1].register 6.1", "filters[0].register", "host 6.20;filters[0];filters[1].register 6.1"},
		{"a filter", "host 6.20;filters[0].register 6.20;filters[1].supports 6.1;filters[2]", "filters[0]", "host 6.20;filters[0].supports[0] 6.1;filters[1]"},
		{"the filter at the bottom", "host 6.20;filters[0];filters[1].register 6.1", "filters[1]", "host 6.20;filters[0]"},
		{"all filters", "host 6.20;filters[0];filters[1].register 6.1", "filters", "host 6.20"},
		{"an intermediate driver", "host 6.20;intermediate.protocol.register 6.0", "intermediate", "host 6.20"},
		{"a key of an edge", "host 6.20;intermediate.protocol.register 6.0", "intermediate.protocol.register", "host 6.20;intermediate.protocol;intermediate.miniport"},
		{"a step", "host 6.20;steps[0] start;steps[1] stop;steps[2] pause", "steps[1]", "host 6.20;steps[0] start;steps[1] pause"},
		{"the only step", "host 6.20;steps[0] start", "steps[0]", "host 6.20;steps"},
		{"all steps", "host 6.20;steps[0] start", "steps", "host 6.20"},
		{"an entry of sends", "host 6.20;miniport.sends OFFLOAD.1;miniport.sends OFFLOAD.2;miniport.sends OFFLOAD.3", "miniport.sends[1]", "host 6.20;miniport.sends[0].structure NDIS_OFFLOAD;miniport.sends[0].revision 1;miniport.sends[1].structure NDIS_OFFLOAD;miniport.sends[1].revision 3"},
		{"a key of an entry", "host 6.20;miniport.sends OFFLOAD.1 size:100;miniport.sends OFFLOAD.2", "miniport.sends[0].size", "host 6.20;miniport.sends[0].structure NDIS_OFFLOAD;miniport.sends[0].revision 1;miniport.sends[1].structure NDIS_OFFLOAD;miniport.sends[1].revision 2"},
		{"the only key of an entry", "host 6.20;filters[0].sends OID_REQUEST;filters[0].sends OID_REQUEST.2", "filters[0].sends[0].structure", "host 6.20;filters[0].sends[0].structure NDIS_OID_REQUEST;filters[0].sends[0].revision 2"},
		{"a member of an array", "host 6.20;miniport.sends MINIPORT_ADAPTER_GENERAL_ATTRIBUTES CurrentMacAddress[0]=2 CurrentMacAddress[3]=5", "miniport.sends[0].members.CurrentMacAddress[0]", "host 6.20;miniport.sends[0].structure NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES;miniport.sends[0].members.CurrentMacAddress[3] 5"},
		{"a rung", "host 6.20;miniport.ladder 6.0 6.0;miniport.ladder 6.1.. 6.1", "miniport.ladder[0]", "host 6.20;miniport.ladder[0].host 6.1..;miniport.ladder[0].register 6.1"},
		{"a word", "host 6.20;miniport.skips general offload", "miniport.skips[0]", "host 6.20;miniport.skips[0] offload"},
		{"a list", "host 6.20;miniport.skips general offload", "miniport.skips", "host 6.20;miniport"},
		{"a card", "host 6.20;nic plain", "nic", "host 6.20"},
		{"a card's profile", "host 6.20;nic plain", "nic.profile", "host 6.20"},
		{"a card's profile beside others", "host 6.20;nic.profile plain;nic.linkSpeed 10", "nic.profile", "host 6.20;nic.linkSpeed 10"},
		{"a keyword", "host 6.20;keywords.*IPsecOffloadV2 2;keywords.a[5].b 1", "keywords.*IPsecOffloadV2", "host 6.20;keywords.a[5].b 1"},
		{"an unknown key", "host 6.20;zz[3].later 1;zz.b 2", "zz[3]", "host 6.20;zz.b 2"},
		{"a key that begins alike", "host 6.20;miniport.initialize RESOURCES", "miniport.init", "host 6.20;miniport.initialize NDIS_STATUS_RESOURCES"},
		{"what is not there", "host 6.20;filters[0].register 6.20;steps[0] start", "filters[3]", "host 6.20;filters[0].register 6.20;steps[0] start"},
		{"no number", "host 6.20;filters[0].register 6.20", "filters[x]", "host 6.20;filters[0].register 6.20"},
	} {
		s := scene(t, c.before)
		if s.Clear(c.path); said(&s) != c.after {
			t.Errorf("%s:\n got %s\nwant %s", c.name, said(&s), c.after)
		}
	}
}

func TestClearingAKeyLeavesEveryDriver(t *testing.T) {
	whole, text := everything(t)
	for _, p := range whole.Pairs() {
		if p.Text == "" {
			continue // a driver, of which nothing is said
		}
		s := whole.Clone()
		s.Clear(p.Path)
		if s.Text() == text || len(s.Drivers()) != len(whole.Drivers()) {
			t.Errorf("clearing %s leaves\n%s", p.Path, s.Text())
		}
	}
}

func TestACloneSharesNothing(t *testing.T) {
	s, text := everything(t)
	c := s.Clone()
	if !reflect.DeepEqual(c, s) {
		t.Errorf("a clone says\n%s", c.Text())
	}
	for _, d := range c.Drivers() {
		d.Driver.UniqueName, d.Driver.Skips = nil, append(d.Driver.Skips[:0], "offload", "offload")
		for i := range d.Driver.Sends {
			send := &d.Driver.Sends[i]
			send.RightHeader()
			for j := range send.Members {
				send.Members[j].Text = "0"
			}
		}
		for i := range d.Driver.Ladder {
			d.Driver.Ladder[i].Host = !d.Driver.Ladder[i].Host
		}
		for i := range d.Driver.Understands {
			d.Driver.Understands[i].Revision = 9
		}
		for i := range d.Driver.Handlers.Omit {
			d.Driver.Handlers.Omit[i] = "HaltHandlerEx"
		}
	}
	*c.Mode = negotiate.Documented
	c.NIC.Profile, c.NIC.Capabilities[0].Text = "", "FALSE"
	c.Keywords[0].Value, c.Steps[0].Verb, c.Steps[1].Args[0], c.Unknown[0].Text = "0", "stop", "0x1", ""
	c.Filters = slices.Delete(c.Filters, 0, 1)
	if s.Text() != text {
		t.Errorf("changing a clone changes the original into\n%s", s.Text())
	}
}

func TestACloneDoesNothingWhereNothingIsToBeDone(t *testing.T) {
	s := Scenario{Host: ndis.V620, Arch: ndis.X64, Steps: []Step{}}
	s.AddDriver(trace.Miniport)
	for name, copied := range map[string]Scenario{"a clone": s.Clone(), "its text": scene(t, s.Text()), "its link": must(Parse(s.Link()))} {
		if copied.Steps == nil || len(copied.Steps) > 0 || !reflect.DeepEqual(copied, s) {
			t.Errorf("%s does %v", name, copied.Steps)
		}
		if tr, _ := Run(copied); len(tr.Events) > 0 {
			t.Errorf("%s: %d events", name, len(tr.Events))
		}
	}
}

func must(s Scenario, _ []Problem) Scenario { return s }

func TestAddDriverPutsOneOfTheKindIn(t *testing.T) {
	for _, c := range []struct {
		kind          trace.PartyKind
		before, after string
	}{
		{trace.Miniport, "host 6.20", "host 6.20;miniport"},
		{trace.Miniport, "host 6.20;miniport.register 6.20", "host 6.20;miniport"},
		{trace.Protocol, "host 6.20;miniport", "host 6.20;miniport;protocol"},
		{trace.Filter, "host 6.20", "host 6.20;filters[0]"},
		{trace.Filter, "host 6.20;filters[0].register 6.20", "host 6.20;filters[0].register 6.20;filters[1]"},
		{trace.Intermediate, "host 6.20", "host 6.20;intermediate.protocol;intermediate.miniport"},
		{trace.Hardware, "host 6.20;miniport", "host 6.20;miniport"},
	} {
		s := scene(t, c.before)
		if s.AddDriver(c.kind); said(&s) != c.after {
			t.Errorf("a %s: %s, want %s", c.kind, said(&s), c.after)
		}
	}
}

func TestMoveFilterChangesPlacesWithItsNeighbour(t *testing.T) {
	for _, c := range []struct {
		index, by int
		want      string
	}{
		{0, 1, "6.1 6.0 6.20"}, {1, 1, "6.0 6.20 6.1"}, {1, -1, "6.1 6.0 6.20"}, {2, -1, "6.0 6.20 6.1"},
		{0, -1, "6.0 6.1 6.20"}, {2, 1, "6.0 6.1 6.20"}, {3, -1, "6.0 6.1 6.20"}, {-1, 1, "6.0 6.1 6.20"}, {3, 1, "6.0 6.1 6.20"},
	} {
		s := scene(t, "host 6.89;filters[0].register 6.0;filters[1].register 6.1;filters[2].register 6.20")
		s.MoveFilter(c.index, c.by)
		var got []string
		for _, f := range s.Filters {
			got = append(got, f.Register.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%d by %d: %v, want %s", c.index, c.by, got, c.want)
		}
	}
}

const everyDriver = "host 6.30;miniport.register 6.30;protocol.register 6.30;filters[0].register 6.20;filters[1].register 6.1;intermediate.protocol.register 6.0;intermediate.miniport.register 6.0"

func TestDriversAreFoundByPathAndByParty(t *testing.T) {
	s := scene(t, everyDriver)
	for _, c := range []struct {
		path  string
		party trace.Party
		kind  *negotiate.Kind
		is    any
	}{
		{"miniport", trace.Party{Kind: trace.Miniport}, negotiate.Miniport, s.Miniport},
		{"protocol", trace.Party{Kind: trace.Protocol}, negotiate.Protocol, s.Protocol},
		{FilterPath(0), trace.Party{Kind: trace.Filter, Index: 1}, negotiate.Filter, &s.Filters[0]},
		{FilterPath(1), trace.Party{Kind: trace.Filter, Index: 2}, negotiate.Filter, &s.Filters[1]},
		{"intermediate.protocol", trace.Party{Kind: trace.Intermediate}, negotiate.Protocol, &s.Intermediate.Protocol},
		{"intermediate.miniport", trace.Party{Kind: trace.Intermediate, Index: 1}, negotiate.Miniport, &s.Intermediate.Miniport},
	} {
		at, ok := s.DriverAt(c.path)
		if !ok || at.Path != c.path || at.Party != c.party || at.Kind != c.kind || any(at.Driver) != c.is {
			t.Errorf("at %s: %+v %v", c.path, at, ok)
		}
		of, ok := s.DriverOf(c.party)
		if !ok || of != at {
			t.Errorf("of %v: %+v %v", c.party, of, ok)
		}
		if KindAt(c.path) != c.kind {
			t.Errorf("%s is a %s", c.path, KindAt(c.path).Party)
		}
	}
	for _, path := range []string{"", "filters", "filters[2]", "intermediate", "nic", "miniport.register"} {
		if d, ok := s.DriverAt(path); ok {
			t.Errorf("at %q: %+v", path, d)
		}
	}
	for _, party := range []trace.Party{{Kind: trace.NDIS}, {Kind: trace.Filter}, {Kind: trace.Filter, Index: 3}, {Kind: trace.Miniport, Index: 1}} {
		if d, ok := s.DriverOf(party); ok {
			t.Errorf("of %v: %+v", party, d)
		}
	}
}

func TestEntryDecidesForWhatItsDriverPassed(t *testing.T) {
	s := scene(t, "host 6.30;miniport.register 6.20;miniport.sends OFFLOAD.1 where:hardware;miniport.sends OFFLOAD.2 registered:6.30;miniport.sends OFFLOAD.3")
	from := trace.Party{Kind: trace.Miniport}
	for _, c := range []struct {
		name   string
		object trace.Object
		want   string
	}{
		{"by its place", trace.Object{From: from, Where: "hardware", Structure: "NDIS_OFFLOAD"}, "OFFLOAD.1 where:hardware"},
		{"by the version that it registers", trace.Object{From: from, Where: "default", Structure: "NDIS_OFFLOAD"}, "OFFLOAD.3"},
		{"a new one", trace.Object{From: from, Where: "default", Structure: "NDIS_PM_CAPABILITIES"}, "PM_CAPABILITIES"},
		{"NDIS built it", trace.Object{From: trace.Party{Kind: trace.NDIS}, Where: "default", Structure: "NDIS_OFFLOAD"}, ""},
		{"a step built it", trace.Object{From: from, Structure: "NDIS_OFFLOAD"}, ""},
		{"nobody is there", trace.Object{From: trace.Party{Kind: trace.Protocol}, Where: "default", Structure: "NDIS_OFFLOAD"}, ""},
	} {
		entry, ok := s.Entry(&c.object)
		if ok != (c.want != "") || ok && entry.String() != c.want {
			t.Errorf("%s: %v %v, want %q", c.name, entry, ok, c.want)
		}
	}
	if got := s.Miniport.Sends[len(s.Miniport.Sends)-1].String(); got != "PM_CAPABILITIES" {
		t.Errorf("the new entry stands behind the others: %s", got)
	}
}

// Each structure that a driver passed in a run has an entry, and what it says
// comes out in the next run.
func TestWhatAnEntrySaysIsWhatIsPassed(t *testing.T) {
	tr, _ := Run(scene(t, everyDriver))
	changed := 0
	for i := range tr.Objects {
		o := &tr.Objects[i]
		s := scene(t, everyDriver)
		entry, ok := s.Entry(o)
		if !ok {
			continue
		}
		if err := entry.Set("delivered", ndis.TextValue("3")); err != nil {
			t.Fatal(err)
		}
		after, _ := Run(s)
		if !slices.ContainsFunc(after.Objects, func(other trace.Object) bool {
			return other.From == o.From && other.Structure == o.Structure && other.Where == o.Where && len(other.Bytes) == 3
		}) {
			t.Errorf("%s of %v at %s arrives whole", o.Structure, o.From, o.Where)
		}
		changed++
	}
	if changed == 0 {
		t.Error("no driver passed anything")
	}
}

func TestTidyTidiesEachDriver(t *testing.T) {
	s := scene(t, "host 6.30;miniport.sends OFFLOAD;protocol.sends OPEN_PARAMETERS;filters[0].sends FILTER_ATTRIBUTES;filters[1].sends FILTER_ATTRIBUTES.1;intermediate.protocol.sends OPEN_PARAMETERS;intermediate.miniport.sends OFFLOAD")
	s.Tidy()
	want := "host 6.30;miniport;protocol;filters[0];filters[1].sends[0].structure NDIS_FILTER_ATTRIBUTES;filters[1].sends[0].revision 1;intermediate.protocol;intermediate.miniport"
	if said(&s) != want {
		t.Errorf("\n got %s\nwant %s", said(&s), want)
	}
}

func FuzzEdit(f *testing.F) {
	for _, line := range everyLine {
		path, value, _ := strings.Cut(line, " ")
		f.Add(path, value)
	}
	for _, path := range []string{"filters", "miniport", "intermediate", "nic", "miniport.sends[0]", "filters[0].handlers.omit", "steps[1]", "h", "f1.register", "t"} {
		f.Add(path, "")
	}
	f.Fuzz(func(t *testing.T, path, value string) {
		s, text := everything(t)
		set := s.Clone()
		if err := set.Set(path, value); err != nil && set.Text() != text {
			t.Errorf("%q = %q is refused, and makes\n%s", path, value, set.Text())
		}
		cleared := set.Clone()
		cleared.Clear(path)
		for _, edited := range []*Scenario{&set, &cleared} {
			again, _ := ParseText(edited.Text())
			if again.Text() != edited.Text() {
				t.Errorf("%q = %q:\n%s\nreads back as\n%s", path, value, edited.Text(), again.Text())
			}
			if clone := edited.Clone(); clone.Text() != edited.Text() {
				t.Errorf("%q = %q:\n%s\nis cloned as\n%s", path, value, edited.Text(), clone.Text())
			}
		}
		if s.Text() != text {
			t.Errorf("%q = %q changes what it was cloned from", path, value)
		}
	})
}

func TestStepsKeepNamingTheirFilter(t *testing.T) {
	const steps = "indicate RESET_START from:filter.1|indicate RESET_START from:filter.2|attach filter.3|start|indicate RESET_START from:filter.9"
	for _, test := range []struct {
		name string
		edit func(*Scenario)
		want string
	}{
		{"the second goes", func(s *Scenario) { s.Clear("filters[1]") },
			"indicate RESET_START from:filter.1|attach filter.2|start|indicate RESET_START from:filter.8"},
		{"the first and the second change places", func(s *Scenario) { s.MoveFilter(0, 1) },
			"indicate RESET_START from:filter.2|indicate RESET_START from:filter.1|attach filter.3|start|indicate RESET_START from:filter.9"},
		{"none beyond the end goes", func(s *Scenario) { s.Clear("filters[7]") }, steps},
		{"a key of a filter goes", func(s *Scenario) { s.Clear("filters[0].register") }, steps},
		{"the last does not move down", func(s *Scenario) { s.MoveFilter(2, 1) }, steps},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := New()
			for i := range 3 {
				s.AddDriver(trace.Filter)
				s.Filters[i].Register = ndis.V630
			}
			for _, text := range strings.Split(steps, "|") {
				step, err := ParseStep(text)
				if err != nil {
					t.Fatal(err)
				}
				s.Steps = append(s.Steps, step)
			}
			test.edit(&s)
			var got []string
			for _, step := range s.Steps {
				got = append(got, step.String())
			}
			if strings.Join(got, "|") != test.want {
				t.Errorf("got %q", strings.Join(got, "|"))
			}
		})
	}
}

func TestTidyingLeavesOneLinkForTheSameScenario(t *testing.T) {
	for text, want := range map[string]string{
		"host 6.80;mode documented;miniport;steps start":             "host 6.80;miniport",
		"host 6.80;mode observed;miniport":                           "host 6.80;mode observed;miniport",
		"host 6.80;mode observed;miniport.profile netkvm/build686":   "host 6.80;miniport.profile netkvm/build686",
		"host 6.80;mode documented;miniport.profile netkvm/build686": "host 6.80;mode documented;miniport.profile netkvm/build686",
		"host 6.80;miniport;steps start;steps indicate RESET_START":  "host 6.80;miniport;steps[0] start;steps[1] indicate RESET_START",
	} {
		s := scene(t, text)
		s.Tidy()
		if got := said(&s); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestStepsThatARunDoesNotBearStay(t *testing.T) {
	s, _ := ParseText("host 6.89\nminiport\nprotocol\nsteps[0] start\nsteps[1] send data.length=60000 ask:lso2 mss:1 count:64\nsteps[2] pause\n")
	s.AddStep(Step{Verb: "stop"})
	s.InsertStep(1, Step{Verb: "restart"})
	var verbs []string
	for _, step := range s.Steps {
		verbs = append(verbs, step.Verb)
	}
	if got := strings.Join(verbs, " "); got != "start restart send pause stop" {
		t.Error(got)
	}
}
