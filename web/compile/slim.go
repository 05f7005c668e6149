package compile

// slim takes from a linked program what a browser has no use for, and writes
// the rest so that it compresses well: one stretch of memory where the linker
// wrote thousands, and no line numbers.
func slim(program []byte) ([]byte, error) {
	parts, err := sections(program)
	if err != nil {
		return nil, err
	}
	for i, part := range parts {
		if part.id != dataSection {
			continue
		}
		all, err := segments(part.body)
		if err != nil {
			return nil, err
		}
		all = joined(all)
		if err := dropLines(all); err != nil {
			return nil, err
		}
		parts[i].body = dataBody(all)
	}
	return module(parts), nil
}

// dropLines takes the line numbers from the segment that has the functions.
func dropLines(all []segment) error {
	for _, s := range all {
		if f, err := functionsIn(s.bytes); err == nil {
			f.withoutLines()
			return nil
		}
	}
	return errFunctions
}
