package offload

import (
	"encoding/binary"
	"strconv"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// RSS is how received packets are spread over processors.
type RSS struct {
	Hash       *Toeplitz
	Types      uint32 // NDIS_HASH_...
	Table      []int  // processors, by the lowest bits of the hash
	BaseCPU    int    // what NDIS 6.0 adds to an entry of the table
	DefaultCPU int    // for packets without a hash
}

// Hash is what the hardware says about a received packet. Type 0: no hash.
type Hash struct {
	Type  uint32
	Value uint32
	CPU   int
}

// ReceiveScale is the structure that configures RSS.
const ReceiveScale = "NDIS_RECEIVE_SCALE_PARAMETERS"

// ReadRSS reads a record of [ReceiveScale]: the table and the key lie behind it.
// Revision 1 has a table of bytes, later ones of PROCESSOR_NUMBER.
func ReadRSS(r *codec.Record) *RSS {
	header, _ := r.Header()
	s := &RSS{
		Types: uint32(valueOf(r, "HashInformation") & constant("NDIS_HASH", "NDIS_HASH_TYPE_MASK")),
		Hash:  NewToeplitz(behind(r, "HashSecretKeyOffset", "HashSecretKeySize")),
	}
	table := behind(r, "IndirectionTableOffset", "IndirectionTableSize")
	entry, number := 1, 0
	if header.Revision > 1 {
		entry, number = processorNumber()
	} else {
		s.BaseCPU = int(valueOf(r, "BaseCpuNumber"))
	}
	for at := 0; at+entry <= len(table); at += entry {
		s.Table = append(s.Table, int(table[at+number]))
	}
	s.DefaultCPU = int(valueOf(r, "DefaultProcessorNumber.Number"))
	return s
}

// Spread is what [ReadRSS] reads: a record of [ReceiveScale] with a table of
// processors and a key behind it. Without a key it is a pattern.
func Spread(r *codec.Record, table []int, key []byte) []byte {
	for i := len(key); i < leastKey; i++ {
		key = append(key, byte(i+1))
	}
	header, _ := r.Header()
	entry, number := 1, 0
	if header.Revision > 1 {
		entry, number = processorNumber()
	}
	entries := make([]byte, entry*len(table))
	for i, cpu := range table {
		entries[i*entry+number] = byte(cpu)
	}
	at := len(r.Bytes())
	_ = write(r, assignment{"IndirectionTableOffset", uint64(at)}, assignment{"IndirectionTableSize", uint64(len(entries))},
		assignment{"HashSecretKeyOffset", uint64(at + len(entries))}, assignment{"HashSecretKeySize", uint64(len(key))})
	return append(append(append([]byte(nil), r.Bytes()...), entries...), key...)
}

// leastKey is how long the secret key is, as long as IPv6 needs it.
const leastKey = 40

// processorNumber is how long a PROCESSOR_NUMBER is, and where its Number lies.
func processorNumber() (size, number int) {
	layout, err := catalog.MustLookup("PROCESSOR_NUMBER").Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		return 1, 0
	}
	return layout.Size, layout.Slot("Number").Offset
}

// behind are the bytes behind a structure that two members point to.
func behind(r *codec.Record, offset, size ndis.Path) []byte {
	bytes, at, length := r.Bytes(), valueOf(r, offset), valueOf(r, size)
	if at > uint64(len(bytes)) || length > uint64(len(bytes))-at {
		return nil
	}
	return bytes[at : at+length]
}

// hashType is a type of hash: which packets it is for, and whether it looks into
// extension headers for addresses.
type hashType struct {
	name               string
	network, transport packet.Kind // NoKind: addresses alone
	extensions         bool
	bit                uint32
}

// hashTypes are in the order of preference: ports before addresses alone, the EX
// kinds before the plain ones.
var hashTypes = sync.OnceValue(func() []hashType {
	all := []hashType{
		{name: "NDIS_HASH_TCP_IPV4", network: packet.IPv4, transport: packet.TCP},
		{name: "NDIS_HASH_UDP_IPV4", network: packet.IPv4, transport: packet.UDP},
		{name: "NDIS_HASH_IPV4", network: packet.IPv4},
		{name: "NDIS_HASH_TCP_IPV6_EX", network: packet.IPv6, transport: packet.TCP, extensions: true},
		{name: "NDIS_HASH_UDP_IPV6_EX", network: packet.IPv6, transport: packet.UDP, extensions: true},
		{name: "NDIS_HASH_TCP_IPV6", network: packet.IPv6, transport: packet.TCP},
		{name: "NDIS_HASH_UDP_IPV6", network: packet.IPv6, transport: packet.UDP},
		{name: "NDIS_HASH_IPV6_EX", network: packet.IPv6, extensions: true},
		{name: "NDIS_HASH_IPV6", network: packet.IPv6},
	}
	for i := range all {
		all[i].bit = uint32(constant("NDIS_HASH", all[i].name))
	}
	return all
})

// typeOf is the type of hash for an IP layer and what it carries, nil for none.
func (s *RSS) typeOf(network, transport packet.Kind) *hashType {
	for i := range hashTypes() {
		h := &hashTypes()[i]
		if s.Types&h.bit != 0 && h.network == network && (h.transport == transport || h.transport == packet.NoKind) {
			return h
		}
	}
	return nil
}

// hash finds the processor of a received packet.
func (r *run) hash() Hash {
	s := r.card.RSS
	if s == nil {
		return Hash{}
	}
	network, transport, ok := r.hashed()
	var h *hashType
	if ok {
		kind := packet.NoKind
		if transport >= 0 {
			kind = r.Layers[transport].Kind
		}
		h = s.typeOf(r.Layers[network].Kind, kind)
	}
	if h == nil {
		r.word("types", ndis.Hex(uint64(s.Types), 0)).number("cpu", s.DefaultCPU).stop().note(RuleRSSNotHashed, trace.Ignored)
		return Hash{CPU: s.DefaultCPU}
	}
	return r.hashBy(s, h, network, transport)
}

// hashed are the layers that count: those in a tunnel where that is enabled, and
// no ports in fragments. Where a tunnel carries neither TCP nor UDP, the addresses
// of its own header count.
func (r *run) hashed() (network, transport int, ok bool) {
	at, ok := placeOf(&r.Packet, false)
	if !ok {
		return -1, -1, false
	}
	if inner, tunneled := placeOf(&r.Packet, true); tunneled {
		path, mask := tunnelOf(r.Layers[inner.tunnel].Kind).rss, tunnelMask(r.Layers[inner.network].Kind, r.Layers[inner.outer].Kind)
		switch {
		case r.card.value(path)&mask != mask:
		case inner.transport >= 0:
			at = inner
		default:
			at.transport = -1
		}
	}
	if r.Fragmented(at.network) {
		at.transport = -1
	}
	return at.network, at.transport, true
}

func (r *run) hashBy(s *RSS, h *hashType, network, transport int) Hash {
	source, destination := r.addresses(h, network)
	input := append(append(make([]byte, 0, 36), source...), destination...)
	rule := RuleRSSAddresses
	r.word("type", h.name).header("network", network)
	if h.transport != packet.NoKind {
		rule = RuleRSSHashed
		ports := r.ports(transport)
		input = append(input, ports...)
		source, destination := binary.BigEndian.Uint16(ports), binary.BigEndian.Uint16(ports[2:])
		r.bytes("ports", strconv.Itoa(int(source))+", "+strconv.Itoa(int(destination)), r.Layers[transport].Offset, len(ports))
	}
	value := s.Hash.Hash(input)
	found := Hash{Type: h.bit, Value: value, CPU: s.DefaultCPU}
	r.word("hash", ndis.Hex(uint64(value), 8))
	if len(s.Table) == 0 {
		r.number("cpu", s.DefaultCPU).note(RuleRSSTableEmpty, trace.Ignored)
		return found
	}
	index := int(value) & (powerOfTwo(len(s.Table)) - 1)
	found.CPU = s.BaseCPU + s.Table[index]
	r.number("index", index).number("cpu", found.CPU).note(rule, trace.Accepted)
	return found
}

// ports are the source and destination ports, which TCP and UDP begin with.
func (r *run) ports(transport int) []byte { return r.Header(transport)[:4] }

// powerOfTwo is the highest one that is not above n.
func powerOfTwo(n int) int {
	p := 1
	for 2*p <= n {
		p *= 2
	}
	return p
}

// addresses are the addresses that a type of hash looks at: in the EX kinds the
// home address of the destination options, and the address of a routing header of
// type 2, where they are there.
func (r *run) addresses(h *hashType, network int) (source, destination []byte) {
	if h.network == packet.IPv4 {
		return r.Span(network, packet.IPv4Source), r.Span(network, packet.IPv4Destination)
	}
	source, destination = r.Span(network, packet.IPv6Source), r.Span(network, packet.IPv6Destination)
	for i := network + 1; h.extensions && i < len(r.Layers) && r.Layers[i].Kind.IsExtension(); i++ {
		switch r.Layers[i].Kind {
		case packet.DestinationOptions:
			if home := homeAddress(r.Span(i, packet.DestinationOptionsField)); home != nil {
				source = home
			}
		case packet.Routing:
			if header := r.Header(i); r.Get(i, packet.RoutingType) == 2 && len(header) >= 24 {
				destination = header[8:24]
			}
		}
	}
	return source, destination
}

// homeAddress is the address of a home address option (RFC 6275 section 6.3).
func homeAddress(options []byte) []byte {
	const pad1, home = 0, 201
	for at := 0; at < len(options); {
		if options[at] == pad1 {
			at++
			continue
		}
		if at+2 > len(options) || at+2+int(options[at+1]) > len(options) {
			return nil
		}
		data := options[at+2 : at+2+int(options[at+1])]
		if options[at] == home && len(data) == 16 {
			return data
		}
		at += 2 + len(data)
	}
	return nil
}
