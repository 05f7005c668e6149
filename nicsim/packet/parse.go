package packet

// Layer is a header, or data. Its bytes are Length bytes at Offset; what it
// carries goes on to End.
type Layer struct {
	Kind   Kind
	Offset int
	Length int
	End    int
}

// Behind is where the layer's own bytes end and what it carries begins.
func (l Layer) Behind() int { return l.Offset + l.Length }

// Packet is bytes and the layers in them, from the outermost on.
type Packet struct {
	Bytes  []byte
	Layers []Layer
	Stop   Stop
}

// Stop is why reading went no further than At, an offset. The zero value: nothing
// was left to read.
type Stop struct {
	Code Reason
	At   int
}

// Reason is why reading stopped.
type Reason string

// The reasons.
const (
	// StopTruncated: a header is longer than the bytes that there are.
	StopTruncated Reason = "truncated"
	// StopLength: a header says that it is shorter than it can be.
	StopLength Reason = "length-wrong"
	// StopVersion: an IP header of another version than the layer before says.
	StopVersion Reason = "version-wrong"
	// StopUnknown: a protocol that this package does not know.
	StopUnknown Reason = "protocol-unknown"
	// StopFragment: a fragment that is not the first has no transport header.
	StopFragment Reason = "fragment"
	// StopEncrypted: what ESP carries cannot be told without its keys.
	StopEncrypted Reason = "encrypted"
	// StopDepth: more layers than [MaxLayers].
	StopDepth Reason = "too-many-layers"
)

// MaxLayers bounds the layers of a packet.
const MaxLayers = 40

// Parse finds the layers of an Ethernet frame.
func Parse(frame []byte) Packet { return ParseFrom(Ethernet, frame) }

// ParseVXLAN finds the layers of an Ethernet frame where VXLAN goes to a UDP port
// of its own.
func ParseVXLAN(frame []byte, port uint16) Packet {
	r := reader{vxlan: port}
	return r.parse(Ethernet, frame)
}

// ParseFrom finds the layers of bytes that begin with a layer of that kind.
func ParseFrom(first Kind, bytes []byte) Packet {
	r := reader{vxlan: PortVXLAN}
	return r.parse(first, bytes)
}

func (r *reader) parse(first Kind, bytes []byte) Packet {
	r.Packet = Packet{Bytes: bytes, Layers: make([]Layer, 0, 8)}
	if first == Ethernet {
		first = r.ethernet(0)
	}
	end := r.read(first, 0, len(bytes))
	r.pad(end, len(bytes))
	return r.Packet
}

// reader reads one packet, outermost layer first.
type reader struct {
	Packet
	vxlan uint16 // the port of VXLAN
}

// read reads layers until there are none, or one cannot be read. It returns where
// the innermost end is that a length field states.
func (r *reader) read(kind Kind, at, end int) int {
	for kind != NoKind && at < end {
		if len(r.Layers) == MaxLayers-2 {
			r.stop(StopDepth, at)
			kind = Data
		}
		layer, code := r.layer(kind, at, end)
		if code != "" {
			r.stop(code, at)
			layer = Layer{Data, at, end - at, end}
		}
		r.Layers = append(r.Layers, layer)
		at = layer.Behind()
		end = layer.End
		kind = r.next(layer)
	}
	return end
}

// pad makes a layer of what lies behind the end that a length field states.
func (r *reader) pad(from, to int) {
	if from < to {
		r.Layers = append(r.Layers, Layer{Padding, from, to - from, to})
	}
}

func (r *reader) stop(code Reason, at int) {
	if r.Stop.Code == "" {
		r.Stop = Stop{code, at}
	}
}

// layer is the layer of that kind at that place, or why there is none.
func (r *reader) layer(kind Kind, at, end int) (Layer, Reason) {
	row := &kindRows[kind]
	header := r.Bytes[at:end]
	if kind == Data {
		return Layer{Data, at, end - at, end}, ""
	}
	if len(header) < row.least {
		return Layer{}, StopTruncated
	}
	length := row.least
	if row.length.field != NoField {
		length = int(row.length.field.Get(header))*row.length.unit + row.length.more
	}
	switch {
	case length < row.least:
		return Layer{}, StopLength
	case length > len(header):
		return Layer{}, StopTruncated
	case kind == IPv4 && IPv4Version.Get(header) != 4, kind == IPv6 && IPv6Version.Get(header) != 6:
		return Layer{}, StopVersion
	}
	return Layer{kind, at, length, at + r.extent(kind, header, length)}, ""
}

// extent is how many bytes a layer and what it carries take: as many as there
// are, or as a length field states.
func (r *reader) extent(kind Kind, header []byte, length int) int {
	row := lengthOf(kind)
	if row == nil {
		return len(header)
	}
	stated := int(row.field.Get(header))
	if !row.header {
		stated += length
	}
	if stated < length || stated == length && kind == IPv6 && IPv6Next.Get(header) != noNextHeader {
		return len(header) // 0 where it would not fit the field, as in large sends
	}
	return min(stated, len(header))
}

// next is the kind that follows a layer, Data where it cannot be told.
func (r *reader) next(l Layer) Kind {
	header := r.Bytes[l.Offset:l.Behind()]
	switch l.Kind {
	case Data, Padding:
		return NoKind
	case TCP:
		return Data
	case ESP:
		r.stop(StopEncrypted, l.Behind())
		return Data
	case VXLAN, NVGRE:
		return r.ethernet(l.Behind())
	case Ethernet8023:
		return LLC
	case LLC:
		return r.orUnknown(LLCDestination.Get(header) == 0xAA && LLCControl.Get(header) == 3, SNAP, l)
	case UDP:
		return r.overUDP(l, header)
	case IPv4:
		if IPv4FragmentOffset.Get(header) != 0 {
			r.stop(StopFragment, l.Behind())
			return Data
		}
	case Fragment:
		if FragmentOffset.Get(header) != 0 {
			r.stop(StopFragment, l.Behind())
			return Data
		}
	}
	return r.byNumber(l, header)
}

// byNumber is the kind that the layer's number names.
func (r *reader) byNumber(l Layer, header []byte) Kind {
	row := nextOf(l.Kind)
	number := row.field.Get(header)
	kind := row.inner(number)
	if number < minEtherType && l.Kind == VLAN {
		return LLC
	}
	known := kind != NoKind && MayCarry(l.Kind, kind)
	if kind == NVGRE {
		known = r.isNVGRE(l.Behind(), l.End)
	}
	return r.orUnknown(known, kind, l)
}

func (r *reader) orUnknown(known bool, kind Kind, l Layer) Kind {
	if known {
		return kind
	}
	if l.Behind() < l.End {
		r.stop(StopUnknown, l.Behind())
	}
	return Data
}

// noNextHeader is the protocol number that says that nothing follows.
const noNextHeader = 59

// minEtherType: lower numbers in its place are lengths.
const minEtherType = 0x600

// ethernet tells the two kinds of frames apart.
func (r *reader) ethernet(at int) Kind {
	if uint16At(r.Bytes, at+12) < minEtherType && len(r.Bytes) >= at+14 {
		return Ethernet8023
	}
	return Ethernet
}

// isNVGRE: of all GRE headers, NVGRE's has a key, no checksum and no sequence
// number, and carries Ethernet (RFC 7637 section 3.2).
func (r *reader) isNVGRE(at, end int) bool {
	header := r.Bytes[at:end]
	return NVGREFlags.Get(header) == 0x2000 && NVGREProtocol.Get(header) == 0x6558
}

// overUDP: VXLAN is told by the port it goes to, ESP by either, unless the first
// four bytes are zero, which is IKE, or there is but one byte, which keeps a
// translation alive (RFC 3948 section 2).
func (r *reader) overUDP(l Layer, header []byte) Kind {
	inside := r.Bytes[l.Behind():l.End]
	source, destination := UDPSource.Get(header), UDPDestination.Get(header)
	switch {
	case uint16(destination) == r.vxlan && len(inside) > 0 && inside[0]&0x08 != 0:
		return VXLAN
	case (source == PortESP || destination == PortESP) && len(inside) >= 8 && ESPSPI.Get(inside) != 0:
		return ESP
	}
	return Data
}
