package negotiate

import (
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

const goodName = "{00112233-4455-6677-8899-AABBCCDDEEFF}"

// registration fills characteristics for a version as a careful driver does,
// then as the test says.
func registration(t testing.TB, j *Judge, kind *Kind, registered string, spoil func(r *codec.Record)) Registration {
	t.Helper()
	v := version(t, registered)
	s := catalog.MustLookup(kind.Characteristics)
	revision, ok := s.RevisionFor(v)
	if !ok {
		revision = s.Revisions[0]
	}
	layout, err := s.Layout(catalog.Options{Arch: j.Arch, Revision: revision.Number})
	if err != nil {
		t.Fatal(err)
	}
	r := codec.New(layout)
	for _, leaf := range layout.Leaves {
		if slot := layout.Slots[leaf.Slot]; slot.Kind == catalog.KindFunction {
			if err := r.SetValue(slot.Path, 0x1000); err != nil {
				t.Fatal(err)
			}
		}
	}
	set(t, r, PathMajor, uint64(v.Major()))
	set(t, r, PathMinor, uint64(v.Minor()))
	if spoil != nil {
		spoil(r)
	}
	object := j.AddObject(trace.Object{Structure: s.Name, Arch: j.Arch, Bytes: r.Bytes()})
	sent := j.Send(object, trace.Party{Kind: kind.Party}, trace.Party{Kind: trace.NDIS}, kind.Call)
	return Registration{Kind: kind, Sent: sent, UniqueName: goodName}
}

func set(t testing.TB, r *codec.Record, path ndis.Path, value uint64) {
	t.Helper()
	if err := r.SetValue(path, value); err != nil {
		t.Fatal(err)
	}
}

func TestRegistrationJudgesTheVersionFirst(t *testing.T) {
	for _, c := range []struct{ host, registered, want string }{
		{"6.0", "6.0", "registration.succeeds accepted SUCCESS"},
		{"6.20", "6.1", "registration.succeeds accepted SUCCESS"},
		{"6.89", "6.89", "registration.succeeds accepted SUCCESS"},
		{"6.0", "6.1", "registration.version-above-host rejected BAD_VERSION"},
		{"6.30", "6.31", "registration.version-above-host rejected BAD_VERSION"},
		{"6.20", "6.2", "registration.version-unlisted rejected BAD_VERSION"},
		{"6.40", "6.31", "registration.version-unlisted rejected BAD_VERSION"},
		{"6.89", "5.1", "registration.major-wrong rejected BAD_VERSION"},
		{"6.89", "7.0", "registration.major-wrong rejected BAD_VERSION"},
		{"6.89", "20.6", "registration.major-wrong rejected BAD_VERSION"},
	} {
		for _, kind := range Kinds() {
			j := judge(t, c.host, Documented)
			r := j.Register(registration(t, j, kind, c.registered, nil))
			if verdict(r.Result) != c.want || (r.Version != 0) != r.OK() {
				t.Errorf("%s of %s on %s: %s at %v, want %s", kind.Call, c.registered, c.host, verdict(r.Result), r.Version, c.want)
			}
		}
	}
}

func TestARM64BeginsAt630(t *testing.T) {
	for registered, want := range map[string]string{"6.20": "registration.arch-too-early rejected BAD_VERSION", "6.30": "registration.succeeds accepted SUCCESS"} {
		j := judge(t, "6.89", Documented)
		j.Arch = ndis.ARM64
		if r := j.Register(registration(t, j, Miniport, registered, nil)); verdict(r.Result) != want {
			t.Errorf("%s: %s, want %s", registered, verdict(r.Result), want)
		}
	}
}

// The six meanings of 0xC0010005 and their neighbours: NDIS blog 2014-03-20,
// windows-driver-docs#2938.
func TestFilterRegistrationFaults(t *testing.T) {
	clear := func(path ndis.Path) func(*codec.Record) {
		return func(r *codec.Record) { _ = r.SetValue(path, 0) }
	}
	header := func(path ndis.Path, value uint64) func(*codec.Record) {
		return func(r *codec.Record) { _ = r.SetValue(path, value) }
	}
	for _, c := range []struct {
		name, registered string
		spoil            func(*codec.Record)
		want             string
	}{
		{"as it should be", "6.80", nil, "registration.succeeds accepted SUCCESS"},
		{"type", "6.80", header(ndis.PathType, 0x8A), "registration.type-wrong rejected BAD_CHARACTERISTICS"},
		{"type default", "6.80", header(ndis.PathType, 0x80), "registration.type-wrong rejected BAD_CHARACTERISTICS"},
		{"a size without the version", "6.80", header(ndis.PathSize, 5), "registration.size-before-version rejected BAD_CHARACTERISTICS"},
		{"revision 2 at 6.80", "6.80", header(ndis.PathRevision, 2), "registration.revision-old rejected BAD_CHARACTERISTICS"},
		{"revision 1 at 6.70", "6.70", header(ndis.PathRevision, 1), "registration.revision-old rejected BAD_CHARACTERISTICS"},
		{"size below", "6.80", header(ndis.PathSize, 239), "registration.size-too-small rejected BAD_CHARACTERISTICS"},
		{"a size constant in Revision", "6.80", header(ndis.PathRevision, 240), "registration.revision-new rejected BAD_CHARACTERISTICS"},
		{"no pause handler", "6.30", clear("PauseHandler"), "registration.handler-missing rejected BAD_CHARACTERISTICS"},
		{"no attach handler", "6.0", clear("AttachHandler"), "registration.handler-missing rejected BAD_CHARACTERISTICS"},
		{"requests, not completed", "6.30", clear("OidRequestCompleteHandler"), "registration.handler-unpaired rejected BAD_CHARACTERISTICS"},
		{"completion, no requests", "6.30", func(r *codec.Record) { clear("OidRequestHandler")(r); clear("CancelOidRequestHandler")(r) }, "registration.handler-unpaired rejected BAD_CHARACTERISTICS"},
		{"cancels what it does not take", "6.30", func(r *codec.Record) { clear("OidRequestHandler")(r); clear("OidRequestCompleteHandler")(r) }, "registration.handler-unpaired rejected BAD_CHARACTERISTICS"},
		{"cancels sends it does not see", "6.30", clear("SendNetBufferListsHandler"), "registration.handler-unpaired rejected BAD_CHARACTERISTICS"},
		{"direct requests, not completed", "6.30", clear("DirectOidRequestCompleteHandler"), "registration.handler-unpaired rejected BAD_CHARACTERISTICS"},
		{"no optional handler", "6.30", func(r *codec.Record) {
			for _, path := range []ndis.Path{"SendNetBufferListsHandler", "CancelSendNetBufferListsHandler", "OidRequestHandler", "OidRequestCompleteHandler", "CancelOidRequestHandler", "DirectOidRequestHandler", "DirectOidRequestCompleteHandler", "CancelDirectOidRequestHandler"} {
				clear(path)(r)
			}
		}, "registration.succeeds accepted SUCCESS"},
	} {
		j := judge(t, "6.84", Documented)
		if r := j.Register(registration(t, j, Filter, c.registered, c.spoil)); verdict(r.Result) != c.want {
			t.Errorf("%s: %s, want %s", c.name, verdict(r.Result), c.want)
		}
	}
}

func TestPointersAndNames(t *testing.T) {
	for _, c := range []struct {
		name  string
		kind  *Kind
		spoil func(*Registration)
		want  string
	}{
		{"no driver object", Filter, func(r *Registration) { r.NullDriverObject = true }, "registration.null-pointer rejected INVALID_PARAMETER"},
		{"no characteristics", Miniport, func(r *Registration) { r.NullStructure = true }, "registration.null-pointer rejected INVALID_PARAMETER"},
		{"a name without braces", Filter, func(r *Registration) { r.UniqueName = goodName[1 : len(goodName)-1] }, "registration.unique-name rejected FAILURE"},
		{"no name", Filter, func(r *Registration) { r.UniqueName = "" }, "registration.unique-name rejected FAILURE"},
		{"a protocol needs none", Protocol, func(r *Registration) { r.UniqueName = "" }, "registration.succeeds accepted SUCCESS"},
	} {
		j := judge(t, "6.30", Documented)
		r := registration(t, j, c.kind, "6.30", nil)
		c.spoil(&r)
		if got := j.Register(r); verdict(got.Result) != c.want {
			t.Errorf("%s: %s, want %s", c.name, verdict(got.Result), c.want)
		}
	}
}

func TestFactsPointAtTheirBytes(t *testing.T) {
	j := judge(t, "6.0", Documented)
	j.Register(registration(t, j, Miniport, "6.1", nil))
	e := j.Trace(trace.Outcome{}).FirstTrouble()
	if e == nil || e.Rule != RuleVersionAboveHost {
		t.Fatalf("%+v", e)
	}
	for _, f := range e.Facts {
		if f.Name != "minor" {
			continue
		}
		if f.Ref == nil || f.Ref.Offset != 5 || f.Ref.Length != 1 || j.Objects[f.Ref.Object].Bytes[f.Ref.Offset] != 1 || f.Value != "1" {
			t.Errorf("minor: %+v", f)
		}
		return
	}
	t.Error("the minor version is no fact")
}

// ff564203, ff564205, ndis-6-0-backward-compatibility, ndis-6-20-...,
// ndis-6-30-backward-compatibility.
func TestLegacyDriversOnEachHost(t *testing.T) {
	for _, c := range []struct {
		kind             *Kind
		registered, host string
		loads            bool
		want             string
	}{
		{Miniport, "5.0", "5.0", true, "legacy.native accepted SUCCESS"},
		{Miniport, "5.1", "5.0", true, "legacy.version-above-host rejected BAD_VERSION"},
		{Miniport, "5.1", "5.1", true, "legacy.native accepted SUCCESS"},
		{Miniport, "3.0", "5.1", true, "legacy.native accepted SUCCESS"},
		{Miniport, "5.1", "6.0", true, "legacy.translated accepted SUCCESS"},
		{Miniport, "4.0", "6.1", true, "legacy.translated accepted SUCCESS"},
		{Miniport, "5.1", "6.20", true, "legacy.deprecated tolerated SUCCESS"},
		{Miniport, "5.1", "6.30", false, ""},
		{Miniport, "5.1", "6.89", false, ""},
		{Miniport, "6.0", "6.0", true, "legacy.major-wrong rejected BAD_VERSION"},
		{Miniport, "2.0", "6.0", true, "legacy.major-wrong rejected BAD_VERSION"},
		{Protocol, "3.0", "5.0", true, "legacy.native accepted SUCCESS"},
		{Protocol, "3.0", "5.1", true, "legacy.protocol-3-0 rejected BAD_VERSION"},
		{Protocol, "3.0", "6.0", true, "legacy.protocol-3-0 rejected BAD_VERSION"},
		{Protocol, "4.0", "6.1", true, "legacy.translated accepted SUCCESS"},
		{Protocol, "5.0", "6.20", true, "legacy.deprecated tolerated SUCCESS"},
		{Protocol, "5.1", "6.30", false, ""},
		{Filter, "5.1", "5.1", true, "legacy.native accepted SUCCESS"},
		{Filter, "5.1", "6.0", true, "legacy.filter-intermediate tolerated SUCCESS"},
		{Filter, "5.1", "6.20", true, "legacy.filter-intermediate tolerated SUCCESS"},
		{Filter, "5.1", "6.30", false, ""},
	} {
		j := judge(t, c.host, Documented)
		from := trace.Party{Kind: c.kind.Party}
		if loads := j.Loads(from, true); loads != c.loads {
			t.Errorf("%s of %s on %s loads: %v", c.kind.LegacyCall, c.registered, c.host, loads)
		}
		if !c.loads {
			if e := j.Trace(trace.Outcome{}).FirstTrouble(); e.Rule != RuleLegacyRemoved || e.Status != nil {
				t.Errorf("%s on %s: %+v", c.registered, c.host, e)
			}
			continue
		}
		v := version(t, c.registered)
		r := j.RegisterLegacy(LegacyRegistration{Object: trace.NoObject, Kind: c.kind, From: from, Version: v, Length: j.LegacyLength(c.kind, v)})
		if verdict(r.Result) != c.want {
			t.Errorf("%s of %s on %s: %s, want %s", c.kind.LegacyCall, c.registered, c.host, verdict(r.Result), c.want)
		}
	}
}

func TestLegacyFaults(t *testing.T) {
	j := judge(t, "6.0", Documented)
	v := version(t, "5.1")
	r := LegacyRegistration{Object: trace.NoObject, Kind: Protocol, Version: v, Length: j.LegacyLength(Protocol, version(t, "4.0"))}
	if got := verdict(j.RegisterLegacy(r).Result); got != "legacy.characteristics-too-short rejected BAD_CHARACTERISTICS" {
		t.Errorf("the length of 4.0 for 5.1: %s", got)
	}
	r.Length, r.BindMissing = j.LegacyLength(Protocol, v), true
	if got := verdict(j.RegisterLegacy(r).Result); got != "legacy.bind-handlers-missing rejected BAD_CHARACTERISTICS" {
		t.Errorf("no bind handler: %s", got)
	}
}

func TestNdis6ImagesNeedAnNdis6Host(t *testing.T) {
	for host, loads := range map[string]bool{"5.0": false, "5.1": false, "5.2": false, "6.0": true, "6.89": true} {
		j := judge(t, host, Documented)
		if got := j.Loads(trace.Party{Kind: trace.Miniport}, false); got != loads {
			t.Errorf("on %s: %v", host, got)
		}
	}
}

func TestHandlersNamedInTheDataExist(t *testing.T) {
	for _, rule := range handlerRules() {
		for _, kind := range Kinds() {
			if kind.Party.String() != rule.kind {
				continue
			}
			layout, err := catalog.MustLookup(kind.Characteristics).Layout(catalog.Options{Arch: ndis.X64})
			if err != nil {
				t.Fatal(err)
			}
			if (rule.condition == "advised") != (rule.since != 0) {
				t.Errorf("handlers.txt: %s: since %s", rule.member, rule.since)
			}
			for _, path := range []ndis.Path{rule.member, rule.other} {
				if path == "" {
					continue
				}
				if i, err := layout.Index(path); err != nil || layout.Slots[i].Kind != catalog.KindFunction {
					t.Errorf("handlers.txt: %s: %v", path, err)
				}
			}
		}
	}
}
