//go:build js && wasm

// Package main reads and writes capture files for JavaScript: a program of its
// own beside the API, because few need it and the pcap library is large.
//
// One function crosses the border, [door]. It gets a method's name, a text and a
// box of bytes, and gives back JSON: {"ok": ...} or {"error": ...}. Bytes of
// packets lie one behind the other in the box, and the text or the answer says
// how long each is, so that a file of thousands is copied at once. What scripts
// see is capture.d.ts; glue.js makes it of this.
package main
