package search

import "testing"

// Pages stay able to answer between slices: each adds no more names than that.
func TestPreparationIsInSmallSlices(t *testing.T) {
	const largest = slice + 500 // a structure's, with its members
	p, before := &preparation{}, 0
	for p.step(slice) {
		now := len(p.builder.entries)
		if now-before > largest {
			t.Errorf("%d names at once, want no more than %d", now-before, largest)
		}
		before = now
	}
	if got, want := len(p.index.entries), len(names().entries); got != want {
		t.Errorf("%d names in slices, %d at once", got, want)
	}
	if p.step(slice) {
		t.Error("there is more when all is done")
	}
}

func TestPrepareEnds(t *testing.T) {
	for range 1000 {
		if !Prepare() {
			return
		}
	}
	t.Error("it goes on and on")
}
