package scenario

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
)

// play runs a text, in which ";" separates lines; its problems must be none.
func play(t testing.TB, text string) *trace.Trace {
	t.Helper()
	s, problems := ParseText(strings.ReplaceAll(text, ";", "\n"))
	if problems != nil {
		t.Fatalf("%s: %v", text, errorsOf(problems))
	}
	result, problems := Run(s)
	if problems != nil {
		t.Fatalf("%s: %v", text, errorsOf(problems))
	}
	return result
}

// brief is how a driver ended, in one line.
func brief(o *trace.DriverOutcome) string {
	if o == nil {
		return "none"
	}
	registered, status := "-", "-"
	if o.Registered != 0 {
		registered = o.Registered.String()
	}
	if o.Status != nil {
		status = strings.TrimPrefix(o.Status.String(), "NDIS_STATUS_")
	}
	return registered + " " + status + " " + o.State
}

func structure(o *trace.DriverOutcome, name string) string {
	for _, s := range o.Structures {
		if s.Name == name {
			return fmt.Sprintf("%d %d %s", s.Revision, s.Size, s.Verdict)
		}
	}
	return "none"
}

// header is the first four bytes of the last object of a structure that went
// from a party's hands.
func header(tr *trace.Trace, structure string) string {
	for i := len(tr.Objects) - 1; i >= 0; i-- {
		if o := tr.Objects[i]; o.Structure == structure {
			return strings.ToUpper(hex.EncodeToString(o.Bytes[:4]))
		}
	}
	return "none"
}

// firstRejection is the rule and the status of the first event that rejects.
func firstRejection(tr *trace.Trace) string {
	found := "none"
	trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
		if e.Verdict != trace.Rejected {
			return true
		}
		found = string(e.Rule)
		if e.Status != nil {
			found += " " + strings.TrimPrefix(e.Status.String(), "NDIS_STATUS_")
		}
		return false
	})
	return found
}

func has(tr *trace.Trace, rule string, verdict trace.Verdict) bool {
	found := false
	trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
		found = found || string(e.Rule) == rule && e.Verdict == verdict
		return !found
	})
	return found
}

// A 6.1-capable miniport on a 6.0 host: version-information-requirements-for-
// ndis-drivers.
func TestA61DriverOnA60HostRegisters60(t *testing.T) {
	tr := play(t, "host 6.0;miniport.supports[0] 6.0..6.1")
	m := tr.Outcome.Miniport
	if got := brief(m); got != "6.0 SUCCESS Running" {
		t.Error(got)
	}
	if got := structure(m, "NDIS_MINIPORT_DRIVER_CHARACTERISTICS"); got != "1 136 accepted" {
		t.Error(got)
	}
	if got := header(tr, "NDIS_OFFLOAD"); got != "A7017000" {
		t.Errorf("NDIS_OFFLOAD begins %s", got)
	}
	if got := structure(m, "NDIS_OFFLOAD"); got != "1 112 accepted" {
		t.Error(got)
	}
	if !has(tr, "offload.no-place", trace.Adjusted) {
		t.Error("nobody says that IPsecV2 has no place")
	}
}

func TestTheSameBinaryForgetsToNegotiate(t *testing.T) {
	tr := play(t, "host 6.0;miniport.register 6.1")
	if got := brief(tr.Outcome.Miniport); got != "- BAD_VERSION NotLoaded" {
		t.Error(got)
	}
	if got := firstRejection(tr); got != "registration.version-above-host BAD_VERSION" {
		t.Error(got)
	}
	if got := structure(tr.Outcome.Miniport, "NDIS_MINIPORT_DRIVER_CHARACTERISTICS"); got != "2 152 rejected" {
		t.Error(got)
	}
}

func TestA51DriverOnThreeHosts(t *testing.T) {
	for host, want := range map[string]string{"6.0": "5.1 SUCCESS Running", "6.20": "5.1 SUCCESS Running", "6.30": "- - NotLoaded"} {
		tr := play(t, "host "+host+";miniport.register 5.1")
		if got := brief(tr.Outcome.Miniport); got != want {
			t.Errorf("on %s: %s, want %s", host, got, want)
		}
	}
	if tr := play(t, "host 6.0;miniport.register 5.1"); tr.FirstTrouble() != nil {
		t.Errorf("on 6.0: %+v", tr.FirstTrouble())
	}
	if tr := play(t, "host 6.20;miniport.register 5.1"); tr.FirstTrouble().Rule != "legacy.deprecated" {
		t.Errorf("on 6.20: %+v", tr.FirstTrouble())
	}
	if got := firstRejection(play(t, "host 6.30;miniport.register 5.1")); got != "loader.legacy-removed" {
		t.Errorf("on 6.30: %s", got)
	}
}

func TestA61DriverWithFewFeaturesSendsRevision2WithZeros(t *testing.T) {
	text := "host 6.1;miniport.register 6.1;nic tcp4-checksum-transmit"
	tr := play(t, text)
	if got := structure(tr.Outcome.Miniport, "NDIS_OFFLOAD"); got != "2 144 accepted" || firstRejection(tr) != "none" {
		t.Errorf("%s, %s", got, firstRejection(tr))
	}
	for _, o := range tr.Objects {
		if o.Structure == "NDIS_OFFLOAD" && (!bytes.Equal(o.Bytes[112:144], make([]byte, 32)) || bytes.Equal(o.Bytes[4:36], make([]byte, 32))) {
			t.Errorf("%s: % x", o.Name, o.Bytes)
		}
	}
	old := text + ";miniport.sends[0] OFFLOAD.1"
	if got := firstRejection(play(t, old)); got != "attributes.revision-old BAD_VERSION" {
		t.Errorf("revision 1, documented: %s", got)
	}
	tr = play(t, old+";mode observed")
	if got := structure(tr.Outcome.Miniport, "NDIS_OFFLOAD"); got != "1 112 tolerated" || brief(tr.Outcome.Miniport) != "6.1 SUCCESS Running" {
		t.Errorf("revision 1, observed: %s", got)
	}
}

func TestA630DriverSendsARevision1Structure(t *testing.T) {
	for _, host := range []string{"6.30", "6.89"} {
		base := "host " + host + ";miniport.register 6.30"
		tr := play(t, base+";miniport.sends[0] MINIPORT_ADAPTER_GENERAL_ATTRIBUTES.1")
		if got := brief(tr.Outcome.Miniport); got != "6.30 BAD_VERSION Halted" {
			t.Error(got)
		}
		if got := firstRejection(tr); got != "attributes.revision-old BAD_VERSION" {
			t.Error(got)
		}
		if got := brief(play(t, base).Outcome.Miniport); got != "6.30 SUCCESS Running" {
			t.Error(got)
		}
	}
}

// windows-driver-docs#2938, NDIS blog 2014-03-20, introduction-to-ndis-6-80.
func TestFilterCharacteristicsAgainstTheRegisteredVersion(t *testing.T) {
	for _, c := range []struct{ filter, documented, observed string }{
		{"register 6.0", "6.0 SUCCESS Detached", ""},
		{"register 6.1", "6.1 SUCCESS Detached", ""},
		{"register 6.70", "6.70 SUCCESS Detached", ""},
		{"register 6.70;filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.1", "- BAD_CHARACTERISTICS NotLoaded", ""},
		{"register 6.80", "6.80 SUCCESS Detached", ""},
		{"register 6.80;filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.2", "- BAD_CHARACTERISTICS NotLoaded", ""},
		{"register 6.80;filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.3 size:239", "- BAD_CHARACTERISTICS NotLoaded", ""},
		{"register 6.85;filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.3", "- BAD_VERSION NotLoaded", ""},
		{"register 6.60;filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.3", "- BAD_CHARACTERISTICS NotLoaded", "6.60 SUCCESS Detached"},
	} {
		for mode, want := range map[string]string{"documented": c.documented, "observed": c.observed} {
			if want == "" {
				want = c.documented
			}
			tr := play(t, "host 6.84;mode "+mode+";filters[0]."+c.filter)
			if got := brief(&tr.Outcome.Filters[0]); got != want {
				t.Errorf("%s, %s: %s, want %s", c.filter, mode, got, want)
			}
		}
	}
}

func TestFilterFaultsOtherThanVersion(t *testing.T) {
	for filter, want := range map[string]string{
		"handlers.omit PauseHandler":                      "- BAD_CHARACTERISTICS NotLoaded",
		"handlers.omit OidRequestCompleteHandler":         "- BAD_CHARACTERISTICS NotLoaded",
		"handlers.omit SendNetBufferListsHandler":         "- BAD_CHARACTERISTICS NotLoaded",
		"uniqueName 00112233-4455-6677-8899-AABBCCDDEEFF": "- FAILURE NotLoaded",
		"driverObject null":                               "- INVALID_PARAMETER NotLoaded",
		"clone copies":                                    "6.30 SUCCESS Detached",
	} {
		tr := play(t, "host 6.30;filters[0].register 6.30;filters[0]."+filter)
		if got := brief(&tr.Outcome.Filters[0]); got != want {
			t.Errorf("%s: %s, want %s", filter, got, want)
		}
	}
}

// NetKVM's ladder on every host: ParaNdis6_Driver.cpp:1121-1173, ParaNdis6_Oid.
// cpp:865-892.
func TestNetKVMOnEveryHost(t *testing.T) {
	for hosts, want := range map[string][3]string{
		"6.0..6.20":  {"- BAD_VERSION NotLoaded", "2 152 rejected", "none"},
		"6.30..6.70": {"6.30 SUCCESS Running", "2 152 accepted", "A7039C00"},
		"6.80..6.82": {"6.80 SUCCESS Running", "3 160 accepted", "A7039C00"},
		"6.83..6.84": {"6.83 SUCCESS Running", "3 160 accepted", "A706D800"},
		"6.85":       {"6.85 SUCCESS Running", "3 160 accepted", "A707D800"},
		"6.86..6.88": {"6.86 SUCCESS Running", "3 160 accepted", "A707D800"},
		"6.89":       {"6.89 SUCCESS Running", "3 160 accepted", "A707D800"},
	} {
		r, err := ndis.ParseRange(hosts)
		if err != nil {
			t.Fatal(err)
		}
		for _, host := range ndis.Versions() {
			if !r.Has(host) {
				continue
			}
			tr := play(t, "host "+host.String()+";miniport.profile netkvm/build686")
			m := tr.Outcome.Miniport
			got := [3]string{brief(m), structure(m, "NDIS_MINIPORT_DRIVER_CHARACTERISTICS"), header(tr, "NDIS_OFFLOAD")}
			if got != want {
				t.Errorf("on %v: %v, want %v", host, got, want)
			}
			if host < ndis.V630 {
				continue
			}
			tr = play(t, "host "+host.String()+";mode documented;miniport.profile netkvm/build686")
			if got := firstRejection(tr); got != "attributes.revision-old BAD_VERSION" || structure(tr.Outcome.Miniport, "NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES") != "1 28 rejected" {
				t.Errorf("on %v, documented: %s", host, got)
			}
		}
	}
}

const currentConfig = "steps[0] start;steps[1] indicate NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG "

func TestA61FilterReceivesANewerNdisOffload(t *testing.T) {
	base := "host 6.30;miniport.register 6.30;filters[0].register 6.1;" + currentConfig
	tr := play(t, base+"OFFLOAD.3")
	e := last(tr, "header.newer-read-as-own", trace.Filter)
	if e == nil || e.Fact("revision") != "3" || e.Fact("knownRevision") != "2" || e.Fact("knownSize") != "144" {
		t.Fatalf("%+v", e)
	}
	if !has(tr, "offload.config-replaced", trace.Accepted) {
		t.Error("NDIS keeps the old configuration")
	}
	tr = play(t, base+"OFFLOAD.3 size:120")
	if e := last(tr, "header.newer-too-small", trace.Filter); e == nil || e.Verdict != trace.Rejected {
		t.Errorf("%+v", e)
	}
}

func TestA630ProtocolReceivesAnOlderOne(t *testing.T) {
	base := "host 6.30;miniport.register 6.0;protocol.register 6.30;" + currentConfig
	for step, want := range map[string]string{
		"OFFLOAD.1":               "header.older-read-as-it-is accepted",
		"OFFLOAD.2 size:112":      "header.size-too-small rejected",
		"OFFLOAD.1 size:144":      "header.older-read-as-it-is accepted",
		"OFFLOAD.2 delivered:120": "header.size-beyond-buffer rejected",
	} {
		tr := play(t, base+step)
		rule, verdict, _ := strings.Cut(want, " ")
		if e := last(tr, rule, trace.Protocol); e == nil || e.Verdict.String() != verdict {
			t.Errorf("%s: %+v, want %s", step, e, want)
		}
	}
	tr := play(t, base+"OFFLOAD.1")
	if e := last(tr, "header.older-read-as-it-is", trace.Protocol); e.Fact("revisionSize") != "112" || e.Fact("knownRevision") != "3" {
		t.Errorf("%+v", e)
	}
}

// last is the last event of a rule that goes to a kind of party.
func last(tr *trace.Trace, rule string, to trace.PartyKind) (found *trace.Event) {
	trace.Walk(tr.Events, func(e *trace.Event, _ int) bool {
		if string(e.Rule) == rule && e.To.Kind == to {
			found = e
		}
		return true
	})
	return found
}

func TestADriverThatSupportsAllAndSendsRightIsAcceptedOnEveryHost(t *testing.T) {
	for _, arch := range ndis.Archs() {
		for _, host := range ndis.Versions() {
			if host < ndis.V60 || host < arch.Since() {
				continue
			}
			tr := play(t, fmt.Sprintf("host %s;arch %s;miniport;protocol;filters[0];filters[1]", host, arch))
			o := tr.Outcome
			for _, d := range []*trace.DriverOutcome{o.Miniport, o.Protocol, &o.Filters[0], &o.Filters[1]} {
				if want := host.String() + " SUCCESS Running"; brief(d) != want {
					t.Errorf("%s on %s: %s", arch, host, brief(d))
				}
			}
			if e := tr.FirstTrouble(); e != nil && e.Rule != "offload.no-place" {
				t.Errorf("%s on %s: %+v", arch, host, e)
			}
			if got := *o.Steps[0].Status; got != ndis.StatusSuccess {
				t.Errorf("start: %v", got)
			}
		}
	}
}

func TestTheWholeOfADriverCounts(t *testing.T) {
	for text, want := range map[string]string{
		"host 6.30;miniport.skips registration":                                                       "6.30 BAD_VERSION Halted: attributes.out-of-order BAD_VERSION",
		"host 6.30;miniport.skips general":                                                            "6.30 BAD_VERSION Halted: attributes.out-of-order BAD_VERSION",
		"host 6.30;miniport.skips general offload":                                                    "6.30 FAILURE Halted: miniport.without-general-attributes FAILURE",
		"host 6.30;miniport.skips offload":                                                            "6.30 SUCCESS Running: none",
		"host 6.30;miniport.initialize RESOURCES":                                                     "6.30 RESOURCES Halted: miniport.initialize-fails RESOURCES",
		"host 6.30;miniport.supports 6.40..":                                                          "- UNSUPPORTED_REVISION NotLoaded: driver.refuses UNSUPPORTED_REVISION",
		"host 6.30;miniport.ladder ..6.30 fail:NOT_SUPPORTED":                                         "- NOT_SUPPORTED NotLoaded: driver.refuses NOT_SUPPORTED",
		"host 6.30;miniport.ladder ..6.30 host":                                                       "6.30 SUCCESS Running: none",
		"host 6.30;miniport.register 6.20;miniport.call 5":                                            "- - NotLoaded: loader.legacy-removed",
		"host 6.20;miniport.register 6.20;miniport.call 5":                                            "- BAD_VERSION NotLoaded: legacy.major-wrong BAD_VERSION",
		"host 6.20;miniport.register 5.1;miniport.call 6":                                             "- BAD_VERSION NotLoaded: registration.major-wrong BAD_VERSION",
		"host 5.1;miniport":                                                                           "- - NotLoaded: loader.needs-ndis-6",
		"host 6.20;miniport.register 5.1;miniport.sends MINIPORT_CHARACTERISTICS size:100":            "- BAD_CHARACTERISTICS NotLoaded: legacy.characteristics-too-short BAD_CHARACTERISTICS",
		"host 6.30;miniport.driverObject null":                                                        "- INVALID_PARAMETER NotLoaded: registration.null-pointer INVALID_PARAMETER",
		"host 6.30;miniport.sends MINIPORT_DRIVER_CHARACTERISTICS null:true":                          "- INVALID_PARAMETER NotLoaded: registration.null-pointer INVALID_PARAMETER",
		"host 6.30;miniport.sends MINIPORT_DRIVER_CHARACTERISTICS type:0x80":                          "6.30 SUCCESS Running: none",
		"host 6.30;miniport.sends MINIPORT_DRIVER_CHARACTERISTICS type:0x8B":                          "- BAD_CHARACTERISTICS NotLoaded: registration.type-wrong BAD_CHARACTERISTICS",
		"host 6.30;miniport.sends MINIPORT_DRIVER_CHARACTERISTICS delivered:5":                        "- BAD_CHARACTERISTICS NotLoaded: registration.size-before-version BAD_CHARACTERISTICS",
		"host 6.30;miniport.sends MINIPORT_DRIVER_CHARACTERISTICS delivered:100":                      "- BAD_CHARACTERISTICS NotLoaded: call.size-beyond-memory BAD_CHARACTERISTICS",
		"host 6.30;miniport.sends PM_CAPABILITIES null:true":                                          "6.30 BAD_VERSION Halted: attributes.power-capabilities-missing BAD_VERSION",
		"host 6.30;mode observed;miniport.sends PM_CAPABILITIES null:true":                            "6.30 SUCCESS Running: none",
		"host 6.30;miniport.sends PM_CAPABILITIES.1":                                                  "6.30 BAD_VERSION Halted: attributes.revision-old BAD_VERSION",
		"host 6.30;miniport.sends MINIPORT_ADAPTER_GENERAL_ATTRIBUTES PowerManagementCapabilities=1":  "6.30 SUCCESS Running: none",
		"host 6.30;miniport.sends OFFLOAD where:hardware type:0xA8":                                   "6.30 BAD_VERSION Halted: attributes.type-wrong BAD_VERSION",
		"host 6.89;miniport.register 6.1;miniport.build 6.89;miniport.sends OFFLOAD size:sizeof":      "6.1 SUCCESS Running: none",
		"host 6.89;miniport.register 6.85;miniport.sends OFFLOAD.6":                                   "6.85 SUCCESS Running: none",
		"host 6.89;miniport.register 6.30;miniport.sends TCP_CONNECTION_OFFLOAD.1":                    "6.30 BAD_VERSION Halted: attributes.revision-old BAD_VERSION",
		"host 6.89;miniport.register 6.30;miniport.sends MINIPORT_ADAPTER_HARDWARE_ASSIST_ATTRIBUTES": "6.30 SUCCESS Running: none",
		"host 6.20;arch x86;miniport":                                                                 "6.20 SUCCESS Running: none",
	} {
		tr := play(t, text)
		if got := brief(tr.Outcome.Miniport) + ": " + firstRejection(tr); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestARM64BeginsAt630(t *testing.T) {
	tr := play(t, "host 6.89;arch arm64;miniport.register 6.20")
	if got := firstRejection(tr); got != "registration.arch-too-early BAD_VERSION" {
		t.Error(got)
	}
	s, _ := ParseText("host 6.20\narch arm64\nminiport\n")
	if _, problems := Run(s); len(problems) != 1 || problems[0].Code != CodeArchTooEarly || problems[0].At != "host" || problems[0].Suggestions[0] != "6.30" {
		t.Errorf("%v", problems)
	}
}

func TestPointersResolveToObjects(t *testing.T) {
	for _, arch := range ndis.Archs() {
		tr := play(t, "host 6.89;arch "+arch.String()+";miniport;protocol")
		addresses := map[uint64]string{}
		for _, o := range tr.Objects {
			if addresses[o.Address] != "" {
				t.Errorf("%s and %s share an address", o.Name, addresses[o.Address])
			}
			addresses[o.Address] = o.Name
		}
		found := 0
		for _, o := range tr.Objects {
			if o.Structure != "NDIS_MINIPORT_ADAPTER_OFFLOAD_ATTRIBUTES" && o.Structure != "NDIS_BIND_PARAMETERS" {
				continue
			}
			value := pointer(t, o, "DefaultOffloadConfiguration")
			if addresses[value] != "DefaultOffloadConfiguration" {
				t.Errorf("%s: %s points to %#x, which is %q", arch, o.Structure, value, addresses[value])
			}
			found++
		}
		if found != 2 {
			t.Errorf("%d structures point to NDIS_OFFLOAD", found)
		}
	}
}

func pointer(t *testing.T, o trace.Object, path ndis.Path) uint64 {
	t.Helper()
	layout, err := catalog.MustLookup(o.Structure).Layout(catalog.Options{Arch: o.Arch})
	if err != nil {
		t.Fatal(err)
	}
	value, err := codec.Decode(layout, o.Bytes).Value(path)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestTheSameScenarioMakesTheSameTrace(t *testing.T) {
	s, _ := everything(t)
	a, _ := Run(s)
	b, _ := Run(s)
	if !reflect.DeepEqual(a, b) {
		t.Error("traces differ")
	}
}

func TestStepsThatCannotBeDoneAreNamed(t *testing.T) {
	for step, want := range map[string]ndis.Code{
		"query OID_TCP_OFFLOAD_CURRENT_CONFIGS":            catalog.CodeOIDUnknown,
		"query OID_TCP_OFFLOAD_CURRENT_CONFIG 70000":       ndis.CodeNumberWrong,
		"set OID_TCP_OFFLOAD_PARAMETERS via:fast":          CodeStepSyntax,
		"set OID_TCP_OFFLOAD_PARAMETERS.2 from:filter.1":   CodeStepParty,
		"set OID_TCP_OFFLOAD_PARAMETERS LsoV9=1":           catalog.CodeMemberUnknown,
		"set OID_GEN_CURRENT_PACKET_FILTER.2":              CodeStepNoStructure,
		"query OID_GEN_STATISTICS during:Running":          CodeStepSyntax,
		"query OID_GEN_STATISTICS timeout:soon":            ndis.CodeNumberWrong,
		"set OID_GEN_CURRENT_PACKET_FILTER bytes:!":        CodeStepSyntax,
		"send oob.IsIPv5=1":                                CodeStepSyntax,
		"send oob.IsIPv4=yes":                              ndis.CodeNumberWrong,
		"send oob.IsIPv4=2":                                ndis.CodeNumberWrong,
		"send oob.InnerFrameOffset=256":                    ndis.CodeNumberWrong,
		"send bytes:AQID oob.IsIPv5=1":                     CodeStepSyntax,
		"receive hold:no":                                  CodeStepOption,
		"receive hold:":                                    CodeStepOption,
		"receive hold:yes hold:Yes":                        CodeStepOption,
		"send then.tcp.prot=1":                             "packet-field-unknown",
		"send eth/tcp":                                     "packet-layer-order",
		"send from:protocol vlan:5000":                     ndis.CodeNumberWrong,
		"set OID_GEN_RECEIVE_SCALE_PARAMETERS table:0,1,x": ndis.CodeNumberWrong,
		"set OID_GEN_RECEIVE_SCALE_PARAMETERS table:0" + strings.Repeat(",0", 128): CodeStepEntries,
		"attach filter.1":          CodeStepParty,
		"bind":                     CodeStepParty,
		"reset slowly":             CodeStepSyntax,
		"keyword IPsecOffloadV2 9": hardware.CodeKeywordValue,
		"indicate NDIS_STATUS_MEDIA_CONNECT from:filter.1":           CodeStepParty,
		"indicate NDIS_STATUS_TASK_OFFLOAD_CURRENT_CONFIG NOTHING.3": catalog.CodeStructureUnknown,
	} {
		s, problems := ParseText("host 6.20\nminiport\nsteps[0] start\nsteps[1] " + step + "\nsteps[2] stop\n")
		if Errors(problems) {
			t.Fatalf("%s: %v", step, errorsOf(problems))
		}
		tr, problems := Run(s)
		if len(problems) != 1 || problems[0].Code != want || problems[0].At != "steps[1]" {
			t.Errorf("%s: %v, want %s", step, errorsOf(problems), want)
		}
		if len(tr.Outcome.Steps) != 2 {
			t.Errorf("%s: %d steps ran, want the two others", step, len(tr.Outcome.Steps))
		}
	}
}

func TestIndicationsNeedSomebodyWhoRuns(t *testing.T) {
	tr := play(t, "host 6.20;miniport.register 6.30;steps[0] start;steps[1] indicate NDIS_STATUS_MEDIA_CONNECT")
	if !has(tr, "status.sender-not-running", trace.Ignored) {
		t.Error("a miniport that is not loaded indicates")
	}
	s, _ := ParseText("host 6.20\nprotocol\nsteps[0] start\nsteps[1] indicate NDIS_STATUS_MEDIA_CONNECT from:filter.1\n")
	if _, problems := Run(s); len(problems) != 1 || problems[0].Code != CodeStepParty || problems[0].At != "steps[1]" {
		t.Errorf("%v", problems)
	}
}

func TestAnIntermediateDriverStandsBetween(t *testing.T) {
	tr := play(t, "host 6.30;miniport.register 6.30;intermediate.protocol.register 6.0;intermediate.miniport.register 6.0;filters[0].register 6.20;protocol.register 6.30")
	o := tr.Outcome
	for name, c := range map[string][2]string{
		"miniport": {brief(o.Miniport), "6.30 SUCCESS Running"}, "lower edge": {brief(&o.Intermediate.Protocol), "6.0 SUCCESS Running"},
		"upper edge": {brief(&o.Intermediate.Miniport), "6.0 SUCCESS Running"}, "filter": {brief(&o.Filters[0]), "6.20 SUCCESS Running"}, "protocol": {brief(o.Protocol), "6.30 SUCCESS Running"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %s, want %s", name, c[0], c[1])
		}
	}
}

// Worked case C11: what was configured, what the hardware can do, and what the next
// start finds.
func TestWhatIsLetPassWithAWarningIsNotSimplyAccepted(t *testing.T) {
	result := play(t, "host 6.84;mode observed;filters[0].register 6.60;filters[0].sends[0] FILTER_DRIVER_CHARACTERISTICS.3")
	if got := structure(&result.Outcome.Filters[0], "NDIS_FILTER_DRIVER_CHARACTERISTICS"); got != "3 240 tolerated" {
		t.Errorf("newer characteristics: %s", got)
	}
	result = play(t, "host 6.84;miniport.register 6.30;miniport.sends[0] MINIPORT_DRIVER_CHARACTERISTICS type:0x80")
	if got := structure(result.Outcome.Miniport, "NDIS_MINIPORT_DRIVER_CHARACTERISTICS"); !strings.HasSuffix(got, "tolerated") {
		t.Errorf("the default type: %s", got)
	}
}

func TestTheOutcomeNamesWhatWasSentDuringStart(t *testing.T) {
	result := play(t, "host 6.30;miniport;steps start;steps indicate TASK_OFFLOAD_CURRENT_CONFIG OFFLOAD.1")
	if got := structure(result.Outcome.Miniport, "NDIS_OFFLOAD"); !strings.HasPrefix(got, "3 156") {
		t.Errorf("an indication counts as start: %s", got)
	}
}

func TestLegacyCharacteristicsAreObjects(t *testing.T) {
	result := play(t, "host 6.0;miniport.register 5.1;miniport.sends[0] NDIS_MINIPORT_CHARACTERISTICS size:10")
	trouble := result.FirstTrouble()
	if trouble == nil || trouble.Object == trace.NoObject || trouble.Facts[0].Ref == nil {
		t.Fatalf("%+v", trouble)
	}
	o, ref := result.Objects[trouble.Object], trouble.Facts[0].Ref
	if got := o.Bytes[ref.Offset : ref.Offset+ref.Length]; len(o.Bytes) != 10 || !bytes.Equal(got, []byte{5, 1}) {
		t.Errorf("%d bytes, version % x", len(o.Bytes), got)
	}
	result = play(t, "host 6.0;miniport.register 5.1;miniport.handlers.omit ISRHandler;miniport.sends[0] NDIS_MINIPORT_CHARACTERISTICS Reserved=7")
	s := catalog.MustLookup("NDIS_MINIPORT_CHARACTERISTICS")
	layout, err := s.Layout(catalog.Options{Arch: ndis.X64, Version: ndis.V60})
	if err != nil {
		t.Fatal(err)
	}
	record := codec.Decode(layout, result.Objects[0].Bytes)
	for path, set := range map[ndis.Path]bool{"Reserved": true, "InitializeHandler": true, "ISRHandler": false} {
		if value, err := record.Value(path); err != nil || (value != 0) != set {
			t.Errorf("%s is %#x (%v)", path, value, err)
		}
	}
}
