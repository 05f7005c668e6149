// Package compile builds the programs for the browser, each as small as it can
// be.
//
// A [Program] names its package and the packages of the standard library that
// get a stand-in in its build: small files of ours (wasm/overlay) that take the
// place of the library's through go build -overlay. Nothing of Go is changed,
// and native builds keep the real packages. [App] and [API] are the programs,
// [Program.Build] builds one. The size tool (web/tools/size) says what they weigh.
package compile
