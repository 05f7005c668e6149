// Package scenario says what is to happen, and makes it happen.
//
// A [Scenario] is a plain value: a host, drivers, a network card, steps. It has
// three spellings that mean the same: an object (paths and values, as JavaScript
// has them), a text (one path and value a line), and a link (the same on one
// line). Whatever is read comes back with [Problem]s that name the place and
// what would be right; what can be read is kept.
//
// Most readers need [Parse] and [Run]. [Run] is pure: the same scenario always
// makes the same trace. The library of scenarios is data (library/*.txt), each
// with what it must show.
package scenario
