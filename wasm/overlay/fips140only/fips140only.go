//go:build js && wasm

package fips140only

import (
	"hash"
	"io"
)

// Enforced: never in a browser.
func Enforced() bool { return false }

// ApprovedHash is asked where it is enforced.
func ApprovedHash(hash.Hash) bool { return true }

// ApprovedRandomReader is asked where it is enforced.
func ApprovedRandomReader(io.Reader) bool { return true }
