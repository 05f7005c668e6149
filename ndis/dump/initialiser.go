package dump

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// likeInitialiser wants braces behind the name of a structure, a member in them,
// or statements that assign members.
func (p *paste) likeInitialiser() bool {
	c := p.tokens()
	head, ok := c.head()
	return c.hasStatements() || ok && (c.peek().is(".") || structureIn(head) != nil)
}

// structureIn is the structure that a declaration names, nil for none. An array
// of structures is no structure.
func structureIn(head []token) *catalog.Structure {
	var found *catalog.Structure
	for _, t := range head {
		if t.is("[") {
			return nil
		}
		if t.kind == tokenName && found == nil {
			found, _ = catalog.Lookup(t.text())
		}
	}
	return found
}

func readInitialiser(p *paste, o Options) (Dump, error) {
	c := p.tokens()
	if c.hasStatements() {
		return readStatements(c, o)
	}
	head, ok := c.head()
	if !ok {
		return Dump{}, c.unexpected("{")
	}
	structure, err := o.structure(structureIn(head), c.tokens[0].word)
	if err != nil {
		return Dump{}, err
	}
	m := &members{structure: structure}
	if err := c.fields(m, "", 0); err != nil {
		return Dump{}, err
	}
	if err := c.another(); err != nil {
		return Dump{}, err
	}
	return m.initialise(o)
}

// structure is the one that the options name, or the one the paste names.
func (o Options) structure(named *catalog.Structure, at word) (*catalog.Structure, error) {
	if o.Structure != "" {
		s, err := catalog.Lookup(o.Structure)
		if e, ok := err.(*ndis.Error); ok {
			return nil, e
		}
		return s, nil
	}
	if named == nil {
		return nil, at.fault(CodeStructure)
	}
	return named, nil
}

// deepest is how far braces may nest, longestPath how long a member's path may
// get.
const (
	deepest     = 16
	longestPath = 256
)

// fields reads what stands in braces, up to the closing one.
func (c *cText) fields(m *members, outer ndis.Path, depth int) *ndis.Error {
	if depth > deepest {
		return c.unexpected("}")
	}
	designated := false
	for index := 0; !c.skip("}"); index++ {
		if named := c.peek().is(".") || c.peek().is("["); designated && !named {
			return c.unexpected(".") // C counts on from there, and so could people from the begin
		} else if named {
			designated = true
		}
		path, err := c.designator(outer, index)
		if err != nil {
			return err
		}
		if c.skip("{") {
			err = c.fields(m, path, depth+1)
		} else {
			err = c.value(m, outer, path)
		}
		if err != nil {
			return err
		}
		if !c.skip(",") && !c.peek().is("}") {
			return c.unexpected(",", "}")
		}
	}
	return nil
}

// designator reads ".Header.Type =" or "[2] =". Without one it is the next
// element of an array.
func (c *cText) designator(outer ndis.Path, index int) (ndis.Path, *ndis.Error) {
	path := outer
	if !c.peek().is(".") && !c.peek().is("[") {
		return element(outer, index), nil
	}
	for !c.skip("=") {
		switch {
		case len(path) > longestPath:
			return "", c.unexpected("=")
		case c.skip(".") && c.peek().kind == tokenName:
			path = join(path, c.take().text())
		case c.skip("[") && c.peek().kind == tokenNumber:
			index, err := c.take().operand()
			if err == nil {
				err = c.want("]")
			}
			if err != nil {
				return "", err
			}
			path += ndis.Path("[" + index + "]")
		default:
			return "", c.unexpected("=")
		}
	}
	return path, nil
}

func join(outer ndis.Path, name string) ndis.Path {
	if outer == "" {
		return ndis.Path(name)
	}
	return outer + "." + ndis.Path(name)
}

// element is the path of an array's element.
func element(outer ndis.Path, index int) ndis.Path {
	return outer + ndis.Path("["+itoa(index)+"]")
}

// value reads a member's value up to a comma or a brace. A lone 0 for a
// structure, "{0}", is all zeros.
func (c *cText) value(m *members, outer, path ndis.Path) *ndis.Error {
	first := c.peek()
	text, err := c.expression(",}")
	if err != nil {
		return err
	}
	if text == "0" && path == element(outer, 0) && c.peek().is("}") {
		return nil
	}
	m.add(path, text, first.word)
	return nil
}

// expression reads up to one of the signs, and joins what it is made of. Numbers
// become decimal, for a leading zero means octal in C alone.
func (c *cText) expression(until string) (string, *ndis.Error) {
	var text []string
	for depth := 0; ; {
		t := c.peek()
		if t.kind == tokenEnd {
			return "", c.unexpected(until[len(until)-1:])
		}
		if depth == 0 && t.kind == tokenSign && strings.Contains(until, t.text()) {
			break
		}
		if t.is("(") {
			depth++
		} else if t.is(")") {
			depth--
		}
		value, err := t.operand()
		if err != nil {
			return "", err
		}
		text = append(text, value)
		c.take()
	}
	if len(text) == 0 {
		return "", c.unexpected()
	}
	return plain(text), nil
}

// operand is a token's text, of a number or a character its value.
func (t token) operand() (string, *ndis.Error) {
	value, ok := uint64(0), false
	switch t.kind {
	case tokenNumber:
		value, ok = cNumber(t.text())
	case tokenChar:
		value, ok = cChar(t.text())
	default:
		return t.text(), nil
	}
	if !ok {
		return "", t.fault(CodeNumber, clip(t.text()), "8")
	}
	return strconv.FormatUint(value, 10), nil
}

// plain joins the tokens of a value, without the parentheses around it and
// without a cast.
func plain(text []string) string {
	for len(text) > 2 && text[0] == "(" {
		if text[len(text)-1] == ")" && strings.Count(strings.Join(text, ""), "(") == 1 {
			text = text[1 : len(text)-1]
		} else if text[2] == ")" {
			text = text[3:]
		} else {
			break
		}
	}
	if len(text) > 1 && text[0] == "-" {
		return "-" + strings.Join(text[1:], " ")
	}
	if len(text) > 2 && text[1] == "(" {
		return strings.Join(text, "") // sizeof
	}
	return strings.Join(text, " ")
}

// initialise puts an initialiser's members into bytes. What is not named is zero,
// as in C.
func (m *members) initialise(o Options) (Dump, error) {
	d := Dump{Format: CInitialiser, Structure: m.structure.Name, Pointer: o.Pointer}
	whole, err := m.structure.Layout(catalog.Options{Arch: archOf(o.Pointer)})
	if err != nil {
		return Dump{}, err
	}
	for i := range m.all {
		m.all[i].Path = byPosition(whole, m.all[i].Path)
	}
	options := catalog.Options{Arch: archOf(o.Pointer), Revision: m.revision()}
	layout, err := m.structure.Layout(options)
	if err != nil {
		return Dump{}, err
	}
	for i := range m.all {
		m.all[i].Text = m.number(layout, m.all[i].Text)
	}
	record := codec.Decode(layout, make([]byte, layout.Size))
	if d.Members, err = m.assign(record); err != nil {
		return Dump{}, err
	}
	d.Bytes = record.Bytes()[:record.Layout.Size]
	if o.Pointer == 0 && differs(m.structure, options) {
		d.note(m.first().fault(CodePointerAssumed, "8"))
	}
	return d, nil
}

// byPosition names the members that a path counts: "Header[1]" of a structure is
// its second member.
func byPosition(layout *catalog.Layout, path ndis.Path) ndis.Path {
	done, rest := ndis.Path(""), string(path)
	for rest != "" {
		name, index, behind := ndis.CutPath(rest)
		if index < -1 {
			return path
		}
		if name != "" {
			done = join(done, name)
		}
		if index >= 0 {
			done = child(layout, done, index)
		}
		rest = behind
	}
	return done
}

// child is element index of an array, or member index of a structure; "" is the
// structure itself.
func child(layout *catalog.Layout, outer ndis.Path, index int) ndis.Path {
	parent := -1
	if outer != "" {
		slot, ok := layout.Find(outer)
		if !ok || layout.Slots[slot].Kind == catalog.KindArray {
			return element(outer, index)
		}
		parent = slot
	}
	for i := range layout.Slots {
		if layout.Slots[i].Parent != parent {
			continue
		}
		if index == 0 {
			return layout.Slots[i].Path
		}
		index--
	}
	return element(outer, index)
}

// differs reports whether the structure is laid out differently with pointers of
// four bytes.
func differs(s *catalog.Structure, o catalog.Options) bool {
	other := o
	other.Arch = ndis.X86
	a, err1 := s.Layout(o)
	b, err2 := s.Layout(other)
	if err1 != nil || err2 != nil || a.Size != b.Size {
		return true
	}
	for i := range a.Slots {
		if a.Slots[i].Offset != b.Slots[i].Offset {
			return true
		}
	}
	return false
}
