//go:build js && wasm

package sysrand

// Read has no randomness to give, and says so rather than give zeros.
func Read([]byte) { panic("crypto/internal/sysrand is not part of this build") }
