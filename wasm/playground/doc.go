//go:build js && wasm

// Command playground is the pages' program: it registers the routes of package
// app and hands over to go-app. What people see is in app, the page that loads
// it in web/generate.
package main
