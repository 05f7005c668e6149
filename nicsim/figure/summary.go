package figure

import (
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
)

// Summary draws how it ended, a line for each driver: what it registered, its
// status, its state.
func Summary(t *trace.Trace, lang rulebook.Lang) string {
	p := &page{}
	p.open("ul", "class", "summary", "aria-label", rulebook.Label("summary", lang))
	o := t.Outcome
	if o.Protocol != nil {
		p.driver(o.Protocol, trace.Party{Kind: trace.Protocol}, lang)
	}
	for i := range o.Filters {
		p.driver(&o.Filters[i], trace.Party{Kind: trace.Filter, Index: i + 1}, lang)
	}
	if o.Intermediate != nil {
		p.driver(&o.Intermediate.Miniport, trace.Party{Kind: trace.Intermediate, Index: 1}, lang)
		p.driver(&o.Intermediate.Protocol, trace.Party{Kind: trace.Intermediate}, lang)
	}
	if o.Miniport != nil {
		p.driver(o.Miniport, trace.Party{Kind: trace.Miniport}, lang)
	}
	p.close("ul")
	return p.String()
}

// fine is whether a driver came to run, or stands ready.
func fine(d *trace.DriverOutcome) bool {
	return d.Registered != 0 && d.Status != nil && !d.Status.Failed()
}

func (p *page) driver(d *trace.DriverOutcome, party trace.Party, lang rulebook.Lang) {
	p.open("li", "class", when(fine(d), "accepted", "rejected"))
	p.tag("span", rulebook.Who(party, lang), "class", "party "+party.Kind.String())
	if d.Registered != 0 {
		p.tag("span", "NDIS "+d.Registered.String(), "class", "registered")
	}
	switch {
	case d.Status == nil:
		p.tag("span", rulebook.Label("no-status", lang), "class", "status")
	case !fine(d):
		p.tag("code", d.Status.String()+" ("+d.Status.Hex()+")", "class", "status")
	}
	p.tag("span", rulebook.State(d.State, lang), "class", "state")
	p.close("li")
}
