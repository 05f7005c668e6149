//go:build js && wasm

// Package fips140 stands in for Go's crypto/internal/fips140 in the builds for the
// browser. The real one lets the algorithms test themselves as FIPS 140-3 asks
// for, which it does not support there and never does; but what the tests need is
// linked: SHA-3, SHA-512, a generator of random numbers, and texts. 57 kB of what
// crypto/aes weighs.
package fips140
