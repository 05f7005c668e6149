// Package export writes what the catalogue knows in the languages of others.
//
// [C] declares structures as a C compiler for Windows must see them, without
// any header of Windows. It is also how the catalogue is proved: its layouts
// are compared with what compilers make of this text. The package reads
// nothing; ndis/dump is to read what people paste.
package export
