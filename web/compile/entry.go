package compile

import "encoding/binary"

// localEntry is where withEntry has a function keep its entry.
const localEntry = 2

// The types of locals (WebAssembly core specification).
const (
	typeI32 = 0x7f
	typeI64 = 0x7e
)

// withEntry has a function that makes several calls write its entry once, where
// the compiler writes it into each return address: they differ in their places
// only, and those are the same numbers in all functions.
func withEntry(b body, entry int) body {
	returns := returnAddresses(b.code, entry)
	locals, ok := withLocal(b.locals)
	if !ok || !starts(b.code, functionHead) || len(returns) < 2 {
		return b
	}
	code := []instruction{signedOf(opConst64, entry<<placeBits), unsignedOf(opSet, localEntry)}
	for i, x := range b.code {
		switch place, is := returns[i]; {
		case is && place == 0:
			code = append(code, unsignedOf(opGet, localEntry))
		case is:
			code = append(code, unsignedOf(opGet, localEntry), signedOf(opConst64, place), instruction{opAdd64, nil})
		case x.op >= opGet && x.op <= opTee && x.unsigned() >= localEntry:
			code = append(code, unsignedOf(x.op, x.unsigned()+1))
		default:
			code = append(code, x)
		}
	}
	return body{locals, code}
}

// returnAddresses are the places in a function's return addresses, by where these
// stand.
func returnAddresses(code []instruction, entry int) map[int]int {
	all := map[int]int{}
	for i, x := range code {
		if isReturnAddress(code, i) && x.signed()>>placeBits == entry {
			all[i] = x.signed() & (1<<placeBits - 1)
		}
	}
	return all
}

// withLocal puts localEntry behind the copy of the stack pointer; ok is false if
// that does not come first.
func withLocal(locals []byte) (out []byte, ok bool) {
	r := &reader{rest: locals}
	groups := r.unsigned()
	if first := r.take(2); groups == 0 || r.failed || first[0] != 1 || first[1] != typeI32 {
		return nil, false
	}
	groups, added, rest := groups+1, 1, r.rest
	if count := r.unsigned(); groups > 2 && r.take(1)[0] == typeI64 { // one group of both
		groups, added, rest = groups-1, count+1, r.rest
	}
	out = append(binary.AppendUvarint(nil, uint64(groups)), 1, typeI32)
	out = append(binary.AppendUvarint(out, uint64(added)), typeI64)
	return append(out, rest...), true
}
