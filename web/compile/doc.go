// Package compile builds the programs for the browser, each as small as it can
// be.
//
// A [Program] names its package and the packages of the standard library that
// get a stand-in in its build: small files of ours (wasm/overlay) that take the
// place of the library's through go build -overlay. Nothing of Go is changed,
// and native builds keep the real packages. [App] and [API] are the programs,
// [Program.Build] builds one.
//
// What the linker wrote is then made slim: Go fills the memory by tens of
// thousands of small segments and carries tables of line numbers, and both are a
// seventh of what a reader loads. Only their place changes, not a function.
//
// The size tool (web/tools/size) says what the programs weigh.
package compile
