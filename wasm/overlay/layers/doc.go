//go:build js && wasm

// Package layers stands in for gopacket's layers in the build of the program for
// captures. The library's reader and writer of files name its link types alone,
// and the real package decodes some two hundred protocols, of which the linker
// can leave none out: they are in tables that are filled as the program starts.
// The build compiles a copy of the library in which this file has the package's
// place; every other build keeps the real one.
package layers
