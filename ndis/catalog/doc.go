// Package catalog knows every NDIS structure: its members, its revisions and,
// for each architecture and NDIS version, where each member lies.
//
// What a header defines is text (structures/*.txt): members in order, their C
// types, the version they came with, and for each revision the member it ends
// with. Offsets, sizes and padding are computed from that, never written down.
//
//	structure, err := catalog.Lookup("NDIS_OFFLOAD")
//	layout, err := structure.Layout(catalog.Options{Arch: ndis.X64, Revision: 2})
//
// Most readers need [Lookup] and [Structure.Layout]; [Compare] and
// [CompareVersions] say what differs, [Outlines] reads names without parsing. A
// structure is parsed when it is asked for, and kept. The package does not read
// or write bytes: that is ndis/codec, which to read next.
//
// # The text
//
//	struct NDIS_OFFLOAD                    or union; then its attributes
//		header  ntddndis.h                 the header that declares it
//		since   6.0                        the first version that has it
//		doc     ddi/ntddndis/...           its documentation page
//		object  NDIS_OBJECT_TYPE_OFFLOAD   what Header.Type must say
//		macro   ..., sizeof  ...           prefixes of the revision macros, if irregular; "none" if there are none
//		rev 1   since 6.0  through Flags   the revision ends with that member ("literal 0xF0": the macro is a number)
//		                                   "header-only": the documentation omits it; "also 6": it asks for 6 instead
//		note    CODE ARGUMENTS             what is doubtful; the rulebook has the words
//		pack 1, align 8
//
//		Flags   ULONG  flags GROUP         a member: name, C type, and what is special
//		Ah      ULONG:2  values GROUP      a bit-field of two bits
//		Name    UCHAR[16*sizeof(PVOID)]    an array; [8|4] gives the lengths on 64 bits and on x86
//		union _                            a nested union, unnamed
//			Value  ULONG  since 6.30
//
// A member without "since" is as old as its structure. "was 12 before 6.85"
// gives a bit-field's width before a version carved bits out of it; "tail" marks
// an array that goes on behind the structure.
package catalog
