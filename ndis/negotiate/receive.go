package negotiate

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
)

// Rules for a driver that reads a structure, and for NDIS reading what comes
// with an OID request or a status indication.
const (
	RuleBufferTooShort   trace.Rule = "header.buffer-too-short"
	RuleTypeWrong        trace.Rule = "header.type-wrong"
	RuleRevisionZero     trace.Rule = "header.revision-zero"
	RuleSizeBeyondBuffer trace.Rule = "header.size-beyond-buffer"
	RuleSizeTooSmall     trace.Rule = "header.size-too-small"
	RuleNewerTooSmall    trace.Rule = "header.newer-too-small"
	RuleNewerAsOwn       trace.Rule = "header.newer-read-as-own"
	RuleOlder            trace.Rule = "header.older-read-as-it-is"
	RuleOwn              trace.Rule = "header.own-revision"
)

var receiving = []row{
	{RuleBufferTooShort, func(j *judgement) bool { return j.Available < catalog.Header().Size }, trace.Rejected, ndis.StatusBufferTooShort, "available headerSize", none},
	{RuleTypeWrong, func(j *judgement) bool { return !j.typeFits() }, trace.Rejected, ndis.StatusInvalidParameter, "structure type requiredType", none},
	{RuleRevisionZero, func(j *judgement) bool { return j.Header.Revision == 0 }, trace.Rejected, ndis.StatusInvalidData, "structure revision", none},
	{RuleSizeBeyondBuffer, func(j *judgement) bool { return size(j) > j.Available }, trace.Rejected, ndis.StatusInvalidLength, "structure size available", none},
	{RuleSizeTooSmall, func(j *judgement) bool { return !newer(j) && size(j) < j.sizeof(stated(j)) }, trace.Rejected, ndis.StatusInvalidParameter, "structure revision size revisionSize", none},
	{RuleNewerTooSmall, func(j *judgement) bool { return newer(j) && size(j) < j.sizeof(j.known.Number) }, trace.Rejected, ndis.StatusInvalidParameter, "structure revision knownRevision size knownSize", none},
	{RuleNewerAsOwn, newer, trace.Accepted, 0, "structure revision size knownRevision knownSize", required},
	{RuleOlder, func(j *judgement) bool { return stated(j) < j.known.Number }, trace.Accepted, 0, "structure revision size revisionSize knownRevision", stated},
	{RuleOwn, always, trace.Accepted, 0, "structure revision size revisionSize", stated},
}

func newer(j *judgement) bool { return stated(j) > j.known.Number }

// Receive judges a structure before a reader that knows revisions up to known
// (documented: version-information-requirements-for-ndis-drivers and
// overview-of-ndis-support-for-header-versions).
func (j *Judge) Receive(s *Sent, known int) Result {
	revision, _ := s.Structure.Revision(known)
	revision.Number = known
	return (&judgement{Judge: j, Sent: s, known: revision}).decide(receiving)
}
