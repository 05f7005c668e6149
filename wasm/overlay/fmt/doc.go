//go:build js && wasm

// Package fmt stands in for Go's fmt in the builds of the API and of the program
// for captures, where safejs, encoding/hex and the pcap library want it for the
// texts of their errors alone. The real package
// brings reflection, files and clocks along: a sixth of the download. The build
// maps fmt's files to this one with -overlay; nothing of Go or of safejs is
// changed, and every other build keeps the real package.
//
// It knows the verbs %v, %s, %d, %q and %w, and writes values of no other kind
// than strings, integers, errors and Stringers; other verbs count as %v.
package fmt
