package nicsim

import (
	"slices"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/oid"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/ipsec"
	"ndisplayground/nicsim/offload"
)

const (
	pathIPsec     ndis.Path = "IPsecV2"
	pathNext      ndis.Path = "Next"
	pathHandle    ndis.Path = "OffloadHandle"
	pathSPI       ndis.Path = "SecAssoc[0].Spi"
	pathKeyLength ndis.Path = "KeyLength"
	pathKeyOffset ndis.Path = "KeyOffset"
	inbound                 = "IPSEC_OFFLOAD_V2_INBOUND"
)

// associations are the OIDs of security associations, by the structure that they
// carry.
var associations = map[string]func(*ipsec.Card, ipsec.Memory, uint64) ipsec.Result{
	"IPSEC_OFFLOAD_V2_ADD_SA":    (*ipsec.Card).AddSA,
	"IPSEC_OFFLOAD_V2_ADD_SA_EX": (*ipsec.Card).AddSAEx,
	"IPSEC_OFFLOAD_V2_UPDATE_SA": (*ipsec.Card).UpdateSA,
	deleteSA:                     (*ipsec.Card).DeleteSA,
}

// deleteSA is what a miniport that resets refuses in a way of its own.
const deleteSA = "IPSEC_OFFLOAD_V2_DELETE_SA"

// association is what was added: its handle at the card, and at the one with whom
// it is shared.
type association struct{ handle, peer uint64 }

// TakesAssociations reports whether a structure is of security associations.
func TakesAssociations(structure string) bool { return associations[structure] != nil }

// TakesTable reports whether a structure has a table of processors behind it.
func TakesTable(structure string) bool { return structure == offload.ReceiveScale }

// TakesKey reports whether a structure has a key behind it, or keys.
func TakesKey(structure string) bool {
	return TakesTable(structure) || TakesAssociations(structure) && structure != deleteSA
}

// securesBy is the card's IPsec part as it is configured now.
func (m *Machine) securesBy(n *node) *ipsec.Card {
	if m.ipsec == nil {
		m.ipsec = ipsec.NewCard(m.Recorder, m.Arch, ipsec.Capabilities{})
		m.ipsec.PacketLimit = m.setup.NIC.PacketLimit
	}
	m.ipsec.Capabilities = ipsec.ReadCapabilities(m.enabled(n), pathIPsec)
	m.ipsec.Receiving, m.ipsec.Off = n.on, n.off
	return m.ipsec
}

// secures is a miniport that is given security associations to add, to change or
// to forget.
func (t *travel) secures(n *node) oid.Outcome {
	carries := t.expected.Carries
	if n.resets {
		return t.refuses(n, RuleResetNoDelete, ndis.StatusNotAccepted)
	}
	if !t.expected.For.Has(n.outcome.Registered) {
		return t.refuses(n, RuleWrongGeneration, ndis.StatusNotSupported, "registered", n.outcome.Registered.String())
	}
	memory := t.answered()
	result := associations[carries](t.securesBy(n), memory, t.Objects[t.buffer].Address)
	for i, handle := range result.Handles {
		if handle != 0 && i < len(t.list) {
			t.Machine.associations = append(t.Machine.associations, association{handle, t.shared(t.list[i])})
		}
	}
	out := oid.Outcome{Status: result.Status}
	if out.Status == ndis.StatusSuccess {
		out.BytesRead, out.SupportedRevision = t.Length, n.supported(t.sent)
	}
	return out
}

// answered is the machine's memory with the request's structures as they come
// back: the card writes handles into them. What was sent stays as it was.
func (t *travel) answered() ipsec.Memory {
	seen := slices.Clone(t.Objects)
	for i, object := range t.list {
		o := t.Objects[object]
		o.Name, o.From, o.Bytes = "answered "+o.Name, t.base.party, slices.Clone(o.Bytes)
		index := t.AddObject(o)
		seen[object] = o
		if i == 0 {
			t.reply = index
		}
	}
	return ipsec.Objects(seen)
}

// shared gives the other side the same association, as one to send with. It has a
// card that can do everything.
func (m *Machine) shared(object int) (handle uint64) {
	if m.peer == nil {
		m.peer = ipsec.NewCard(&trace.Recorder{}, m.Arch, ipsec.ReadCapabilities(everything(), pathIPsec))
	}
	o := m.Objects[object]
	o.Bytes = slices.Clone(o.Bytes)
	layout := m.layoutOf(o.Structure)
	record := codec.Decode(layout, o.Bytes)
	flag, _ := layout.Slot(pathFlags).Group().Named(inbound)
	flags := record.Number(pathFlags)
	d := &draft{Record: record}
	d.set(pathFlags, flags&^flag.Value)
	d.set(pathNext, 0)
	copy(o.Bytes, record.Bytes())
	add := m.peer.AddSA
	if layout.Leaf(pathKeyOffset) != nil {
		add = m.peer.AddSAEx
	}
	if result := add(ipsec.Objects([]trace.Object{o}), o.Address); len(result.Handles) > 0 {
		return result.Handles[0]
	}
	return 0
}

// everything is NDIS_OFFLOAD of a card that can do all.
func everything() *codec.Record {
	s := catalog.MustLookup(hardware.Offload)
	layout, err := s.Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		panic(err) // the options are the catalogue's own
	}
	record := codec.New(layout)
	newest := ndis.Versions()
	(&hardware.NIC{}).Fill(record, newest[len(newest)-1])
	return record
}

// fillAssociations makes the structures of a request for security associations:
// as many as are asked for, one behind the other, with their keys.
func (t *travel) fillAssociations(a Asking, structure *catalog.Structure) {
	next := uint64(0)
	for i := max(1, a.List) - 1; i >= 0; i-- { // the last one first, since each points to the next
		d := t.drafted(structure.Name, a.Buffer)
		if next != 0 {
			d.set(pathNext, next)
		}
		if spi, err := d.Value(pathSPI); err == nil && i > 0 {
			d.set(pathSPI, spi+uint64(i))
		}
		if a.Association > 0 {
			d.set(pathHandle, t.handleOf(a.Association))
		}
		bytes := withKeys(d, t.structure(d), a.Key)
		object := t.Machine.object(trace.Object{Name: "InformationBuffer", From: t.sender.Party, Where: "request", Structure: structure.Name, Bytes: bytes})
		next = t.Objects[object].Address
		t.list = append([]int{object}, t.list...)
	}
	t.buffer, t.InformationBuffer = t.list[0], t.Objects[t.list[0]].Bytes
	t.Length = len(t.InformationBuffer)
	if header, ok := codec.HeaderOf(t.InformationBuffer); ok {
		t.sent = int(header.Revision)
	}
}

// handleOf is the handle of the association that was added as that one, 1 the
// first; a handle that nobody has where there were not so many.
func (m *Machine) handleOf(number int) uint64 {
	if number > len(m.associations) {
		return ^uint64(0) >> (64 - 8*m.Arch.Pointer()) &^ 0xF
	}
	return m.associations[number-1].handle
}

// withKeys puts keys behind a structure that has room for them: those given, or a
// pattern, as long as KeyLength says.
func withKeys(d *draft, bytes, key []byte) []byte {
	length, err := d.Value(pathKeyLength)
	if err != nil || length > mostKeys || d.send != nil && d.send.Delivered != nil {
		return bytes
	}
	at := 0
	if leaf := d.Layout.Leaf(pathKeyOffset); leaf != nil {
		at = d.Layout.Sizeof
		if d.Number(pathKeyOffset) == 0 { // the step does not say where
			d.set(pathKeyOffset, uint64(at))
			copy(bytes, d.Bytes())
		}
	} else if tail := d.Layout.Tail(); tail != nil {
		at = tail.Offset
	}
	bytes = append(bytes[:min(at, len(bytes))], make([]byte, max(0, at-len(bytes))+int(length))...)
	for i := range bytes[at:] {
		bytes[at+i] = byte(i + 1)
	}
	copy(bytes[at:], key)
	return bytes
}

// mostKeys bounds the bytes of a structure's keys.
const mostKeys = 1 << 10
