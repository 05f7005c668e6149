// Package dump reads the bytes out of what people paste: memory from WinDbg,
// hex dumps, packets from Wireshark, C arrays, base64.
//
//	d, err := dump.Read(text, dump.Options{})
//	fmt.Println(d.Format, d.Address, d.Bytes, d.Notes)
//
// It says what it recognised, and it is never wrong in silence: addresses must
// count the bytes between them, a text column must show the bytes beside it, and
// what could be read in two ways is refused until [Options] names a format.
// Errors and notes carry the line and the column of the paste.
//
// What it takes off the paste first: prompts and other commands, marks of quoted
// mail, numbers of lines, fences, spaces and dashes that a web page has changed.
// Structures (dt, dx, initialisers, statements that fill one in) become bytes
// through ndis/codec, and the offsets that dt shows must be those of the
// catalogue. A paste that ends within a number of dt, or within a decimal one that
// no brace closes, cannot be told from a whole one; elsewhere a cut is noticed, or
// leaves the first bytes as they are.
//
// Most readers need [Read] and [Formats]. The package does not say what the
// bytes mean: that is ndis/codec, which to read next.
package dump
