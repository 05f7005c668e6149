// Command generate writes the static site: pages that can be read before their
// program has arrived, the program itself, and the JavaScript API.
//
//	go run ./web/generate -out build/site
//
// Every address in it is relative, so that the site works below any path.
package main
