package compile

import "slices"

// slim takes from a linked program what a browser has no use for, and writes
// the rest so that it compresses well: one stretch of memory where the linker
// wrote thousands, no line numbers, and code that repeats itself where it can.
func slim(program []byte) ([]byte, error) {
	parts, err := sections(program)
	if err != nil {
		return nil, err
	}
	var p linked
	if p.imports, err = importedFunctions(parts); err != nil {
		return nil, err
	}
	data := slices.IndexFunc(parts, func(s section) bool { return s.id == dataSection })
	code := slices.IndexFunc(parts, func(s section) bool { return s.id == codeSection })
	if data < 0 || code < 0 {
		return nil, errModule
	}
	if p.bodies, err = bodies(parts[code].body); err != nil {
		return nil, err
	}
	memory, err := segments(parts[data].body)
	if err != nil {
		return nil, err
	}
	memory = joined(memory)
	table, err := p.find(memory)
	if err != nil {
		return nil, err
	}
	if err := p.slim(); err != nil {
		return nil, err
	}
	start, err := packFunctions(*table)
	if err != nil {
		return nil, err
	}
	parts[code].body, parts[data].body = codeBody(p.bodies), dataBody(cut(memory))
	if parts, err = withStart(parts, p.imports+len(p.bodies), start.body()); err != nil {
		return nil, err
	}
	return module(parts), nil
}

// linked is a program: bodies and functions are in the same order, that of the
// linker.
type linked struct {
	imports   int
	bodies    []body
	functions functions
}

// find reads the function table, and says in which segment it is.
func (p *linked) find(memory []segment) (*segment, error) {
	for i, s := range memory {
		if f, err := functionsIn(s.bytes); err == nil {
			p.functions = f
			return &memory[i], nil
		}
	}
	return nil, errFunctions
}

func (p *linked) slim() error {
	if len(p.bodies) != len(p.functions.each) {
		return errFunctions
	}
	p.functions.withoutLines()
	tables, err := p.functions.allTables()
	if err != nil {
		return err
	}
	trap := p.index("runtime.sigpanic")
	for i, fn := range p.functions.each {
		code := trapped(p.bodies[i].code, trap)
		if now, places, ok := renumbered(code, fn, tables[i], trap); ok {
			code, tables[i] = now, places
		}
		p.bodies[i].code = leaving(addressed(code))
	}
	return p.functions.putTables(tables)
}

// index is the number that calls know a function by, -1 for none.
func (p *linked) index(name string) int {
	for i, fn := range p.functions.each {
		if p.functions.name(fn) == name {
			return p.imports + i
		}
	}
	return -1
}
