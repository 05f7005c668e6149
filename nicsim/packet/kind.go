package packet

// Kind is what a layer is.
type Kind uint8

// The kinds. NoKind is the outermost place, before any layer.
const (
	NoKind Kind = iota
	Ethernet
	Ethernet8023 // with a length in the place of the type
	LLC
	SNAP
	VLAN
	IPv4
	IPv6
	HopByHop
	Routing
	Fragment
	DestinationOptions
	TCP
	UDP
	ESP
	AH
	VXLAN
	NVGRE
	Data
	Padding // what follows behind the end that a length field states
	kinds
)

// kindRows are the kinds: the name that people write, the bytes that the header
// has at least, and how long the header says it is.
var kindRows = [kinds]struct {
	name   string
	least  int
	length lengthRule
}{
	Ethernet:           {"eth", 14, lengthRule{}},
	Ethernet8023:       {"eth8023", 14, lengthRule{}},
	LLC:                {"llc", 3, lengthRule{}},
	SNAP:               {"snap", 5, lengthRule{}},
	VLAN:               {"vlan", 4, lengthRule{}},
	IPv4:               {"ipv4", 20, lengthRule{IPv4HeaderLength, 4, 0}},
	IPv6:               {"ipv6", 40, lengthRule{}},
	HopByHop:           {"hopopts", 8, lengthRule{HopByHopLength, 8, 8}},
	Routing:            {"routing", 8, lengthRule{RoutingLength, 8, 8}},
	Fragment:           {"fragment", 8, lengthRule{}},
	DestinationOptions: {"dstopts", 8, lengthRule{DestinationLength, 8, 8}},
	TCP:                {"tcp", 20, lengthRule{TCPHeaderLength, 4, 0}},
	UDP:                {"udp", 8, lengthRule{}},
	ESP:                {"esp", 8, lengthRule{}},
	AH:                 {"ah", 12, lengthRule{AHLength, 4, 8}},
	VXLAN:              {"vxlan", 8, lengthRule{}},
	NVGRE:              {"nvgre", 8, lengthRule{}},
	Data:               {"data", 0, lengthRule{}},
	Padding:            {"padding", 0, lengthRule{}},
}

// lengthRule is a header's length in bytes by its own field: the field times the
// unit, and what it does not count. The zero value: the length never differs.
type lengthRule struct {
	field Field
	unit  int
	more  int
}

// String is the name that people write.
func (k Kind) String() string {
	if k >= kinds {
		return ""
	}
	return kindRows[k].name
}

// KindOf is the kind of that name, NoKind where there is none.
func KindOf(name string) Kind {
	for k := Ethernet; k < kinds; k++ {
		if kindRows[k].name == name {
			return k
		}
	}
	return NoKind
}

// KindNames lists the names of the kinds.
func KindNames() []string {
	names := make([]string, 0, kinds)
	for k := Ethernet; k < kinds; k++ {
		names = append(names, kindRows[k].name)
	}
	return names
}

// IsExtension reports whether the layer is an extension header of IPv6.
func (k Kind) IsExtension() bool { return k >= HopByHop && k <= DestinationOptions }

// IsNetwork reports whether the layer is IPv4 or IPv6.
func (k Kind) IsNetwork() bool { return k == IPv4 || k == IPv6 }

// carries is a kind inside another, and the number by which that one says so. One
// table reads packets and builds them.
type carries struct {
	inner  Kind
	number uint64
}

// The numbers are IANA's: EtherTypes, protocol numbers, UDP ports. What carries
// EtherTypes all carry the same, and so does what carries protocol numbers.
var etherTypes = []carries{
	{inner: IPv4, number: 0x0800}, {inner: IPv6, number: 0x86DD},
	{inner: VLAN, number: TypeVLAN}, {inner: VLAN, number: 0x88A8},
}

var protocols = []carries{
	{inner: HopByHop, number: 0}, {inner: IPv4, number: 4}, {inner: TCP, number: 6}, {inner: UDP, number: 17},
	{inner: IPv6, number: 41}, {inner: Routing, number: 43}, {inner: Fragment, number: 44}, {inner: NVGRE, number: 47},
	{inner: ESP, number: 50}, {inner: AH, number: 51}, {inner: DestinationOptions, number: 60},
}

var ports = []carries{
	{inner: VXLAN, number: PortVXLAN}, {inner: ESP, number: PortESP},
}

// TypeVLAN is the EtherType of an 802.1Q tag.
const TypeVLAN = 0x8100

// Ports at which UDP carries other layers.
const (
	PortVXLAN = 4789
	PortESP   = 4500
)

// nextRow is how a kind says what follows it: by which field, out of which
// numbers, and the number that stands for data of no known kind.
type nextRow struct {
	kind    Kind
	field   Field
	numbers []carries
	other   uint64
}

// The numbers for data are those set aside for experiments (RFC 3692, RFC 4727;
// IEEE 802 local experimental EtherType 1).
var nextRows = []nextRow{
	{Ethernet, EthernetType, etherTypes, 0x88B5},
	{VLAN, VLANType, etherTypes, 0x88B5},
	{SNAP, SNAPType, etherTypes, 0x88B5},
	{IPv4, IPv4Protocol, protocols, 253},
	{IPv6, IPv6Next, protocols, 253},
	{HopByHop, HopByHopNext, protocols, 253},
	{Routing, RoutingNext, protocols, 253},
	{Fragment, FragmentNext, protocols, 253},
	{DestinationOptions, DestinationNext, protocols, 253},
	{AH, AHNext, protocols, 253},
	{UDP, UDPDestination, ports, 0},
}

// nextOf is how a kind says what follows, nil where no number says it.
func nextOf(k Kind) *nextRow {
	for i := range nextRows {
		if nextRows[i].kind == k {
			return &nextRows[i]
		}
	}
	return nil
}

// inner is the kind that a number stands for, NoKind where none is known.
func (n *nextRow) inner(number uint64) Kind {
	for _, c := range n.numbers {
		if c.number == number {
			return c.inner
		}
	}
	return NoKind
}

// number is what stands for an inner kind.
func (n *nextRow) number(inner Kind) (uint64, bool) {
	if inner == Data || inner == NoKind || inner == Padding {
		return n.other, true
	}
	for _, c := range n.numbers {
		if c.inner == inner {
			return c.number, true
		}
	}
	return 0, false
}

// always are layers that follow without a number.
var always = []struct{ outer, inner Kind }{
	{NoKind, Ethernet}, {NoKind, Ethernet8023}, {NoKind, IPv4}, {NoKind, IPv6},
	{Ethernet8023, VLAN}, {Ethernet8023, LLC}, {VLAN, LLC}, {LLC, SNAP},
	{VXLAN, Ethernet}, {VXLAN, Ethernet8023}, {NVGRE, Ethernet}, {NVGRE, Ethernet8023},
}

// MayCarry reports whether a layer may stand behind another.
func MayCarry(outer, inner Kind) bool {
	if inner == Data || inner == Padding {
		return true
	}
	for _, a := range always {
		if a.outer == outer && a.inner == inner {
			return true
		}
	}
	next := nextOf(outer)
	if next == nil || inner.IsExtension() && outer == IPv4 {
		return false
	}
	_, ok := next.number(inner)
	return ok
}

// lengthRow is the field in which a kind says how long it is with what it carries,
// its own header counted or not.
type lengthRow struct {
	kind   Kind
	field  Field
	header bool
}

var lengthRows = []lengthRow{
	{Ethernet8023, Ethernet8023Length, false},
	{IPv4, IPv4Length, true},
	{IPv6, IPv6Length, false},
	{UDP, UDPLength, true},
}

// lengthOf is a kind's row, nil where it has none.
func lengthOf(k Kind) *lengthRow {
	for i := range lengthRows {
		if lengthRows[i].kind == k {
			return &lengthRows[i]
		}
	}
	return nil
}

// length is what a layer's length field says of its extent.
func (r *lengthRow) length(l Layer) uint64 {
	if r.header {
		return fitting(l.End - l.Offset)
	}
	return fitting(l.End - l.Behind())
}

// fitting is a length that fits two bytes, else 0.
func fitting(length int) uint64 {
	if length > 0xFFFF {
		return 0
	}
	return uint64(length)
}
