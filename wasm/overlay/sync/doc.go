//go:build js && wasm

// Package sync stands in for one file of Go's sync, oncefunc.go, in the builds
// for the browser: WebAssembly has one thread there, and a function that only
// reads our data does not wait in the middle, so that a flag does what a lock and
// two deferred functions do elsewhere, once for each type of value.
package sync
