package ipsec

// Bundle is what one structure adds and one handle names: one security
// association, or one of ESP and one of AH that are used together.
type Bundle struct {
	Handle      uint64
	Inbound     bool
	IPv6        bool
	Source      []byte // an address, all zeros for any
	Destination []byte
	UDP         uint64 // flags IPSEC_OFFLOAD_V2_UDP_ESP
	SAs         []SA   // in the order of the structure: ESP, then AH

	packets uint64 // that were processed
	tunnel  bool   // the last of them was in tunnel mode
	expired bool
}

// SA is one security association.
type SA struct {
	AH       bool // else ESP
	SPI      uint32
	Extended bool   // sequence numbers of 64 bits
	High     uint32 // their upper half, as the transport said last

	authentication *algorithm // nil for none
	encryption     *algorithm
	icv            int
	engine         engine
	sent           uint64 // packets, for IVs
	sequence       uint64 // the last one that Frame gave out
}

// esp and ah are the bundle's association of that kind, nil for none.
func (b *Bundle) esp() *SA { return b.find(false) }
func (b *Bundle) ah() *SA  { return b.find(true) }

func (b *Bundle) find(ah bool) *SA {
	for i := range b.SAs {
		if b.SAs[i].AH == ah {
			return &b.SAs[i]
		}
	}
	return nil
}

// iv is the length of the IV in the association's packets: in front of what ESP
// carries, or in front of the ICV in AH.
func (s *SA) iv() int {
	switch {
	case s.encryption != nil && s.encryption.iv > 0:
		return s.encryption.iv
	case s.authentication != nil:
		return s.authentication.iv
	}
	return 0
}

// block is what the encrypted bytes of a packet are a multiple of. ESP alone asks
// for 4 (RFC 4303 section 2.4).
func (s *SA) block() int {
	if s.encryption != nil {
		return max(4, s.encryption.block)
	}
	return 4
}

// name is the association's algorithms as headers name them.
func (s *SA) name() string {
	text := ""
	for _, a := range []*algorithm{s.encryption, s.authentication} {
		if a == nil {
			continue
		}
		if text != "" {
			text += " "
		}
		text += a.name
	}
	return text
}

// applies reports whether packets between two addresses may use the bundle.
func (b *Bundle) applies(source, destination []byte) bool {
	return matches(b.Source, source) && matches(b.Destination, destination)
}

// matches: zeros stand for any address, of the same family.
func matches(rule, address []byte) bool {
	if len(rule) != len(address) {
		return false
	}
	return string(rule) == string(address) || isZero(rule)
}

func isZero(bytes []byte) bool {
	for _, b := range bytes {
		if b != 0 {
			return false
		}
	}
	return true
}

// last reports whether the association has no sequence number left.
func (s *SA) last(sequence uint32) bool {
	return sequence == 1<<32-1 && (!s.Extended || s.High == 1<<32-1)
}
