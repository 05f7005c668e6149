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

// outOfBand notes what a packet that is sent asks for.
func (m *Machine) outOfBand(n *node, r offload.Request) {
	for _, row := range []struct {
		structure string
		fill      func(*codec.Record) error
		asked     bool
	}{
		{offload.ChecksumInfo, r.Checksum.Fill, true},
		{offload.LargeSendInfo, r.LSO.Fill, r.LSO != nil},
		{offload.SegmentationInfo, r.USO.Fill, r.USO != nil},
		{offload.TagInfo, r.VLAN.Fill, r.VLAN != nil},
		{offload.SupplementalInfo, r.Encapsulated.Fill, r.Encapsulated != nil},
	} {
		if record := m.information(n, row.structure); row.asked && record != nil && row.fill(record) == nil {
			m.note(n.party, record)
		}
	}
}

// receivedInfo notes what is said of a packet that was received.
func (m *Machine) receivedInfo(n *node, r *offload.Received, info ipsec.Receive) {
	for _, row := range []struct {
		structure string
		write     func(*codec.Record) error
		said      bool
	}{
		{offload.ChecksumInfo, r.Checksum.Write, true},
		{offload.CoalescedTCPInfo, r.WriteTCP, true},
		{offload.CoalescedUDPInfo, r.WriteUDP, true},
		{offload.TagInfo, r.VLAN.Fill, r.VLAN != nil},
	} {
		if record := m.information(n, row.structure); row.said && record != nil && row.write(record) == nil {
			m.note(n.party, record)
		}
	}
	if record := m.information(n, ipsec.InfoStructure); record != nil {
		copy(record.Bytes(), info.OOB(m.Arch).Info)
		m.note(n.party, record)
	}
}
