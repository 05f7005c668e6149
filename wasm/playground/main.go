//go:build js && wasm

package main

import (
	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/app"
)

func main() {
	app.Register()
	goapp.RunWhenOnBrowser()
}
