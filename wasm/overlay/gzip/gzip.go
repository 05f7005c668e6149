//go:build js && wasm

package gzip

import (
	"errors"
	"io"
)

// Reader would unpack.
type Reader struct{ io.Reader }

// NewReader fails.
func NewReader(io.Reader) (*Reader, error) {
	return nil, errors.New("compress/gzip is not part of the browser build")
}

// Close does nothing.
func (*Reader) Close() error { return nil }
