package dump

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

// Dump is what a paste says. The zero Pointer is: nothing tells.
type Dump struct {
	Format    Format
	Bytes     []byte
	Addressed bool
	Address   uint64             // of the first byte, where Addressed
	Pointer   int                // bytes of a pointer on the machine it came from, 4 or 8
	Unknown   []Range            // what the paste shows as unreadable, or not at all; never among Bytes
	Structure string             // official name, where the paste names one
	Members   []codec.Assignment // what dt, dx or an initialiser give, in their order
	Notes     []*ndis.Error      // what to know before trusting Bytes
}

// Range is Length bytes, Offset bytes behind the first.
type Range struct{ Offset, Length int }

// Options override what the paste would be taken for. Structure is the one that
// dt, dx or an initialiser show, Pointer (4 or 8) the width of its pointers.
type Options struct {
	Format    Format
	Structure string
	Pointer   int
}

// Read reads a paste. Errors are *ndis.Error; At is "line:column", both from 1.
func Read(text string, o Options) (Dump, error) {
	if len(text) > longest {
		return Dump{}, ndis.NewError(CodeTooLong, strconv.Itoa(longest))
	}
	p := newPaste(text)
	if p.blank() {
		return Dump{}, ndis.NewError(CodeEmpty)
	}
	how, err := choose(p, o.Format)
	if err != nil {
		return Dump{}, err
	}
	d, err := how(p, o)
	if err != nil {
		return Dump{}, err
	}
	return d, nil
}

// longest is the longest paste that is looked at.
const longest = 1 << 20

// room is the most bytes that a paste may stand for: "*" repeats lines.
func (p *paste) room() int { return 4096 + 8*p.size }

// note adds a note; the first few say enough.
func (d *Dump) note(e *ndis.Error) {
	if len(d.Notes) < 16 {
		d.Notes = append(d.Notes, e)
	}
}
