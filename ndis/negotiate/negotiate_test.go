package negotiate

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

func version(t testing.TB, text string) ndis.Version {
	t.Helper()
	v, err := ndis.ParseDotted(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func judge(t testing.TB, host string, mode Mode) *Judge {
	return &Judge{Recorder: &trace.Recorder{Flipped: "-"}, Host: version(t, host), Arch: ndis.X64, Mode: mode}
}

// pass puts an object of the structure into the trace, with that header.
func (j *Judge) pass(t testing.TB, structure string, header ndis.ObjectHeader, available int) *Sent {
	t.Helper()
	layout, err := catalog.MustLookup(structure).Layout(catalog.Options{Arch: j.Arch})
	if err != nil {
		t.Fatal(err)
	}
	r := codec.New(layout)
	r.SetHeader(header)
	bytes := append(r.Bytes(), make([]byte, 1000)...)[:available]
	i := j.AddObject(trace.Object{Structure: layout.Structure.Name, Arch: j.Arch, Bytes: bytes})
	return j.Send(i, trace.Party{Kind: trace.Miniport}, trace.Party{Kind: trace.NDIS}, "")
}

// verdict is how a judgement is written in these tables.
func verdict(r Result) string {
	status := ""
	if r.Status != nil {
		status = " " + strings.TrimPrefix(r.Status.String(), "NDIS_STATUS_")
	}
	return string(r.Rule) + " " + r.Verdict.String() + status
}

// The receiver's table: version-information-requirements-for-ndis-drivers (rows
// 5, 6, 8), overview-of-ndis-support-for-header-versions; the rest inferred.
func TestAReaderFollowsTheTableOfHeaders(t *testing.T) {
	for _, c := range []struct {
		name      string
		header    ndis.ObjectHeader
		available int
		known     int
		want      string
		used      int
	}{
		{"no room for a header", ndis.ObjectHeader{Type: 0xA7, Revision: 2, Size: 144}, 3, 2, "header.buffer-too-short rejected BUFFER_TOO_SHORT", 0},
		{"another type", ndis.ObjectHeader{Type: 0xA8, Revision: 2, Size: 144}, 144, 2, "header.type-wrong rejected INVALID_PARAMETER", 0},
		{"revision 0", ndis.ObjectHeader{Type: 0xA7, Revision: 0, Size: 144}, 144, 2, "header.revision-zero rejected INVALID_DATA", 0},
		{"more promised than given", ndis.ObjectHeader{Type: 0xA7, Revision: 2, Size: 144}, 120, 2, "header.size-beyond-buffer rejected INVALID_LENGTH", 0},
		{"112 suits 1, is too small for 2", ndis.ObjectHeader{Type: 0xA7, Revision: 2, Size: 112}, 144, 2, "header.size-too-small rejected INVALID_PARAMETER", 0},
		{"revision 1 to a reader of 3", ndis.ObjectHeader{Type: 0xA7, Revision: 1, Size: 112}, 112, 3, "header.older-read-as-it-is accepted", 1},
		{"revision 1 in 144 bytes", ndis.ObjectHeader{Type: 0xA7, Revision: 1, Size: 144}, 144, 3, "header.older-read-as-it-is accepted", 1},
		{"its own", ndis.ObjectHeader{Type: 0xA7, Revision: 2, Size: 144}, 144, 2, "header.own-revision accepted", 2},
		{"its own, and more", ndis.ObjectHeader{Type: 0xA7, Revision: 2, Size: 200}, 200, 2, "header.own-revision accepted", 2},
		{"revision 3 to a reader of 2", ndis.ObjectHeader{Type: 0xA7, Revision: 3, Size: 156}, 156, 2, "header.newer-read-as-own accepted", 2},
		{"revision 3 with a size below 2's", ndis.ObjectHeader{Type: 0xA7, Revision: 3, Size: 120}, 156, 2, "header.newer-too-small rejected INVALID_PARAMETER", 0},
		{"a revision nobody knows", ndis.ObjectHeader{Type: 0xA7, Revision: 200, Size: 300}, 300, 8, "header.newer-read-as-own accepted", 8},
	} {
		j := judge(t, "6.89", Documented)
		r := j.Receive(j.pass(t, "NDIS_OFFLOAD", c.header, c.available), c.known)
		if verdict(r) != c.want || r.Used != c.used {
			t.Errorf("%s: %s, used %d; want %s, %d", c.name, verdict(r), r.Used, c.want, c.used)
		}
	}
}

func TestNdisFollowsTheTableOfRequiredRevisions(t *testing.T) {
	offload := func(revision uint8, size uint16) ndis.ObjectHeader {
		return ndis.ObjectHeader{Type: 0xA7, Revision: revision, Size: size}
	}
	for _, c := range []struct {
		name       string
		host       string
		registered string
		structure  string
		header     ndis.ObjectHeader
		kind       CallKind
		documented string
		observed   string
	}{
		{"right", "6.89", "6.1", "NDIS_OFFLOAD", offload(2, 144), NestedAttribute, "attributes.header-right accepted 2", "attributes.header-right accepted 2"},
		{"larger", "6.89", "6.1", "NDIS_OFFLOAD", offload(2, 220), NestedAttribute, "attributes.header-right accepted 2", "attributes.header-right accepted 2"},
		{"small", "6.89", "6.1", "NDIS_OFFLOAD", offload(2, 143), NestedAttribute, "attributes.size-too-small rejected BAD_VERSION 0", "attributes.size-too-small rejected BAD_VERSION 0"},
		{"older", "6.89", "6.1", "NDIS_OFFLOAD", offload(1, 112), NestedAttribute, "attributes.revision-old rejected BAD_VERSION 0", "attributes.revision-old tolerated 1"},
		{"older, inconsistent", "6.89", "6.1", "NDIS_OFFLOAD", offload(1, 111), NestedAttribute, "attributes.revision-old rejected BAD_VERSION 0", "attributes.size-too-small rejected BAD_VERSION 0"},
		{"zero", "6.89", "6.1", "NDIS_OFFLOAD", offload(0, 144), NestedAttribute, "attributes.revision-old rejected BAD_VERSION 0", "attributes.revision-old rejected BAD_VERSION 0"},
		{"newer", "6.89", "6.1", "NDIS_OFFLOAD", offload(3, 156), NestedAttribute, "attributes.revision-new tolerated 2", "attributes.revision-new tolerated 2"},
		{"newer than the host", "6.1", "6.1", "NDIS_OFFLOAD", offload(3, 156), NestedAttribute, "attributes.revision-unknown rejected BAD_VERSION 0", "attributes.revision-unknown tolerated 2"},
		{"another type", "6.89", "6.1", "NDIS_OFFLOAD", ndis.ObjectHeader{Type: 0x80, Revision: 2, Size: 144}, NestedAttribute, "attributes.type-wrong rejected BAD_VERSION 0", "attributes.type-wrong rejected BAD_VERSION 0"},
		{"6 for 7", "6.89", "6.85", "NDIS_OFFLOAD", offload(6, 216), NestedAttribute, "call.documented-revision-instead accepted 6", "call.documented-revision-instead accepted 6"},
		{"7 for 7", "6.89", "6.88", "NDIS_OFFLOAD", offload(7, 216), NestedAttribute, "attributes.header-right accepted 7", "attributes.header-right accepted 7"},
		{"7 for 8", "6.89", "6.89", "NDIS_OFFLOAD", offload(7, 216), NestedAttribute, "attributes.revision-old rejected BAD_VERSION 0", "attributes.revision-old tolerated 7"},
		{"too early", "6.89", "6.1", "NDIS_PM_CAPABILITIES", ndis.ObjectHeader{Type: 0x80, Revision: 1, Size: 52}, NestedAttribute, "call.structure-too-early ignored 0", "call.structure-too-early ignored 0"},
		{"open parameters", "6.89", "6.1", "NDIS_OPEN_PARAMETERS", ndis.ObjectHeader{Type: 0x87, Revision: 1, Size: 52}, OtherCall, "call.header-right accepted 1", "call.header-right accepted 1"},
		{"open, small", "6.89", "6.1", "NDIS_OPEN_PARAMETERS", ndis.ObjectHeader{Type: 0x87, Revision: 1, Size: 51}, OtherCall, "call.size-too-small rejected INVALID_PARAMETER 0", "call.size-too-small rejected INVALID_PARAMETER 0"},
		{"open, unknown", "6.89", "6.1", "NDIS_OPEN_PARAMETERS", ndis.ObjectHeader{Type: 0x87, Revision: 9, Size: 60}, OtherCall, "call.revision-unknown tolerated 1", "call.revision-unknown tolerated 1"},
		{"open, type", "6.89", "6.1", "NDIS_OPEN_PARAMETERS", ndis.ObjectHeader{Type: 0x86, Revision: 1, Size: 52}, OtherCall, "call.type-wrong rejected INVALID_PARAMETER 0", "call.type-wrong rejected INVALID_PARAMETER 0"},
		{"request, older", "6.89", "6.50", "NDIS_OID_REQUEST", ndis.ObjectHeader{Type: 0x96, Revision: 1, Size: 236}, OtherCall, "call.revision-old rejected UNSUPPORTED_REVISION 0", "call.revision-old rejected UNSUPPORTED_REVISION 0"},
		{"request, newer", "6.89", "6.40", "NDIS_OID_REQUEST", ndis.ObjectHeader{Type: 0x96, Revision: 2, Size: 248}, OtherCall, "call.revision-new tolerated 1", "call.revision-new tolerated 1"},
		{"miniport, older", "6.89", "6.80", "NDIS_MINIPORT_DRIVER_CHARACTERISTICS", ndis.ObjectHeader{Type: 0x8A, Revision: 2, Size: 152}, RegisterCall, "registration.revision-old rejected BAD_CHARACTERISTICS 0", "registration.revision-old rejected BAD_CHARACTERISTICS 0"},
		{"miniport, newer", "6.89", "6.60", "NDIS_MINIPORT_DRIVER_CHARACTERISTICS", ndis.ObjectHeader{Type: 0x8A, Revision: 3, Size: 160}, RegisterCall, "registration.revision-new rejected BAD_CHARACTERISTICS 0", "registration.revision-new tolerated 2"},
		{"miniport, newer and small", "6.89", "6.60", "NDIS_MINIPORT_DRIVER_CHARACTERISTICS", ndis.ObjectHeader{Type: 0x8A, Revision: 3, Size: 159}, RegisterCall, "registration.revision-new rejected BAD_CHARACTERISTICS 0", "registration.size-too-small rejected BAD_CHARACTERISTICS 0"},
		{"miniport, default type", "6.89", "6.0", "NDIS_MINIPORT_DRIVER_CHARACTERISTICS", ndis.ObjectHeader{Type: 0x80, Revision: 1, Size: 136}, RegisterCall, "registration.type-default tolerated 1", "registration.type-default tolerated 1"},
		{"filter, default type", "6.89", "6.0", "NDIS_FILTER_DRIVER_CHARACTERISTICS", ndis.ObjectHeader{Type: 0x80, Revision: 1, Size: 200}, RegisterCall, "registration.type-wrong rejected BAD_CHARACTERISTICS 0", "registration.type-wrong rejected BAD_CHARACTERISTICS 0"},
	} {
		for mode, want := range []string{c.documented, c.observed} {
			j := judge(t, c.host, Mode(mode))
			r := j.Pass(j.pass(t, c.structure, c.header, max(int(c.header.Size), 4)), c.kind, version(t, c.registered))
			if got := verdict(r) + " " + strconv.Itoa(r.Used); got != want {
				t.Errorf("%s, %s: %s, want %s", c.name, Mode(mode), got, want)
			}
		}
	}
}

func TestTheDefaultTypeIsRemarkedOn(t *testing.T) {
	j := judge(t, "6.89", Documented)
	j.Pass(j.pass(t, "NDIS_PROTOCOL_DRIVER_CHARACTERISTICS", ndis.ObjectHeader{Type: 0x80, Revision: 1, Size: 120}, 120), RegisterCall, ndis.V60)
	e := j.Trace(trace.Outcome{}).FirstTrouble()
	if e == nil || e.Rule != RuleRegistrationTypeDefault || e.Verdict != trace.Tolerated {
		t.Errorf("%+v", e)
	}
}

func TestASizeBeyondWhatIsThereIsRejected(t *testing.T) {
	for kind, status := range map[CallKind]ndis.Status{RegisterCall: ndis.StatusBadCharacteristics, AttributesCall: ndis.StatusBadVersion, OtherCall: ndis.StatusInvalidParameter} {
		j := judge(t, "6.89", Documented)
		r := j.Pass(j.pass(t, "NDIS_OFFLOAD", ndis.ObjectHeader{Type: 0xA7, Revision: 2, Size: 144}, 120), kind, ndis.V61)
		if r.Rule != RuleSizeBeyondMemory || *r.Status != status {
			t.Errorf("call %d: %s", kind, verdict(r))
		}
	}
}

func TestRequiredRevisionsAreTheDocumented(t *testing.T) {
	text, err := os.ReadFile("testdata/required.txt")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, line := range ndis.DataLines(string(text)) {
		f := strings.Fields(line)
		versions, err := ndis.ParseRange(f[2])
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range ndis.Versions() {
			revision, _, ok := Required(catalog.MustLookup(f[0]), v, ndis.X64)
			if is := ok && strconv.Itoa(revision) == f[1]; is != versions.Has(v) {
				t.Errorf("%s at %v: revision %d, %s belongs to %s", f[0], v, revision, f[1], f[2])
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was compared")
	}
}

func TestFlippingARuleTurnsItsJudgement(t *testing.T) {
	header := ndis.ObjectHeader{Type: 0xA7, Revision: 2, Size: 112}
	j := judge(t, "6.89", Documented)
	j.Flipped = RuleSizeTooSmall
	if r := j.Receive(j.pass(t, "NDIS_OFFLOAD", header, 144), 2); !r.OK() || r.Used != 2 {
		t.Errorf("flipped, it still rejects: %s", verdict(r))
	}
	j = judge(t, "6.89", Documented)
	j.Flipped = RuleOwn
	header.Size = 144
	if r := j.Receive(j.pass(t, "NDIS_OFFLOAD", header, 144), 2); r.OK() || r.Used != 0 {
		t.Errorf("flipped, it still accepts: %s", verdict(r))
	}
}

func TestModesReadBack(t *testing.T) {
	for _, mode := range []Mode{Documented, Observed} {
		if back, err := ParseMode(mode.String()); err != nil || back != mode {
			t.Errorf("%s: %v %v", mode, back, err)
		}
	}
	if _, err := ParseMode("strict"); err == nil {
		t.Error("strict is no mode")
	}
}
