//go:build js && wasm

// Package embed stands in for Go's embed in the build of the API. Data files are
// embedded as strings, for which the compiler wants the import alone; the real
// package brings a file system and clocks along.
package embed
