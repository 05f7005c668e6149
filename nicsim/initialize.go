package nicsim

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
)

// Structures and members that a miniport and NDIS exchange when an adapter
// starts.
const (
	initParameters    = "NDIS_MINIPORT_INIT_PARAMETERS"
	registrationAttrs = "NDIS_MINIPORT_ADAPTER_REGISTRATION_ATTRIBUTES"
	generalAttrs      = "NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES"
	offloadAttrs      = "NDIS_MINIPORT_ADAPTER_OFFLOAD_ATTRIBUTES"
	assistAttrs       = "NDIS_MINIPORT_ADAPTER_HARDWARE_ASSIST_ATTRIBUTES"
	dmaDescription    = "NDIS_SG_DMA_DESCRIPTION"
	rssCapabilities   = "NDIS_RECEIVE_SCALE_CAPABILITIES"
	connectionOffload = "NDIS_TCP_CONNECTION_OFFLOAD"

	pathAdapterContext ndis.Path = "MiniportAdapterContext"
	pathPower          ndis.Path = "PowerManagementCapabilities"
	pathPowerEx        ndis.Path = "PowerManagementCapabilitiesEx"
	pathRss            ndis.Path = "RecvScaleCapabilities"
	pathDefault        ndis.Path = "DefaultOffloadConfiguration"
	pathHardware       ndis.Path = "HardwareOffloadCapabilities"
	pathConnection     ndis.Path = "DefaultTcpConnectionOffloadConfiguration"
	pathConnectionHw   ndis.Path = "TcpConnectionOffloadHardwareCapabilities"
	pathIPsecAh        ndis.Path = "IPsecV2.Ah"
	pathIPsecEsp       ndis.Path = "IPsecV2.Esp"

	directHandler = "DirectOidRequestHandler"
)

const setAttributes = "NdisMSetMiniportAttributes"

// adapterStart is a miniport that is being initialized.
type adapterStart struct {
	*Machine
	*node
	done   map[string]bool // attribute structures that were accepted
	failed *ndis.Status    // the first failure, which the driver returns
}

// initialize starts a miniport's adapter.
func (m *Machine) initialize(n *node) {
	switch {
	case !n.runs():
		return
	case n.legacy:
		m.reaches(n, event(RuleLegacyInitializes, ndisParty, n.party, "MiniportInitialize", trace.NoObject, trace.Accepted, "registered", n.outcome.Registered.String()), StatePaused)
		return
	}
	m.running = m.setup.Keywords
	m.empty()
	n.on, n.off = 0, 0
	s := &adapterStart{Machine: m, node: n, done: map[string]bool{}}
	object, _ := m.ndisBuilds(initParameters, n, nil)
	e := event(RuleInitializes, ndisParty, n.party, "MiniportInitializeEx", object, trace.Accepted, m.buildFacts(initParameters, n)...)
	m.reaches(n, e, StateInitializing)
	m.Inside(func() {
		m.meanwhile(n)
		m.reads(n, object, ndisParty, "MiniportInitializeEx")
		s.setAttributes()
		s.claim()
		s.finish()
	})
	m.Last().Status = n.outcome.Status
}

// buildFacts say for which version NDIS built a structure, and how.
func (m *Machine) buildFacts(structure string, n *node) []string {
	revision, size := m.right(n, structure)
	return []string{"structure", structure, "registered", n.outcome.Registered.String(), "revision", strconv.Itoa(revision), "size", strconv.Itoa(size)}
}

// ndisBuilds fills a structure as NDIS hands it to a driver: at the revision
// that belongs to the driver's registered version.
func (m *Machine) ndisBuilds(structure string, n *node, fill func(*draft)) (object int, address uint64) {
	d := m.draftAs(structure, n.outcome.Registered, nil)
	if fill != nil {
		fill(d)
	}
	return m.finish(n, ndisParty, d, structure)
}

// setAttributes calls NdisMSetMiniportAttributes for each attribute structure that
// the driver sets, until one is refused.
func (s *adapterStart) setAttributes() {
	for _, step := range []struct {
		skip string
		set  func()
	}{
		{"registration", s.setRegistration},
		{"general", s.setGeneral},
		{"", s.setAssist},
		{"offload", s.setOffload},
	} {
		if s.failed == nil && !s.Skip(step.skip) {
			step.set()
		}
	}
}

// claim claims what the hardware needs, as far as the scenario speaks of it.
func (s *adapterStart) claim() {
	if s.failed != nil || s.Sending(dmaDescription, "default", s.outcome.Registered) == nil {
		return
	}
	if result := s.pass(s.node, dmaDescription, "NdisMRegisterScatterGatherDma", nil); !result.OK() {
		s.failed = result.Status
	}
}

func (s *adapterStart) setRegistration() {
	d := s.draft(s.node, registrationAttrs, "default")
	d.set(pathAdapterContext, s.reserve(objectAlign))
	s.set(d, nil)
}

func (s *adapterStart) setGeneral() {
	d := s.draft(s.node, generalAttrs, "default")
	var nested []int
	if p := knowsPower(s.outcome.Registered); p.structure != powerOld || s.Sending(powerOld, "default", s.outcome.Registered) != nil {
		nested = s.point(nested, d, p.path, s.draft(s.node, p.structure, "default"))
	}
	if s.Sending(rssCapabilities, "default", s.outcome.Registered) != nil {
		nested = s.point(nested, d, pathRss, s.draft(s.node, rssCapabilities, "default"))
	}
	s.set(d, nested)
}

// setAssist sets the hardware assist attributes of a driver that says it sends
// them.
func (s *adapterStart) setAssist() {
	if s.Sending(assistAttrs, "default", s.outcome.Registered) != nil {
		s.set(s.draft(s.node, assistAttrs, "default"), nil)
	}
}

func (s *adapterStart) setOffload() {
	d := s.draft(s.node, offloadAttrs, "default")
	var nested []int
	for _, o := range []struct {
		path  ndis.Path
		where string
	}{{pathDefault, "default"}, {pathHardware, "hardware"}} {
		nested = s.point(nested, d, o.path, s.report(s.node, o.where))
	}
	if s.Sending(connectionOffload, "default", s.outcome.Registered) != nil {
		nested = s.point(nested, d, pathConnection, s.draft(s.node, connectionOffload, "default"))
		nested = s.point(nested, d, pathConnectionHw, s.draft(s.node, connectionOffload, "hardware"))
	}
	s.set(d, nested)
}

// point makes a member of a structure point to another, which it finishes.
func (s *adapterStart) point(nested []int, d *draft, path ndis.Path, to *draft) []int {
	object, address := s.Machine.finish(s.node, s.party, to, string(path))
	d.set(path, address)
	if object == trace.NoObject {
		return nested
	}
	return append(nested, object)
}

// report is what the driver reports of its task offload: all the hardware can
// do, or by default what the keywords leave of it.
func (m *Machine) report(n *node, where string) *draft {
	d := m.draft(n, hardware.Offload, where)
	dropped := m.setup.NIC.Fill(d.Record, n.outcome.Registered)
	if where != "hardware" {
		hardware.Apply(d.Record, m.running)
	}
	if where == "default" {
		m.tellOffload(n, d, dropped)
	}
	return d
}

// tellOffload says which revision the driver builds and why, what of it stays
// zero, and what has no place in it.
func (m *Machine) tellOffload(n *node, d *draft, dropped []ndis.Path) {
	header, _ := d.Header()
	registered, revision, size := n.outcome.Registered.String(), strconv.Itoa(int(header.Revision)), strconv.Itoa(d.Layout.Size)
	m.say(RuleBuildsForItself, n.party, n.party, "", trace.Accepted, "structure", d.name, "registered", registered, "revision", revision, "size", size, "zero", joinPaths(zeros(d.Record)))
	if len(dropped) > 0 {
		m.say(RuleNoPlace, n.party, ndisParty, setAttributes, trace.Adjusted, "registered", registered, "revision", revision, "size", size, "members", joinPaths(dropped))
	}
}

// zeros lists the outermost members of a structure of which every byte is zero.
func zeros(r *codec.Record) []ndis.Path {
	var paths []ndis.Path
	for _, slot := range r.Layout.Slots {
		if slot.Parent < 0 && strings.Trim(string(r.Bytes()[slot.Offset:slot.End()]), "\x00") == "" {
			paths = append(paths, slot.Path)
		}
	}
	return paths
}

func joinPaths(paths []ndis.Path) string {
	var texts []string
	for _, p := range paths {
		texts = append(texts, string(p))
	}
	return strings.Join(texts, ", ")
}

// set passes an attribute structure to NDIS, and judges it and what it points
// to.
func (s *adapterStart) set(d *draft, nested []int) {
	object, _ := s.Machine.finish(s.node, s.party, d, d.name)
	s.Add(event(RuleSetsAttributes, s.party, ndisParty, setAttributes, object, trace.Accepted, "structure", d.name))
	var status *ndis.Status
	s.Inside(func() { status = s.judgeAttributes(d, object, nested) })
	s.Last().Status = statusOf(ndis.StatusSuccess)
	if status != nil {
		s.Last().Status = status
		s.failed = status
	}
}

// judgeAttributes returns nil where NDIS takes the structure.
func (s *adapterStart) judgeAttributes(d *draft, object int, nested []int) *ndis.Status {
	if object == trace.NoObject {
		return s.refuse(negotiate.RuleNullPointer, ndis.StatusInvalidParameter, trace.NoObject, trace.Facts("parameter", d.name))
	}
	if status := s.order(d.name, object); status != nil {
		return status
	}
	result := s.Pass(s.Send(object, s.party, ndisParty, setAttributes), negotiate.AttributesCall, s.outcome.Registered)
	s.sent(s.node, object, result.Verdict)
	if !result.OK() {
		return result.Status
	}
	if status := s.power(d, object); status != nil {
		return status
	}
	used, status := s.judgeNested(nested)
	if status != nil {
		return status
	}
	if status := s.ipsec(nested, used); status != nil {
		return status
	}
	s.done[d.name] = true
	s.attributes = append(s.attributes, attribute{d.name, "", object, result.Used})
	for i, object := range nested {
		o := &s.Objects[object]
		s.attributes = append(s.attributes, attribute{o.Structure, ndis.Path(o.Name), object, used[i]})
	}
	if d.name == offloadAttrs {
		s.keep()
	}
	return nil
}

func (s *adapterStart) refuse(rule trace.Rule, status ndis.Status, object int, facts []trace.Fact) *ndis.Status {
	e := event(rule, s.party, ndisParty, setAttributes, object, trace.Rejected)
	e.Status, e.Facts = &status, facts
	if s.Add(e) {
		return nil
	}
	return e.Status
}

// order: registration attributes come first, general attributes second.
func (s *adapterStart) order(name string, object int) *ndis.Status {
	before := map[string]string{generalAttrs: registrationAttrs, offloadAttrs: generalAttrs, assistAttrs: generalAttrs}[name]
	if before == "" || s.done[before] {
		return nil
	}
	return s.refuse(RuleOutOfOrder, ndis.StatusBadVersion, object, trace.Facts("structure", name, "before", before))
}

// power: from the version that has NDIS_PM_CAPABILITIES, general attributes must
// point to it, and not to its predecessor.
func (s *adapterStart) power(d *draft, object int) *ndis.Status {
	since := catalog.MustLookup(powerCapabilities).Since
	if d.name != generalAttrs || s.outcome.Registered < since || !d.Has(pathPowerEx) {
		return nil
	}
	if d.Number(pathPowerEx) == 0 {
		facts := s.powerFacts(d, object, pathPowerEx)
		if s.Mode == negotiate.Documented {
			return s.refuse(RulePowerMissing, ndis.StatusBadVersion, object, facts)
		}
		s.tolerate(RulePowerMissing, object, facts)
	}
	if d.Number(pathPower) != 0 {
		s.tolerate(RulePowerOld, object, s.powerFacts(d, object, pathPower))
	}
	return nil
}

func (s *adapterStart) powerFacts(d *draft, object int, path ndis.Path) []trace.Fact {
	since := catalog.MustLookup(powerCapabilities).Since
	return append(trace.Facts("registered", s.outcome.Registered.String(), "since", since.String()), s.memberFact("pointer", object, d.Record, path))
}

func (s *adapterStart) tolerate(rule trace.Rule, object int, facts []trace.Fact) {
	e := event(rule, s.party, ndisParty, setAttributes, object, trace.Tolerated)
	e.Facts = facts
	s.Add(e)
}

// judgeNested judges the structures that an attribute structure points to, and
// returns the revisions they are read at.
func (s *adapterStart) judgeNested(nested []int) (used []int, status *ndis.Status) {
	for _, object := range nested {
		if structure := catalog.MustLookup(s.Objects[object].Structure); !structure.Versioned() {
			used = append(used, 1)
			continue
		}
		result := s.Pass(s.Send(object, s.party, ndisParty, setAttributes), negotiate.NestedAttribute, s.outcome.Registered)
		s.sent(s.node, object, result.Verdict)
		if !result.OK() {
			return nil, result.Status
		}
		used = append(used, result.Used)
	}
	return used, nil
}

// ipsec: who reports IPsec offload version 2 must have registered handlers for
// direct requests, on which security associations come.
func (s *adapterStart) ipsec(nested, used []int) *ndis.Status {
	if s.Names(trace.Miniport, directHandler) {
		return nil
	}
	for i, object := range nested {
		if s.Objects[object].Structure != hardware.Offload {
			continue
		}
		layout, err := catalog.MustLookup(hardware.Offload).Layout(catalog.Options{Arch: s.Arch, Revision: used[i]})
		if err != nil {
			return nil
		}
		record := codec.Decode(layout, s.Objects[object].Bytes)
		for _, path := range []ndis.Path{pathIPsecAh, pathIPsecEsp} {
			if record.Number(path) == 0 {
				continue
			}
			facts := append(trace.Facts("handler", directHandler), s.memberFact("member", object, record, path))
			if s.Mode == negotiate.Documented {
				return s.refuse(RuleIPsecIndirect, ndis.StatusBadVersion, object, facts)
			}
			s.tolerate(RuleIPsecIndirect, object, facts)
			return nil
		}
	}
	return nil
}

// keep: NDIS copies the offload structures; the driver's own may be on its
// stack. Without a default configuration there is nothing to answer from.
func (s *adapterStart) keep() {
	object, used := s.config()
	if used == 0 {
		return
	}
	e := event(RuleOffloadKept, ndisParty, s.party, setAttributes, object, trace.Accepted, "revision", strconv.Itoa(used))
	e.Changes = []trace.Change{{Party: s.party, Name: "currentConfig", After: revisionText(used)}}
	if _, used := s.attribute(hardware.Offload, pathHardware); used != 0 {
		e.Changes = append(e.Changes, trace.Change{Party: s.party, Name: "hardwareCapability", After: revisionText(used)})
	}
	s.Add(e)
	s.review(s.node, object, used, setAttributes)
	s.reviewDefault(s.node, object, used, setAttributes)
}

func revisionText(revision int) string {
	return hardware.Offload + " " + strconv.Itoa(revision)
}

// finish is MiniportInitializeEx's return.
func (s *adapterStart) finish() {
	status := s.failed
	if status == nil {
		status = s.Initialize
	}
	switch {
	case status != nil && *status != ndis.StatusSuccess:
		s.end(RuleInitializeFails, status, StateHalted)
	case !s.done[generalAttrs]:
		s.end(RuleWithoutGeneral, statusOf(ndis.StatusFailure), StateHalted)
	default:
		s.end(RuleInitialized, statusOf(ndis.StatusSuccess), StatePaused)
	}
}

func (s *adapterStart) end(rule trace.Rule, status *ndis.Status, state string) {
	e := event(rule, s.party, ndisParty, "MiniportInitializeEx", trace.NoObject, trace.Accepted)
	e.Status = status
	if state == StateHalted {
		e.Verdict = trace.Rejected
		s.attributes = nil
	}
	s.reaches(s.node, e, state)
	if !e.OK() {
		s.outcome.State = StateHalted
	}
	s.outcome.Status = status
}
