//go:build js && wasm

// Package sysrand stands in for Go's crypto/internal/sysrand in the build of the
// API, whose ciphers get all keys and numbers from the scenario. The real package
// reads files and waits for them.
package sysrand
