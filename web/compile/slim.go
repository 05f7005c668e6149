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
	data := slices.IndexFunc(parts, func(s section) bool { return s.id == dataSection })
	code := slices.IndexFunc(parts, func(s section) bool { return s.id == codeSection })
	if data < 0 || code < 0 {
		return nil, errModule
	}
	p, err := read(parts, parts[code].body, parts[data].body)
	if err != nil {
		return nil, err
	}
	if err := p.slim(); err != nil {
		return nil, err
	}
	start, err := packFunctions(p.memory[p.segment], p.functions)
	if err != nil {
		return nil, err
	}
	parts[code].body, parts[data].body = codeBody(p.bodies), dataBody(cut(p.memory))
	if parts, err = withStart(parts, p.imports+len(p.bodies), start.body()); err != nil {
		return nil, err
	}
	return module(parts), nil
}

// linked is a program: bodies and functions are in the same order, that of the
// linker.
type linked struct {
	imports   int
	exports   []int // the functions among bodies
	bodies    []body
	memory    []segment
	functions functions
	segment   int // of memory, that has functions
}

// read reads the parts of a program that change.
func read(parts []section, code, data []byte) (p linked, err error) {
	if p.imports, err = importedFunctions(parts); err != nil {
		return p, err
	}
	if p.exports, err = exportedFunctions(parts); err != nil {
		return p, err
	}
	for i := range p.exports {
		p.exports[i] -= p.imports
	}
	if p.bodies, err = bodies(code); err != nil {
		return p, err
	}
	all, err := segments(data)
	if err != nil {
		return p, err
	}
	p.memory = joined(all)
	return p, p.find()
}

// find reads the function table.
func (p *linked) find() error {
	for i, s := range p.memory {
		f, err := functionsIn(s.bytes)
		if err != nil {
			continue
		}
		if len(p.bodies) != len(f.each) || !f.findIndex(s.bytes) {
			return errFunctions
		}
		p.functions, p.segment = f, i
		return nil
	}
	return errFunctions
}

func (p *linked) slim() error {
	p.functions.withoutLines()
	p.dropUnused()
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
		p.bodies[i].code = direct(leaving(addressed(code)))
		p.bodies[i] = withEntry(p.bodies[i], fn.entry())
		p.bodies[i].code = tidied(p.bodies[i].code)
	}
	p.functions.withoutNames()
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
