package negotiate

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
)

// CallKind is a kind of function through which NDIS receives structures; the
// kinds differ in what a fault is answered with.
type CallKind uint8

// The kinds of calls.
const (
	OtherCall       CallKind = iota
	RegisterCall             // the registration functions of NDIS 6
	AttributesCall           // NdisMSetMiniportAttributes
	NestedAttribute          // what a structure of NdisMSetMiniportAttributes points to
)

// CodeCallUnknown: no such kind of call.
const CodeCallUnknown ndis.Code = "call-unknown"

// ParseCallKind reads "register", "attributes" or "other".
func ParseCallKind(text string) (CallKind, error) {
	kinds := []string{"other", "register", "attributes"}
	for kind, name := range kinds {
		if name == text {
			return CallKind(kind), nil
		}
	}
	return 0, ndis.NewError(CodeCallUnknown, text).Suggest(kinds...)
}

// CallFor is the kind of call that a structure is passed with.
func CallFor(structure string) CallKind {
	if kind, ok := callKinds[structure]; ok {
		return kind
	}
	return OtherCall
}

var callKinds = map[string]CallKind{
	"NDIS_MINIPORT_DRIVER_CHARACTERISTICS":             RegisterCall,
	"NDIS_FILTER_DRIVER_CHARACTERISTICS":               RegisterCall,
	"NDIS_PROTOCOL_DRIVER_CHARACTERISTICS":             RegisterCall,
	"NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES":    AttributesCall,
	"NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES":         AttributesCall,
	"NDIS_MINIPORT_ADAPTER_OFFLOAD_ATTRIBUTES":         AttributesCall,
	"NDIS_MINIPORT_ADAPTER_HARDWARE_ASSIST_ATTRIBUTES": AttributesCall,
	"NDIS_OFFLOAD":                    NestedAttribute,
	"NDIS_TCP_CONNECTION_OFFLOAD":     NestedAttribute,
	"NDIS_PM_CAPABILITIES":            NestedAttribute,
	"NDIS_RECEIVE_SCALE_CAPABILITIES": NestedAttribute,
}

// Rules for NDIS reading a structure that a driver passes, by the revision that
// the driver's registered version requires. Each kind of call has its own rule
// for a fault, since each has a source of its own.
const (
	RuleRegistrationTypeWrong    trace.Rule = "registration.type-wrong"
	RuleRegistrationTypeDefault  trace.Rule = "registration.type-default"
	RuleRegistrationRevisionOld  trace.Rule = "registration.revision-old"
	RuleRegistrationRevisionNew  trace.Rule = "registration.revision-new"
	RuleRegistrationSizeTooSmall trace.Rule = "registration.size-too-small"
	RuleRegistrationHeaderRight  trace.Rule = "registration.header-right"

	RuleAttributesTypeWrong       trace.Rule = "attributes.type-wrong"
	RuleAttributesRevisionOld     trace.Rule = "attributes.revision-old"
	RuleAttributesRevisionNew     trace.Rule = "attributes.revision-new"
	RuleAttributesRevisionUnknown trace.Rule = "attributes.revision-unknown"
	RuleAttributesSizeTooSmall    trace.Rule = "attributes.size-too-small"
	RuleAttributesHeaderRight     trace.Rule = "attributes.header-right"

	RuleCallTypeWrong       trace.Rule = "call.type-wrong"
	RuleCallRevisionOld     trace.Rule = "call.revision-old"
	RuleCallRevisionNew     trace.Rule = "call.revision-new"
	RuleCallRevisionUnknown trace.Rule = "call.revision-unknown"
	RuleCallSizeTooSmall    trace.Rule = "call.size-too-small"
	RuleCallHeaderRight     trace.Rule = "call.header-right"

	RuleSizeBeyondMemory  trace.Rule = "call.size-beyond-memory"
	RuleStructureTooEarly trace.Rule = "call.structure-too-early"
	RuleDocumentedInstead trace.Rule = "call.documented-revision-instead"
)

// The facts of most rows.
const (
	againstRequired = "structure revision requiredRevision registered"
	againstNewest   = "structure revision newestRevision host"
	againstSize     = "structure revision size requiredSize"
	right           = "structure type revision size requiredRevision requiredSize registered"
	typeFacts       = "structure type requiredType"
)

// calls has a row for each thing that may be wrong, by CallKind. Like all tables of
// rows it is plain data: no code runs to make it.
var calls = [...][]row{
	RegisterCall: {
		{RuleRegistrationTypeDefault, typeDefaultPasses, trace.Tolerated, 0, typeFacts, nil},
		{RuleRegistrationTypeWrong, func(j *judgement) bool { return !j.typeFits() && !typeDefaultPasses(j) }, trace.Rejected, ndis.StatusBadCharacteristics, typeFacts, none},
		{RuleSizeBeyondMemory, beyondMemory, trace.Rejected, ndis.StatusBadCharacteristics, "structure size available", none},
		{RuleRegistrationRevisionOld, older, trace.Rejected, ndis.StatusBadCharacteristics, againstRequired, none},
		{RuleRegistrationRevisionNew, func(j *judgement) bool { return newer(j) && documented(j) }, trace.Rejected, ndis.StatusBadCharacteristics, againstRequired, none},
		{RuleRegistrationSizeTooSmall, func(j *judgement) bool { return size(j) < max(j.sizeof(stated(j)), j.sizeof(j.known.Number)) }, trace.Rejected, ndis.StatusBadCharacteristics, againstSize, none},
		{RuleRegistrationRevisionNew, newer, trace.Tolerated, 0, againstRequired, required},
		{RuleRegistrationHeaderRight, always, trace.Accepted, 0, right, required},
	},
	AttributesCall:  attributeRows,
	NestedAttribute: attributeRows,
	OtherCall: {
		{RuleCallTypeWrong, func(j *judgement) bool { return !j.typeFits() }, trace.Rejected, ndis.StatusInvalidParameter, typeFacts, none},
		{RuleSizeBeyondMemory, beyondMemory, trace.Rejected, ndis.StatusInvalidParameter, "structure size available", none},
		{RuleStructureTooEarly, tooEarly, trace.Ignored, 0, "structure since registered", none},
		{RuleDocumentedInstead, documentedInstead, trace.Accepted, 0, right, stated},
		{RuleCallRevisionOld, func(j *judgement) bool { return older(j) && !fieldTolerates(j) }, trace.Rejected, ndis.StatusUnsupportedRevision, againstRequired, none},
		{RuleCallSizeTooSmall, tooSmall, trace.Rejected, ndis.StatusInvalidParameter, againstSize, none},
		{RuleCallRevisionOld, older, trace.Tolerated, 0, againstRequired, stated},
		{RuleCallRevisionUnknown, unknown, trace.Tolerated, 0, againstNewest, newestKnown},
		{RuleCallRevisionNew, newer, trace.Tolerated, 0, againstRequired, required},
		{RuleCallHeaderRight, always, trace.Accepted, 0, right, required},
	},
}

var attributeRows = []row{
	{RuleAttributesTypeWrong, func(j *judgement) bool { return !j.typeFits() }, trace.Rejected, ndis.StatusBadVersion, typeFacts, none},
	{RuleSizeBeyondMemory, beyondMemory, trace.Rejected, ndis.StatusBadVersion, "structure size available", none},
	{RuleAttributesRevisionUnknown, func(j *judgement) bool { return unknown(j) && documented(j) }, trace.Rejected, ndis.StatusBadVersion, againstNewest, none},
	{RuleStructureTooEarly, tooEarly, trace.Ignored, 0, "structure since registered", none},
	{RuleDocumentedInstead, documentedInstead, trace.Accepted, 0, right, stated},
	{RuleAttributesRevisionOld, func(j *judgement) bool { return older(j) && !fieldTolerates(j) }, trace.Rejected, ndis.StatusBadVersion, againstRequired, none},
	{RuleAttributesSizeTooSmall, tooSmall, trace.Rejected, ndis.StatusBadVersion, againstSize, none},
	{RuleAttributesRevisionOld, older, trace.Tolerated, 0, againstRequired, stated},
	{RuleAttributesRevisionUnknown, unknown, trace.Tolerated, 0, againstNewest, required},
	{RuleAttributesRevisionNew, newer, trace.Tolerated, 0, againstRequired, required},
	{RuleAttributesHeaderRight, always, trace.Accepted, 0, right, required},
}

func documented(j *judgement) bool { return j.Mode == Documented }
func older(j *judgement) bool      { return stated(j) < j.known.Number }
func unknown(j *judgement) bool    { return stated(j) > j.newest.Number }
func tooEarly(j *judgement) bool   { return j.known.Number == 0 }

// beyondMemory: the header promises more than there is. NDIS cannot see that
// when it gets a pointer; the simulated one does, instead of reading on.
func beyondMemory(j *judgement) bool { return size(j) > j.Available }

// documentedInstead: the documentation stops at an earlier revision of the same
// size (NDIS_OFFLOAD 6 where the header has 7).
func documentedInstead(j *judgement) bool {
	return j.known.Also > 0 && stated(j) == j.known.Also && size(j) >= j.sizeof(j.known.Also)
}

// fieldTolerates: shipping Windows lets older attribute structures and
// NDIS_OFFLOAD pass.
func fieldTolerates(j *judgement) bool {
	return j.Mode == Observed && CallFor(j.Structure.Name) != OtherCall && stated(j) > 0
}

func typeDefaultPasses(j *judgement) bool {
	if j.typeFits() || j.Header.Type != ndis.TypeDefault {
		return false
	}
	for _, kind := range Kinds() {
		if kind.Characteristics == j.Structure.Name {
			return kind.TypeDefault
		}
	}
	return false
}

// tooSmall compares with the revision that would be read: the sender's own if it
// is older, the newest that the host knows if it is newer still.
func tooSmall(j *judgement) bool {
	read := j.known.Number
	switch {
	case older(j):
		read = stated(j)
	case unknown(j):
		read = j.newest.Number
	}
	return size(j) < j.sizeof(read)
}

// Pass judges a structure that a driver of the registered version passes to NDIS
// (documented and inferred: version-information-requirements-for-ndis,
// nf-ndis-ndismsetminiportattributes).
func (j *Judge) Pass(s *Sent, kind CallKind, registered ndis.Version) Result {
	g := judgement{Judge: j, Sent: s, registered: registered}
	g.known, _ = s.Structure.RevisionFor(registered)
	g.newest, _ = s.Structure.RevisionFor(j.Host)
	return g.decide(calls[kind])
}

// Required is the revision and the size in bytes that belong to a registered
// version; false where the structure does not exist at it.
func Required(s *catalog.Structure, registered ndis.Version, arch ndis.Arch) (revision, size int, ok bool) {
	r, ok := s.RevisionFor(registered)
	if !ok {
		return 0, 0, false
	}
	layout, err := s.Layout(catalog.Options{Arch: arch, Revision: r.Number})
	if err != nil {
		return 0, 0, false
	}
	return r.Number, layout.Size, true
}
