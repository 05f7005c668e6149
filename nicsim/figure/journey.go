package figure

import (
	"slices"
	"strings"

	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/packet"
)

// journey is a packet that was sent, or frames that arrived together: what was
// asked for, what the card made of it, and what came out.
type journey struct {
	start  *trace.Event // with which it began
	sent   bool
	in     []int          // the packet, or the frames, as objects
	info   []int          // structures beside the packet that was sent
	events []*trace.Event // what the card did, or refused
	out    []passage
}

// passage is what came out: the objects on the way, from what it was on, and the
// structures beside the last one.
type passage struct {
	event  *trace.Event
	stages []int
	info   []int
	frames string // of how many frames it is made, "" for one
	taken  int    // bytes of data that segments before it have taken
}

// Names of packets on their way.
const (
	framed = "framed"
	opened = "opened"
)

// journeys finds the packets of a run.
func journeys(t *trace.Trace) []journey {
	var all []journey
	known := portsOf(t)
	trace.Walk(t.Events, func(e *trace.Event, _ int) bool {
		last := current(all, e)
		switch {
		case e.Rule == nicsim.RuleSends:
			all = append(all, journey{start: e, sent: true, in: []int{e.Object}, info: beside(t, e.Object)})
		case e.Rule == nicsim.RuleNobodyReceives || e.Rule == nicsim.RuleArrivesFromWire && (last == nil || last.sent || len(last.out) > 0 || last.start.Step != e.Step):
			all = append(all, journey{start: e, in: arrived(e)})
		case last == nil || last.sent && e.Time < last.start.Time:
		case e.Rule == nicsim.RuleArrivesFromWire:
			last.in = append(last.in, e.Object)
		case e.Rule == nicsim.RuleOnTheWire || e.Rule == nicsim.RuleIndicatesPacket:
			last.out = append(last.out, last.passage(t, known, e))
		case makes(e):
			last.events = append(last.events, e)
		}
		return true
	})
	return all
}

func arrived(e *trace.Event) []int {
	if e.Object == trace.NoObject {
		return nil
	}
	return []int{e.Object}
}

// areas are the beginnings of rules by which a card makes something of packets.
var areas = []string{"checksum.", "lso.", "uso.", "encapsulated.", "vlan.", "rsc.", "uro.", "rss.", "ipsec."}

func makes(e *trace.Event) bool {
	for _, area := range areas {
		if strings.HasPrefix(string(e.Rule), area) {
			return true
		}
	}
	return slices.Contains(besides, e.Rule)
}

// besides are rules of other areas by which packets stop or wait.
var besides = []trace.Rule{nicsim.RuleSendPaused, nicsim.RuleLargeAndIPsec, nicsim.RuleHeld, nicsim.RuleFlushed}

// current is the journey that an event belongs to: the last one of its step, or
// one whose frames a card has held back; nil for none.
func current(all []journey, e *trace.Event) *journey {
	for i := len(all) - 1; i >= 0; i-- {
		if j := &all[i]; j.start.Step == e.Step || j.waits() && len(j.out) == 0 || j.flushed(e) {
			return j
		}
	}
	return nil
}

// waits reports whether the card holds the frames back.
func (j *journey) waits() bool {
	return slices.ContainsFunc(j.events, func(e *trace.Event) bool { return e.Rule == nicsim.RuleHeld })
}

// flushed reports whether frames of the journey came out in the step of an event.
func (j *journey) flushed(e *trace.Event) bool {
	return len(j.out) > 0 && j.out[len(j.out)-1].event.Step == e.Step
}

// beside are the structures that follow a packet: its out-of-band information.
func beside(t *trace.Trace, object int) (info []int) {
	for i := object + 1; i < len(t.Objects) && travelsBeside(t.Objects[i].Structure); i++ {
		info = append(info, i)
	}
	return info
}

func travelsBeside(structure string) bool {
	return strings.Contains(structure, "_NET_BUFFER_LIST_") || strings.HasSuffix(structure, "_NBL_INFO")
}

// passage is the way to what an event puts on the wire, or indicates.
func (j *journey) passage(t *trace.Trace, known ports, e *trace.Event) passage {
	p := passage{event: e}
	if j.sent {
		behind := j.in[0]
		if n := len(j.out); n > 0 {
			before := j.out[n-1]
			behind = before.event.Object
			p.taken = before.taken + dataLength(t, known, before.stages[min(1, len(before.stages)-1)])
		}
		p.stages = append([]int{j.in[0]}, named(t, framed, behind, e.Object)...)
	} else {
		first := j.first(e)
		next := e.Object
		for _, frame := range j.in {
			if frame > first && frame < next {
				next = frame
			}
		}
		p.stages = append([]int{first}, named(t, opened, first, next)...)
		p.info = beside(t, e.Object)
		if frames := e.Fact("frames"); frames != "1" {
			p.frames = frames
		}
	}
	p.stages = append(p.stages, e.Object)
	return p
}

// first is the first frame of which a packet is made.
func (j *journey) first(e *trace.Event) int {
	for _, f := range e.Facts {
		if f.Name == "frames" && f.Ref != nil {
			return j.frameOf(f.Ref.Object)
		}
	}
	return j.in[0]
}

// frameOf is the frame as it arrived of an object that may be the opened one.
func (j *journey) frameOf(object int) int {
	found := object
	for _, frame := range j.in {
		if frame <= object {
			found = frame
		}
	}
	return found
}

// named are the objects of a name between two.
func named(t *trace.Trace, name string, behind, before int) (found []int) {
	for i := behind + 1; i < before; i++ {
		if o := &t.Objects[i]; o.Structure == "" && o.Name == name {
			found = append(found, i)
		}
	}
	return found
}

// dataLength is how many bytes of data a packet has behind its headers.
func dataLength(t *trace.Trace, known ports, object int) int {
	p := known.parse(object, t.Objects[object].Bytes)
	if i := p.Find(packet.Data, 0); i >= 0 {
		return p.Layers[i].Length
	}
	return 0
}
