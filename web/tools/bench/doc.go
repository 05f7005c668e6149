// Command bench runs the benchmarks five times over and prints the median of
// each, and how it stands to its rivals of the same run: a benchmark with a part
// called "ours" is compared with its other parts, and one whose parts are numbers
// with the least of them, to see how it grows.
//
//	go run ./web/tools/bench
//	go run ./web/tools/bench -wasm   the throughput of the bench, as WebAssembly under Node
//
// Machines are noisy: the figures are to be read, nothing is asserted.
package main
