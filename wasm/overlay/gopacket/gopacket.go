//go:build js && wasm

package gopacket

import "time"

// CaptureInfo is what a file says of a packet beside its bytes.
type CaptureInfo struct {
	Timestamp      time.Time
	CaptureLength  int // in the file
	Length         int // on the wire
	InterfaceIndex int
	AncillaryData  []any
}

// TimestampResolution is a part of a second, Base to the power of Exponent.
type TimestampResolution struct{ Base, Exponent int }

// Resolutions that are named.
var (
	TimestampResolutionMicrosecond = TimestampResolution{10, -6}
	TimestampResolutionNanosecond  = TimestampResolution{10, -9}
)
