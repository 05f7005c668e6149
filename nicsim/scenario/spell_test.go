package scenario

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"ndisplayground/ndis"
)

// everyLine sets every field of a scenario, those of its drivers included.
var everyLine = []string{
	"host 6.20", "arch x86", "mode observed",
	"miniport.profile netkvm/build686", "miniport.call 6", "miniport.build 6.85", "miniport.supports[0] 6.0..6.30", "miniport.supports[1] 6.50",
	"miniport.sends[0].structure NDIS_OFFLOAD", "miniport.sends[0].where hardware", "miniport.sends[0].registered 6.83..6.84",
	"miniport.sends[0].revision 6", "miniport.sends[0].size 216", "miniport.sends[0].type 0xA8", "miniport.sends[0].delivered 100",
	"miniport.sends[0].null true", "miniport.sends[0].members.IPsecV2.Ah TRUE",
	"miniport.sends[0].members.Flags NDIS_OFFLOAD_FLAGS_GROUP_CHECKSUM_CAPABILITIES | 0x10",
	"miniport.sends[1].structure NDIS_PM_CAPABILITIES", "miniport.sends[1].size sizeof",
	"miniport.sends[2].structure NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES", "miniport.sends[2].members.CurrentMacAddress[0] 2",
	"miniport.skips[0] offload", "miniport.setOptions NDIS_STATUS_FAILURE", "miniport.driverEntry NDIS_STATUS_PENDING", "miniport.initialize NDIS_STATUS_RESOURCES",
	"miniport.linked[0] LsoV1", "miniport.linked[1] LsoV2IPv4", "miniport.understands.NDIS_OFFLOAD_PARAMETERS 1", "miniport.exact[0] NDIS_OFFLOAD", "miniport.supportedRevision 2", "miniport.answers.OID_GEN_STATISTICS NDIS_STATUS_PENDING",
	"protocol.ladder[0].host 6.83..6.84", "protocol.ladder[0].register 6.83", "protocol.ladder[1].host 6.85..", "protocol.ladder[1].register host",
	"protocol.ladder[2].host ..6.70", "protocol.ladder[2].fail NDIS_STATUS_NOT_SUPPORTED", "protocol.media[0] NdisMedium802_3", "protocol.opens \\Device\\{A} ~&=,%#", "protocol.supportedRevision never",
	"filters[0].register 6.31", "filters[0].handlers.omit[0] PauseHandler", "filters[0].handlers.omit[1] RestartHandler",
	"filters[0].handlers.add[0] SynchronousOidRequestHandler", "filters[0].uniqueName {A} ~&=,%#\"<>日本 語", "filters[0].driverObject null", "filters[0].clone copies",
	"filters[1]",
	"intermediate.protocol.register 6.0", "intermediate.miniport",
	"nic.profile plain", "nic.media NdisMediumTunnel", "nic.linkSpeed 10000000000", "nic.packetLimit 1000", "nic.capabilities.IPsecV2.Ah TRUE",
	"keywords.*IPsecOffloadV2 2", "keywords.VendorThing a b",
	"steps[0] start", "steps[1] indicate NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG OFFLOAD.3 size:120 delivered:100 IPsecV2.Ah=1",
	"steps[2] set OID_TCP_OFFLOAD_PARAMETERS OFFLOAD_PARAMETERS.2 from:protocol via:regular bytes:AAECAw",
	"at 12", "view bytes", "against 1/s?h=6.0&m.register=5.1&t=set,OID_GEN_CURRENT_LOOKAHEAD,4%25", "zz.later a~b",
}

func everything(t testing.TB) (Scenario, string) {
	t.Helper()
	text := strings.ReplaceAll(strings.Join(everyLine, "\n")+"\n", "%", "%25")
	s, problems := ParseText(text)
	for _, p := range problems {
		if !p.Warning {
			t.Fatal(p)
		}
	}
	return s, text
}

func TestTextPrintsWhatItReads(t *testing.T) {
	s, text := everything(t)
	if got := s.Text(); got != text {
		t.Errorf("\n got %s\nwant %s", got, text)
	}
}

func TestALinkSaysAllThatATextSays(t *testing.T) {
	s, text := everything(t)
	link, problems := ParseLink(s.Link())
	if Errors(problems) || link.Kind != "s" {
		t.Fatalf("%s: %v", s.Link(), problems)
	}
	if got := link.Scenario.Text(); got != text {
		t.Errorf("%s\n got %s\nwant %s", s.Link(), got, text)
	}
	if again := link.Scenario.Link(); again != s.Link() {
		t.Errorf("links differ\n%s\n%s", again, s.Link())
	}
}

// Each field in turn, alone, through text and link and back.
func TestEachFieldSurvivesTextAndLink(t *testing.T) {
	for i, line := range everyLine {
		lines := []string{"host 6.20"}
		if i > 0 {
			lines = append(lines, needed(line)...)
		}
		text := strings.ReplaceAll(strings.Join(lines, "\n")+"\n", "%", "%25")
		s, problems := ParseText(text)
		if Errors(problems) {
			t.Fatalf("%q: %v", text, problems)
		}
		if Errors(s.Check()) && strings.Contains(line, "ladder") {
			continue // a rung that does not say what the driver does, until the next line
		}
		link, problems := ParseLink(s.Link())
		if Errors(problems) || !reflect.DeepEqual(link.Scenario, s) {
			t.Errorf("%s: %v\n got %s\nwant %s", s.Link(), problems, link.Scenario.Text(), s.Text())
		}
		if again, _ := ParseText(s.Text()); !reflect.DeepEqual(again, s) {
			t.Errorf("%q prints as %q, which reads as something else", text, s.Text())
		}
	}
}

// needed are the lines that a line cannot do without, and itself: elements of a
// list come after those before them.
func needed(line string) []string {
	path, _, _ := strings.Cut(line, " ")
	var lines []string
	for _, other := range everyLine {
		otherPath, _, _ := strings.Cut(other, " ")
		if other == line {
			return append(lines, line)
		}
		if open := strings.IndexByte(path, '['); open > 0 && strings.HasPrefix(otherPath, path[:open]) {
			lines = append(lines, other)
		}
	}
	return lines
}

func TestEveryFieldIsTested(t *testing.T) {
	s, _ := everything(t)
	v := reflect.ValueOf(s)
	for i := range v.NumField() {
		if v.Field(i).IsZero() && v.Type().Field(i).Name != "Arch" { // x86 is zero
			t.Errorf("no line sets %s", v.Type().Field(i).Name)
		}
	}
}

func TestTheDocumentedExampleOfALink(t *testing.T) {
	s, problems := ParseText("host 6.80\nfilters[0].register 6.80\nfilters[0].sends[0].structure NDIS_FILTER_DRIVER_CHARACTERISTICS\nfilters[0].sends[0].revision 2\n")
	if problems != nil {
		t.Fatal(problems)
	}
	if got, want := s.Link(), "#1/s?h=6.80&f1.register=6.80&f1.send=FILTER_DRIVER_CHARACTERISTICS.2~"; !strings.HasPrefix(got, want) || len(got) != len(want)+4 {
		t.Errorf("%s, want %s....", got, want)
	}
}

// CRC-32 of "123456789" is 0xCBF43926, the check value of the algorithm; its low
// 20 bits are 0x43926: 8, 14, 9, 6 in Crockford's digits.
func TestTheCheckIsTheLowBitsOfCRC32(t *testing.T) {
	if got := check("123456789"); got != "8E96" {
		t.Errorf("%s, want 8E96", got)
	}
	if !sameCheck("8e96", "8E96") || !sameCheck("O0Il", "0011") || sameCheck("8E97", "8E96") {
		t.Error("checks compare as people copy them")
	}
}

func TestLinksUseTheirAlphabetOnly(t *testing.T) {
	s, _ := everything(t)
	link := s.Link()
	for i, c := range link[1:] {
		if !strings.ContainsRune(plain+"=&,%~", c) {
			t.Errorf("%q at %d", c, i)
		}
	}
	if strings.Count(link, "~") != 1 {
		t.Error("the only ~ is before the check")
	}
}

func TestDamagedLinksArePutRight(t *testing.T) {
	s, _ := everything(t)
	link := s.Link()
	for name, damage := range map[string]func(string) string{
		"behind an address":     func(l string) string { return "https://example.org/ja/" + l },
		"a full stop behind it": func(l string) string { return l + "." },
		"in brackets":           func(l string) string { return "(see " + l + ")" },
		"&amp;":                 func(l string) string { return strings.ReplaceAll(l, "&", "&amp;") },
		"broken over lines":     func(l string) string { return l[:50] + "\r\n " + l[50:] },
		"percent-encoded, whole": func(l string) string {
			return strings.NewReplacer("%", "%25", "~", "%7E", "&", "%26", "=", "%3D", ",", "%2C").Replace(l)
		},
		"percent-encoded, with #": func(l string) string {
			return strings.NewReplacer("#", "%23", "/", "%2F", "?", "%3F", "%", "%25", "~", "%7E", "&", "%26", "=", "%3D").Replace(l)
		},
		"the check in lower case": func(l string) string { return l[:len(l)-4] + strings.ToLower(l[len(l)-4:]) },
	} {
		got, problems := Parse(damage(link))
		if Errors(problems) || got.Link() != link {
			t.Errorf("%s: %v\n got %s\nwant %s", name, problems, got.Link(), link)
		}
	}
}

func TestACutLinkKeepsWhatItSays(t *testing.T) {
	s, problems := Parse("#1/s?h=6.80&f1.register=6.8")
	var codes []ndis.Code
	for _, p := range problems {
		codes = append(codes, p.Code)
	}
	if !slices.Equal(codes, []ndis.Code{CodeLinkCut}) || s.Host.String() != "6.80" || s.Filters[0].Register.String() != "6.8" {
		t.Errorf("%v: %s", problems, s.Text())
	}
	s, problems = Parse("#1/s?h=6.80&m.build=6.8")
	if len(problems) != 2 || !problems[0].Warning || problems[1].At != "miniport.build" || problems[1].Suggestions[0] != "6.80" || problems[1].Offset != 12 {
		t.Errorf("%+v", problems)
	}
	if s.Miniport == nil || s.Host.String() != "6.80" {
		t.Error("the rest is kept")
	}
}

// Every prefix of a link is read without a fault, and what it still says whole
// is kept.
func TestEveryPrefixOfALinkIsRead(t *testing.T) {
	s, _ := everything(t)
	link := s.Link()
	for i := range link {
		got, problems := Parse(link[:i])
		if len(problems) == 0 {
			t.Fatalf("%q: nothing was remarked", link[:i])
		}
		if i > len("#1/s?h=6.20&") && got.Host != ndis.V620 {
			t.Fatalf("%q: the host is lost", link[:i])
		}
	}
}

func TestProblemsNameTheirPlace(t *testing.T) {
	for _, c := range []struct {
		text   string
		code   ndis.Code
		at     string
		offset int
		hint   string
	}{
		{"", CodeNothing, "", -1, ""},
		{"0x00140006", ndis.CodeVersionSwapped, "host", 0, "6.20"},
		{"host 6.2", ndis.CodeVersionUnlisted, "host", 0, "6.20"},
		{"host 0x00140006", ndis.CodeVersionSwapped, "host", 0, "6.20"},
		{"host 6.20\n\n  arch ia64", ndis.CodeArchUnknown, "arch", 13, "x64"},
		{"miniport.register 6.20", CodeHostMissing, "host", 0, "6.89"},
		{"host 6.20\nmode strict", ndis.Code("mode-unknown"), "mode", 10, "documented"},
		{"host 6.20\nfilters[1].register 6.20", ndis.CodeIndexWrong, "filters[1]", 10, ""},
		{"host 6.20\nminiport.sends[0].structure NDIS_OFLOAD", ndis.Code("structure-unknown"), "miniport.sends[0].structure", 10, "NDIS_OFFLOAD"},
		{"host 6.20\nminiport.regster 6.20", CodeKeyKept, "miniport.regster", 10, "register"},
		{"host 6.20\nMust 1", CodeKeyCritical, "Must", 10, ""},
		{"host 6.20\nsteps[0] strat", CodeStepUnknown, "steps[0]", 10, "start"},
		{"host 6.20\nsteps start\nsteps indicate", CodeStepSyntax, "steps[1]", 22, ""},
		{"host 6.20\nkeywords.*IPsecOfloadV2 3", ndis.Code("keyword-unknown"), "keywords.*IPsecOfloadV2", 10, "*IPsecOffloadV2"},
		{"host 6.20\nnic.profile fast", ndis.Code("nic-unknown"), "nic.profile", 10, "reference"},
		{"#2/s?h=6.20~0000", CodeLinkMajor, "", 1, ""},
		{"#1/x?h=6.20~0000", CodeLinkKind, "", 1, "s"},
		{"#1/ex/nothing-like-it?h=6.20~0000", CodeExampleUnknown, "", 1, ""},
	} {
		_, problems := Parse(c.text)
		i := slices.IndexFunc(problems, func(p Problem) bool { return p.Code == c.code })
		if i < 0 || problems[i].At != c.at || problems[i].Offset != c.offset || c.hint != "" && !slices.Contains(problems[i].Suggestions, c.hint) {
			t.Errorf("%q: %+v", c.text, errorsOf(problems))
		}
	}
}

func errorsOf(problems []Problem) error {
	var all []error
	for _, p := range problems {
		all = append(all, p.Error)
	}
	return errors.Join(all...)
}

func TestTheWordOfNdisGetVersionNamesAHost(t *testing.T) {
	s, problems := Parse(" 0x00060014\n")
	if Errors(problems) || len(problems) != 1 || s.Host != ndis.V620 {
		t.Errorf("%v: %v", s.Host, problems)
	}
}

func TestAnObjectIsReadStrictly(t *testing.T) {
	s := func(text string) ndis.Value { return ndis.Value{Kind: ndis.ValueString, Text: text} }
	scene, problems := FromObject([]Leaf{
		{"host", s("6.20")}, {"miniport", ndis.Value{Kind: ndis.ValueObject}}, {"filters[0].sends[0].structure", s("NDIS_FILTER_DRIVER_CHARACTERISTICS")},
		{"filters[0].sends[0].revision", ndis.Value{Kind: ndis.ValueNumber, Text: "2"}}, {"steps", ndis.Value{Kind: ndis.ValueArray}},
	})
	if problems != nil || scene.Miniport == nil || *scene.Filters[0].Sends[0].Revision != 2 || len(scene.Steps) != 0 || scene.Steps == nil {
		t.Errorf("%+v %v", scene, problems)
	}
	for _, c := range []struct {
		leaf Leaf
		code ndis.Code
		hint string
	}{
		{Leaf{"host", ndis.Value{Kind: ndis.ValueNumber, Text: "6.2"}}, ndis.CodeTypeWrong, "6.20"},
		{Leaf{"host", s("0x00060014")}, ndis.CodeVersionSyntax, "6.89"},
		{Leaf{"miniport", s("netkvm")}, ndis.CodeTypeWrong, "profile"},
		{Leaf{"hsot", s("6.20")}, ndis.CodeKeyUnknown, "host"},
		{Leaf{"filters", ndis.Value{Kind: ndis.ValueObject}}, ndis.CodeIndexWrong, ""},
	} {
		_, problems := FromObject([]Leaf{{"host", s("6.20")}, c.leaf})
		if len(problems) != 1 || problems[0].Code != c.code || problems[0].Warning || c.hint != "" && !slices.Contains(problems[0].Suggestions, c.hint) {
			t.Errorf("%v: %v", c.leaf, errorsOf(problems))
		}
	}
	if _, problems := FromObject(nil); len(problems) != 1 || problems[0].Code != CodeHostMissing {
		t.Errorf("an empty object: %v", problems)
	}
}

func TestACloneIsApart(t *testing.T) {
	s, text := everything(t)
	c := s.Clone()
	if c.Text() != text {
		t.Errorf("a clone says\n%s", c.Text())
	}
	c.Filters[0].Register = ndis.V60
	*c.Miniport.Sends[0].Revision = 1
	if s.Text() != text {
		t.Error("changing a clone changes the original")
	}
}

func TestOverridingALibraryScenario(t *testing.T) {
	e := &Library()[0]
	link := LibraryLink(e)
	got, problems := ParseLink(link)
	if problems != nil || got.Scenario.Text() != e.Scenario.Text() {
		t.Errorf("%s: %v\n%s", link, problems, got.Scenario.Text())
	}
	body := "1/ex/" + e.Name + "?h=6.1&m.register=6.20"
	got, problems = ParseLink("#" + body + "~" + check(body))
	if problems != nil || got.Scenario.Host != ndis.V61 || got.Scenario.Miniport.Register != ndis.V620 || got.Scenario.Miniport.Supports != nil {
		t.Errorf("%v\n%s", problems, got.Scenario.Text())
	}
}

func TestStepsPrintWhatTheyRead(t *testing.T) {
	for _, text := range []string{
		"start", "indicate NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG", "indicate 0x40020006 OFFLOAD.3 from:filter.1 size:120 IPsecV2.Ah=1",
		"attach filter.2", "query OID_TCP_OFFLOAD_CURRENT_CONFIG 144", "keyword *IPsecOffloadV2 3",
	} {
		step, err := ParseStep(text)
		if err != nil || step.String() != text {
			t.Errorf("%q: %q %v", text, step, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	s, text := everything(f)
	f.Add(text)
	f.Add(s.Link())
	f.Add("#1/ex/six-one-on-six-zero?h=6.0&m.send=OFFLOAD.2~0000")
	f.Add("#1/d/OFFLOAD.2?f.Flags=1~0000")
	f.Add("0x00140006")
	f.Add("%231%2Fs%3Fh%3D6.20")
	f.Fuzz(func(t *testing.T, text string) {
		s, problems := Parse(text)
		for _, p := range problems {
			if p.Offset > len(text) {
				t.Errorf("%q: %v lies behind the end", text, p)
			}
		}
		if Errors(problems) || Errors(s.Check()) {
			return
		}
		lines, _ := ParseText(s.Text())
		if lines.Text() != s.Text() {
			t.Errorf("%q:\n%s\nreads back as\n%s", text, s.Text(), lines.Text())
		}
		link := s.Link()
		again, _ := ParseLink(link)
		if again.Scenario.Link() != link || again.Scenario.Text() != s.Text() {
			t.Errorf("%q:\n%s\nreads back as\n%s", text, link, again.Scenario.Link())
		}
	})
}

func TestLinksThatNothingShowsSaySo(t *testing.T) {
	for _, link := range []string{"#1/d/NDIS_OFFLOAD.2?b=a70170", "#1/l/01-x?h=6.80", "#1/diff/NDIS_OFFLOAD"} {
		body := strings.TrimPrefix(link, "#")
		_, problems := Parse(link + "~" + check(body))
		if len(problems) != 1 || problems[0].Code != CodeLinkUnseen || !Errors(problems) {
			t.Errorf("%s: %v", link, errorsOf(problems))
		}
	}
}

func TestRepeatedUnknownKeysSurviveAnObject(t *testing.T) {
	leaf := func(path, text string) Leaf { return Leaf{path, ndis.TextValue(text)} }
	s, _ := FromObject([]Leaf{leaf("host", "6.80"), leaf("unknown.zoo[0]", "1"), leaf("unknown.zoo[1]", "2"), leaf("unknown.lone[0]", "3")})
	want := []ndis.Pair{{Path: "zoo", Text: "1"}, {Path: "zoo", Text: "2"}, {Path: "lone[0]", Text: "3"}}
	if !slices.Equal(s.Unknown, want) {
		t.Errorf("got %v", s.Unknown)
	}
}
