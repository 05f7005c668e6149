package figure

import (
	"slices"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/ipsec"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// Offloads draws what `!ndiskd.netadapter -offloads` prints of the network card
// when the event of that time has happened: the configuration that NDIS believes
// in beside what the hardware can do, by type of offload, and what is at work where
// that is something else; the keywords as the registry has them and as the miniport
// goes by them; encapsulation; security associations.
func Offloads(s *scenario.Scenario, t *trace.Trace, until trace.Tick, lang rulebook.Lang) string {
	d := offloads{&page{}, cardAt(s, t, until), lang}
	d.capabilities()
	d.lacks()
	d.keywords()
	d.secured()
	return d.String()
}

type offloads struct {
	*page
	card
	lang rulebook.Lang
}

// types are the members of NDIS_OFFLOAD that hold others, innermost first: a type
// of offload each.
func types(l *catalog.Layout) (all []int) {
	for i := range l.Slots {
		s := &l.Slots[i]
		if isOffload(l, s) && (len(all) == 0 || all[len(all)-1] != typeOf(l, i)) {
			all = append(all, typeOf(l, i))
		}
	}
	return all
}

// isOffload reports whether a member says something of an offload.
func isOffload(l *catalog.Layout, s *catalog.Slot) bool {
	return !s.Kind.Container() && !strings.HasPrefix(string(s.Path), "Header.")
}

// typeOf is the member that holds another, or itself where none does.
func typeOf(l *catalog.Layout, i int) int {
	for parent := l.Slots[i].Parent; parent >= 0; parent = l.Slots[parent].Parent {
		if l.Slots[parent].Path != "" {
			return parent
		}
	}
	return i
}

// capabilities is the table of the types.
func (d offloads) capabilities() {
	if d.current == nil {
		d.tag("p", rulebook.Label("offloads-none", d.lang), "class", "hint")
		return
	}
	d.open("table", "class", "offers")
	d.tag("caption", rulebook.Label("offloads", d.lang))
	d.open("thead")
	d.WriteString(`<tr><th scope="col" colspan="2">Offload type</th></tr><tr><th scope="col">Current config</th><th scope="col">Hardware capability</th></tr>`)
	d.close("thead")
	l := widest(d.current, d.capable).Layout
	for _, i := range types(l) {
		d.kind(l, i)
	}
	d.close("table")
}

// lacks is what the card cannot do although what it can do asks for it, and why
// that belongs together.
func (d offloads) lacks() {
	if d.working == nil {
		return
	}
	all := hardware.Lacking(d.working)
	if len(all) == 0 {
		return
	}
	d.table("offers lacks", rulebook.Label("lacks", d.lang), d.lang, "lacks-member", "lacks-needs")
	for i := range all {
		l := &all[i]
		bound := l.Bound
		if l.Needs == l.Member {
			bound = "≤ " + bound
		}
		d.rowName("", string(l.Member))
		d.cells(string(l.Needs) + " " + bound)
		if i == len(all)-1 || all[i+1].Rule != l.Rule {
			d.open("tr")
			d.tag("td", rulebook.Label("lacks-"+l.Rule, d.lang), "colspan", "2", "class", "hint")
			d.close("tr")
		}
	}
	d.endTable()
}

// widest is the record that has more members; the second may be nil.
func widest(a, b *codec.Record) *codec.Record {
	if b != nil && len(b.Layout.Slots) > len(a.Layout.Slots) {
		return b
	}
	return a
}

// kind is a type of offload: nothing, where nobody can do any of it.
func (d offloads) kind(l *catalog.Layout, i int) {
	current, capable, working := d.says(d.current, l, i), d.says(d.capable, l, i), d.says(d.working, l, i)
	if current == "" && capable == "" && working == "" {
		return
	}
	d.open("tbody", when(current != capable, "class", ""), "differs")
	d.open("tr")
	d.open("th", "scope", "rowgroup", "colspan", "2")
	d.tag("code", string(l.Slots[i].Path))
	d.close("th")
	d.close("tr")
	d.open("tr")
	if current == capable {
		d.tag("td", current, "colspan", "2")
		d.close("tr")
	} else {
		d.cells(either(current, "—"), either(capable, "—"))
	}
	if d.working != nil && working != current {
		d.open("tr", "class", "works")
		d.tag("td", rulebook.Label("offloads-work", d.lang, either(working, "—")), "colspan", "2")
		d.close("tr")
	}
	d.close("tbody")
}

// says is what a record says of a type, "" where it says nothing: members that are
// supported or on by their names, others with their values.
func (d offloads) says(r *codec.Record, l *catalog.Layout, kind int) string {
	if r == nil {
		return ""
	}
	var all []string
	for i := range l.Slots {
		s := &l.Slots[i]
		if !isOffload(l, s) || typeOf(l, i) != kind {
			continue
		}
		value, err := r.Value(s.Path)
		if err != nil || value == 0 {
			continue
		}
		at, _ := r.Layout.Find(s.Path)
		text := short(r.Text(at), s.Group())
		switch {
		case i == kind:
			all = append(all, text)
		case value == 1 && (text == "SUPPORTED" || text == "TRUE"):
			all = append(all, lastName(s.Path))
		default:
			all = append(all, lastName(s.Path)+" "+text)
		}
	}
	return strings.Join(all, ", ")
}

// short leaves out what the names of a group have in common.
func short(text string, g *catalog.Group) string {
	if g == nil || len(g.Constants) < 2 {
		return text
	}
	common := g.Constants[0].Name
	for _, c := range g.Constants {
		for !strings.HasPrefix(c.Name, common) {
			common = common[:len(common)-1]
		}
	}
	common = common[:strings.LastIndexByte(common, '_')+1]
	if common == "" {
		return text
	}
	return strings.ReplaceAll(text, common, "")
}

// keywords are those that the registry or the miniport has a value for.
func (d offloads) keywords() {
	if all, ipsec := hardware.Stopped(d.registry); all || ipsec {
		d.tag("p", rulebook.Label(when(all, "offloads-stopped", "offloads-stopped-ipsec"), d.lang), "class", "note")
	}
	var names []string
	for _, settings := range [][]hardware.Setting{d.registry, d.running} {
		for _, s := range settings {
			if !slices.Contains(names, s.Name) {
				names = append(names, s.Name)
			}
		}
	}
	if names == nil {
		return
	}
	d.table("offers", rulebook.Label("offloads-keywords", d.lang), d.lang, "keyword", "offloads-registry", "offloads-running")
	for _, name := range names {
		registry, running := valueIn(d.registry, name), valueIn(d.running, name)
		d.rowName(when(registry != running, "differs", ""), name)
		d.cells(either(registry, "—"), either(running, "—"))
	}
	d.endTable()
}

func valueIn(settings []hardware.Setting, name string) string {
	for _, s := range settings {
		if s.Name == name {
			return s.Value
		}
	}
	return ""
}

// secured is for whom offloads work, and the security associations.
func (d offloads) secured() {
	d.open("dl", "class", "asked")
	if d.active != "" {
		d.known("offloads-encapsulation", rulebook.ChangeValue("encapsulation", d.active, d.lang), d.lang)
	}
	d.close("dl")
	if len(d.associations) == 0 {
		return
	}
	d.table("offers", rulebook.Label("offloads-associations", d.lang, number(len(d.associations))), d.lang, "offloads-handle", "offloads-spi", "offloads-algorithms")
	for _, a := range d.associations {
		d.open("tr")
		d.open("th", "scope", "row")
		d.tag("button", number(a.number)+" · "+a.handle, "type", "button", "class", "link", "data-time", number(int(a.event.Time)))
		d.close("th")
		d.cells(a.event.Fact("spi")+" "+rulebook.Label(when(strings.Contains(a.event.Fact("flags"), "INBOUND"), "offloads-inbound", "offloads-outbound"), d.lang), shortAlgorithms(a.event.Fact("algorithms")))
	}
	d.endTable()
}

// shortAlgorithms leaves out what the names of algorithms have in common.
func shortAlgorithms(text string) string {
	for _, prefix := range []string{"IPSEC_OFFLOAD_V2_ENCRYPTION_", "IPSEC_OFFLOAD_V2_AUTHENTICATION_"} {
		text = strings.ReplaceAll(text, prefix, "")
	}
	return text
}

// card is a network card when an event has happened. Records are nil while there
// is nothing to say.
type card struct {
	current, capable, working *codec.Record
	registry, running         []hardware.Setting
	active                    string
	off                       uint8 // families
	associations              []secured
}

// secured is a security association, counted as steps name it.
type secured struct {
	number int
	handle string
	event  *trace.Event
}

func cardAt(s *scenario.Scenario, t *trace.Trace, until trace.Tick) card {
	c := card{registry: s.Keywords}
	added := 0
	trace.Walk(t.Events, func(e *trace.Event, _ int) bool {
		if e.Time > until {
			return false
		}
		for _, change := range e.Changes {
			c.follow(t, e, change)
		}
		switch e.Rule {
		case ipsec.RuleAdded:
			added++
			c.associations = append(c.associations, secured{added, e.Fact("handle"), e})
		case ipsec.RuleDeleted:
			c.forget(e.Fact("handle"))
		}
		return true
	})
	c.work(s, t)
	return c
}

// follow makes a change of the card's miniport, or of the registry.
func (c *card) follow(t *trace.Trace, e *trace.Event, change trace.Change) {
	keyword := strings.HasPrefix(change.Name, "*") || strings.Contains(change.Name, ".")
	switch {
	case change.Party.Kind == trace.Administrator && keyword:
		c.registry, _ = hardware.With(c.registry, hardware.Setting{Name: change.Name, Value: change.After})
	case change.Party.Kind != trace.Miniport:
	case keyword:
		c.running, _ = hardware.With(c.running, hardware.Setting{Name: change.Name, Value: change.After})
	case change.Name == "state" && change.After == "Initializing":
		*c = card{registry: c.registry, running: c.registry}
	case change.Name == "encapsulation":
		c.active = change.After
		c.off = hardware.Turn(c.off, e.Fact("families"), e.Rule == nicsim.RuleEncapsulationOff)
	case change.Name == "securityAssociations" && change.After == "0":
		c.associations = nil
	case change.Name == "currentConfig":
		c.current = recordOf(t, e.Object)
	case change.Name == "hardwareCapability":
		c.capable = recordOf(t, capabilitiesObject(t, e.Object))
	}
}

// capabilitiesObject is the object of hardware capabilities that belongs to a
// default configuration, or the object itself.
func capabilitiesObject(t *trace.Trace, object int) int {
	for i := object; i >= 0 && i < len(t.Objects) && i <= object+1; i++ {
		if t.Objects[i].Name == "HardwareOffloadCapabilities" {
			return i
		}
	}
	return object
}

func recordOf(t *trace.Trace, object int) *codec.Record {
	if object < 0 {
		return nil
	}
	v, err := Look(t.Objects[object])
	if err != nil || v.Record == nil || v.Object.Structure != hardware.Offload {
		return nil
	}
	return v.Record
}

// forget takes an association away.
func (c *card) forget(handle string) {
	wanted, _ := ndis.ParseNumber(handle, 64)
	var left []secured
	for _, a := range c.associations {
		if n, _ := ndis.ParseNumber(a.handle, 64); n != wanted {
			left = append(left, a)
		}
	}
	c.associations = left
}

// work is what the card really does: what its hardware can do, and the keywords let
// be that the miniport goes by.
func (c *card) work(s *scenario.Scenario, t *trace.Trace) {
	if c.current == nil {
		return
	}
	nic := hardware.NIC{}
	if s.NIC != nil {
		nic = *s.NIC
	}
	c.working = codec.New(c.current.Layout)
	nic.Fill(c.working, t.DriverOutcome(trace.Party{Kind: trace.Miniport}).Registered)
	hardware.Apply(c.working, c.running)
	hardware.Stop(c.working, c.off)
}
