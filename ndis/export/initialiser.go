package export

import (
	"math/bits"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// initialiser is a C function that makes a structure hold what the record
// holds, with the headers' own names, and assertions that the headers see the
// structure as the catalogue does.
func initialiser(r *codec.Record) (string, error) {
	s, o := r.Layout.Structure, r.Layout.Options
	w := initWriter{r: r, root: tree(r.Layout), needs: needs(r.Layout), written: make([]byte, len(r.Bytes()))}
	w.assign(&w.root, nil)
	var f lines
	f.line("static VOID")
	f.line("Fill", pascal(s.Name), revisionWord(o.Revision), "(", declared(r.Layout).Name, " *s)")
	f.line("{")
	f.WriteString(zeroed(r.Layout))
	f.WriteString(w.String())
	if w.lost() {
		f.line("    /* Not zero in the bytes, but beyond these members: padding, or another arm of a union. */")
	}
	f.line("}")
	return headComment(r.Layout) + guarded(w.needs, assertions(r.Layout)+"\n"+f.String()), nil
}

// zeroed clears the structure, and what its last array has behind it.
func zeroed(l *catalog.Layout) string {
	if l.Size <= l.Sizeof {
		return "    RtlZeroMemory(s, sizeof(*s));\n"
	}
	return "    RtlZeroMemory(s, " + ndis.Hex(uint64(l.Size), 2) + "); /* its last array goes on behind it */\n"
}

// initWriter writes an assignment for each member that is not zero.
type initWriter struct {
	lines
	r       *codec.Record
	root    node
	needs   ndis.Version // the first version whose headers know every name that is used
	written []byte       // the bits that the assignments reach
}

// needs is the first version that has every member of a layout.
func needs(l *catalog.Layout) ndis.Version {
	v := l.Structure.Since
	for i := range l.Slots {
		v = max(v, l.Slots[i].Since)
	}
	revision, _ := l.Structure.Revision(l.Revision)
	return max(v, revision.Since)
}

func (w *initWriter) assign(n, parent *node) {
	switch {
	case n.kind == catalog.KindUnion:
		if arm := w.arm(n); arm != nil {
			w.assign(arm, n)
		}
	case n.target == catalog.Header().Structure.Name && parent != nil && parent.target != "":
		w.header(n, parent)
	case n.kind.Container():
		for i := range n.children {
			w.assign(&n.children[i], n)
		}
	default:
		w.leaf(n)
	}
}

// leaf assigns one that is within reach and not zero.
func (w *initWriter) leaf(n *node) {
	value, err := w.r.Value(n.path())
	if err != nil || n.end() > w.r.Reach() {
		return
	}
	cover(w.written, n)
	if value == 0 {
		return
	}
	if n.slot.Base.Address() {
		w.line("    s->", string(n.path()), " = NULL; /* ", strings.ToLower(ndis.Hex(value, 2*n.slot.Size)), " */")
		return
	}
	text, since := cValue(w.r, n.slot, value)
	w.needs = max(w.needs, since)
	w.set(n.path(), text)
}

func (w *initWriter) set(path ndis.Path, value string) {
	w.line("    s->", string(path), " = ", value, ";")
}

// header assigns a header by the names of the structure that it begins.
func (w *initWriter) header(n, parent *node) {
	s := catalog.MustLookup(parent.target)
	for i := range n.children {
		child := &n.children[i]
		value, err := w.r.Value(child.path())
		if err != nil || child.end() > w.r.Reach() {
			continue
		}
		text := w.headerText(s, n, child, int(value))
		if text == "" {
			w.leaf(child)
			continue
		}
		cover(w.written, child)
		w.set(child.path(), text)
	}
}

// headerText is the macro for a header's member, "" where none is right.
func (w *initWriter) headerText(s *catalog.Structure, header, member *node, value int) string {
	revision, _ := w.r.Value(header.path() + "." + ndis.PathRevision[len(ndis.PathHeader)+1:])
	r, known := s.Revision(int(revision))
	switch ndis.PathHeader + "." + ndis.Path(member.name) {
	case ndis.PathRevision:
		if known {
			return s.RevisionMacro(r.Number)
		}
	case ndis.PathSize:
		if known && value == sizeOf(s, r, w.r.Layout.Arch) {
			return sizeText(s, r)
		}
	}
	return ""
}

// sizeOf is a revision's size in bytes, -1 where the architecture has none.
func sizeOf(s *catalog.Structure, r catalog.Revision, arch ndis.Arch) int {
	l, err := s.Layout(catalog.Options{Arch: arch, Revision: r.Number})
	if err != nil {
		return -1
	}
	return l.Size
}

// sizeText is a revision's size in the headers' words.
func sizeText(s *catalog.Structure, r catalog.Revision) string {
	if macro := s.SizeMacro(r.Number); macro != "" {
		return macro
	}
	name := s.Name
	if r.Of != "" {
		name = r.Of
	}
	switch {
	case r.Literal > 0:
		return ndis.Hex(uint64(r.Literal), 2)
	case r.Through == "":
		return "sizeof(" + name + ")"
	}
	return "RTL_SIZEOF_THROUGH_FIELD(" + name + ", " + string(r.Through) + ")"
}

// arm is the arm of a union that leaves the fewest bits out, the first of
// several.
func (w *initWriter) arm(n *node) *node {
	var best *node
	least := 0
	for i := range n.children {
		covered := make([]byte, len(w.written))
		w.coverage(covered, &n.children[i])
		if lost := missed(w.r.Bytes()[:w.r.Reach()], covered, n); best == nil || lost < least {
			best, least = &n.children[i], lost
		}
	}
	return best
}

// coverage marks the bits that assignments of a node would reach.
func (w *initWriter) coverage(covered []byte, n *node) {
	if n.kind == catalog.KindUnion {
		if arm := w.arm(n); arm != nil {
			w.coverage(covered, arm)
		}
		return
	}
	for i := range n.children {
		w.coverage(covered, &n.children[i])
	}
	if !n.kind.Container() {
		cover(covered, n)
	}
}

func cover(covered []byte, n *node) {
	for bit := n.start(); bit < n.stop(); bit++ {
		covered[bit/8] |= 1 << (bit % 8)
	}
}

// missed counts the bits of a node that are set and not covered.
func missed(b, covered []byte, n *node) int {
	lost := 0
	for i := n.offset; i < min(n.end(), len(b)); i++ {
		lost += bits.OnesCount8(b[i] &^ covered[i])
	}
	return lost
}

// lost reports whether bits within reach are not written.
func (w *initWriter) lost() bool {
	return missed(w.r.Bytes()[:w.r.Reach()], w.written, &w.root) > 0
}
