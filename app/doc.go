// Package app is what people see: the routes, and the shell around each page.
//
// [Register] tells go-app which page is where; the same list of [Routes] tells
// the generator of the static site which files to write.
package app
