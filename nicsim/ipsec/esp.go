package ipsec

import (
	"encoding/binary"

	"ndisplayground/nicsim/packet"
)

// Lengths of ESP (RFC 4303 section 2).
const (
	espHeader  = 8
	espTrailer = 2 // the length of the padding, the next header
)

// espParts are the parts of ESP, from its header to the end of its ICV.
type espParts struct {
	header, iv, body, icv []byte
}

// fits reports whether ESP of that length has room for all parts, and for whole
// blocks.
func (s *SA) fits(length int) bool {
	body := length - espHeader - s.iv() - s.icv
	return body >= espTrailer && (s.encryption == nil || body%s.encryption.block == 0)
}

func (s *SA) parts(esp []byte) espParts {
	body, icv := espHeader+s.iv(), len(esp)-s.icv
	return espParts{esp[:espHeader:espHeader], esp[espHeader:body:body], esp[body:icv], esp[icv:]}
}

// sealESP gives a packet its IV, encrypts and signs it in place.
func (s *SA) sealESP(esp []byte) {
	s.sent++
	s.engine.iv(s.parts(esp).iv, s.sent)
	s.protectESP(esp)
}

// protectESP encrypts and signs a packet with the IV that it has.
func (s *SA) protectESP(esp []byte) {
	p := s.parts(esp)
	if s.encryption.combined() {
		s.engine.seal(p.iv, p.body, s.additional(p.header), p.icv)
		return
	}
	if s.engine.block != nil {
		s.engine.encrypt(p.iv, p.body)
	}
	copy(p.icv, s.signature(esp, p))
}

// openESP checks and decrypts in place; false where the ICV is wrong, and the
// bytes stay as they are.
func (s *SA) openESP(esp []byte) bool {
	p := s.parts(esp)
	if s.encryption.combined() {
		return s.engine.open(p.iv, p.body, s.additional(p.header), p.icv)
	}
	if s.authentication != nil && !equal(s.signature(esp, p), p.icv) {
		return false
	}
	if s.engine.block != nil {
		s.engine.decrypt(p.iv, p.body)
	}
	return true
}

// signature is the ICV of ESP whose encryption does not make one (RFC 4303 section
// 2.8, RFC 4543 section 3.3).
func (s *SA) signature(esp []byte, p espParts) []byte {
	switch {
	case s.engine.hmac != nil:
		return s.engine.hmac.sum(s.icv, esp[:len(esp)-s.icv], s.upper())
	case s.engine.aead != nil:
		over := append(s.additional(p.header), esp[espHeader:len(esp)-s.icv]...)
		return s.engine.tag(p.iv, over)
	}
	return nil
}

// additional is what AES-GCM signs beside the payload: SPI and sequence number,
// whole (RFC 4106 section 5).
func (s *SA) additional(header []byte) []byte {
	spi := fieldSize(packet.ESPSPI)
	over := append(make([]byte, 0, espHeader+4), header[:spi]...)
	over = append(over, s.upper()...)
	return append(over, header[spi:]...)
}

// upper is the half of a sequence number that no packet carries, none where there
// is none (RFC 4303 section 2.2.1).
func (s *SA) upper() []byte {
	if !s.Extended {
		return nil
	}
	return binary.BigEndian.AppendUint32(nil, s.High)
}

// trailer is what the end of decrypted ESP says: what it carries, and how long the
// padding is. ok is false where that is more than there is.
func (s *SA) trailer(esp []byte) (next uint8, pad int, ok bool) {
	body := s.parts(esp).body
	end := len(body) - espTrailer
	next, pad = body[end+1], int(body[end])
	return next, pad, pad <= end
}

// padded reports whether the padding is 1, 2, 3... as it has to be (RFC 4303
// section 2.4).
func (s *SA) padded(esp []byte, pad int) bool {
	body := s.parts(esp).body
	padding := body[len(body)-espTrailer-pad:][:pad]
	for i, b := range padding {
		if b != byte(i+1) {
			return false
		}
	}
	return true
}

// payload is what decrypted ESP carries: from where to where in it.
func (s *SA) payload(esp []byte, pad int) (from, to int) {
	return espHeader + s.iv(), len(esp) - s.icv - espTrailer - pad
}
