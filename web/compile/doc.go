// Package compile builds the programs for the browser, each as small as it can
// be.
//
// A [Program] names its package and the packages of the standard library that
// get a stand-in in its build: small files of ours (wasm/overlay) that take the
// place of the library's through go build -overlay. Nothing of Go is changed,
// and native builds keep the real packages. [App] and [API] are the programs,
// [Program.Build] builds one.
//
// What the linker wrote is then made slim, in place, and by what Go 1.26 is known
// to write: what is not as expected stays as it is, or fails the build.
//
//   - memory.go joins tens of thousands of small segments.
//   - functions.go drops line numbers from Go's function table, names.go the names
//     of the library's functions.
//   - unused.go empties functions that no program in a browser comes to.
//   - calls.go, places.go, addresses.go, jumps.go and entry.go give code the same
//     form everywhere, so that it compresses: how a call leaves, what its places
//     are called, how the stack is addressed, where a jump is to, where a call
//     returns to; tidy.go takes detours out. frame.go says what they know of Go's calls.
//   - start.go has the program compute at its start what can be computed.
//
// The size tool (web/tools/size) says what the programs weigh.
package compile
