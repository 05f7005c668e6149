package negotiate

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

// Judge is what every rule needs: where its events go, and the world it is in.
type Judge struct {
	*trace.Recorder
	Host ndis.Version
	Arch ndis.Arch
	Mode Mode
}

// Sent is a structure on its way from one party to another. Header is what its
// first bytes say, Available how many bytes the reader may look at.
type Sent struct {
	Structure *catalog.Structure
	From, To  trace.Party
	Call      string
	Object    int
	Header    ndis.ObjectHeader
	Available int
}

// Send describes an object of the trace on its way. The header of one that is
// too short to hold it counts as zeros.
func (j *Judge) Send(object int, from, to trace.Party, call string) *Sent {
	o := j.Objects[object]
	header, _ := codec.HeaderOf(o.Bytes)
	return &Sent{catalog.MustLookup(o.Structure), from, to, call, object, header, len(o.Bytes)}
}

// Result is how a judgement ended: the decisive rule, its verdict and status,
// and the revision that the reader uses (0: it does not read the structure).
type Result struct {
	Rule    trace.Rule
	Verdict trace.Verdict
	Status  *ndis.Status
	Used    int
}

// OK reports whether the structure, or the registration, was accepted.
func (r Result) OK() bool { return r.Verdict != trace.Rejected }

// after is the result behind an earlier one, whose verdict counts where it is the
// graver: what was let pass with a warning was not simply accepted.
func (r Result) after(earlier Result) Result {
	if r.OK() && earlier.Verdict > r.Verdict {
		r.Rule, r.Verdict = earlier.Rule, earlier.Verdict
	}
	return r
}

// first is the result that decides of two causes: the earlier one where it
// rejects, else the graver.
func (r Result) first(next Result) Result {
	if !r.OK() || next.Verdict <= r.Verdict {
		return r
	}
	return next
}

// result adds an event and says how it ended.
func (j *Judge) result(e *trace.Event) Result {
	j.Add(e)
	return Result{Rule: e.Rule, Verdict: e.Verdict, Status: e.Status}
}

// reject is an event that rejects with a status.
func (s *Sent) reject(rule trace.Rule, status ndis.Status, facts []trace.Fact) *trace.Event {
	return &trace.Event{Rule: rule, From: s.From, To: s.To, Call: s.Call, Object: s.Object, Verdict: trace.Rejected, Status: &status, Facts: facts}
}

// judgement is one structure before one reader: what the rows look at.
type judgement struct {
	*Judge
	*Sent
	known      catalog.Revision // the reader's own revision, or the one that is required
	newest     catalog.Revision // the newest that the reader's host knows
	registered ndis.Version     // of the sender
	sizes      []int            // by revision, where they are known beforehand
}

// row is one rule: if it holds, its event says verdict and status. A row that
// does not reject decides unless it goesOn; used is the revision that is read.
type row struct {
	rule    trace.Rule
	holds   func(*judgement) bool
	verdict trace.Verdict
	status  ndis.Status
	facts   string // names of facts, with spaces between
	used    func(*judgement) int
}

func none(*judgement) int           { return 0 }
func stated(j *judgement) int       { return int(j.Header.Revision) }
func required(j *judgement) int     { return j.known.Number }
func newestKnown(j *judgement) int  { return j.newest.Number }
func always(*judgement) bool        { return true }
func size(j *judgement) int         { return int(j.Header.Size) }
func (j *judgement) typeFits() bool { return j.typeWanted() == j.Header.Type }

// typeWanted is the structure's object type, or what was sent where the sources
// name none.
func (j *judgement) typeWanted() ndis.ObjectType {
	if wanted, ok := j.Structure.ObjectType(); ok {
		return wanted
	}
	return j.Header.Type
}

// sizeof is NDIS_SIZEOF of a revision, 0 for one that does not exist.
func (j *judgement) sizeof(revision int) int {
	if j.sizes != nil {
		if revision < 0 || revision >= len(j.sizes) {
			return 0
		}
		return j.sizes[revision]
	}
	if _, ok := j.Structure.Revision(revision); !ok {
		return 0
	}
	size, _ := j.Structure.Size(catalog.Options{Arch: j.Arch, Revision: revision})
	return size
}

// decide goes through the rows until one decides. A row whose event comes back
// with another verdict (its rule is flipped) decides by that one.
func (j *judgement) decide(rows []row) Result {
	var last Result
	for i := range rows {
		row := &rows[i]
		if !row.holds(j) {
			continue
		}
		last = j.result(j.event(row)).after(last)
		if !last.OK() {
			return last
		}
		if row.used != nil && row.verdict != trace.Rejected {
			last.Used = row.used(j)
			return last
		}
	}
	return last
}

func (j *judgement) event(r *row) *trace.Event {
	e := &trace.Event{Rule: r.rule, From: j.From, To: j.To, Call: j.Call, Object: j.Object, Verdict: r.verdict}
	if r.verdict == trace.Rejected {
		e.Status = &r.status
	}
	for name := range strings.SplitSeq(r.facts, " ") {
		e.Facts = append(e.Facts, j.fact(name))
	}
	return e
}

// facts is every fact that a row may name: what it is, and the member of the header
// where it stands, or "".
var facts = []struct {
	name   string
	value  func(*judgement) string
	member ndis.Path
}{
	{"structure", func(j *judgement) string { return j.Structure.Name }, ""},
	{"type", func(j *judgement) string { return j.Header.Type.String() }, ndis.PathType},
	{"requiredType", func(j *judgement) string { return j.typeWanted().String() }, ""},
	{"revision", func(j *judgement) string { return strconv.Itoa(int(j.Header.Revision)) }, ndis.PathRevision},
	{"size", func(j *judgement) string { return strconv.Itoa(int(j.Header.Size)) }, ndis.PathSize},
	{"available", func(j *judgement) string { return strconv.Itoa(j.Available) }, ""},
	{"headerSize", func(*judgement) string { return strconv.Itoa(catalog.Header().Size) }, ""},
	{"revisionSize", func(j *judgement) string { return strconv.Itoa(j.sizeof(int(j.Header.Revision))) }, ""},
	{"knownRevision", func(j *judgement) string { return strconv.Itoa(j.known.Number) }, ""},
	{"knownSize", func(j *judgement) string { return strconv.Itoa(j.sizeof(j.known.Number)) }, ""},
	{"requiredRevision", func(j *judgement) string { return strconv.Itoa(j.known.Number) }, ""},
	{"requiredSize", func(j *judgement) string { return strconv.Itoa(j.sizeof(j.known.Number)) }, ""},
	{"newestRevision", func(j *judgement) string { return strconv.Itoa(j.newest.Number) }, ""},
	{"newestSize", func(j *judgement) string { return strconv.Itoa(j.sizeof(j.newest.Number)) }, ""},
	{"registered", func(j *judgement) string { return j.registered.String() }, ""},
	{"host", func(j *judgement) string { return j.Host.String() }, ""},
	{"arch", func(j *judgement) string { return j.Arch.String() }, ""},
	{"archSince", func(j *judgement) string { return j.Arch.Since().String() }, ""},
	{"mode", func(j *judgement) string { return j.Mode.String() }, ""},
	{"since", func(j *judgement) string { return j.Structure.Since.String() }, ""},
}

func (j *judgement) fact(name string) trace.Fact {
	for i := range facts {
		f := &facts[i]
		switch {
		case f.name != name:
		case f.member == "":
			return trace.Fact{Name: name, Value: f.value(j)}
		default:
			return trace.Fact{Name: name, Value: f.value(j), Ref: headerRef(j.Object, f.member)}
		}
	}
	panic(name + " is no fact")
}

// headerRef points at a member of an object's header.
func headerRef(object int, path ndis.Path) *trace.Ref {
	if object == trace.NoObject {
		return nil
	}
	slot := catalog.Header().Slot(path[len(ndis.PathHeader)+1:])
	return &trace.Ref{Object: object, Path: path, Offset: slot.Offset, Length: slot.Size}
}

// MemberRef points at a member of an object; nil where the object is too short
// to hold it.
func (j *Judge) MemberRef(object int, layout *catalog.Layout, path ndis.Path) *trace.Ref {
	i, ok := layout.Find(path)
	if object == trace.NoObject || !ok || layout.Slots[i].End() > len(j.Objects[object].Bytes) {
		return nil
	}
	slot := &layout.Slots[i]
	return &trace.Ref{Object: object, Path: path, Offset: slot.Offset, Length: slot.Size}
}
