// Package nicsim is the bench: a machine with a host, a network card and
// drivers, on which the rules of ndis act.
//
// A [Machine] is made of a [Setup] and told what to do: [Machine.Do] with an
// [Action], such as [Start] or [Indicate]. Everything that happens goes into a trace; the machine
// keeps only what the next event depends on. Time is virtual, nothing runs
// concurrently, and the same setup always makes the same trace.
//
// What is not here: how scenarios are written (nicsim/scenario), and what the
// events mean in words (nicsim/rulebook). Read machine.go, then start.go.
package nicsim
