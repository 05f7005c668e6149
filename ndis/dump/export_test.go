package dump

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/export"
)

// records are each structure of the catalogue with members of all values, on both
// widths of pointers.
func records(t *testing.T) []*codec.Record {
	t.Helper()
	random := rand.New(rand.NewPCG(9, 10))
	var all []*codec.Record
	for _, s := range catalog.All() {
		for _, arch := range []ndis.Arch{ndis.X64, ndis.X86} {
			layout, err := s.Layout(catalog.Options{Arch: arch})
			if newest, ok := s.Newest(); ok {
				layout, err = s.Layout(catalog.Options{Arch: arch, Revision: newest.Number})
			}
			if err != nil {
				t.Fatal(err)
			}
			r := codec.New(layout)
			for i := range r.Bytes() {
				if i >= 4 || !s.Versioned() {
					r.Bytes()[i] = byte(random.Uint32())
				}
			}
			all = append(all, r)
		}
	}
	return all
}

func TestOurOwnExportsReadBack(t *testing.T) {
	for _, r := range records(t) {
		for _, format := range []string{"hex", "hex-dump", "c-array"} {
			text, err := export.Write(format, r)
			if err != nil {
				t.Fatal(err)
			}
			if d, err := Read(text, Options{}); err != nil || !bytes.Equal(d.Bytes, r.Bytes()[:r.Layout.Size]) {
				t.Errorf("%s of %s: %v\n%s", format, r.Layout.Structure.Name, err, text)
			}
		}
	}
}

// What an initialiser makes is the record but for pointers and padding, so what
// the bytes print again is the same text.
func TestOurOwnInitialisersReadBack(t *testing.T) {
	read := 0
	for _, r := range records(t) {
		text, err := export.Write("c", r)
		if err != nil {
			t.Fatal(err)
		}
		d, err := Read(text, Options{Pointer: r.Layout.Arch.Pointer()})
		if err != nil {
			t.Errorf("%s on %s: %v\n%s", r.Layout.Structure.Name, r.Layout.Arch, err, text)
			continue
		}
		read++
		again, err := export.Write("c", codec.Decode(r.Layout, d.Bytes))
		if err != nil || sayable(again) != sayable(text) {
			t.Errorf("%s on %s: %v\n%s\nbecomes\n%s", r.Layout.Structure.Name, r.Layout.Arch, err, text, again)
		}
	}
	if read < 50 {
		t.Errorf("only %d were read", read)
	}
}

// sayable leaves out what an initialiser cannot say: addresses, padding.
func sayable(text string) string {
	var kept []string
	for line := range strings.Lines(text) {
		if !strings.Contains(line, "= NULL; /*") && !strings.Contains(line, "/* Not zero") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}
