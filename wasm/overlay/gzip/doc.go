//go:build js && wasm

// Package gzip stands in for compress/gzip in the build of the program for
// captures, where the pcap library wants it for compressed files. Those are
// refused before the library sees them (nicsim/capture), so nothing here is ever
// called.
package gzip
