package export

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// node is a member in its place, nested as C nests it: the unnamed levels, which
// a layout leaves out, are there.
type node struct {
	name         string        // "" where C has none, and of an array's elements
	slot         *catalog.Slot // nil of the root and of an unnamed level
	kind         catalog.Kind
	target       string // the structure that it is, "" where it has no name
	offset, size int    // in bytes, from the structure's begin
	children     []node // members, arms or elements
	element      *node  // of an array without an element: what one would be
}

func (n *node) end() int { return n.offset + n.size }

// start is the first bit.
func (n *node) start() int {
	if n.slot != nil && n.slot.Bits > 0 {
		return 8*n.offset + n.slot.Bit
	}
	return 8 * n.offset
}

// stop is the first bit behind.
func (n *node) stop() int {
	if n.slot != nil && n.slot.Bits > 0 {
		return n.start() + n.slot.Bits
	}
	return 8 * n.end()
}

func (n *node) path() ndis.Path {
	if n.slot == nil {
		return ""
	}
	return n.slot.Path
}

// tree is the layout's members as a tree. What lies beyond the layout's size is
// left out.
func tree(l *catalog.Layout) node {
	s := declared(l)
	return node{kind: containerKind(s.Union), target: l.Structure.Name, size: l.Size, children: grower{l}.members(s.Members, "")}
}

// declared is the structure that C declares for a layout.
func declared(l *catalog.Layout) *catalog.Structure {
	if r, _ := l.Structure.Revision(l.Revision); r.Of != "" {
		return catalog.MustLookup(r.Of)
	}
	return l.Structure
}

func containerKind(union bool) catalog.Kind {
	if union {
		return catalog.KindUnion
	}
	return catalog.KindStruct
}

// grower looks a layout's slots up by their paths.
type grower struct{ layout *catalog.Layout }

func (g grower) members(members []catalog.Member, outer ndis.Path) []node {
	var nodes []node
	for i := range members {
		m := &members[i]
		if !m.Exists(g.layout.Version, g.layout.Arch) {
			continue
		}
		if n, ok := g.member(m, outer); ok {
			n.name = m.Name
			nodes = append(nodes, n)
		}
	}
	return nodes
}

func (g grower) member(m *catalog.Member, outer ndis.Path) (node, bool) {
	if m.Name == "" {
		return g.unnamed(m, outer)
	}
	path := ndis.Path(m.Name)
	if outer != "" {
		path = outer + "." + path
	}
	return g.at(path, m)
}

func (g grower) unnamed(m *catalog.Member, outer ndis.Path) (node, bool) {
	n := node{kind: containerKind(m.Union)}
	members := m.Members
	if members == nil {
		s := catalog.MustLookup(resolve(m.Type))
		n.kind, members = containerKind(s.Union), s.Members
	}
	n.children = g.members(members, outer)
	if len(n.children) == 0 {
		return n, false
	}
	n.offset = n.children[0].offset
	for i := range n.children {
		n.offset = min(n.offset, n.children[i].offset)
		n.size = max(n.size, n.children[i].end()-n.offset)
	}
	return n, true
}

// resolve is the structure that a type stands for.
func resolve(typeName string) string {
	_, target := catalog.TypeNamed(typeName)
	return target
}

// at is the node of a path: the member's, or an element's of it.
func (g grower) at(path ndis.Path, m *catalog.Member) (node, bool) {
	i, ok := g.layout.Find(path)
	if !ok {
		return node{}, false
	}
	s := &g.layout.Slots[i]
	n := node{slot: s, kind: s.Kind, offset: s.Offset, size: min(s.Size, g.layout.Size-s.Offset)}
	switch {
	case n.size < s.Size && !s.Kind.Container() || n.size < 0:
		return n, false
	case s.Kind == catalog.KindArray:
		g.elements(&n, m)
	case s.Kind.Container():
		n.target = s.Target
		n.children = g.members(inside(s, m), path)
	}
	return n, true
}

// inside are the members of a container that is a member, or an element of one.
func inside(s *catalog.Slot, m *catalog.Member) []catalog.Member {
	if m.Members != nil {
		return m.Members
	}
	return catalog.MustLookup(s.Target).Members
}

func (g grower) elements(n *node, m *catalog.Member) {
	for i := 0; ; i++ {
		e, ok := g.at(n.slot.Path+ndis.Path("["+strconv.Itoa(i)+"]"), m)
		if !ok {
			break
		}
		n.children = append(n.children, e)
	}
	if len(n.children) == 0 {
		n.element = g.element(m)
	}
}

// element is what an element of an open array would be, nil where that has no
// name.
func (g grower) element(m *catalog.Member) *node {
	if m.Members != nil {
		return nil
	}
	base, target := catalog.TypeNamed(m.Type)
	if base != catalog.BaseNone {
		return &node{slot: &catalog.Slot{Type: m.Type, Base: base, Size: base.Size(g.layout.Arch)}, size: base.Size(g.layout.Arch)}
	}
	s, err := catalog.Lookup(target)
	if err != nil {
		return nil
	}
	l, err := s.Layout(catalog.Options{Arch: g.layout.Arch, Version: g.layout.Version})
	if err != nil {
		return nil
	}
	n := tree(l)
	return &n
}
