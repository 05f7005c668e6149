package figure

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/rulebook"
)

// PacketsOptions say how packets are drawn. Shown is the object that is looked at:
// a segment among many is unfolded then. trace.NoObject is none.
type PacketsOptions struct {
	TraceOptions
	Shown int
}

// Packets draws each send and receive of a run: what the driver asked for, what
// the card made of it or refused, and what came of the packet, byte by byte.
// Events carry data-time, packets and structures data-object.
func Packets(t *trace.Trace, o PacketsOptions) string {
	p := &page{}
	all := journeys(t)
	if len(all) == 0 {
		p.tag("p", rulebook.Label("packets-none", o.Lang), "class", "empty")
		return p.String()
	}
	d := packetsDrawer{drawer{p, t, o.TraceOptions}, o.Shown, portsOf(t)}
	d.open("ol", "class", "journeys", "aria-label", rulebook.Label("packets", o.Lang))
	for i := range all {
		d.journey(&all[i])
	}
	d.close("ol")
	return p.String()
}

type packetsDrawer struct {
	drawer
	shown int
	ports
}

func (d packetsDrawer) journey(j *journey) {
	d.open("li", "class", classes("journey", j.start.Verdict.String()))
	d.open("h3")
	d.WriteString(rulebook.Label("step", d.Lang, number(j.start.Step+1)) + " · ")
	d.tag("span", rulebook.Label(when(j.sent, "journey-sends", "journey-receives"), d.Lang, rulebook.Who(j.start.From, d.Lang), number(len(j.in))))
	d.close("h3")
	d.objects(j.in)
	if j.sent {
		d.asked(j)
	}
	d.done(j)
	d.outcome(j)
	d.close("li")
}

// objects are packets, each a button that shows its bytes.
func (d packetsDrawer) objects(all []int) {
	d.open("ul", "class", "frames")
	for i, object := range all {
		if len(all) > mostFrames && i == mostFrames-1 {
			d.tag("li", rulebook.Label("and-more", d.Lang, number(len(all)-i)))
			break
		}
		d.open("li")
		d.object(object)
		d.close("li")
	}
	d.close("ul")
}

const mostFrames = 8

// object is a packet in a line: its layers and how long it is.
func (d packetsDrawer) object(index int) {
	o := &d.trace.Objects[index]
	d.tag("button", d.layers(index), "type", "button", "class", "object", "data-object", number(index), when(index == d.shown, "aria-pressed", ""), "true")
	d.tag("span", rulebook.Label("journey-bytes", d.Lang, number(len(o.Bytes))), "class", "where")
}

func (d packetsDrawer) layers(object int) string {
	p := d.parse(object, d.trace.Objects[object].Bytes)
	return p.Stack()
}

// asked is what the driver asked the card for, and how it said so.
func (d packetsDrawer) asked(j *journey) {
	d.open("dl", "class", "asked")
	d.item("journey-asks", either(j.start.Fact("asks"), rulebook.Label("journey-asks-nothing", d.Lang)))
	d.beside(j.info, j.arms())
	d.close("dl")
}

func either(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// beside is out-of-band information: the structures, with the members that say
// something.
func (d packetsDrawer) beside(info []int, arms []string) {
	for _, index := range info {
		o := &d.trace.Objects[index]
		d.open("dt")
		d.tag("button", o.Structure, "type", "button", "class", "object", "data-object", number(index))
		d.close("dt")
		d.tag("dd", membersText(o, arms))
	}
}

// membersText are the members of out-of-band information that are not zero, in the
// arm of its union that counts.
func membersText(o *trace.Object, arms []string) string {
	v, err := Look(*o)
	if err != nil {
		return ""
	}
	counts := func(path ndis.Path) bool { return true }
	for _, arm := range arms {
		if _, ok := v.Layout.Find(ndis.Path(arm)); ok {
			counts = func(path ndis.Path) bool { return strings.HasPrefix(string(path), arm+".") }
			break
		}
	}
	var all []string
	for i := range v.Layout.Slots {
		s := &v.Layout.Slots[i]
		if value, err := v.Value(s.Path); err == nil && value != 0 && counts(s.Path) {
			all = append(all, string(s.Path)+" = "+v.Text(i))
		}
	}
	return strings.Join(all, ", ")
}

// arms are those of the unions of out-of-band information that count, the first
// that there is.
func (j *journey) arms() []string {
	arms := []string{"TagHeader", "Info", "EncapsulatedPacketOffsets"}
	switch {
	case !j.sent:
		return append(arms, "Receive")
	case strings.Contains(j.start.Fact("asks"), "lso1"):
		return append(arms, "LsoV1Transmit", "Transmit")
	}
	return append(arms, "LsoV2Transmit", "Transmit")
}

// done is what the card did, or refused: lines that open their event.
func (d packetsDrawer) done(j *journey) {
	if len(j.events) == 0 && len(j.out) > 0 {
		d.tag("p", rulebook.Label("journey-nothing", d.Lang), "class", "hint")
		return
	}
	events := append([]*trace.Event{}, j.events...)
	if len(j.out) == 0 {
		events = append(events, j.start)
	}
	if len(events) > mostEvents {
		d.open("details", when(d.holds(events), "open", ""), "", "data-fold", "events-"+number(int(events[0].Time)))
		d.tag("summary", rulebook.Label("journey-events", d.Lang, number(len(events))))
		d.lines(events)
		d.close("details")
		return
	}
	d.lines(events)
}

const mostEvents = 8

func (d packetsDrawer) holds(events []*trace.Event) bool {
	for _, e := range events {
		if e.Time == d.Current {
			return true
		}
	}
	return false
}

func (d packetsDrawer) lines(events []*trace.Event) {
	d.open("ol", "class", "deeds")
	for _, e := range events {
		d.open("li", "class", e.Verdict.String())
		d.opens(e)
		if e.Time == d.Current {
			d.open("div", "class", "event "+e.Verdict.String())
			d.why(e, rulebook.Explain(e, d.Lang))
			d.close("div")
		}
		d.close("li")
	}
	d.close("ol")
}

// opensLine is an event in a line, a button that opens it.
func (p *page) opensLine(e *trace.Event, current bool, lang rulebook.Lang) {
	p.open("button", "class", "line", "type", "button", "data-time", number(int(e.Time)), when(current, "aria-current", ""), "step")
	p.line(e, lang)
	p.close("button")
}

func (d packetsDrawer) opens(e *trace.Event) { d.opensLine(e, e.Time == d.Current, d.Lang) }

// outcome is what went on the wire, or up.
func (d packetsDrawer) outcome(j *journey) {
	if len(j.out) == 0 {
		if j.start.Rule != nicsim.RuleNobodyReceives && !j.waits() {
			d.tag("p", rulebook.Label("journey-lost", d.Lang), "class", "lost")
		}
		return
	}
	d.tag("h4", rulebook.Label(when(j.sent, "journey-on-the-wire", "journey-up"), d.Lang, number(len(j.out))))
	d.open("ol", "class", "passages")
	for i := range j.out {
		d.passage(j, i)
	}
	d.close("ol")
}

// drawnFirst is how many of many packets are drawn in full; the last one is, too.
const drawnFirst = 3

func (d packetsDrawer) passage(j *journey, i int) {
	p := &j.out[i]
	object := p.stages[len(p.stages)-1]
	d.open("li", "class", "passage")
	defer d.close("li")
	if i >= drawnFirst && i < len(j.out)-1 && object != d.shown {
		d.object(object)
		return
	}
	d.open("details", when(i == 0 || object == d.shown, "open", ""), "", "data-fold", number(j.start.Step)+"-"+number(p.stages[0])+"-"+number(i))
	d.open("summary")
	d.tag("span", d.layers(object), "class", "object")
	d.WriteString(" ")
	d.tag("span", rulebook.Label("journey-bytes", d.Lang, number(len(d.trace.Objects[object].Bytes))), "class", "where")
	if p.frames != "" {
		d.WriteString(" ")
		d.tag("span", rulebook.Label("journey-merged", d.Lang, p.frames), "class", "where")
	}
	d.close("summary")
	d.tag("button", rulebook.Label("show-bytes", d.Lang), "type", "button", "class", "object", "data-object", number(object))
	if len(p.info) > 0 {
		d.open("dl", "class", "asked")
		d.beside(p.info, j.arms())
		d.close("dl")
	}
	for k := 1; k < len(p.stages); k++ {
		d.stage(j, p, k)
	}
	d.close("details")
}

// stage is a packet beside what became of it.
func (d packetsDrawer) stage(j *journey, p *passage, k int) {
	before, after := &d.trace.Objects[p.stages[k-1]], &d.trace.Objects[p.stages[k]]
	taken := 0
	if k == 1 {
		taken = p.taken
	}
	if len(p.stages) > 2 {
		d.tag("h5", Named(before, d.Lang)+" → "+Named(after, d.Lang))
	}
	d.beforeAfter(beforeAfter{p.stages[k], before.Bytes, after.Bytes, taken, eventsOf(j.events, before, after), after.Name == framed, before.Name == framed})
}

// eventsOf are the events that count for a stage: what IPsec does to a packet that
// is framed for it, all else before that; and on the way up, the reverse.
func eventsOf(all []*trace.Event, before, after *trace.Object) (events []*trace.Event) {
	secures := before.Name == framed || after.Name == opened
	for _, e := range all {
		if isIPsec := strings.HasPrefix(string(e.Rule), "ipsec."); isIPsec == secures {
			events = append(events, e)
		}
	}
	return events
}
