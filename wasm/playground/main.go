//go:build js && wasm

// Package main is the pages' program: it registers the routes and hands over to
// go-app.
package main

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app"
)

func main() {
	app.Register()
	goapp.RunWhenOnBrowser()
}
