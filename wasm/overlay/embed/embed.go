//go:build js && wasm

package embed
