package ipsec

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/subtle"
	"encoding/binary"
)

// engine is what computes for one security association: its algorithms with their
// keys. A part that the association has no use for is nil.
type engine struct {
	block cipher.Block // CBC
	aead  cipher.AEAD  // GCM and GMAC
	salt  [saltSize]byte
	hmac  *hmac
}

// add readies an algorithm with its key. A key of another length is cut or filled
// with zeros: the checks let none come here, but a check can be switched off.
func (e *engine) add(a *algorithm, key []byte) {
	if a == nil || a.method == noMethod {
		return
	}
	sized := make([]byte, a.key)
	copy(sized, key)
	switch a.method {
	case hmacMethod:
		e.hmac = newHMAC(a.hash, sized)
	case gcmMethod, gmacMethod:
		copy(e.salt[:], sized[a.key-saltSize:])
		e.aead = must(cipher.NewGCM(must(aes.NewCipher(sized[:a.key-saltSize]))))
	case aesCBC:
		e.block = must(aes.NewCipher(sized))
	case desCBC:
		e.block = must(des.NewCipher(sized))
	case tripleDESCBC:
		e.block = must(des.NewTripleDESCipher(sized))
	}
}

// must is for keys whose length the table of algorithms has.
func must[T any](made T, err error) T {
	if err != nil {
		panic(err)
	}
	return made
}

// iv writes the IV of a packet that is sent: the count of packets, encrypted where
// it must not be foreseen (NIST SP 800-38A appendix C).
func (e *engine) iv(at []byte, count uint64) {
	clear(at)
	if len(at) < 8 {
		return
	}
	binary.BigEndian.PutUint64(at[len(at)-8:], count)
	if e.block != nil {
		e.block.Encrypt(at, at)
	}
}

func (e *engine) nonce(iv []byte) []byte {
	return append(e.salt[:saltSize:saltSize], iv...)
}

// tag is the GMAC over bytes.
func (e *engine) tag(iv, over []byte) []byte { return e.aead.Seal(nil, e.nonce(iv), nil, over) }

// seal encrypts bytes in place and writes the tag over them.
func (e *engine) seal(iv, bytes, over, tag []byte) {
	nonce := e.nonce(iv)
	if adjoin(bytes, tag) && len(tag) == e.aead.Overhead() {
		e.aead.Seal(bytes[:0:len(bytes)+len(tag)], nonce, bytes, over)
		return
	}
	sealed := e.aead.Seal(nil, nonce, bytes, over)
	copy(tag, sealed[copy(bytes, sealed):])
}

// adjoin reports whether b is the bytes behind a in one memory.
func adjoin(a, b []byte) bool {
	return cap(a) >= len(a)+len(b) && len(b) > 0 && &a[:len(a)+1][len(a)] == &b[0]
}

// open decrypts bytes in place, if the tag over them is right.
func (e *engine) open(iv, bytes, over, tag []byte) bool {
	nonce := e.nonce(iv)
	if adjoin(bytes, tag) && len(tag) == e.aead.Overhead() {
		plain, err := e.aead.Open(nil, nonce, bytes[:len(bytes)+len(tag)], over)
		copy(bytes, plain)
		return err == nil
	}
	return e.openShort(nonce, bytes, over, tag)
}

// openShort is open for a tag that is cut off, which crypto/cipher knows nothing
// of: what was encrypted twice is plain, and encrypted once more it has the tag.
func (e *engine) openShort(nonce, bytes, over, tag []byte) bool {
	plain := e.aead.Seal(nil, nonce, bytes, nil)[:len(bytes)]
	sealed := e.aead.Seal(nil, nonce, plain, over)
	if !equal(sealed[len(bytes):][:len(tag)], tag) {
		return false
	}
	copy(bytes, plain)
	return true
}

// equal compares in a time that does not depend on where two ICVs differ.
func equal(a, b []byte) bool { return subtle.ConstantTimeCompare(a, b) == 1 }

func (e *engine) encrypt(iv, bytes []byte) {
	cipher.NewCBCEncrypter(e.block, iv).CryptBlocks(bytes, bytes)
}

func (e *engine) decrypt(iv, bytes []byte) {
	cipher.NewCBCDecrypter(e.block, iv).CryptBlocks(bytes, bytes)
}
