package offload

import (
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// Received is a packet that is indicated, with its out-of-band information.
type Received struct {
	Packet   []byte
	Frames   []int // which of the frames it is made of
	Checksum ChecksumResult
	VLAN     *Tag // nil: none, or still in the packet
	Hash     Hash

	Segments       int // CoalescedSegCount: TCP segments with data, 0 where nothing was coalesced
	DuplicateACKs  int // DupAckCount
	TimestampDelta uint32

	UDPSegments    int // SegCount of URO, 0 where nothing was coalesced
	UDPSegmentSize int // SegSize
}

// ChecksumResult is the Receive part of NDIS_TCP_IP_CHECKSUM_NET_BUFFER_LIST_INFO.
type ChecksumResult struct {
	IPSucceeded, IPFailed   bool
	TCPSucceeded, TCPFailed bool
	UDPSucceeded, UDPFailed bool
}

// Receive is what the hardware does with the frames that one interrupt brings:
// what it indicates, in the order of each packet's first frame.
func (c *Card) Receive(frames []Frame) ([]Received, []trace.Event) {
	g := gatherer{card: c, open: map[string]*unit{}}
	for i, f := range frames {
		r := c.receiving(f)
		indicated := Received{Frames: []int{i}}
		indicated.VLAN = r.strip()
		indicated.Checksum = r.validate()
		indicated.Hash = r.hash()
		indicated.Packet = r.Bytes
		g.take(r, indicated)
	}
	return g.finish()
}

// validate checks the checksums of a received packet. Failing, too, it is
// indicated.
func (r *run) validate() (result ChecksumResult) {
	at, ok := placeOf(&r.Packet, false)
	if !ok {
		return result
	}
	networks := []int{at.network}
	if inner, tunneled := placeOf(&r.Packet, true); tunneled {
		mask := tunnelMask(r.Layers[inner.network].Kind, r.Layers[inner.outer].Kind)
		if r.card.value(tunnelOf(r.Layers[inner.tunnel].Kind).receive)&mask == mask {
			networks, at = append(networks, inner.network), inner
		}
	}
	for _, network := range networks {
		if r.Layers[network].Kind == packet.IPv4 {
			r.validateLayer(network, place{-1, -1, network, -1}, &result.IPSucceeded, &result.IPFailed)
		}
	}
	switch {
	case at.transport < 0:
	case r.Layers[at.transport].Kind == packet.TCP:
		r.validateLayer(at.transport, at, &result.TCPSucceeded, &result.TCPFailed)
	default:
		r.validateLayer(at.transport, at, &result.UDPSucceeded, &result.UDPFailed)
	}
	result.IPSucceeded = result.IPSucceeded && !result.IPFailed
	return result
}

// validateLayer checks one checksum, where that is enabled and the card can.
func (r *run) validateLayer(layer int, at place, succeeded, failed *bool) {
	kind := r.Layers[layer].Kind
	paths := pathsOf(receiveChecksum, r.Layers[at.network].Kind)
	path := paths.checksum(kind)
	has, right, known := r.Packet.Checksum(layer)
	why := ""
	switch bit, _ := r.framing(false); {
	case r.card.value(path) == 0:
		why = "not-enabled"
	case r.stripped == 0 && r.card.value(paths.encapsulation)&bit == 0:
		why, path = "framing", paths.encapsulation
	case hasIPOptions(&r.Packet, at.network) && r.card.value(paths.ipOptions) == 0:
		why, path = "options", paths.ipOptions
	case kind == packet.TCP && hasTCPOptions(&r.Packet, layer) && r.card.value(paths.tcpOptions) == 0:
		why, path = "options", paths.tcpOptions
	case !known:
		why = "fragment"
	case kind == packet.UDP && has == 0 && r.Layers[at.network].Kind == packet.IPv4:
		why = "none"
	}
	r.header("layer", layer).field("checksum", layer, packet.ChecksumField(kind))
	switch {
	case why != "":
		r.word("reason", why).member(path).note(RuleChecksumNotValidated, trace.Ignored)
	case packet.Valid(has, right):
		*succeeded = true
		r.note(RuleChecksumValid, trace.Accepted)
	default:
		*failed = true
		r.hex("right", right).note(RuleChecksumFailed, trace.Tolerated)
	}
}
