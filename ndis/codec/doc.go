// Package codec turns a structure's bytes into values and back, one engine for
// every structure of the catalogue.
//
//	layout, _ := structure.Layout(catalog.Options{Arch: ndis.X64})
//	record := codec.Decode(layout, bytes)
//	value, _ := record.Value("Checksum.IPv4Transmit.IpChecksum")
//
// A [Record] keeps the bytes and looks at them through a layout, so that what it
// does not know (padding, what lies beyond its revision) is kept as it came.
// Values are numbers; [Record.Text] and [Record.SetText] use what people write:
// names of constants, addresses, GUIDs, strings.
//
// An array that goes on behind its structure is as long as the member that counts
// it says, as far as there are bytes: [Record.Missing]. [Encode] makes it as long as
// its assignments.
//
// Most readers need [Decode] and [Encode]. Whether a header is right, and how
// far a reader may trust it, is ndis/negotiate, which to read next.
package codec
