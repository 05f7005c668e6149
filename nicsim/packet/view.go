package packet

// Header is the bytes of a layer.
func (p *Packet) Header(layer int) []byte {
	l := p.Layers[layer]
	return p.Bytes[l.Offset:l.Behind()]
}

// Content is the bytes behind a layer that it carries.
func (p *Packet) Content(layer int) []byte {
	l := p.Layers[layer]
	return p.Bytes[l.Behind():l.End]
}

// Get is the number of a layer's field.
func (p *Packet) Get(layer int, f Field) uint64 { return f.Get(p.Header(layer)) }

// Put writes the number of a layer's field into the packet's bytes.
func (p *Packet) Put(layer int, f Field, value uint64) { f.Put(p.Header(layer), value) }

// Span is the bytes in which a layer's field lies; none where the layer ends
// before it.
func (p *Packet) Span(layer int, f Field) []byte {
	header := p.Header(layer)
	at, width := f.Bits()
	first, end := at/8, (at+width+7)/8
	if width == 0 {
		end = len(header)
	}
	if first > end || end > len(header) {
		return nil
	}
	return header[first:end]
}

// Find is the index of the first layer of a kind at or behind an index, -1 for
// none.
func (p *Packet) Find(k Kind, from int) int {
	for i := max(from, 0); i < len(p.Layers); i++ {
		if p.Layers[i].Kind == k {
			return i
		}
	}
	return -1
}

// Network is the index of the IP layer that a layer is in: itself, or the nearest
// before it. -1 for none.
func (p *Packet) Network(layer int) int {
	for i := layer; i >= 0; i-- {
		if p.Layers[i].Kind.IsNetwork() {
			return i
		}
	}
	return -1
}

// Innermost is the index of the last IP layer, -1 for none.
func (p *Packet) Innermost() int { return p.Network(len(p.Layers) - 1) }

// Transport is the index of the TCP or UDP layer that belongs to the IP layer of
// that index, behind its extension headers; -1 where something else follows.
func (p *Packet) Transport(network int) int {
	for i := network + 1; i < len(p.Layers); i++ {
		switch k := p.Layers[i].Kind; {
		case k == TCP || k == UDP:
			return i
		case !k.IsExtension():
			return -1
		}
	}
	return -1
}

// Fragmented reports whether the IP layer of that index is of a fragment, also the
// first.
func (p *Packet) Fragmented(network int) bool {
	if p.Layers[network].Kind == IPv4 {
		return p.Get(network, IPv4Flags)&1 != 0 || p.Get(network, IPv4FragmentOffset) != 0
	}
	for i := network + 1; i < len(p.Layers) && p.Layers[i].Kind.IsExtension(); i++ {
		if p.Layers[i].Kind == Fragment {
			return p.Get(i, FragmentMore) != 0 || p.Get(i, FragmentOffset) != 0
		}
	}
	return false
}

// Tunnel is the index of the first VXLAN or NVGRE layer, -1 for none.
func (p *Packet) Tunnel() int {
	for i, l := range p.Layers {
		if l.Kind == VXLAN || l.Kind == NVGRE {
			return i
		}
	}
	return -1
}

// SetLength writes a layer's length field, if it has one, so that it says where
// the layer's End is.
func (p *Packet) SetLength(layer int) {
	l := p.Layers[layer]
	if row := lengthOf(l.Kind); row != nil {
		p.Put(layer, row.field, row.length(l))
	}
	if l.Kind == VLAN && layer+1 < len(p.Layers) && p.Layers[layer+1].Kind == LLC {
		p.Put(layer, VLANType, fitting(l.End-l.Behind()))
	}
}

// SetChecksum writes the right checksum into a layer, if it has one and it can be
// told.
func (p *Packet) SetChecksum(layer int) {
	if _, right, ok := p.Checksum(layer); ok {
		p.Put(layer, ChecksumField(p.Layers[layer].Kind), uint64(right))
	}
}

// Stack names the layers from the outermost in: "eth/ipv4/tcp/data".
func (p *Packet) Stack() string {
	stack := ""
	for i, l := range p.Layers {
		if i > 0 {
			stack += "/"
		}
		stack += l.Kind.String()
	}
	return stack
}
