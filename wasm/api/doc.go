//go:build js && wasm

// Package main is the JavaScript API: the core without any page, for Node and
// for browsers.
//
// One function crosses the border, [door]: it gets a method's name and its
// argument as lines of paths and values (glue.js flattens it, so no script of a
// caller's runs while Go does), and gives back JSON. Bytes wait in a box beside
// it, and are copied. What each method takes and
// returns is ndis.d.ts; a method is a row of the table in main.go. Nothing that
// is passed can stop the program: a mistake comes back as an error, and so does
// a fault of ours.
package main
