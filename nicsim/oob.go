package nicsim

import (
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/ipsec"
	"ndisplayground/nicsim/offload"
)

// information is a structure that travels beside a packet, as a driver of the
// registered version has it; nil where that version has none.
func (m *Machine) information(n *node, structure string) *codec.Record {
	s := catalog.MustLookup(structure)
	if n.outcome.Registered < s.Since {
		return nil
	}
	layout, err := s.Layout(catalog.Options{Arch: m.Arch, Version: max(n.outcome.Registered, m.Arch.Since())})
	if err != nil {
		return nil
	}
	return codec.New(layout)
}

// note puts a structure beside a packet into the trace, where it says something.
func (m *Machine) note(from trace.Party, record *codec.Record) {
	if record == nil {
		return
	}
	for _, b := range record.Bytes() {
		if b != 0 {
			s := record.Layout.Structure.Name
			m.object(trace.Object{Name: catalog.ShortName(s), From: from, Structure: s, Bytes: record.Bytes()})
			return
		}
	}
}

// said is a structure beside a packet, what writes it, and whether it says anything.
type said struct {
	structure string
	write     func(*codec.Record) error
	there     bool
}

func (m *Machine) noteAll(n *node, all ...said) {
	for _, s := range all {
		if record := m.information(n, s.structure); s.there && record != nil && s.write(record) == nil {
			m.note(n.party, record)
		}
	}
}

// outOfBand notes what a packet that is sent asks for.
func (m *Machine) outOfBand(n *node, r offload.Request) {
	m.noteAll(n,
		said{offload.ChecksumInfo, r.Checksum.Fill, true},
		said{offload.LargeSendInfo, r.LSO.Fill, r.LSO != nil},
		said{offload.SegmentationInfo, r.USO.Fill, r.USO != nil},
		said{offload.TagInfo, r.VLAN.Fill, r.VLAN != nil},
		said{offload.SupplementalInfo, r.Encapsulated.Fill, r.Encapsulated != nil})
}

// receivedInfo notes what is said of a packet that was received.
func (m *Machine) receivedInfo(n *node, r *offload.Received, info ipsec.Receive) {
	crypto := func(record *codec.Record) error {
		copy(record.Bytes(), info.OOB(m.Arch).Info)
		return nil
	}
	m.noteAll(n,
		said{offload.ChecksumInfo, r.Checksum.Write, true},
		said{offload.CoalescedTCPInfo, r.WriteTCP, true},
		said{offload.CoalescedUDPInfo, r.WriteUDP, true},
		said{offload.TagInfo, r.VLAN.Fill, r.VLAN != nil},
		said{ipsec.InfoStructure, crypto, true})
}
