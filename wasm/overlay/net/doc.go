//go:build js && wasm

// Package net stands in for Go's net in the build of the program for captures,
// where the pcap library wants it for the type of an address. The real package
// brings a resolver and sockets along.
package net
