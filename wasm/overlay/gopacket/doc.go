//go:build js && wasm

// Package gopacket stands in for the root of gopacket in the build of the program
// for captures. The library's reader and writer of files (pcapgo, the real one)
// take two types from it; the rest is a framework for decoders that nothing here
// uses. The build compiles a copy of the library in which this file and that of
// layers have their packages' places; every other build keeps the real ones.
package gopacket
