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
// Beside the structures stand the constants that their members take (enums.txt,
// groups.txt: [GroupNamed]), the C types (types.txt: [TypeNamed]) and the object
// identifiers (oids.txt: [OIDs], [OIDNamed]).
//
// Most readers need [Lookup] and [Structure.Layout]; [Compare] and
// [CompareVersions] say what differs, [Outlines] reads names without parsing. A
// structure is parsed when it is asked for, and kept; where the text of each begins
// is computed beforehand (lengths.txt, by make golden). The package does not read
// or write bytes: that is ndis/codec, which to read next.
//
// # The text
//
//	struct NDIS_OFFLOAD                    or union; then its attributes
//		header  ntddndis.h                 the header that declares it
//		since   6.0                        the first version that has it
//		doc     ddi/ntddndis/...           its documentation page
//		object  NDIS_OBJECT_TYPE_OFFLOAD   what Header.Type must say
//		macro   ..., sizeof  ...           prefixes of the revision macros, if irregular; "none" if there are none,
//		                                   "before 4" if the revisions from 4 on have none
//		rev 1   since 6.0  through Flags   the revision ends with that member ("whole": it is all of the structure;
//		                                   "of NAME": it is all of another one; "literal 0xF0": the macro is a number)
//		                                   "header-only": the documentation omits it; "also 6": it asks for 6 instead
//		note    CODE ARGUMENTS             what is doubtful; the rulebook has the words
//		pack 1, align 8                    "16|8": on 64 bits and on x86
//		as      luid                       people write all of it as one value: a guid, a luid, ipv4, ipv6, a version, text
//
//		Flags   ULONG  flags GROUP         a member: name, C type, and what is special
//		Ah      ULONG:2  values GROUP      a bit-field of two bits
//		Name    UCHAR[16*sizeof(PVOID)]    an array; [8|4] gives the lengths on 64 bits and on x86
//		union _                            a nested union, unnamed
//			Value  ULONG  since 6.30
//		_       NDIS_OFFLOAD               an unnamed member of that structure
//
// A member without "since" is as old as its structure; "until 6.0" says from
// which version on it is gone, "on x64,arm64" which architectures have it. "was
// 12 before 6.85" gives a bit-field's width or an array's length before a version
// changed it; "as mac" says how people write it, or "bytes" that it is no text.
// "tail" marks an array that goes on behind the structure. Members beside an array
// say how long it is ("count NumberOfPorts", or in bytes "length KeyLength"), how
// far from the structure's begin the first element lies ("offset OffsetFirstPort"),
// how far apart they are ("stride ElementSize"). "beside MinorNdisVersion" names the
// other half of a version.
package catalog
