//go:build js && wasm

// Command empty is a go-app page with nothing on it, to measure against.
package main
