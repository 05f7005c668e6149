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
	if p.functions, err = functionsOf(memory); err != nil {
		return nil, err
	}
	if err := p.slim(); err != nil {
		return nil, err
	}
	parts[code].body, parts[data].body = codeBody(p.bodies), dataBody(memory)
	return module(parts), nil
}

// functionsOf finds the function table in the segments.
func functionsOf(memory []segment) (functions, error) {
	for _, s := range memory {
		if f, err := functionsIn(s.bytes); err == nil {
			return f, nil
		}
	}
	return functions{}, errFunctions
}

// linked is a program: bodies and functions are in the same order, that of the
// linker.
type linked struct {
	imports   int
	bodies    []body
	functions functions
}

func (p linked) slim() error {
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
func (p linked) index(name string) int {
	for i, fn := range p.functions.each {
		if p.functions.name(fn) == name {
			return p.imports + i
		}
	}
	return -1
}
