//go:build js && wasm

package check

// Verified says that FIPS 140 mode is on, and the code what it should be.
const Verified = false
