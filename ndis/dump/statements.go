package dump

import (
	"slices"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Drivers fill structures in by statements as often as by initialisers:
//
//	s->Header.Type = NDIS_OBJECT_TYPE_OFFLOAD;
//
// A statement here is such an assignment; all of them must be to one variable.

// hasStatements reports whether there is an assignment to a member.
func (c *cText) hasStatements() bool {
	for i := range c.tokens {
		if _, ok := c.target(i); ok {
			return true
		}
	}
	return false
}

// target is the index of the "=" of a statement that begins at token i.
func (c *cText) target(i int) (equals int, ok bool) {
	if c.tokens[i].kind != tokenName || i > 0 && !strings.Contains(";{}", c.tokens[i-1].text()) {
		return 0, false
	}
	for next := i + 1; next < len(c.tokens) && next < i+longestPath; next++ {
		t := c.tokens[next]
		switch {
		case t.is("="):
			member := next > i+1 && (c.tokens[i+1].is(".") || c.tokens[i+1].is("-"))
			return next, member && next+1 < len(c.tokens) && !c.tokens[next+1].is("=")
		case t.kind == tokenSign && !strings.Contains(".->[]", t.text()) && !c.changes(next):
			return 0, false
		}
	}
	return 0, false
}

// changes reports whether token i and the next are "|=" or the like, which
// statement refuses.
func (c *cText) changes(i int) bool {
	return strings.Contains("|&^+*/%<", c.tokens[i].text()) && i+1 < len(c.tokens) && c.tokens[i+1].is("=")
}

// statements reads the assignments, and passes over what stands between them.
func (c *cText) statements(m *members) (variable word, err *ndis.Error) {
	for i := 0; i < len(c.tokens); i++ {
		equals, ok := c.target(i)
		if !ok {
			continue
		}
		if t := c.tokens[i]; variable.line == nil {
			variable = t.word
		} else if t.text() != variable.text() {
			return variable, t.fault(CodeSeveral, clip(t.text()))
		}
		if err := c.statement(m, i, equals); err != nil {
			return variable, err
		}
		i = c.next - 1
	}
	return variable, nil
}

func (c *cText) statement(m *members, i, equals int) *ndis.Error {
	if last := c.tokens[equals-1]; last.kind != tokenName && !last.is("]") {
		return last.fault(CodeSyntax, last.text()+"=").Suggest("=")
	}
	path := ""
	for _, t := range c.tokens[i+1 : equals] {
		text, err := t.operand()
		if err != nil {
			return err
		}
		path += text
	}
	path = strings.TrimPrefix(strings.TrimPrefix(path, "->"), ".")
	if strings.Contains(path, "->") {
		return c.tokens[i].fault(CodeSyntax, "->").Suggest(".")
	}
	at := c.tokens[i].word
	at.end = c.tokens[equals-1].end
	c.next = equals + 1
	text, err := c.expression(";")
	if err != nil {
		return err
	}
	m.add(ndis.Path(path), text, at)
	return nil
}

// declared is the structure that a variable is declared as, nil if nothing
// declares it.
func (c *cText) declared(variable string) *catalog.Structure {
	for i := 1; i < len(c.tokens); i++ {
		if c.tokens[i].text() != variable {
			continue
		}
		before := c.tokens[i-1]
		if before.is("*") && i > 1 {
			before = c.tokens[i-2]
		}
		if before.kind != tokenName {
			continue
		}
		for _, name := range []string{before.text(), strings.TrimPrefix(before.text(), "P")} {
			if s, err := catalog.Lookup(name); err == nil {
				return s
			}
		}
	}
	return nil
}

// readStatements reads what statements make of a structure that was all zeros.
func readStatements(c *cText, o Options) (Dump, error) {
	m := &members{}
	variable, err := c.statements(m)
	if err != nil {
		return Dump{}, err
	}
	structure, fault := o.structure(c.declared(variable.text()), variable)
	if fault != nil {
		return Dump{}, fault
	}
	m.structure = structure
	d, fault := m.initialise(o)
	if t, ok := c.branch(); ok && fault == nil {
		d.note(t.fault(CodeConditional, t.text()))
	}
	return d, fault
}

// branch is the first word that makes it uncertain which assignments are done,
// or what else is.
func (c *cText) branch() (token, bool) {
	for _, t := range c.tokens {
		name := t.text()
		if slices.Contains([]string{"if", "else", "switch", "for", "while", "goto"}, name) || strings.HasSuffix(name, "CopyMemory") || strings.HasSuffix(name, "MoveMemory") || strings.HasPrefix(name, "mem") && name != "memset" {
			return t, true
		}
	}
	return token{}, false
}
