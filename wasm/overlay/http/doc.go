//go:build js && wasm

// Package http stands in for net/http in the browser build of the app. go-app
// names these things in its server half, which never runs in a browser; the real
// package would bring TLS and a server along. The build maps net/http's files to
// this one with -overlay: nothing of Go or of go-app is changed, and native
// builds keep the real package.
package http
