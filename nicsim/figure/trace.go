package figure

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
)

// TraceOptions say how a trace is drawn. Current is the Time of the event that is
// open, 0 for none; Remedies are what would put that one right, in words, each a
// button that carries its number as data-remedy. Book is the address of the page
// of rules, as seen from where the drawing stands; without it, rules are no links.
// Keys says that the page has keys to go from line to line: then Tab comes to one
// line of a list only, as it does in a diagram.
type TraceOptions struct {
	Lang     rulebook.Lang
	Current  trace.Tick
	Remedies []string
	Book     string
	Keys     bool
}

// stop reports whether Tab comes to an event: to the open one, or the first.
func (o TraceOptions) stop(e *trace.Event) bool {
	return e.Time == o.Current || o.Current == 0 && e.Time == 1
}

// Trace draws a trace as nested lists: each event a line that opens to its why.
// Events carry data-time, the structures they speak of data-object.
func Trace(t *trace.Trace, o TraceOptions) string {
	p := &page{}
	if len(t.Events) == 0 {
		p.tag("p", rulebook.Label("empty", o.Lang), "class", "empty")
		return p.String()
	}
	drawer{p, t, o}.events(t.Events, "trace")
	return p.String()
}

type drawer struct {
	*page
	trace *trace.Trace
	TraceOptions
}

func (d drawer) events(events []trace.Event, class string) {
	d.open("ol", "class", class, when(class == "trace", "aria-label", ""), rulebook.Label("trace", d.Lang))
	for i := range events {
		d.event(&events[i])
	}
	d.close("ol")
}

func (d drawer) event(e *trace.Event) {
	x := rulebook.Explain(e, d.Lang)
	time := number(int(e.Time))
	current := e.Time == d.Current
	d.open("li", "class", classes("event", e.Verdict.String(), worst(e)), "data-time", time)
	d.open("details", when(current, "open", ""), "", when(current, "class", ""), "current", "id", "event-"+time)
	d.summary(e)
	d.why(e, x)
	d.close("details")
	if len(e.Events) > 0 {
		d.events(e.Events, "inner")
	}
	d.close("li")
}

// worst is a class that says that something inside an event went wrong.
func worst(e *trace.Event) string {
	found := trace.Accepted
	trace.Walk(e.Events, func(inner *trace.Event, _ int) bool {
		found = max(found, inner.Verdict)
		return true
	})
	if found == trace.Accepted {
		return ""
	}
	return "holds-" + found.String()
}

// summary is what is seen of a closed event.
func (d drawer) summary(e *trace.Event) {
	d.open("summary", "data-time", number(int(e.Time)), when(d.Keys && !d.stop(e), "tabindex", ""), "-1", when(e.Time == d.Current, "aria-current", ""), "step")
	d.line(e, d.Lang)
	d.close("summary")
}

// line says an event on a line: when, how judged, whose, what, the status with
// which it failed.
func (p *page) line(e *trace.Event, lang rulebook.Lang) {
	x := rulebook.Explain(e, lang)
	p.tag("span", number(int(e.Time)), "class", "time", "aria-hidden", "true")
	p.tag("span", x.Verdict, "class", "mark "+e.Verdict.String())
	p.tag("span", rulebook.Who(e.From, lang), "class", "party "+e.From.Kind.String())
	p.tag("span", x.Title, "class", "title")
	if status := failure(e); status != "" {
		p.tag("code", status, "class", "status")
	}
}

// failure is the status with which an event failed, "" for none.
func failure(e *trace.Event) string {
	if e.Status == nil || *e.Status == ndis.StatusSuccess || e.Verdict != trace.Rejected && len(e.Events) == 0 {
		return ""
	}
	return e.Status.String()
}

// why is what is seen of an open event.
func (d drawer) why(e *trace.Event, x rulebook.Explanation) {
	d.open("div", "class", "explanation")
	d.tag("p", x.Text, "class", "says")
	d.open("dl")
	d.item("why", x.Why)
	d.item("fix", x.Fix)
	if e.Time == d.Current {
		d.remedies()
	}
	d.item("but", x.But)
	d.facts(e)
	d.changes(e)
	d.object(e)
	d.written(x)
	d.close("dl")
	d.close("div")
}

func (d drawer) item(label, text string) {
	if text != "" {
		d.tag("dt", rulebook.Label(label, d.Lang))
		d.tag("dd", text, "class", label)
	}
}

func (d drawer) remedies() {
	if len(d.Remedies) == 0 {
		return
	}
	d.open("dd", "class", "remedies")
	for i, words := range d.Remedies {
		d.tag("button", words, "type", "button", "data-remedy", number(i))
	}
	d.close("dd")
}

func (d drawer) facts(e *trace.Event) {
	if len(e.Facts) == 0 {
		return
	}
	d.tag("dt", rulebook.Label("facts", d.Lang))
	d.open("dd", "class", "facts")
	for i, f := range e.Facts {
		attributes := []string{"class", "fact", "data-fact", number(i)}
		if f.Ref != nil {
			attributes = append(attributes, "data-object", number(f.Ref.Object), "data-from", number(f.Ref.Offset), "data-to", number(f.Ref.Offset+f.Ref.Length))
		}
		d.open("span", attributes...)
		d.tag("span", rulebook.Fact(f.Name, d.Lang), "class", "name")
		d.tag("code", rulebook.FactValue(f.Name, f.Value, d.Lang))
		d.close("span")
		d.WriteString(" ")
	}
	d.close("dd")
}

func (d drawer) changes(e *trace.Event) {
	if len(e.Changes) == 0 {
		return
	}
	d.tag("dt", rulebook.Label("changes", d.Lang))
	d.open("dd", "class", "changes")
	for _, c := range e.Changes {
		before, after := rulebook.ChangeValue(c.Name, c.Before, d.Lang), rulebook.ChangeValue(c.Name, c.After, d.Lang)
		d.open("span", "class", "change")
		d.tag("span", rulebook.Who(c.Party, d.Lang)+" · "+rulebook.Change(c.Name, d.Lang), "class", "name")
		if before != "" {
			d.tag("code", before)
			d.WriteString(" → ")
		}
		d.tag("code", after)
		d.close("span")
		d.WriteString(" ")
	}
	d.close("dd")
}

func (d drawer) object(e *trace.Event) {
	if e.Object == trace.NoObject {
		return
	}
	o := d.trace.Objects[e.Object]
	d.tag("dt", rulebook.Label(when(o.Structure == "", "packet", "object"), d.Lang))
	d.open("dd")
	d.tag("code", Named(&o, d.Lang), "data-object", number(e.Object), "class", "object")
	d.WriteString(" ")
	d.tag("span", rulebook.Label("bytes", d.Lang, number(len(o.Bytes)), Address(o.Arch, o.Address)), "class", "where")
	d.close("dd")
}

// written is where a rule is written, and how sure that is.
func (d drawer) written(x rulebook.Explanation) {
	d.tag("dt", rulebook.Label("confidence", d.Lang))
	d.tag("dd", x.Confidence)
	d.tag("dt", rulebook.Label("sources", d.Lang))
	d.open("dd", "class", "sources")
	d.sources(x.Sources)
	d.rule(x.Rule, d.Book)
	d.close("dd")
}

func (p *page) sources(sources []rulebook.Source) {
	for _, s := range sources {
		if s.URL == "" {
			p.tag("span", s.Text)
		} else {
			p.tag("a", s.Text, "href", s.URL, "rel", "noopener", "target", "_blank")
		}
		p.WriteString(" ")
	}
}

// rule is a rule's name, a link where there is a book at hand.
func (p *page) rule(name trace.Rule, book string) {
	if book == "" {
		p.tag("code", string(name), "class", "rule")
		return
	}
	p.open("a", "href", book+RuleFragment(name), "data-page", "rules")
	p.tag("code", string(name), "class", "rule")
	p.close("a")
}

// Address writes an address as debuggers do.
func Address(arch ndis.Arch, address uint64) string {
	const digits = "0123456789abcdef"
	width := 2 * arch.Pointer()
	text := make([]byte, 0, width+1)
	for i := width - 1; i >= 0; i-- {
		text = append(text, digits[address>>(4*i)&15])
		if i == 8 {
			text = append(text, '`')
		}
	}
	return string(text)
}
