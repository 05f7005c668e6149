package ipsec

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

// Structures of the OID requests.
const (
	addSA    = "IPSEC_OFFLOAD_V2_ADD_SA"
	addSAEx  = "IPSEC_OFFLOAD_V2_ADD_SA_EX"
	deleteSA = "IPSEC_OFFLOAD_V2_DELETE_SA"
	updateSA = "IPSEC_OFFLOAD_V2_UPDATE_SA"
)

// Members of them.
const (
	pathNext       ndis.Path = "Next"
	pathNumExtHdrs ndis.Path = "NumExtHdrs"
	pathFlags      ndis.Path = "Flags"
	pathIPv4Source ndis.Path = "IPv4Endpoints.SrcAddr"
	pathIPv4Target ndis.Path = "IPv4Endpoints.DestAddr"
	pathIPv6Source ndis.Path = "IPv6Endpoints.SrcAddr"
	pathIPv6Target ndis.Path = "IPv6Endpoints.DestAddr"
	pathHandle     ndis.Path = "OffloadHandle"
	pathUDPType    ndis.Path = "UdpEspEncapsulation"
	pathKeyLength  ndis.Path = "KeyLength"
	pathKeyData    ndis.Path = "KeyData"
	pathKeyOffset  ndis.Path = "KeyOffset"
	pathOperation  ndis.Path = "Operation"
	pathSPI        ndis.Path = "Spi"
	pathHigh       ndis.Path = "SequenceNumberHighOrder"
)

// elements are the associations in a structure.
var elements = [...]ndis.Path{"SecAssoc[0]", "SecAssoc[1]"}

// Members of an element, and of an algorithm in it.
const (
	elementFlags          ndis.Path = ".Flags"
	elementOperation      ndis.Path = ".Operation"
	elementSPI            ndis.Path = ".Spi"
	elementHigh           ndis.Path = ".SequenceNumberHighOrder"
	elementAuthentication ndis.Path = ".AuthenticationAlgorithm"
	elementEncryption     ndis.Path = ".EncryptionAlgorithm"
	algorithmIdentifier   ndis.Path = ".Identifier"
	algorithmKeyLength    ndis.Path = ".KeyLength"
	algorithmKeyOffset    ndis.Path = ".KeyOffsetBytes"
	algorithmAdditional   ndis.Path = ".AdditionalInfo"
)

// reading is a structure in memory while it is read.
type reading struct {
	*Card
	Place
	record  *codec.Record
	element int // of SecAssoc, while those are judged
	of      int // how many there are
}

// read looks at the structure at a place. Of what lies behind it nothing is
// copied, so a long list in one large block costs no more than its parts.
func (c *Card) read(structure string, p Place) *reading {
	layout := must(catalog.MustLookup(structure).Layout(catalog.Options{Arch: c.Arch, Revision: 1}))
	return &reading{Card: c, Place: p, record: codec.Decode(layout, p.Bytes[:min(len(p.Bytes), layout.Size)])}
}

// value is a member's number, 0 where the structure has none or ends before it.
func (r *reading) value(path ndis.Path) uint64 {
	if r.record.Layout.Leaf(path) == nil {
		return 0 // asking for it would look for what was meant
	}
	return number(r.record, path)
}

// bytes are a member's.
func (r *reading) bytes(path ndis.Path) []byte {
	slot := r.record.Layout.Slot(path)
	return r.record.Bytes()[slot.Offset:slot.End()]
}

// at is a member of the element of SecAssoc that is judged.
func (r *reading) at(path ndis.Path) ndis.Path {
	return elements[r.element] + path
}

// identifier is what names the element's algorithm of that member.
func (r *reading) identifier(member ndis.Path) uint64 {
	return r.value(r.at(member + algorithmIdentifier))
}

// answer writes a handle into the structure, as far as there is room for it.
func (r *reading) answer(handle uint64) {
	slot := r.record.Layout.Slot(pathHandle)
	if slot.End() <= len(r.Bytes) && r.record.SetValue(pathHandle, handle) == nil {
		copy(r.Bytes[slot.Offset:slot.End()], r.record.Bytes()[slot.Offset:])
	}
}

// keyData are the keys: behind the structure, or where KeyOffset says; false
// where they are not all in the memory.
func (r *reading) keyData() ([]byte, bool) {
	at, length := r.value(pathKeyOffset), r.value(pathKeyLength)
	if slot, ok := r.record.Layout.Find(pathKeyData); ok {
		at = uint64(r.record.Layout.Slots[slot].Offset)
	}
	if size := uint64(len(r.Bytes)); at > size || length > size-at {
		return nil, false
	}
	return r.Bytes[at : at+length], true
}

// key is the key of the element's algorithm; false where it is not all in the
// key data.
func (r *reading) key(member ndis.Path) ([]byte, bool) {
	keys, ok := r.keyData()
	at, length := r.value(r.at(member+algorithmKeyOffset)), r.value(r.at(member+algorithmKeyLength))
	if size := uint64(len(keys)); !ok || at > size || length > size-at {
		return nil, false
	}
	return keys[at : at+length], true
}

// algorithm is the element's, nil where the member names none.
func (r *reading) algorithm(member ndis.Path) *algorithm {
	group := authenticationGroup
	if member == elementEncryption {
		group = encryptionGroup
	}
	return algorithmOf(group, r.identifier(member))
}

// isAH reports whether the element's operation is AH, or it is ESP.
func (r *reading) isAH() bool { return r.operation(operationAH) }

// Constants of the enumeration of operations.
const (
	operationGroup = "IPSEC_OFFLOAD_V2_OPERATION"
	operationAH    = "IPsecOffloadV2Ah"
	operationESP   = "IPsecOffloadV2Esp"
)

func (r *reading) operation(name string) bool {
	return r.value(r.at(elementOperation)) == constant(operationGroup, name)
}

// Groups of flags.
const (
	flagsGroup   = "IPSEC_OFFLOAD_V2_SA_FLAGS"
	flagInbound  = "IPSEC_OFFLOAD_V2_INBOUND"
	flagIPv6     = "IPSEC_OFFLOAD_V2_IPv6"
	elementGroup = "IPSEC_OFFLOAD_V2_SECURITY_ASSOCIATION_FLAGS"
	flagExtended = "IPSEC_OFFLOAD_V2_ESN_SA"
	udpGroup     = "IPSEC_OFFLOAD_V2_UDP_ESP"
	udpTransport = "IPSEC_OFFLOAD_V2_UDP_ESP_ENCAPSULATION_TRANSPORT"
	udpTunnel    = "IPSEC_OFFLOAD_V2_UDP_ESP_ENCAPSULATION_TUNNEL"
	udpOuter     = "IPSEC_OFFLOAD_V2_TRANSPORT_OVER_UDP_ESP_ENCAPSULATION_TUNNEL"
	udpInner     = "IPSEC_OFFLOAD_V2_UDP_ESP_ENCAPSULATION_TRANSPORT_OVER_TUNNEL"
	headersGroup = "IPSEC_OFFLOAD_V2_LIMITS"
	headersMost  = "IPSEC_OFFLOAD_V2_MAX_EXTENSION_HEADERS"
)

// has reports whether a flag is set.
func (r *reading) has(path ndis.Path, group, flag string) bool {
	return r.value(path)&constant(group, flag) != 0
}

// onlyKnown reports whether a member has no flag that its group does not name.
func (r *reading) onlyKnown(path ndis.Path, group string) bool {
	known := uint64(0)
	for _, c := range catalog.GroupNamed(group).Constants {
		known |= c.Value
	}
	return r.value(path)&^known == 0
}

// facts reads members: words of name=member, with blanks between; a member that
// begins with "." is of the element that is judged.
func (r *reading) facts(words string) []trace.Fact {
	var facts []trace.Fact
	for word := range strings.FieldsSeq(words) {
		name, member, _ := strings.Cut(word, "=")
		path := ndis.Path(member)
		if strings.HasPrefix(member, ".") {
			path = r.at(path)
		}
		facts = append(facts, r.fact(name, path))
	}
	return facts
}

// fact is a member of the structure, with the place of its bytes.
func (r *reading) fact(name string, path ndis.Path) trace.Fact {
	i, ok := r.record.Layout.Find(path)
	if !ok {
		return trace.Fact{Name: name}
	}
	slot := &r.record.Layout.Slots[i]
	fact := trace.Fact{Name: name, Value: r.record.Text(i)}
	switch {
	case name == "spi":
		fact.Value = spiText(uint32(r.value(path)))
	case name == "handle" && r.value(path) != 0:
		fact.Value = handleText(r.value(path))
	case strings.HasSuffix(string(path), ".Identifier"):
		fact.Value = algorithmText(path, r.value(path))
	}
	if r.Object != trace.NoObject && slot.End() <= len(r.Bytes) {
		fact.Ref = &trace.Ref{Object: r.Object, Path: path, Offset: r.Offset + slot.Offset, Length: slot.Size}
	}
	return fact
}

// algorithmText names an algorithm that the member identifies.
func algorithmText(member ndis.Path, identifier uint64) string {
	group := encryptionGroup
	if strings.Contains(string(member), "AuthenticationAlgorithm") {
		group = authenticationGroup
	}
	if a := algorithmOf(group, identifier); a != nil {
		return a.name
	}
	if identifier == 0 {
		return "none"
	}
	return strconv.FormatUint(identifier, 10)
}
