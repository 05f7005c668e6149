// Package trace holds what happened and why, as values.
//
// A rule looks at facts and returns an [Event]; its caller branches on the
// event's [Verdict]. Nobody else tells the story: there are no log lines and no
// sentences here, only rule names, numbers and official identifiers. The words
// for people are nicsim/rulebook's.
//
// A [Recorder] collects events while something runs; the [Trace] it makes is
// what pages, the JS API, figures and tests all read.
package trace
