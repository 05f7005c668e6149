package negotiate

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
)

// Rules for drivers of NDIS 3.0 to 5.1, and for NDIS 6 drivers on hosts before.
const (
	RuleImageNeedsNdis6   trace.Rule = "loader.needs-ndis-6"
	RuleLegacyRemoved     trace.Rule = "loader.legacy-removed"
	RuleLegacyMajorWrong  trace.Rule = "legacy.major-wrong"
	RuleLegacyAboveHost   trace.Rule = "legacy.version-above-host"
	RuleLegacyProtocol30  trace.Rule = "legacy.protocol-3-0"
	RuleLegacyTooShort    trace.Rule = "legacy.characteristics-too-short"
	RuleLegacyBindMissing trace.Rule = "legacy.bind-handlers-missing"
	RuleLegacyNative      trace.Rule = "legacy.native"
	RuleLegacyTranslated  trace.Rule = "legacy.translated"
	RuleLegacyDeprecated  trace.Rule = "legacy.deprecated"
	RuleLegacyFilter      trace.Rule = "legacy.filter-intermediate"
)

// LegacyRegistration is a call of a registration function of NDIS 3.0 to 5.1.
// Length is the call's CharacteristicsLength in bytes.
type LegacyRegistration struct {
	Kind        *Kind
	From        trace.Party
	Version     ndis.Version
	Length      int
	Object      int  // the characteristics, trace.NoObject where the host has none of that version
	BindMissing bool // a protocol names no bind or no unbind handler
}

// LegacyLength is sizeof of the characteristics of a legacy version, in bytes.
func (j *Judge) LegacyLength(kind *Kind, v ndis.Version) int {
	layout, err := j.LegacyLayout(kind, v)
	if err != nil {
		return 0
	}
	return layout.Sizeof
}

// LegacyLayout is where the members of a legacy version's characteristics lie.
func (j *Judge) LegacyLayout(kind *Kind, v ndis.Version) (*catalog.Layout, error) {
	s := catalog.MustLookup(kind.Legacy)
	return s.Layout(catalog.Options{Arch: j.Arch, Version: max(v, s.Since, j.Arch.Since())})
}

//go:embed legacy.txt
var legacyText string

// treatment is a line of legacy.txt.
type treatment struct {
	hosts      ndis.Range
	kind, what string
}

var treatments = sync.OnceValue(func() []treatment {
	var all []treatment
	for number, line := range ndis.DataLines(legacyText) {
		f := strings.Fields(line)
		hosts, err := ndis.ParseRange(f[0])
		if err != nil {
			panic("legacy.txt:" + strconv.Itoa(number) + ": " + err.Error())
		}
		all = append(all, treatment{hosts, f[1], f[2]})
	}
	return all
})

// treats is what the host makes of a kind of driver, in the words of legacy.txt.
func (j *Judge) treats(kind string) string {
	for _, t := range treatments() {
		if t.kind == kind && t.hosts.Has(j.Host) {
			return t.what
		}
	}
	return ""
}

// Loads judges whether the host loads a driver's image at all: one that calls
// NDIS 6 needs a host with it, one that calls NDIS 5 a host that still has it.
// There is no NDIS status for an image that does not load.
func (j *Judge) Loads(party trace.Party, legacy bool) bool {
	kind, rule := "ndis6", RuleImageNeedsNdis6
	if legacy {
		kind, rule = party.Kind.String(), RuleLegacyRemoved
	}
	if what := j.treats(kind); what != "missing" && what != "removed" {
		return true
	}
	return j.result(&trace.Event{
		Rule: rule, From: trace.Party{Kind: trace.Loader}, To: party, Call: "DriverEntry", Object: trace.NoObject,
		Verdict: trace.Rejected, Facts: trace.Facts("host", j.Host.String()),
	}).OK()
}

// RegisterLegacy judges a registration of NDIS 3.0 to 5.1 on a host that still
// has these functions.
func (j *Judge) RegisterLegacy(r LegacyRegistration) Registered {
	for _, w := range j.legacyFaults(r) {
		if !w.holds {
			continue
		}
		e := j.legacyEvent(r, w.rule, trace.Rejected)
		e.Status = statusOf(w.status)
		if result := j.result(e); !result.OK() {
			return Registered{Result: result}
		}
	}
	rule, verdict := j.legacyWelcome(r.Kind)
	e := j.legacyEvent(r, rule, verdict)
	e.Status = statusOf(ndis.StatusSuccess)
	e.Changes = []trace.Change{{Party: r.From, Name: "registered", After: r.Version.String()}}
	result := j.result(e)
	if !result.OK() {
		return Registered{Result: result}
	}
	return Registered{result, r.Version}
}

type legacyFault struct {
	rule   trace.Rule
	holds  bool
	status ndis.Status
}

func (j *Judge) legacyFaults(r LegacyRegistration) []legacyFault {
	protocol30 := r.Kind.Party == trace.Protocol && r.Version.Major() == 3
	return []legacyFault{
		{RuleLegacyMajorWrong, r.Version.Major() < 3 || r.Version.Major() > ndis.V50.Major(), ndis.StatusBadVersion},
		{RuleLegacyAboveHost, r.Version > j.Host, ndis.StatusBadVersion},
		{RuleLegacyProtocol30, protocol30 && j.treats("protocol-3.0") == "refused", ndis.StatusBadVersion},
		{RuleLegacyTooShort, r.Length < j.LegacyLength(r.Kind, r.Version), ndis.StatusBadCharacteristics},
		{RuleLegacyBindMissing, r.BindMissing, ndis.StatusBadCharacteristics},
	}
}

// legacyWelcome is how a host treats a legacy driver that registers rightly.
func (j *Judge) legacyWelcome(kind *Kind) (trace.Rule, trace.Verdict) {
	switch j.treats(kind.Party.String()) {
	case "discouraged":
		return RuleLegacyFilter, trace.Tolerated
	case "translated":
		return RuleLegacyTranslated, trace.Accepted
	case "deprecated":
		return RuleLegacyDeprecated, trace.Tolerated
	}
	return RuleLegacyNative, trace.Accepted
}

func (j *Judge) legacyEvent(r LegacyRegistration, rule trace.Rule, verdict trace.Verdict) *trace.Event {
	facts := trace.Facts("version", r.Version.String(), "host", j.Host.String(),
		"length", strconv.Itoa(r.Length), "requiredLength", strconv.Itoa(j.LegacyLength(r.Kind, r.Version)))
	facts[0].Ref = j.legacyVersion(r)
	return &trace.Event{Rule: rule, From: r.From, To: trace.Party{Kind: trace.NDIS}, Call: r.Kind.LegacyCall, Object: r.Object, Verdict: verdict, Facts: facts}
}

// legacyVersion is where the version's two bytes lie, nil where they do not arrive.
func (j *Judge) legacyVersion(r LegacyRegistration) *trace.Ref {
	layout, err := j.LegacyLayout(r.Kind, r.Version)
	if err != nil || r.Object == trace.NoObject {
		return nil
	}
	major, end := layout.Slot(PathMajor), layout.Slot(PathMinor).End()
	if end > len(j.Objects[r.Object].Bytes) {
		return nil
	}
	return &trace.Ref{Object: r.Object, Path: PathMajor, Offset: major.Offset, Length: end - major.Offset}
}
