//go:build js && wasm

// Package json stands in for encoding/json in the browser build of the app,
// where go-app wants it for what it stores and for notifications. The pages keep
// plain text in the browser's storage and send no notifications; the real
// package weighs a twentieth of the download.
package json
