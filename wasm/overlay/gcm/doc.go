//go:build js && wasm

// Package gcm holds a stand-in for one file of Go's crypto/internal/fips140/aes/gcm
// in the builds for the browser: what makes nonces by chance or by a count, which
// nothing here uses, and which brings a generator of random numbers along.
package gcm

// GCM is the library's own where the file stands in; here it lets the file be
// read alone.
type GCM struct{}
