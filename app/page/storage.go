package page

import "github.com/maxence-charriere/go-app/v10/pkg/app"

func storage() app.Value { return app.Window().Get("localStorage") }

// Store keeps a text in the browser under a key, as long as it has room.
func Store(key, value string) { attempt(func() { storage().Call("setItem", key, value) }) }

// Stored is the text that is kept under a key, "" for none.
func Stored(key string) string {
	if v := storage().Call("getItem", key); v.Truthy() {
		return v.String()
	}
	return ""
}
