//go:build js && wasm

// Package check stands in for Go's crypto/internal/fips140/check in the builds
// for the browser: where no environment asks for FIPS 140 mode, the program's
// code is not summed up.
package check
