package negotiate

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

// Rules for the registration functions of NDIS 6.
const (
	RuleNullPointer       trace.Rule = "registration.null-pointer"
	RuleSizeBeforeVersion trace.Rule = "registration.size-before-version"
	RuleMajorWrong        trace.Rule = "registration.major-wrong"
	RuleVersionAboveHost  trace.Rule = "registration.version-above-host"
	RuleVersionUnlisted   trace.Rule = "registration.version-unlisted"
	RuleArchTooEarly      trace.Rule = "registration.arch-too-early"
	RuleUniqueName        trace.Rule = "registration.unique-name"
	RuleFlagUnknown       trace.Rule = "registration.flag-unknown"
	RuleRegistered        trace.Rule = "registration.succeeds"
)

// Members that registration looks at, in the structures of NDIS 6 and before.
const (
	PathMajor ndis.Path = "MajorNdisVersion"
	PathMinor ndis.Path = "MinorNdisVersion"
	pathFlags ndis.Path = "Flags"
)

// Registration is a call of a registration function. UniqueName is looked at
// for filters alone. Options lets the driver set its options, before the
// registration is done; nil: it has none.
type Registration struct {
	Kind             *Kind
	Sent             *Sent
	NullStructure    bool // the pointer to the characteristics is NULL
	NullDriverObject bool
	UniqueName       string
	Options          func() Result
}

// Registered is how a registration ended, and at which version.
type Registered struct {
	Result
	Version ndis.Version
}

// Register judges a registration in the order that makes the cause come before
// its consequences: pointers, type, version, revision and size, handlers, flags,
// names (the order is not documented). All that is wrong is said; the first cause
// decides.
func (j *Judge) Register(r Registration) Registered {
	if r.NullStructure || r.NullDriverObject {
		return Registered{Result: j.nullPointer(r)}
	}
	g := &judgement{Judge: j, Sent: r.Sent}
	early := g.decide(beforeVersion)
	if !early.OK() && g.short() {
		return Registered{Result: early}
	}
	version, facts := j.versionOf(r.Sent)
	found := early.first(g.version(version, facts))
	used := int(r.Sent.Header.Revision)
	if early.OK() && version.Listed() {
		header := j.Pass(r.Sent, RegisterCall, version)
		found = found.first(header)
		if header.Used != 0 {
			used = header.Used
		}
	}
	found = found.first(j.handlers(r.Sent, r.Kind, used, version))
	found = found.first(j.flags(r.Sent, used, version))
	found = found.first(j.uniqueName(r))
	if found.OK() && r.Options != nil {
		found = found.first(r.Options())
	}
	if !found.OK() {
		return Registered{Result: found}
	}
	e := &trace.Event{Rule: RuleRegistered, From: r.Sent.To, To: r.Sent.From, Call: r.Sent.Call, Object: r.Sent.Object, Status: statusOf(ndis.StatusSuccess)}
	e.Facts = append(facts, trace.Facts("registered", version.String(), "host", j.Host.String())...)
	e.Changes = []trace.Change{{Party: r.Sent.From, Name: "registered", After: version.String()}}
	done := j.result(e).after(found)
	done.Used = used
	return Registered{done, version}
}

// short: the version's bytes do not arrive.
func (j *judgement) short() bool { return min(size(j), j.Available) < j.versionEnd() }

// flags: bits that the registered version does not define are let pass, with a
// warning (the sources contradict each other on which there are).
func (j *Judge) flags(s *Sent, revision int, version ndis.Version) Result {
	layout, err := s.Structure.Layout(catalog.Options{Arch: j.Arch, Revision: revision})
	if err != nil {
		return Result{}
	}
	slot := layout.Slot(pathFlags)
	if slot == nil || slot.Group() == nil {
		return Result{}
	}
	record := codec.Decode(layout, j.Objects[s.Object].Bytes)
	value, _ := record.Value(pathFlags)
	for _, flag := range slot.Group().Constants {
		if flag.Since <= version {
			value &^= flag.Value
		}
	}
	if value == 0 {
		return Result{}
	}
	fact := trace.Fact{Name: "flags", Value: ndis.Hex(value, 8), Ref: j.MemberRef(s.Object, layout, pathFlags)}
	return j.result(&trace.Event{Rule: RuleFlagUnknown, From: s.From, To: s.To, Call: s.Call, Object: s.Object, Verdict: trace.Tolerated,
		Facts: append([]trace.Fact{fact}, trace.Facts("registered", version.String())...)})
}

func (j *Judge) nullPointer(r Registration) Result {
	what := "DriverObject"
	if r.NullStructure {
		what = r.Kind.Characteristics
	}
	return j.result(r.Sent.reject(RuleNullPointer, ndis.StatusInvalidParameter, trace.Facts("parameter", what)))
}

// beforeVersion is what must hold before the version bytes can be read.
var beforeVersion = []row{
	{RuleRegistrationTypeWrong, func(j *judgement) bool { return !j.typeFits() && !typeDefaultPasses(j) }, trace.Rejected, ndis.StatusBadCharacteristics, typeFacts, none},
	{RuleSizeBeforeVersion, (*judgement).short, trace.Rejected, ndis.StatusBadCharacteristics, "structure size available", none},
}

// versionEnd is the first byte behind the version's two.
func (j *judgement) versionEnd() int {
	layout, err := j.Structure.Layout(catalog.Options{Arch: j.Arch})
	if err != nil {
		return 0
	}
	return layout.Slot(PathMinor).End()
}

// versionOf reads the version that a characteristics structure asks for.
func (j *Judge) versionOf(s *Sent) (ndis.Version, []trace.Fact) {
	layout, err := s.Structure.Layout(catalog.Options{Arch: j.Arch})
	if err != nil {
		return 0, nil
	}
	record := codec.Decode(layout, j.Objects[s.Object].Bytes)
	var parts [2]uint64
	var facts []trace.Fact
	for i, path := range []ndis.Path{PathMajor, PathMinor} {
		parts[i], _ = record.Value(path)
		text := record.Text(mustIndex(layout, path))
		facts = append(facts, trace.Fact{Name: []string{"major", "minor"}[i], Value: text, Ref: j.MemberRef(s.Object, layout, path)})
	}
	return ndis.MakeVersion(uint16(parts[0]), uint16(parts[1])), facts
}

func mustIndex(layout *catalog.Layout, path ndis.Path) int {
	i, err := layout.Index(path)
	if err != nil {
		panic(err)
	}
	return i
}

// version judges the version that a driver asks for: its major, whether the host
// is that new, whether it exists, and whether it does on this architecture.
func (j *judgement) version(v ndis.Version, facts []trace.Fact) Result {
	wrong := []struct {
		rule  trace.Rule
		holds bool
	}{
		{RuleMajorWrong, v.Major() != ndis.V60.Major()},
		{RuleVersionAboveHost, v > j.Host},
		{RuleVersionUnlisted, !v.Listed()},
		{RuleArchTooEarly, v < j.Arch.Since()},
	}
	for _, w := range wrong {
		if !w.holds {
			continue
		}
		all := append(facts[:len(facts):len(facts)], trace.Fact{Name: "version", Value: v.String()}, j.fact("host"), j.fact("arch"), j.fact("archSince"))
		if r := j.result(j.reject(w.rule, ndis.StatusBadVersion, all)); !r.OK() {
			return r
		}
	}
	return Result{}
}

// uniqueName: a filter's UniqueName is the NetCfgInstanceId of its INF, a GUID
// in braces.
func (j *Judge) uniqueName(r Registration) Result {
	if r.Kind.Party != trace.Filter || codec.IsGUID(r.UniqueName) {
		return Result{}
	}
	return j.result(r.Sent.reject(RuleUniqueName, ndis.StatusFailure, trace.Facts("uniqueName", r.UniqueName)))
}
