package search

import (
	"math"
	"sync"
)

// preparation makes the index, in slices or at once.
type preparation struct {
	mutex   sync.Mutex
	builder *builder
	index   *index // nil until it is whole
}

// catalogue is the preparation of the index that searches use.
var catalogue preparation

// slice is how many names are added at a time.
const slice = 500

// Prepare makes a part of the index, in about a millisecond, and reports whether
// more is left: pages call it again and again while they are idle. What is left
// when somebody searches is made then, at once.
func Prepare() (more bool) {
	catalogue.mutex.Lock()
	defer catalogue.mutex.Unlock()
	return catalogue.step(slice)
}

func names() *index { return catalogue.whole() }

func (p *preparation) whole() *index {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for p.step(math.MaxInt32) {
	}
	return p.index
}

func (p *preparation) step(enough int) (more bool) {
	switch {
	case p.index != nil:
		return false
	case p.builder == nil:
		p.builder = newBuilder()
		return true
	case p.builder.step(enough):
		return true
	}
	p.index, p.builder = p.builder.index(), nil
	return false
}
