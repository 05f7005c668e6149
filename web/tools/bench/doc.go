// Command bench runs the benchmarks five times over and prints the median of
// each, and how it stands to its rivals of the same run: a benchmark with a part
// called "ours" is compared with its other parts.
//
//	go run ./web/tools/bench
//
// Machines are noisy: the figures are to be read, nothing is asserted.
package main
