//go:build js && wasm

package layers

// LinkType is what the packets of a file begin with.
type LinkType uint16

// Link types that are named: tcpdump.org/linktypes.html.
const (
	LinkTypeEthernet  LinkType = 1
	LinkTypeTokenRing LinkType = 6
	LinkTypeFDDI      LinkType = 10
	LinkTypeRaw       LinkType = 101
	LinkTypeC_HDLC    LinkType = 104
)
