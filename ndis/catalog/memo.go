package catalog

import "sync"

// memo keeps what was found out once; several goroutines may ask.
type memo[K comparable, V any] struct {
	mutex sync.Mutex
	known map[K]V
}

func (m *memo[K, V]) load(key K) (value V, ok bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	value, ok = m.known[key]
	return value, ok
}

// store keeps a value, and returns the one that is there already if another
// goroutine was faster.
func (m *memo[K, V]) store(key K, value V) V {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if known, ok := m.known[key]; ok {
		return known
	}
	if m.known == nil {
		m.known = map[K]V{}
	}
	m.known[key] = value
	return value
}
