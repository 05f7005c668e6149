package nicsim

import (
	_ "embed"
	"encoding/binary"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
)

//go:embed answers.txt
var answersText string

// OIDs whose values are made here; a test looks them up.
const (
	oidDriverVersion = "OID_GEN_DRIVER_VERSION"
	oidSupportedList = "OID_GEN_SUPPORTED_LIST"
	oidReceiveScale  = "OID_GEN_RECEIVE_SCALE_PARAMETERS"
)

// kept is where NDIS has its answer to a query from: a structure that the
// miniport passed, or a member of one. Less is taken from a member's value, since
// two enumerations of the same thing begin at different numbers.
type kept struct {
	structure string
	path      ndis.Path
	less      byte
}

var keptAnswers = sync.OnceValue(func() map[string]kept {
	all := map[string]kept{}
	for _, line := range ndis.DataLines(answersText) {
		f := append(strings.Fields(line), "", "0")
		less, _ := ndis.ParseNumber(f[3], 8)
		all[f[0]] = kept{f[1], ndis.Path(f[2]), byte(less)}
	}
	return all
})

// answer is NDIS answering by itself, from what the miniport said before.
func (t *travel) answer() oid.Outcome {
	if t.Type != oid.Query {
		return t.ndisSays(ndis.StatusNotSupported, nil, trace.NoObject)
	}
	reply, object, ok := t.kept()
	if !ok {
		status := ndis.StatusNotSupported
		if t.expected.Carries == encapsulation { // a query before the first set
			status = ndis.StatusFailure
		}
		return t.ndisSays(status, nil, trace.NoObject)
	}
	if len(reply) > t.Length {
		return t.tooShort(ndisParty, len(reply))
	}
	return t.ndisSays(ndis.StatusSuccess, reply, object)
}

// kept is the reply, and the object of the trace that it is.
func (t *travel) kept() (reply []byte, object int, ok bool) {
	n := t.base
	switch value, set := n.settings[t.OID.Name]; {
	case !n.runs():
		return nil, trace.NoObject, false
	case set:
		return value, trace.NoObject, true
	case t.OID.Name == oidDriverVersion:
		v := n.outcome.Registered
		return binary.LittleEndian.AppendUint16(nil, v.Major()<<8|v.Minor()), trace.NoObject, true
	case t.OID.Name == oidSupportedList:
		return supportedList(), trace.NoObject, true
	}
	where, ok := keptAnswers()[t.OID.Name]
	source, used := n.attribute(where.structure, where.path)
	switch {
	case where.structure == powerCapabilities || where.structure == powerOld:
		return t.keptPower(where)
	case !ok || used == 0:
		return nil, trace.NoObject, false
	}
	if t.Objects[source].Structure == t.expected.Carries {
		return t.atRevision(source, used)
	}
	return t.member(source, where)
}

// keptPower is what the miniport reported of its power management, in the
// structure that is asked for.
func (t *travel) keptPower(where kept) (reply []byte, object int, ok bool) {
	record, from := t.powerAs(t.base, attribute{structure: where.structure, path: where.path}, t.sender.Registered)
	if record == nil {
		return nil, trace.NoObject, false
	}
	object = t.Machine.object(trace.Object{Name: "InformationBuffer", From: ndisParty, Structure: where.structure, Bytes: record.Bytes()})
	t.tellPower(t.sender.Party, from, where.structure, t.sender.Registered, object)
	return record.Bytes(), object, true
}

// atRevision builds the structure anew, at the revision that suits who asks, or
// at the miniport's where that is lower (unspecified).
func (t *travel) atRevision(source, used int) (reply []byte, object int, ok bool) {
	structure := catalog.MustLookup(t.Objects[source].Structure)
	right, exists := structure.RevisionFor(t.sender.Registered)
	if !exists {
		return nil, trace.NoObject, false
	}
	record := t.rebuilt(source, min(right.Number, used))
	if len(record.Bytes()) > t.Length {
		return record.Bytes(), trace.NoObject, true
	}
	object = t.Machine.object(trace.Object{Name: "InformationBuffer", From: ndisParty, Structure: structure.Name, Bytes: record.Bytes()})
	return record.Bytes(), object, true
}

// member is a member of a structure as bytes.
func (t *travel) member(source int, k kept) (reply []byte, object int, ok bool) {
	layout := t.layoutOf(t.Objects[source].Structure)
	i, ok := layout.Find(k.path)
	if !ok || layout.Slots[i].End() > len(t.Objects[source].Bytes) {
		return nil, trace.NoObject, false
	}
	slot := &layout.Slots[i]
	reply = append(reply, t.Objects[source].Bytes[slot.Offset:slot.End()]...)
	reply[0] -= k.less
	return reply, trace.NoObject, true
}

// tooShort is who answers refusing a buffer, and saying how long it would have to
// be.
func (t *travel) tooShort(who trace.Party, needed int) oid.Outcome {
	status := t.expected.Short
	if status == ndis.StatusSuccess {
		status = ndis.StatusBufferTooShort
	}
	to, call := t.sender.Party, ""
	if who != ndisParty {
		to, call = ndisParty, t.call()
	}
	out := t.ends(event(RuleReplyTooLong, who, to, call, t.object, trace.Rejected, t.facts("length", strconv.Itoa(t.Length), "needed", strconv.Itoa(needed))...), status)
	if out.Status == status {
		out.BytesNeeded = needed
	}
	return out
}

// ends adds an event that refuses the request, which ends with its status.
func (t *travel) ends(e *trace.Event, status ndis.Status) oid.Outcome {
	e.Status = &status
	if t.Add(e) {
		return oid.Outcome{Status: ndis.StatusSuccess}
	}
	return oid.Outcome{Status: *e.Status}
}

// ndisSays ends a request that NDIS handles.
func (t *travel) ndisSays(status ndis.Status, reply []byte, object int) oid.Outcome {
	rule, verdict := RuleNdisAnswers, trace.Accepted
	if status != ndis.StatusSuccess {
		rule, verdict = RuleNdisHasNoAnswer, trace.Rejected
	}
	e := event(rule, ndisParty, t.sender.Party, "", object, verdict, t.facts("written", strconv.Itoa(len(reply)), "reply", replyText(reply, object))...)
	e.Status = &status
	t.reply = object
	if !t.Add(e) {
		return oid.Outcome{Status: *e.Status}
	}
	out := oid.Outcome{Status: ndis.StatusSuccess, BytesWritten: len(reply)}
	if header, ok := codec.HeaderOf(reply); ok && object != trace.NoObject {
		out.SupportedRevision = int(header.Revision)
	}
	return out
}

// replyText is a short reply as people write bytes; a structure is in the trace.
func replyText(reply []byte, object int) string {
	if object != trace.NoObject || len(reply) == 0 || len(reply) > 8 {
		return ""
	}
	var value uint64
	for i, b := range reply {
		value |= uint64(b) << (8 * i)
	}
	return ndis.Hex(value, 2*len(reply))
}
