// Package hardware describes network cards: what task offloads they can do, and
// how the keywords of the registry switch them off.
//
// A [NIC] is a plain value; profiles are data (nics.txt), and so is what each
// keyword governs (keywords.txt). Capabilities are members of NDIS_OFFLOAD, so
// what a card can do and what its driver reports are said in the same words.
// [NIC.Fill] writes them into a structure of any revision, and is what most
// readers need. Nothing computes here: that is nicsim/offload.
package hardware
