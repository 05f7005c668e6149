// Package ndis is the vocabulary of the Network Driver Interface Specification:
// versions, structure headers, status codes, architectures.
//
// # Vocabulary
//
// A host (a Windows release) implements one NDIS version, the System version.
// A driver registers with a version of its own, the Registered version, which
// may be lower than the highest one it supports. Structures that carry version
// information begin with an [ObjectHeader]: Type, Revision, Size. Which
// revision is right follows from the registered version.
//
// # How the sub-packages stack
//
//	ndis            values and their names; no behaviour
//	ndis/trace      what happened and why, as values
//	ndis/catalog    every structure: members, revisions, layouts
//	ndis/codec      bytes <-> members
//	ndis/dump       bytes out of what people paste
//	ndis/export     a structure in the languages of compilers and tools
//	ndis/negotiate  the rules: which version, which revision, which status
//
// Most readers need [ParseVersion] and [ParseStatus]. The package is not a
// driver and does not simulate one: that is nicsim. Read ndis/catalog next.
package ndis
