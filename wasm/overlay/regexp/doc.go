//go:build js && wasm

// Package regexp stands in for Go's regexp in the browser build of the app,
// where go-app wants it for routes that are patterns. Ours are plain paths; the
// real package brings a parser and Unicode tables along.
package regexp
