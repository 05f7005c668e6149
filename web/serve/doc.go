// Command serve serves the built site on localhost, with the headers that a
// static host would send.
//
//	go run ./web/serve -port 8080 build/site
package main
