//go:build js && wasm

// Package fips140only stands in for Go's crypto/internal/fips140only in the builds
// for the browser, where nobody asks for approved algorithms only.
package fips140only
