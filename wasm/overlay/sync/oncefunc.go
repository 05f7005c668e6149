//go:build js && wasm

package sync

// OnceFunc returns a function that invokes f only once. If f panics, the next
// call invokes it again.
func OnceFunc(f func()) func() {
	return func() {
		if f != nil {
			f()
			f = nil
		}
	}
}

// OnceValue returns a function that invokes f only once and returns its value. If
// f panics, the next call invokes it again.
func OnceValue[T any](f func() T) func() T {
	var value T
	return func() T {
		if f != nil {
			value = f()
			f = nil
		}
		return value
	}
}

// OnceValues returns a function that invokes f only once and returns its values.
// If f panics, the next call invokes it again.
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	var one T1
	var two T2
	return func() (T1, T2) {
		if f != nil {
			one, two = f()
			f = nil
		}
		return one, two
	}
}
