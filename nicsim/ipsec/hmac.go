package ipsec

import "hash"

// hmac signs bytes (RFC 2104). crypto/hmac does the same, and a test holds this to
// it; in the browser it would bring SHA-3 and SHA-512 along, 12 kB.
type hmac struct {
	inner, outer hash.Hash
	ipad, opad   []byte
	digest       []byte
}

func newHMAC(newHash func() hash.Hash, key []byte) *hmac {
	m := &hmac{inner: newHash(), outer: newHash()}
	m.ipad, m.opad = make([]byte, m.inner.BlockSize()), make([]byte, m.inner.BlockSize())
	if len(key) > len(m.ipad) {
		m.inner.Write(key)
		key = m.inner.Sum(nil)
	}
	copy(m.ipad, key)
	copy(m.opad, key)
	for i := range m.ipad {
		m.ipad[i] ^= 0x36
		m.opad[i] ^= 0x5C
	}
	return m
}

// sum is the first bytes of the signature over the parts, valid until the next.
func (m *hmac) sum(length int, parts ...[]byte) []byte {
	m.inner.Reset()
	m.inner.Write(m.ipad)
	for _, part := range parts {
		m.inner.Write(part)
	}
	m.digest = m.inner.Sum(m.digest[:0])
	m.outer.Reset()
	m.outer.Write(m.opad)
	m.outer.Write(m.digest)
	m.digest = m.outer.Sum(m.digest[:0])
	return m.digest[:length]
}
