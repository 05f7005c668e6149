// Package packet looks at network packets as bytes: which layers they have, where
// each field lies, and whether checksums are right.
//
// [Parse] finds the layers of a frame: Ethernet, 802.1Q tags, IPv4, IPv6 and its
// extension headers, TCP, UDP, ESP, AH, and what VXLAN and NVGRE carry. It copies
// nothing, takes any bytes, and says where it stopped and why. [Build] makes a
// frame of what people write:
//
//	eth/ipv4/tcp/data ipv4.ttl=64 tcp.dstport=443 data.length=4000
//
// and fills in lengths, protocol numbers and checksums that are not given.
// [Describe] is the way back. Most readers need [Parse] and [Build].
//
// The package knows headers and nothing else: what a card does with packets is
// nicsim/offload, keys and security associations are nicsim/ipsec. It imports
// nothing of this module. Read field.go next, the one table of fields.
package packet
