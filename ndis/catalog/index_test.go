package catalog

import (
	"slices"
	"sync"
	"testing"

	"ndisplayground/ndis"
)

// The first look-up waits for the index: its cost is what is allocated.
func TestTheIndexIsMadeOfAFewPieces(t *testing.T) {
	const pieces = 30
	if n := testing.AllocsPerRun(10, func() { newIndex() }); n > pieces {
		t.Errorf("%v allocations, want no more than %d", n, pieces)
	}
}

// Using a structure parses it and what it contains, no other one and no constants.
func TestAStructureIsParsedWithWhatItContains(t *testing.T) {
	defer func(before func() *index) { catalogue = before }(catalogue)
	x := newIndex()
	catalogue = sync.OnceValue(func() *index { return x })
	knownGroups.known = nil

	layout, err := MustLookup("NDIS_OFFLOAD").Layout(Options{Arch: ndis.X64})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"NDIS_OFFLOAD"}
	for _, s := range layout.Slots {
		if (s.Kind == KindStruct || s.Kind == KindUnion) && s.Target != "" && !slices.Contains(want, s.Target) {
			want = append(want, s.Target)
		}
	}
	var got []string
	for i := range x.entries {
		if x.entries[i].parsed.Load() != nil {
			got = append(got, x.entries[i].name)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(knownGroups.known) > 0 {
		t.Errorf("%v and %d groups are parsed, want %v", got, len(knownGroups.known), want)
	}
}
