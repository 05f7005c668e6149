// Command size says what the programs for the browser weigh: as they are, behind
// gzip and behind brotli, beside an empty go-app page that is built in the same
// run without any of our measures. It fails where a program is over its budget.
//
//	go run ./web/tools/size -site build/site
//
// Brotli is Node's, at its highest quality.
package main
