package ipsec

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

// check is why a structure is refused: if it holds, it is. Facts are what its
// event points at, as [reading.facts] reads them.
type check struct {
	rule   trace.Rule
	status ndis.Status
	holds  func(*reading) bool
	facts  string
}

// structureChecks judge what all four structures begin with.
var structureChecks = []check{
	{RuleHeaderWrong, ndis.StatusInvalidParameter, headerWrong, "type=Header.Type revision=Header.Revision size=Header.Size"},
}

// bundleChecks judge a bundle as a whole.
var bundleChecks = []check{
	{RuleHeadersCount, ndis.StatusInvalidParameter, headersWrong, "numExtHdrs=NumExtHdrs"},
	{RuleFlagsUnknown, ndis.StatusInvalidParameter, flagsUnknown, "flags=Flags"},
	{RuleFamilyOff, ndis.StatusInvalidParameter, func(r *reading) bool { return r.family() == IPv6 && !r.Capabilities.IPv6 }, "flags=Flags"},
	{RuleOrderWrong, ndis.StatusInvalidParameter, orderWrong, "numExtHdrs=NumExtHdrs first=SecAssoc[0].Operation second=SecAssoc[1].Operation"},
	{RuleProtocolOff, ndis.StatusInvalidParameter, protocolOff, "numExtHdrs=NumExtHdrs operation=SecAssoc[0].Operation"},
	{RuleUDPWrong, ndis.StatusInvalidParameter, udpWrong, "udp=UdpEspEncapsulation numExtHdrs=NumExtHdrs operation=SecAssoc[0].Operation"},
	{RuleUDPOff, ndis.StatusInvalidParameter, func(r *reading) bool { return r.value(pathUDPType)&^r.Capabilities.UDP != 0 }, "udp=UdpEspEncapsulation"},
}

// elementChecks judge one security association of it.
var elementChecks = []check{
	{RuleFlagsUnknown, ndis.StatusInvalidParameter, func(r *reading) bool { return !r.onlyKnown(r.at(elementFlags), elementGroup) }, "flags=.Flags"},
	{RuleAlgorithmsWrong, ndis.StatusInvalidParameter, algorithmsWrong, algorithmFacts},
	{RuleAlgorithmOff, ndis.StatusInvalidParameter, algorithmOff, algorithmFacts},
	{RuleICVLength, ndis.StatusInvalidParameter, icvWrong, "icv=.EncryptionAlgorithm.AdditionalInfo " + algorithmFacts},
	{RuleKeyWrong, ndis.StatusInvalidParameter, keysWrong, "keyLength=KeyLength authenticationKey=.AuthenticationAlgorithm.KeyLength authenticationAt=.AuthenticationAlgorithm.KeyOffsetBytes encryptionKey=.EncryptionAlgorithm.KeyLength encryptionAt=.EncryptionAlgorithm.KeyOffsetBytes"},
	{RuleExtendedOff, ndis.StatusInvalidParameter, func(r *reading) bool {
		return r.has(r.at(elementFlags), elementGroup, flagExtended) && !r.Capabilities.ExtendedSequence
	}, "flags=.Flags"},
}

const algorithmFacts = "operation=.Operation authentication=.AuthenticationAlgorithm.Identifier encryption=.EncryptionAlgorithm.Identifier"

// refused goes through checks; the status of the first that holds, false where
// none does.
func (r *reading) refused(checks []check, more ...trace.Fact) (ndis.Status, bool) {
	for i := range checks {
		k := &checks[i]
		if !k.holds(r) {
			continue
		}
		e := withStatus(asked(k.rule, r.Object, trace.Rejected, append(r.facts(k.facts), more...)), k.status)
		if !r.Add(e) {
			return *e.Status, true
		}
	}
	return 0, false
}

// headerWrong: Size may be that of the revision or that of the C type, which the
// header files and the documentation call for; more than is there it cannot be.
func headerWrong(r *reading) bool {
	header, ok := r.record.Header()
	wanted, _ := r.record.Layout.Structure.ObjectType()
	size := int(header.Size)
	return !ok || header.Type != wanted || header.Revision == 0 || size < r.record.Layout.Size || size > len(r.Bytes)
}

func headersWrong(r *reading) bool {
	n := r.value(pathNumExtHdrs)
	return n == 0 || n > constant(headersGroup, headersMost)
}

func flagsUnknown(r *reading) bool { return !r.onlyKnown(pathFlags, flagsGroup) }

// orderWrong: one association of either kind, or ESP and then AH.
func orderWrong(r *reading) bool {
	for r.element = 0; r.element < r.of; r.element++ {
		if !r.operation(operationAH) && !r.operation(operationESP) || r.of > 1 && r.isAH() != (r.element == 1) {
			return true
		}
	}
	return false
}

func protocolOff(r *reading) bool {
	for r.element = 0; r.element < r.of; r.element++ {
		if r.isAH() && !r.Capabilities.AH || !r.isAH() && !r.Capabilities.ESP {
			return true
		}
	}
	return r.of > 1 && !r.Capabilities.AHAndESP
}

// udpWrong: UDP carries ESP alone, in one of the ways.
func udpWrong(r *reading) bool {
	kind := r.value(pathUDPType)
	r.element = 0
	return kind != 0 && (kind&(kind-1) != 0 || !r.onlyKnown(pathUDPType, udpGroup) || r.of > 1 || r.isAH())
}

// algorithmsWrong: AH has an authentication and no encryption; ESP has either or
// both, but beside an algorithm that does both no other.
func algorithmsWrong(r *reading) bool {
	auth, crypt := r.algorithm(elementAuthentication), r.algorithm(elementEncryption)
	unknown := auth == nil && r.identifier(elementAuthentication) != 0 || crypt == nil && r.identifier(elementEncryption) != 0
	secret := crypt != nil && crypt.method != noMethod
	switch {
	case unknown:
		return true
	case r.isAH():
		return auth == nil || crypt != nil
	case auth == nil:
		return !secret
	case auth.method == gmacMethod:
		return secret
	}
	return crypt.combined()
}

func algorithmOff(r *reading) bool {
	return !r.Capabilities.offers(r.algorithm(elementAuthentication)) || !r.Capabilities.offers(r.algorithm(elementEncryption))
}

// icvWrong: AES-GCM has an ICV of 8, 12 or 16 bytes (RFC 4106 section 6).
func icvWrong(r *reading) bool {
	icv := r.value(r.at(elementEncryption + algorithmAdditional))
	return r.algorithm(elementEncryption).combined() && icv != 8 && icv != 12 && icv != 16
}

func keysWrong(r *reading) bool {
	return r.keyWrong(elementAuthentication) || r.keyWrong(elementEncryption)
}

func (r *reading) keyWrong(member ndis.Path) bool {
	a := r.algorithm(member)
	if a == nil || a.key == 0 {
		return false
	}
	key, ok := r.key(member)
	return !ok || len(key) != a.key
}

// family is that of the packets that the structure is for.
func (r *reading) family() Families {
	if r.has(pathFlags, flagsGroup, flagIPv6) {
		return IPv6
	}
	return IPv4
}

// bundle makes what the structure says.
func (r *reading) bundle() *Bundle {
	b := &Bundle{
		Inbound: r.has(pathFlags, flagsGroup, flagInbound),
		IPv6:    r.family() == IPv6,
		UDP:     r.value(pathUDPType),
		SAs:     make([]SA, r.of),
	}
	source, target := pathIPv4Source, pathIPv4Target
	if b.IPv6 {
		source, target = pathIPv6Source, pathIPv6Target
	}
	b.Source, b.Destination = r.bytes(source), r.bytes(target)
	for r.element = range b.SAs {
		b.SAs[r.element] = r.association()
	}
	return b
}

// association is the element's.
func (r *reading) association() SA {
	s := SA{
		AH:             r.isAH(),
		SPI:            uint32(r.value(r.at(elementSPI))),
		Extended:       r.has(r.at(elementFlags), elementGroup, flagExtended),
		High:           uint32(r.value(r.at(elementHigh))),
		authentication: r.algorithm(elementAuthentication),
	}
	if !s.AH {
		s.encryption = r.algorithm(elementEncryption)
	}
	for _, member := range []ndis.Path{elementAuthentication, elementEncryption} {
		if a := r.algorithm(member); a != nil && (a == s.authentication || a == s.encryption) {
			key, _ := r.key(member)
			s.engine.add(a, key)
		}
	}
	s.icv = r.icv(&s)
	return s
}

// icv is how long the association's ICV is.
func (r *reading) icv(s *SA) int {
	switch {
	case s.encryption.combined():
		return int(min(r.value(r.at(elementEncryption+algorithmAdditional)), gcmTag))
	case s.authentication != nil:
		return s.authentication.icv
	}
	return 0
}

// gcmTag is the longest ICV of AES-GCM.
const gcmTag = 16

// elementFact says which element of SecAssoc was judged.
func (r *reading) elementFact() trace.Fact {
	return trace.Fact{Name: "element", Value: strconv.Itoa(r.element)}
}

// sizes are the facts of a header: what the revision has, and the C type.
func (r *reading) sizes() []trace.Fact {
	layout := r.record.Layout
	return trace.Facts("structure", layout.Structure.Name, "revisionSize", strconv.Itoa(layout.Size), "sizeof", strconv.Itoa(layout.Sizeof), "available", strconv.Itoa(len(r.Bytes)))
}
