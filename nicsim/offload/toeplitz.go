package offload

// Toeplitz is the hash NdisHashFunctionToeplitz with one key. For each half byte
// of the input it holds what the sixteen values add.
type Toeplitz struct{ halves [][16]uint32 }

// NewToeplitz prepares a key. A key of 40 bytes is enough for 36 bytes of input.
func NewToeplitz(key []byte) *Toeplitz {
	t := &Toeplitz{halves: make([][16]uint32, max(0, 2*(len(key)-4)))}
	for i := range t.halves {
		for value := range t.halves[i] {
			for bit := range 4 {
				if value>>(3-bit)&1 != 0 {
					t.halves[i][value] ^= window(key, 4*i+bit)
				}
			}
		}
	}
	return t
}

// window is the 32 bits of a key that begin at a bit.
func window(key []byte, bit int) uint32 {
	var bits uint64
	for i := range 5 {
		bits <<= 8
		if at := bit/8 + i; at < len(key) {
			bits |= uint64(key[at])
		}
	}
	return uint32(bits >> (8 - bit%8))
}

// Hash is the hash of the input, as far as the key reaches.
func (t *Toeplitz) Hash(input []byte) (hash uint32) {
	for i := 0; i < len(input) && 2*i+1 < len(t.halves); i++ {
		hash ^= t.halves[2*i][input[i]>>4] ^ t.halves[2*i+1][input[i]&15]
	}
	return hash
}
