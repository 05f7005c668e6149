// Package policy holds the rules of the house as tests: who may import whom
// (imports.txt), which files are for the browser, that every package says what
// it is, and that nothing in the tree speaks of anything but the project. It has
// no code of its own; what a test here refuses, its message explains.
package policy
