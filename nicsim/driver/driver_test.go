package driver

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
)

func parse(t testing.TB, pairs ...string) Driver {
	t.Helper()
	var d Driver
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := d.Set(pairs[i], ndis.TextValue(pairs[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func TestDriversChoose(t *testing.T) {
	for _, c := range []struct {
		name         string
		driver       []string
		host         string
		registers    string
		refuses      string
		highest      string
		callsLegacy  bool
		howItChooses How
	}{
		{"every version", nil, "6.40", "6.40", "", "6.89", false, BySupport},
		{"6.0 and 6.1 on 6.0", []string{"supports", "6.0..6.1"}, "6.0", "6.0", "", "6.1", false, BySupport},
		{"6.0 and 6.1 on 6.89", []string{"supports", "6.0..6.1"}, "6.89", "6.1", "", "6.1", false, BySupport},
		{"bounds that are no versions", []string{"supports", "6.25..6.35 6.50"}, "6.89", "6.50", "", "6.50", false, BySupport},
		{"nothing fits", []string{"supports", "6.30.."}, "6.20", "", "NDIS_STATUS_UNSUPPORTED_REVISION", "6.89", false, ByNoChoice},
		{"does not ask", []string{"register", "6.1"}, "6.0", "6.1", "", "6.1", false, ByItself},
		{"5.1", []string{"register", "5.1"}, "6.0", "5.1", "", "5.1", true, ByItself},
		{"5.1 by the functions of 6", []string{"register", "5.1", "call", "6"}, "6.0", "5.1", "", "5.1", false, ByItself},
		{"nonsense", []string{"register", "2.0"}, "6.0", "2.0", "", "2.0", false, ByItself},
		{"a rung", []string{"ladder", "6.83..6.84 6.83", "ladder", "6.85.. host", "ladder", "..6.70 fail:NDIS_STATUS_NOT_SUPPORTED"}, "6.84", "6.83", "", "6.89", false, ByLadder},
		{"the host's rung", []string{"ladder", "6.83..6.84 6.83", "ladder", "6.85.. host"}, "6.88", "6.88", "", "6.89", false, ByLadder},
		{"its own refusal", []string{"ladder", "..6.70 fail:NDIS_STATUS_NOT_SUPPORTED"}, "6.70", "", "NDIS_STATUS_NOT_SUPPORTED", "0.0", false, ByLadder},
		{"no rung", []string{"ladder", "6.83..6.84 6.83"}, "6.82", "", "NDIS_STATUS_UNSUPPORTED_REVISION", "6.83", false, ByNoChoice},
	} {
		d := parse(t, c.driver...)
		host, _ := ndis.ParseVersion(c.host)
		got := d.Choose(host)
		if versionText(got.Register) != c.registers || statusText(got.Refuse) != c.refuses || got.How != c.howItChooses {
			t.Errorf("%s on %s: %v %v %v", c.name, c.host, got.Register, got.Refuse, got.How)
		}
		if d.Highest().String() != c.highest || d.Legacy(got.Register) != c.callsLegacy {
			t.Errorf("%s: highest %v, legacy %v", c.name, d.Highest(), d.Legacy(got.Register))
		}
	}
}

// everyKey is a value for each key, twice where it repeats.
var everyKey = [][2]string{
	{"profile", "netkvm/build686"}, {"call", "6"}, {"build", "6.85"},
	{"supports[0]", "6.0..6.30"}, {"supports[1]", "6.50"},
	{"ladder[0].host", "6.83..6.84"}, {"ladder[0].register", "6.83"}, {"ladder[1].host", "6.85.."}, {"ladder[1].register", "host"},
	{"ladder[2].host", "..6.70"}, {"ladder[2].fail", "NDIS_STATUS_NOT_SUPPORTED"},
	{"register", "6.31"},
	{"sends[0].structure", "NDIS_OFFLOAD"}, {"sends[0].where", "hardware"}, {"sends[0].registered", "6.83..6.84"}, {"sends[0].revision", "6"},
	{"sends[0].size", "216"}, {"sends[0].type", "0xA8"}, {"sends[0].delivered", "100"}, {"sends[0].null", "true"},
	{"sends[0].members.IPsecV2.Ah", "TRUE"}, {"sends[0].members.Flags", "NDIS_OFFLOAD_FLAGS_GROUP_CHECKSUM_CAPABILITIES | 0x10"},
	{"sends[1].structure", "NDIS_PM_CAPABILITIES"}, {"sends[1].size", "sizeof"},
	{"handlers.omit[0]", "PauseHandler"}, {"handlers.omit[1]", "RestartHandler"}, {"handlers.add[0]", "SynchronousOidRequestHandler"},
	{"uniqueName", "{00112233-4455-6677-8899-AABBCCDDEEFF} and a space"}, {"driverObject", "null"},
	{"skips[0]", "offload"}, {"skips[1]", "general"}, {"setOptions", "NDIS_STATUS_FAILURE"}, {"driverEntry", "NDIS_STATUS_PENDING"},
	{"initialize", "NDIS_STATUS_RESOURCES"}, {"media[0]", "NdisMedium802_3"}, {"media[1]", "NdisMediumTunnel"}, {"linked[0]", "LsoV1"}, {"linked[1]", "LsoV2IPv4"}, {"opens", "\\Device\\{00112233-4455-6677-8899-AABBCCDDEEFF}"},
	{"understands.NDIS_OFFLOAD_PARAMETERS", "1"}, {"exact[0]", "NDIS_BIND_PARAMETERS"}, {"supportedRevision", "2"}, {"clone", "copies"},
	{"answers.OID_GEN_STATISTICS", "NDIS_STATUS_NOT_SUPPORTED"}, {"answers.0x12345678", "NDIS_STATUS_PENDING"},
}

func TestEachKeyPrintsWhatItReads(t *testing.T) {
	chosen := map[string]bool{"supports": true, "ladder": true, "register": true}
	for choice := range chosen {
		var d Driver
		var want []ndis.Pair
		for _, kv := range everyKey {
			if name, _, _ := ndis.CutPath(kv[0]); chosen[name] && name != choice {
				continue
			}
			if err := d.Set(kv[0], ndis.TextValue(kv[1])); err != nil {
				t.Fatalf("%s: %v", kv[0], err)
			}
			want = append(want, ndis.Pair{Path: kv[0], Text: kv[1]})
		}
		if got := d.Pairs(); !slices.Equal(got, want) {
			t.Errorf("prints\n%v\nwant\n%v", got, want)
		}
		var short Driver
		for _, p := range d.Short() {
			if err := short.Set(p.Path, ndis.TextValue(p.Text)); err != nil {
				t.Fatalf("%v: %v", p, err)
			}
		}
		if !reflect.DeepEqual(short, d) {
			t.Errorf("the links' spelling reads back as\n%+v\nwant\n%+v", short, d)
		}
	}
}

func TestEachFieldHasAKey(t *testing.T) {
	d := parse(t)
	for _, kv := range everyKey {
		if name, _, _ := ndis.CutPath(kv[0]); name == "supports" || name == "ladder" {
			continue
		}
		if err := d.Set(kv[0], ndis.TextValue(kv[1])); err != nil {
			t.Fatal(err)
		}
	}
	v := reflect.ValueOf(d)
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; v.Field(i).IsZero() && name != "Supports" && name != "Ladder" {
			t.Errorf("no key sets %s", name)
		}
	}
}

func TestMistakesNameTheirPlace(t *testing.T) {
	for _, c := range []struct {
		path  string
		value ndis.Value
		code  ndis.Code
		hint  string
	}{
		{"regster", ndis.TextValue("6.20"), ndis.CodeKeyUnknown, "register"},
		{"register", ndis.Value{Kind: ndis.ValueNumber, Text: "6.2"}, ndis.CodeTypeWrong, "6.20"},
		{"register", ndis.TextValue("six"), ndis.CodeVersionSyntax, "6.89"},
		{"build", ndis.TextValue("6.2"), ndis.CodeVersionUnlisted, "6.20"},
		{"build", ndis.TextValue("0x00140006"), ndis.CodeVersionSwapped, "6.20"},
		{"supports", ndis.TextValue("6.30..6.20"), ndis.CodeRangeSyntax, "6.20..6.30"},
		{"ladder", ndis.TextValue("6.30.."), CodeLadderSyntax, "6.30.. host"},
		{"ladder[3].host", ndis.TextValue("6.30.."), ndis.CodeIndexWrong, ""},
		{"sends[0].structure", ndis.TextValue("NDIS_OFLOAD"), catalog.CodeStructureUnknown, "NDIS_OFFLOAD"},
		{"sends[0].revision", ndis.TextValue("256"), ndis.CodeNumberWrong, ""},
		{"sends[0].size", ndis.TextValue("-1"), ndis.CodeNumberWrong, ""},
		{"sends[0].sise", ndis.TextValue("1"), ndis.CodeKeyUnknown, "size"},
		{"send", ndis.TextValue("OFFLOAD.2 IPsecV2.AH=1"), catalog.CodeMemberUnknown, "IPsecV2.Ah"},
		{"send", ndis.TextValue("OFFLOAD.2 sise:1"), ndis.CodeKeyUnknown, "size"},
		{"send", ndis.TextValue("OFFLOAD.2 size"), CodeSendSyntax, ""},
		{"send", ndis.TextValue(""), CodeSendSyntax, ""},
		{"skips", ndis.TextValue("everything"), CodeWordUnknown, "registration"},
		{"driverObject", ndis.TextValue("nil"), ndis.CodeTypeWrong, "null"},
		{"initialize", ndis.TextValue("NDIS_STATUS_RESORCES"), ndis.CodeStatusUnknown, "NDIS_STATUS_RESOURCES"},
		{"understands.OFLOAD", ndis.TextValue("1"), catalog.CodeStructureUnknown, "NDIS_OFFLOAD"},
		{"supportedRevision", ndis.TextValue("always"), CodeWordUnknown, "never"},
		{"clone", ndis.TextValue("keeps"), CodeWordUnknown, "copies"},
		{"handlers.omits", ndis.TextValue("X"), ndis.CodeKeyUnknown, "omit"},
	} {
		var d Driver
		err := d.Set(c.path, c.value)
		var e *ndis.Error
		if !errors.As(err, &e) || e.Code != c.code || c.hint != "" && !slices.Contains(e.Suggestions, c.hint) || e.At == "" {
			t.Errorf("%s = %v: %v, want %s %s", c.path, c.value, err, c.code, c.hint)
		}
	}
	d := parse(t, "register", "6.20")
	var e *ndis.Error
	if err := d.Set("supports", ndis.TextValue("6.20")); !errors.As(err, &e) || e.Code != CodeChoiceTwice {
		t.Errorf("register and supports: %v", err)
	}
}

func TestCheckNamesWhatAKindOfDriverCannotDo(t *testing.T) {
	d := parse(t, "profile", "netkvm/build686", "send", "OID_REQUEST.2", "handlers.omit", "PauseHandlr")
	var codes []ndis.Code
	for _, e := range d.Check(negotiate.Miniport) {
		codes = append(codes, e.Code)
	}
	if !slices.Equal(codes, []ndis.Code{CodeNotPassed, CodeHandlerUnknown}) {
		t.Errorf("as a miniport: %v", codes)
	}
	if wrong := d.Check(negotiate.Filter); wrong[0].Code != CodeProfileKind || wrong[0].At != "profile" {
		t.Errorf("as a filter: %v", wrong)
	}
	d = parse(t, "profile", "netkvm")
	if wrong := d.Check(negotiate.Miniport); len(wrong) != 1 || wrong[0].Suggestions[0] != "netkvm/build686" {
		t.Errorf("half a name: %v", wrong)
	}
}

// The ladders as the sources have them: ParaNdis6_Driver.cpp:1121-1173,
// device.c:797-813, tapdrvr.c:101-113, bind.c:55-84, Packet.c:260-268.
func TestProfilesClimbTheirLadders(t *testing.T) {
	for id, want := range map[string][]string{
		"netkvm/build686":      {"6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.80", "6.80", "6.80", "6.83", "6.83", "6.85", "6.86", "6.86", "6.86", "6.89"},
		"netkvm/build685":      {"6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.80", "6.80", "6.80", "6.83", "6.83", "6.85", "6.85", "6.85", "6.85", "6.85"},
		"wireguard-nt/default": {"-", "-", "-", "-", "-", "6.50", "6.51", "6.60", "6.70", "6.80", "6.81", "6.82", "6.83", "6.84", "6.85", "6.86", "6.87", "6.88", "6.89"},
		"tap-windows6/default": {"-", "-", "6.20", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30", "6.30"},
		"xdplwf/default":       {"-", "-", "-", "-", "-", "-", "-", "6.60", "6.60", "6.60", "6.60", "6.82", "6.82", "6.82", "6.85", "6.85", "6.85", "6.85", "6.85"},
		"npcap/max685":         {"-", "-", "6.20", "6.30", "6.40", "6.50", "6.51", "6.60", "6.70", "6.80", "6.81", "6.82", "6.83", "6.84", "6.85", "6.85", "6.85", "6.85", "6.85"},
	} {
		d := Driver{Profile: id}.Resolved()
		var got []string
		for _, host := range ndis.Versions() {
			if host < ndis.V60 {
				continue
			}
			choice := d.Choose(host)
			if choice.Refuse != nil {
				got = append(got, "-")
			} else {
				got = append(got, choice.Register.String())
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %v\nwant %v", id, got, want)
		}
	}
}

func TestEachProfileIsTestedAndComplete(t *testing.T) {
	for _, p := range Profiles() {
		if p.Title == "" || p.Source == "" || p.Mode != negotiate.Observed {
			t.Errorf("%s: %+v", p.ID, p)
		}
		for _, kind := range negotiate.Kinds() {
			if kind.Party.String() != p.Kind {
				continue
			}
			if wrong := p.Driver.Check(kind); wrong != nil {
				t.Errorf("%s: %v", p.ID, wrong)
			}
		}
	}
}

func TestOwnFieldsComeBeforeTheProfiles(t *testing.T) {
	d := parse(t, "profile", "netkvm/build686", "register", "6.20", "send", "OFFLOAD.1").Resolved()
	if d.Register != ndis.V620 || d.Ladder != nil || *d.Sending("NDIS_OFFLOAD", "default", ndis.V620).Revision != 1 || d.BuiltFor().String() != "6.86" {
		t.Errorf("%+v", d)
	}
}

func TestTheFirstEntryThatFitsIsSent(t *testing.T) {
	d := parse(t, "send", "OFFLOAD.3 where:hardware", "send", "OFFLOAD.6 registered:6.83..6.84", "send", "OFFLOAD.7")
	for _, c := range []struct {
		where, registered string
		want              int
	}{{"hardware", "6.83", 3}, {"default", "6.83", 6}, {"default", "6.85", 7}, {"indication", "6.84", 6}} {
		v, _ := ndis.ParseVersion(c.registered)
		if got := d.Sending("NDIS_OFFLOAD", c.where, v); got == nil || *got.Revision != c.want {
			t.Errorf("%s at %s: %+v, want %d", c.where, c.registered, got, c.want)
		}
	}
	if d.Sending("NDIS_PM_CAPABILITIES", "", ndis.V620) != nil {
		t.Error("nothing was said of NDIS_PM_CAPABILITIES")
	}
}

func TestTheDataNamesWhatExists(t *testing.T) {
	kinds := map[string]*negotiate.Kind{}
	for _, kind := range negotiate.Kinds() {
		kinds[kind.Party.String()] = kind
	}
	for line := range unnamed() {
		kind, handler := line[0], line[1]
		if !slices.Contains(handlerNames(kinds[kind]), handler) {
			t.Errorf("unnamed.txt: %s", line)
		}
	}
	var d Driver
	if d.Names(trace.Miniport, "SetOptionsHandler") || !d.Names(trace.Miniport, "PauseHandler") {
		t.Error("the default miniport names PauseHandler, not SetOptionsHandler")
	}
}

func FuzzSet(f *testing.F) {
	for _, kv := range everyKey {
		f.Add(kv[0], kv[1])
	}
	f.Add("send", "OFFLOAD.2 size:sizeof IPsecV2.Ah=1 Flags=0x1%20|%200x2")
	f.Fuzz(func(t *testing.T, path, value string) {
		var d Driver
		if d.Set(path, ndis.TextValue(value)) != nil || len(d.Check(negotiate.Miniport)) > 0 {
			return
		}
		var again Driver
		for _, p := range d.Pairs() {
			if err := again.Set(p.Path, ndis.TextValue(p.Text)); err != nil {
				t.Fatalf("%s = %q prints %v, which does not read: %v", path, value, p, err)
			}
		}
		if !slices.Equal(again.Pairs(), d.Pairs()) {
			t.Errorf("%s = %q prints %v, then %v", path, value, d.Pairs(), again.Pairs())
		}
		d.Choose(ndis.V620)
	})
}
