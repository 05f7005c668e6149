// Package export writes what the catalogue knows, and what a record holds, in
// the languages of others.
//
//	text, err := export.Write("c", record)
//
// [Formats] lists the names: a C function that fills the structure (c), one that
// fills its header for the version that was registered at run time (c-ladder),
// the bytes (c-array, hex, hex-dump), values (json), and descriptions of the
// layout for Kaitai Struct (ksy), for ImHex (imhex) and for a C compiler without
// any header of Windows (c-declarations). Offsets and sizes come from the
// layout, names of constants from the catalogue; nothing of a record's bytes
// becomes text but as a number, except beside a hex dump.
//
// Each format is held to a judge that nobody here wrote: [C] to GCC and clang,
// whose layouts must be the catalogue's; the C that includes the headers to
// mingw-w64's own headers of NDIS; .ksy to Kaitai Struct's compiler, whose parser
// must read what ndis/codec reads (web/e2e). ImHex's patterns are read by a test.
//
// Most readers need [Write] and [Formats]. The package reads nothing; ndis/dump
// is to read what people paste.
package export
