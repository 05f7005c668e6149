package packet

import "encoding/binary"

// Field is a field of a header, an index into the table of fields.
type Field uint8

// The fields, in the order of their bits.
const (
	NoField Field = iota
	EthernetDestination
	EthernetSource
	EthernetType
	Ethernet8023Destination
	Ethernet8023Source
	Ethernet8023Length
	LLCDestination
	LLCSource
	LLCControl
	SNAPOrganization
	SNAPType
	VLANPriority
	VLANDropEligible
	VLANID
	VLANType
	IPv4Version
	IPv4HeaderLength
	IPv4DSCP
	IPv4ECN
	IPv4Length
	IPv4Identification
	IPv4Flags
	IPv4FragmentOffset
	IPv4TTL
	IPv4Protocol
	IPv4Checksum
	IPv4Source
	IPv4Destination
	IPv4Options
	IPv6Version
	IPv6DSCP
	IPv6ECN
	IPv6Flow
	IPv6Length
	IPv6Next
	IPv6HopLimit
	IPv6Source
	IPv6Destination
	HopByHopNext
	HopByHopLength
	HopByHopOptions
	RoutingNext
	RoutingLength
	RoutingType
	RoutingLeft
	RoutingData
	FragmentNext
	FragmentReserved
	FragmentOffset
	FragmentReserved2
	FragmentMore
	FragmentIdentification
	DestinationNext
	DestinationLength
	DestinationOptionsField
	TCPSource
	TCPDestination
	TCPSequence
	TCPAcknowledgment
	TCPHeaderLength
	TCPFlags
	TCPWindow
	TCPChecksum
	TCPUrgent
	TCPOptions
	UDPSource
	UDPDestination
	UDPLength
	UDPChecksum
	ESPSPI
	ESPSequence
	AHNext
	AHLength
	AHReserved
	AHSPI
	AHSequence
	AHICV
	VXLANFlags
	VXLANGroup
	VXLANVNI
	VXLANReserved
	NVGREFlags
	NVGREProtocol
	NVGREVSID
	NVGREFlowID
	DataBytes
	PaddingBytes
	fields
)

// Format is how a field's value is written.
type Format uint8

// The formats. Bytes is hex of any length; Options is a list of options by name,
// or hex.
const (
	Decimal Format = iota
	Hex
	MAC
	IPv4Address
	IPv6Address
	FlagNames
	Bytes
	Options
)

// fieldRow is a field: of which kind, its name behind the layer's, where it
// begins in the header and how wide it is (in bits, width 0: to the header's
// end), how it is written, and what it is where nobody says.
type fieldRow struct {
	kind     Kind
	name     string
	at       uint16
	width    uint16
	format   Format
	standard string
}

// fieldRows is the one place where the bits of headers are written down. Names
// are those of Wireshark's display filters behind the layer's name.
var fieldRows = [fields]fieldRow{
	EthernetDestination: {Ethernet, "dst", 0, 48, MAC, "02:00:00:00:00:02"},
	EthernetSource:      {Ethernet, "src", 48, 48, MAC, "02:00:00:00:00:01"},
	EthernetType:        {Ethernet, "type", 96, 16, Hex, ""},

	Ethernet8023Destination: {Ethernet8023, "dst", 0, 48, MAC, "02:00:00:00:00:02"},
	Ethernet8023Source:      {Ethernet8023, "src", 48, 48, MAC, "02:00:00:00:00:01"},
	Ethernet8023Length:      {Ethernet8023, "len", 96, 16, Decimal, ""},

	LLCDestination: {LLC, "dsap", 0, 8, Hex, "0xAA"},
	LLCSource:      {LLC, "ssap", 8, 8, Hex, "0xAA"},
	LLCControl:     {LLC, "control", 16, 8, Hex, "0x03"},

	SNAPOrganization: {SNAP, "oui", 0, 24, Hex, ""},
	SNAPType:         {SNAP, "type", 24, 16, Hex, ""},

	VLANPriority:     {VLAN, "priority", 0, 3, Decimal, ""},
	VLANDropEligible: {VLAN, "dei", 3, 1, Decimal, ""},
	VLANID:           {VLAN, "id", 4, 12, Decimal, "1"},
	VLANType:         {VLAN, "etype", 16, 16, Hex, ""},

	IPv4Version:        {IPv4, "version", 0, 4, Decimal, "4"},
	IPv4HeaderLength:   {IPv4, "hdr_len", 4, 4, Decimal, ""},
	IPv4DSCP:           {IPv4, "dscp", 8, 6, Decimal, ""},
	IPv4ECN:            {IPv4, "ecn", 14, 2, Decimal, ""},
	IPv4Length:         {IPv4, "len", 16, 16, Decimal, ""},
	IPv4Identification: {IPv4, "id", 32, 16, Decimal, "1"},
	IPv4Flags:          {IPv4, "flags", 48, 3, FlagNames, "df"},
	IPv4FragmentOffset: {IPv4, "frag_offset", 51, 13, Decimal, ""},
	IPv4TTL:            {IPv4, "ttl", 64, 8, Decimal, "64"},
	IPv4Protocol:       {IPv4, "proto", 72, 8, Decimal, ""},
	IPv4Checksum:       {IPv4, "checksum", 80, 16, Hex, ""},
	IPv4Source:         {IPv4, "src", 96, 32, IPv4Address, "192.0.2.1"},
	IPv4Destination:    {IPv4, "dst", 128, 32, IPv4Address, "192.0.2.2"},
	IPv4Options:        {IPv4, "options", 160, 0, Options, ""},

	IPv6Version:     {IPv6, "version", 0, 4, Decimal, "6"},
	IPv6DSCP:        {IPv6, "dscp", 4, 6, Decimal, ""},
	IPv6ECN:         {IPv6, "ecn", 10, 2, Decimal, ""},
	IPv6Flow:        {IPv6, "flow", 12, 20, Hex, ""},
	IPv6Length:      {IPv6, "plen", 32, 16, Decimal, ""},
	IPv6Next:        {IPv6, "nxt", 48, 8, Decimal, ""},
	IPv6HopLimit:    {IPv6, "hlim", 56, 8, Decimal, "64"},
	IPv6Source:      {IPv6, "src", 64, 128, IPv6Address, "2001:db8::1"},
	IPv6Destination: {IPv6, "dst", 192, 128, IPv6Address, "2001:db8::2"},

	HopByHopNext:    {HopByHop, "nxt", 0, 8, Decimal, ""},
	HopByHopLength:  {HopByHop, "len", 8, 8, Decimal, ""},
	HopByHopOptions: {HopByHop, "options", 16, 0, Bytes, "010400000000"},

	RoutingNext:   {Routing, "nxt", 0, 8, Decimal, ""},
	RoutingLength: {Routing, "len", 8, 8, Decimal, ""},
	RoutingType:   {Routing, "type", 16, 8, Decimal, "253"},
	RoutingLeft:   {Routing, "segleft", 24, 8, Decimal, ""},
	RoutingData:   {Routing, "data", 32, 0, Bytes, "00000000"},

	FragmentNext:           {Fragment, "nxt", 0, 8, Decimal, ""},
	FragmentReserved:       {Fragment, "reserved_octet", 8, 8, Hex, ""},
	FragmentOffset:         {Fragment, "offset", 16, 13, Decimal, ""},
	FragmentReserved2:      {Fragment, "reserved_bits", 29, 2, Decimal, ""},
	FragmentMore:           {Fragment, "more", 31, 1, Decimal, ""},
	FragmentIdentification: {Fragment, "ident", 32, 32, Hex, "1"},

	DestinationNext:         {DestinationOptions, "nxt", 0, 8, Decimal, ""},
	DestinationLength:       {DestinationOptions, "len", 8, 8, Decimal, ""},
	DestinationOptionsField: {DestinationOptions, "options", 16, 0, Bytes, "010400000000"},

	TCPSource:         {TCP, "srcport", 0, 16, Decimal, "49152"},
	TCPDestination:    {TCP, "dstport", 16, 16, Decimal, "443"},
	TCPSequence:       {TCP, "seq", 32, 32, Decimal, "1"},
	TCPAcknowledgment: {TCP, "ack", 64, 32, Decimal, "1"},
	TCPHeaderLength:   {TCP, "hdr_len", 96, 4, Decimal, ""},
	TCPFlags:          {TCP, "flags", 100, 12, FlagNames, "ack"},
	TCPWindow:         {TCP, "window_size", 112, 16, Decimal, "65535"},
	TCPChecksum:       {TCP, "checksum", 128, 16, Hex, ""},
	TCPUrgent:         {TCP, "urgent_pointer", 144, 16, Decimal, ""},
	TCPOptions:        {TCP, "options", 160, 0, Options, ""},

	UDPSource:      {UDP, "srcport", 0, 16, Decimal, "49152"},
	UDPDestination: {UDP, "dstport", 16, 16, Decimal, "443"},
	UDPLength:      {UDP, "length", 32, 16, Decimal, ""},
	UDPChecksum:    {UDP, "checksum", 48, 16, Hex, ""},

	ESPSPI:      {ESP, "spi", 0, 32, Hex, "0x00000100"},
	ESPSequence: {ESP, "sequence", 32, 32, Decimal, "1"},

	AHNext:     {AH, "next_header", 0, 8, Decimal, ""},
	AHLength:   {AH, "length", 8, 8, Decimal, ""},
	AHReserved: {AH, "reserved", 16, 16, Hex, ""},
	AHSPI:      {AH, "spi", 32, 32, Hex, "0x00000100"},
	AHSequence: {AH, "sequence", 64, 32, Decimal, "1"},
	AHICV:      {AH, "icv", 96, 0, Bytes, "000000000000000000000000"},

	VXLANFlags:    {VXLAN, "flags", 0, 16, Hex, "0x0800"},
	VXLANGroup:    {VXLAN, "gbp", 16, 16, Decimal, ""},
	VXLANVNI:      {VXLAN, "vni", 32, 24, Decimal, "1"},
	VXLANReserved: {VXLAN, "reserved8", 56, 8, Hex, ""},

	NVGREFlags:    {NVGRE, "flags_and_version", 0, 16, Hex, "0x2000"},
	NVGREProtocol: {NVGRE, "proto", 16, 16, Hex, "0x6558"},
	NVGREVSID:     {NVGRE, "vsid", 32, 24, Decimal, "1"},
	NVGREFlowID:   {NVGRE, "flowid", 56, 8, Decimal, ""},

	DataBytes:    {Data, "hex", 0, 0, Bytes, ""},
	PaddingBytes: {Padding, "hex", 0, 0, Bytes, ""},
}

// Kind is the layer that the field belongs to.
func (f Field) Kind() Kind { return fieldRows[f].kind }

// Name is what people write, with the layer's name: "tcp.dstport".
func (f Field) Name() string { return kindRows[f.Kind()].name + "." + fieldRows[f].name }

// Format is how the value is written.
func (f Field) Format() Format { return fieldRows[f].format }

// Bits are where the field begins in its header and how wide it is there. Width 0:
// to the header's end.
func (f Field) Bits() (at, width int) { return int(fieldRows[f].at), int(fieldRows[f].width) }

// FieldsOf are the fields of a kind, in the order of their bits.
func FieldsOf(k Kind) (first, behind Field) {
	for f := Field(1); f < fields; f++ {
		if fieldRows[f].kind == k {
			if first == NoField {
				first = f
			}
			behind = f + 1
		}
	}
	return first, behind
}

// Get is a field's number out of the bytes of its header; 0 where they end before
// it. Fields that are wider than 64 bits have none: see [Packet.Span].
func (f Field) Get(header []byte) uint64 {
	at, width := f.Bits()
	first, end := at/8, (at+width+7)/8
	if end > len(header) || width == 0 || width > 64 {
		return 0
	}
	var value uint64
	for _, b := range header[first:end] {
		value = value<<8 | uint64(b)
	}
	return value >> (end*8 - at - width) & (1<<width - 1)
}

// Put writes a field's number into the bytes of its header, and nothing where
// they end before it.
func (f Field) Put(header []byte, value uint64) {
	at, width := f.Bits()
	first, end := at/8, (at+width+7)/8
	if end > len(header) || width == 0 || width > 64 {
		return
	}
	shift := end*8 - at - width
	mask := uint64(1<<width-1) << shift
	value = value << shift & mask
	for i := end - 1; i >= first; i-- {
		header[i] = header[i]&^byte(mask) | byte(value)
		mask, value = mask>>8, value>>8
	}
}

// uint16At reads a number of two bytes, 0 where they are not all there.
func uint16At(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}
