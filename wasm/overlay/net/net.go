//go:build js && wasm

package net

import "encoding/hex"

// HardwareAddr is the address of a network card.
type HardwareAddr []byte

// String is the address in hex.
func (a HardwareAddr) String() string { return hex.EncodeToString(a) }
