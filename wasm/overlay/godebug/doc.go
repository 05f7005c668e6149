//go:build js && wasm

// Package godebug stands in for Go's internal/godebug in the builds for the
// browser, where no environment sets GODEBUG: each setting has its default. The
// real package brings what counts and bisects changes of behaviour.
package godebug
