package catalog

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// Change is what became of a member between two layouts.
type Change uint8

// The changes. One that is several at once has the first that fits.
const (
	Reinterpreted Change = iota // other bytes' meaning: a new type, or bits that were reserved
	Added
	Removed
	Grown
	Shrunk
	Moved
)

// Changes lists the changes.
func Changes() []Change { return []Change{Reinterpreted, Added, Removed, Grown, Shrunk, Moved} }

// String is the change in lower case.
func (c Change) String() string {
	return []string{"reinterpreted", "added", "removed", "grown", "shrunk", "moved"}[c]
}

// sign is the change as one letter of the text form.
func (c Change) sign() string { return "~+-><@"[c : c+1] }

// Difference is a member that two layouts do not have alike. Before is nil of
// one that was added, After of one that was removed. Of bits that were reserved,
// Before is the member that reserved them.
type Difference struct {
	Path          ndis.Path
	Change        Change
	Before, After *Slot
}

// Compare lists what differs between two layouts, in the order of the second
// one; what only the first one has comes last. What is inside a member that was
// added, removed or moved as a whole is not listed, and of an array only the
// first element is looked into.
func Compare(a, b *Layout) []Difference {
	var found []Difference
	for i := range b.Slots {
		after := &b.Slots[i]
		if repeated(b, i) {
			continue
		}
		if before, ok := a.Find(after.Path); ok {
			if change, differs := compare(a, b, before, i); differs {
				found = append(found, Difference{after.Path, change, &a.Slots[before], after})
			}
		} else if !inside(a, b, after) {
			found = append(found, arrived(a, b, after))
		}
	}
	for i := range a.Slots {
		before := &a.Slots[i]
		if _, stays := b.Find(before.Path); !stays && !repeated(a, i) && !inside(b, a, before) {
			found = append(found, Difference{before.Path, Removed, before, nil})
		}
	}
	return found
}

// repeated reports whether a slot is, or lies in, an array's element behind the
// first.
func repeated(l *Layout, i int) bool {
	for ; i >= 0; i = l.Slots[i].Parent {
		path := string(l.Slots[i].Path)
		if strings.HasSuffix(path, "]") && !strings.HasSuffix(path, "[0]") {
			return true
		}
	}
	return false
}

// inside reports whether a slot of l lies in one that the other layout does not
// have either.
func inside(other, l *Layout, s *Slot) bool {
	if s.Parent < 0 {
		return false
	}
	_, known := other.Find(l.Slots[s.Parent].Path)
	return !known
}

// compare says how a member of both layouts differs. Where it lies is counted
// from its container, so that what moves along does not count.
func compare(a, b *Layout, before, after int) (Change, bool) {
	s, t := &a.Slots[before], &b.Slots[after]
	switch {
	case element(s.Type) != element(t.Type) || s.Kind != t.Kind:
		return Reinterpreted, true
	case extent(t) > extent(s):
		return Grown, true
	case extent(t) < extent(s):
		return Shrunk, true
	case relative(a, s) != relative(b, t) || s.Bit != t.Bit:
		return Moved, true
	}
	return 0, false
}

// element is a type without its dimensions, which differ when an array grows.
func element(declared string) string {
	name, _, _ := strings.Cut(declared, "[")
	return name
}

// extent is a slot's width in bits.
func extent(s *Slot) int {
	if s.Bits > 0 {
		return s.Bits
	}
	return 8 * s.Size
}

func relative(l *Layout, s *Slot) int {
	if s.Parent < 0 {
		return s.Offset
	}
	return s.Offset - l.Slots[s.Parent].Offset
}

// arrived is a member that only the second layout has: bits that a reserved
// bit-field gave up, or something new.
func arrived(a, b *Layout, after *Slot) Difference {
	if after.Bits > 0 {
		for i := range a.Slots {
			before := &a.Slots[i]
			if reserves(a, b, before, after) {
				return Difference{after.Path, Reinterpreted, before, after}
			}
		}
	}
	return Difference{after.Path, Added, nil, after}
}

// reserves reports whether the bits of after belonged to before, in the same
// container.
func reserves(a, b *Layout, before, after *Slot) bool {
	return before.Bits > 0 && outer(before.Path) == outer(after.Path) &&
		relative(a, before) == relative(b, after) && before.Size == after.Size &&
		before.Bit <= after.Bit && after.Bit+after.Bits <= before.Bit+before.Bits
}

func outer(path ndis.Path) ndis.Path {
	if dot := strings.LastIndexByte(string(path), '.'); dot >= 0 {
		return path[:dot]
	}
	return ""
}

// DiffText writes a comparison without words, for scripts: a line for the two
// layouts, then one a member: what became of it ("~" reinterpreted, "+" added,
// "-" removed, ">" grown, "<" shrunk, "@" moved), path, places, type. A place is
// offset:size in bytes, and :lowest bit:bits of a bit-field.
func DiffText(a, b *Layout) string {
	var text strings.Builder
	text.WriteString(a.Structure.Name + " " + a.title() + " -> " + b.title() + "\n")
	for _, d := range Compare(a, b) {
		text.WriteString(d.String() + "\n")
	}
	return text.String()
}

// title is "x64 6.20 2 144": architecture, version, revision ("-" for none), size.
func (l *Layout) title() string {
	revision := "-"
	if l.Revision > 0 {
		revision = strconv.Itoa(l.Revision)
	}
	return l.Arch.String() + " " + l.Version.String() + " " + revision + " " + strconv.Itoa(l.Size)
}

// String is the difference as a line of [DiffText].
func (d Difference) String() string {
	declared := d.After
	if declared == nil {
		declared = d.Before
	}
	return d.Change.sign() + " " + string(d.Path) + " " + d.Before.Place() + " -> " + d.After.Place() + " " + declared.Type
}

// Place is where a slot lies: "0x4:2", of a bit-field "0x4:4:6:26"; "-" of none.
func (s *Slot) Place() string {
	if s == nil {
		return "-"
	}
	place := ndis.Hex(uint64(s.Offset), 1) + ":" + strconv.Itoa(s.Size)
	if s.Bits > 0 {
		place += ":" + strconv.Itoa(s.Bit) + ":" + strconv.Itoa(s.Bits)
	}
	return place
}
