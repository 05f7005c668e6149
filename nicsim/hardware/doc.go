// Package hardware describes network cards: what task offloads they can do, and
// how the keywords of the registry switch them off.
//
// A [NIC] is a plain value; profiles are data (nics.txt), and so are the keywords
// (keywords.txt) and what a card must be able to do besides (companions.txt).
// Capabilities are members of NDIS_OFFLOAD, so what a card can do and what its
// driver reports are said in the same words. [NIC.Fill] writes them into a
// structure of any revision, and is what most readers need; [FromInstall] takes
// the keywords from an INF file. Nothing computes here: that is nicsim/offload.
package hardware
