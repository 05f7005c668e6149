// Package kind tells capture files by their first bytes, and others that people
// take for captures. It is apart from nicsim/capture, which reads them, because it
// weighs nothing: who has it can say what a file is before the reader is loaded.
//
// [Of] is what most readers need.
package kind
