package nicsim

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
)

//go:embed members.txt
var membersText string

// defaults are the lines of members.txt, by structure.
var defaults = sync.OnceValue(func() map[string][]codec.Assignment {
	all := map[string][]codec.Assignment{}
	for _, line := range ndis.DataLines(membersText) {
		f := strings.Fields(line)
		all[f[0]] = append(all[f[0]], codec.Assignment{Path: ndis.Path(f[1]), Text: strings.Join(f[2:], " ")})
	}
	return all
})

// Addresses are made up, in the ranges where Windows keeps such things.
const (
	pool64, image64 = 0xFFFFBA8000000000, 0xFFFFF80200000000
	pool32, image32 = 0x8B000000, 0x92000000
	objectAlign     = 0x40
	imageSize       = 0x100000
	handlerAlign    = 0x40
)

func poolBase(arch ndis.Arch) uint64 {
	if arch == ndis.X86 {
		return pool32
	}
	return pool64
}

func imageBase(arch ndis.Arch) uint64 {
	if arch == ndis.X86 {
		return image32
	}
	return image64
}

// object puts bytes into the machine's memory and into the trace.
func (m *Machine) object(o trace.Object) int {
	o.Arch, o.Address = m.Arch, m.reserve(len(o.Bytes))
	return m.AddObject(o)
}

// reserve gives out an address.
func (m *Machine) reserve(size int) uint64 {
	address := m.next
	m.next += uint64(size+objectAlign) / objectAlign * objectAlign
	return address
}

// rebuilt is a structure of the trace at another revision: as many of its bytes
// as have a place, below that revision's own header.
func (m *Machine) rebuilt(object, revision int) *codec.Record {
	layout, err := catalog.MustLookup(m.Objects[object].Structure).Layout(catalog.Options{Arch: m.Arch, Revision: revision})
	if err != nil {
		panic(err) // the revision was read or built before
	}
	record := codec.New(layout)
	header, versioned := record.Header()
	copy(record.Bytes(), m.Objects[object].Bytes)
	if versioned {
		record.SetHeader(header)
	}
	return record
}

// draft is a structure that is being filled.
type draft struct {
	*codec.Record
	name  string
	where string       // of the driver's sends; "" where they do not count
	send  *driver.Send // what the scenario says of it, nil for nothing
	null  bool         // the pointer to it is NULL
}

// draft begins a structure as a driver of the registered version builds it. At
// an unknown revision the layout is that of the right one.
func (m *Machine) draft(n *node, structure, where string) *draft {
	return m.draftAt(n, structure, where, n.outcome.Registered)
}

func (m *Machine) draftAt(n *node, structure, where string, registered ndis.Version) *draft {
	d := m.draftAs(structure, registered, n.Sending(structure, where, registered))
	d.where = where
	return d
}

// draftStep begins a structure that a step passes: as the driver is known to send
// it, and as the step says.
func (m *Machine) draftStep(n *node, structure, where string, step *driver.Send) *draft {
	usual := n.Sending(structure, where, n.outcome.Registered)
	send := step
	switch {
	case step == nil:
		send = usual
	case usual != nil && step.Revision == nil:
		merged := *usual
		merged.Members = append(merged.Members[:len(merged.Members):len(merged.Members)], step.Members...)
		send = &merged
	}
	d := m.draftAs(structure, n.outcome.Registered, send)
	d.where = where
	return d
}

func (m *Machine) draftAs(structure string, registered ndis.Version, send *driver.Send) *draft {
	s := catalog.MustLookup(structure)
	revision, ok := s.RevisionFor(registered)
	if !ok && len(s.Revisions) > 0 {
		revision = s.Revisions[0]
	}
	if send != nil && send.Revision != nil {
		if stated, ok := s.Revision(*send.Revision); ok {
			revision = stated
		}
	}
	options := catalog.Options{Arch: m.Arch, Revision: revision.Number}
	if last := s.LastVersion(revision); registered >= revision.Since && registered < last {
		options.Version = max(registered, m.Arch.Since())
	}
	layout, err := s.Layout(options)
	if err != nil {
		panic(err) // the options are the catalogue's own
	}
	d := &draft{Record: codec.New(layout), name: structure, send: send, null: send != nil && send.Null}
	m.fillDefaults(d)
	return d
}

func (m *Machine) fillDefaults(d *draft) {
	for _, a := range defaults()[d.name] {
		if _, ok := d.Layout.Find(a.Path); !ok {
			continue
		}
		text := a.Text
		switch text {
		case "$medium":
			text = m.setup.NIC.Medium()
		case "$speed":
			text = strconv.FormatUint(m.setup.NIC.Speed(), 10)
		}
		if err := d.SetText(a.Path, text); err != nil {
			panic(err) // a test sets each of them
		}
	}
}

// set writes a number where the draft has such a member.
func (d *draft) set(path ndis.Path, value uint64) {
	if d.Layout.Leaf(path) != nil {
		_ = d.SetValue(path, value) // what does not fit stays out
	}
}

// finish applies what the scenario says and puts the structure into memory. The
// address is 0 where the pointer is NULL.
func (m *Machine) finish(n *node, from trace.Party, d *draft, name string) (object int, address uint64) {
	if d.null {
		return trace.NoObject, 0
	}
	bytes := d.Bytes()
	if d.send != nil {
		bytes = m.spoil(n, d)
	}
	object = m.object(trace.Object{Name: name, From: from, Where: d.where, Structure: d.name, Bytes: bytes})
	return object, m.Objects[object].Address
}

// spoil applies an entry of sends: members, header, and how much arrives.
func (m *Machine) spoil(n *node, d *draft) []byte {
	for _, a := range d.send.Members {
		if _, ok := d.Layout.Find(a.Path); ok { // a member that this revision does not have stays out
			_ = d.SetText(a.Path, a.Text) // its value was checked when it was read
		}
	}
	header, versioned := d.Header()
	if versioned {
		m.spoilHeader(n, d, &header)
		d.SetHeader(header)
	}
	length := max(d.Layout.Size, int(header.Size))
	if !versioned && d.send.Size != nil { // its call says how long it is
		length = *d.send.Size
	}
	if d.send.Delivered != nil {
		length = *d.send.Delivered
	}
	bytes := make([]byte, length)
	copy(bytes, d.Bytes())
	return bytes
}

func (m *Machine) spoilHeader(n *node, d *draft, h *ndis.ObjectHeader) {
	if d.send.Revision != nil {
		h.Revision = uint8(*d.send.Revision)
	}
	if d.send.Type != nil {
		h.Type = *d.send.Type
	}
	switch {
	case d.send.Sizeof && n != nil:
		h.Size = uint16(m.sizeof(d.Layout.Structure, n.BuiltFor()))
	case d.send.Size != nil:
		h.Size = uint16(*d.send.Size)
	}
}

// sizeof is the size in bytes of the C type as compiled for a version.
func (m *Machine) sizeof(s *catalog.Structure, build ndis.Version) int {
	layout, err := s.Layout(catalog.Options{Arch: m.Arch, Version: max(build, s.Since, m.Arch.Since())})
	if err != nil {
		return 0
	}
	return layout.Sizeof
}

// nameHandlers points the function pointers of a characteristics structure into
// the driver's image, but for those the driver does not name.
func (m *Machine) nameHandlers(n *node, d *draft) {
	index := uint64(0)
	image := imageBase(m.Arch) + uint64(n.party.Kind)*imageSize*16 + uint64(n.party.Index)*imageSize
	for _, leaf := range d.Layout.Leaves {
		slot := &d.Layout.Slots[leaf.Slot]
		if slot.Kind != catalog.KindFunction {
			continue
		}
		index++
		if n.Names(n.kind.Party, string(slot.Path)) {
			d.set(slot.Path, image+index*handlerAlign)
		}
	}
}

// sent notes in the driver's outcome what became of a structure.
func (m *Machine) sent(n *node, object int, verdict trace.Verdict) {
	if object == trace.NoObject {
		return
	}
	o := m.Objects[object]
	header, ok := codec.HeaderOf(o.Bytes)
	if !ok {
		return
	}
	n.outcome.Sent(trace.StructureOutcome{Name: o.Structure, Revision: int(header.Revision), Size: int(header.Size), Verdict: verdict})
}

// memberFact is a fact read from a member of an object.
func (m *Machine) memberFact(name string, object int, d *codec.Record, path ndis.Path) trace.Fact {
	i, ok := d.Layout.Find(path)
	if !ok {
		return trace.Fact{Name: name}
	}
	return trace.Fact{Name: name, Value: d.Text(i), Ref: m.MemberRef(object, d.Layout, path)}
}
