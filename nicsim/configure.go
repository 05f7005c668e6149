package nicsim

import (
	"slices"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/hardware"
)

const skipRegistry = "NDIS_OFFLOAD_PARAMETERS_SKIP_REGISTRY_UPDATE"

// parametersAt is the request's NDIS_OFFLOAD_PARAMETERS as who knows that
// revision reads it, nil where the request carries something else.
func (t *travel) parametersAt(revision int) *codec.Record {
	if t.expected.Carries != hardware.Parameters {
		return nil
	}
	layout, err := catalog.MustLookup(hardware.Parameters).Layout(catalog.Options{Arch: t.Arch, Revision: revision})
	if err != nil {
		return nil
	}
	return codec.Decode(layout, t.InformationBuffer)
}

// rewriteKeywords is NDIS putting what is set into the registry, before the
// miniport sees the request (documented: oid-tcp-offload-parameters).
func (t *travel) rewriteKeywords() {
	record := t.parametersAt(t.sent)
	if record == nil || t.skipsRegistry(record) {
		return
	}
	settings := t.setup.Keywords
	var changes []trace.Change
	for _, p := range hardware.Asked(record) {
		value := record.Number(p.Path)
		s, ok := p.Setting(value)
		if !ok || p.Keyword == "" {
			continue
		}
		var before string
		settings, before = hardware.With(settings, s)
		changes = append(changes, trace.Change{Party: trace.Party{Kind: trace.Administrator}, Name: s.Name, Before: before, After: s.Value})
	}
	if changes == nil {
		return
	}
	e := event(RuleKeywordsRewritten, ndisParty, t.base.party, "", t.buffer, trace.Accepted, t.facts("keywords", namesOf(changes))...)
	e.Changes = changes
	if t.Add(e) {
		t.setup.Keywords, t.rewritten = settings, changes
	}
}

// skipsRegistry: a flag asks NDIS to leave the registry alone; it counts from the
// sender's version on that has it.
func (t *travel) skipsRegistry(record *codec.Record) bool {
	slot := record.Layout.Slot(pathFlags)
	flag, _ := slot.Group().Named(skipRegistry)
	if record.Number(pathFlags)&flag.Value == 0 || t.sender.Registered < flag.Since {
		return false
	}
	e := event(RuleRegistrySpared, ndisParty, t.base.party, "", t.buffer, trace.Accepted, t.facts()...)
	e.Facts = append(e.Facts, t.memberFact("flags", t.buffer, record, pathFlags))
	return t.Add(e)
}

func namesOf(changes []trace.Change) string {
	var names []string
	for _, c := range changes {
		names = append(names, c.Name+" = "+c.After)
	}
	return strings.Join(names, ", ")
}

// configure is a miniport that is given parameters to apply: all of them, or none
// (unspecified). Refused is nil where it has applied them.
func (t *travel) configure(n *node, used int) (refused *oid.Outcome) {
	record := t.parametersAt(used)
	capable := t.report(n, "hardware").Record
	settings := t.running
	var changes []trace.Change
	for _, p := range hardware.Asked(record) {
		value := record.Number(p.Path)
		s, ok := p.Setting(value)
		fact := t.memberFact("value", t.buffer, record, p.Path)
		switch {
		case !ok:
			refused = t.refusesMember(n, RuleParameterUnknown, ndis.StatusInvalidData, fact)
		case !p.Counts(capable):
			t.notCounted(n, fact, p.Keyword)
			continue
		case t.contradicts(n, record, p):
			refused = t.refusesMember(n, RuleParameterContradicts, ndis.StatusInvalidParameter, fact, "linked", strings.Join(n.Linked, ", "))
		case p.Lacks(capable, s):
			refused = t.refusesMember(n, RuleParameterLacking, ndis.StatusNotSupported, fact)
		}
		if refused != nil {
			return refused
		}
		if p.Keyword == "" {
			continue
		}
		var before string
		settings, before = hardware.With(settings, s)
		changes = append(changes, trace.Change{Party: n.party, Name: s.Name, Before: before, After: s.Value})
	}
	t.apply(n, settings, changes)
	return nil
}

func (t *travel) apply(n *node, settings []hardware.Setting, changes []trace.Change) {
	e := event(RuleParametersApplied, n.party, n.party, "", t.buffer, trace.Accepted, t.facts("keywords", namesOf(changes))...)
	if changes == nil {
		e = event(RuleParametersSame, n.party, n.party, "", t.buffer, trace.Accepted, t.facts()...)
	}
	e.Changes = changes
	t.flush(n) // before it stops coalescing
	if t.Add(e) {
		t.running = settings
		t.tellConfig(n)
	}
}

// refusesMember refuses the parameters because of one of them; nil where the rule
// is switched off.
func (t *travel) refusesMember(n *node, rule trace.Rule, status ndis.Status, fact trace.Fact, facts ...string) *oid.Outcome {
	e := event(rule, n.party, ndisParty, t.call(), t.buffer, trace.Rejected, t.facts(facts...)...)
	e.Facts = append(e.Facts, trace.Fact{Name: "member", Value: string(fact.Ref.Path), Ref: fact.Ref}, fact)
	return unlessSuccess(t.ends(e, status))
}

func (t *travel) notCounted(n *node, fact trace.Fact, keyword string) {
	e := event(RuleParameterOtherFamily, n.party, ndisParty, t.call(), t.buffer, trace.Ignored, t.facts("keyword", keyword)...)
	e.Facts = append(e.Facts, trace.Fact{Name: "member", Value: string(fact.Ref.Path), Ref: fact.Ref})
	t.Add(e)
}

// contradicts reports whether a driver that has one switch for several parameters
// is given different values for them.
func (t *travel) contradicts(n *node, record *codec.Record, p hardware.Parameter) bool {
	value := record.Number(p.Path)
	if !slices.Contains(n.Linked, string(p.Path)) {
		return false
	}
	for _, path := range n.Linked {
		if other, err := record.Value(ndis.Path(path)); err == nil && other != 0 && other != value {
			return true
		}
	}
	return false
}

// mismatch: where the miniport does not apply what NDIS has put into the registry,
// it stays there (unspecified).
func (t *travel) mismatch(n *node) {
	var differ []string
	for _, c := range t.rewritten {
		if _, runs := hardware.With(t.running, hardware.Setting{Name: c.Name}); runs != c.After {
			differ = append(differ, c.Name)
		}
	}
	if differ != nil {
		t.say(RuleRegistryDiffers, ndisParty, n.party, "", trace.Tolerated, t.facts("keywords", strings.Join(differ, ", "))...)
	}
}

// tellConfig is a miniport that says what it is configured to do now, as it must
// after each change.
func (t *travel) tellConfig(n *node) {
	if n.Skip("indication") {
		t.say(RuleConfigNotTold, n.party, ndisParty, "NdisMIndicateStatusEx", trace.Tolerated, t.facts()...)
		return
	}
	t.indicate(Indication{From: n.party, Status: ndis.StatusTaskOffloadCurrentConfig, Buffer: &driver.Send{Structure: hardware.Offload}})
}
