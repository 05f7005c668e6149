package compile

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// Opcodes of the expression that says where a segment goes.
const (
	opConst = 0x41 // i32.const
	opEnd   = 0x0b // end
)

// near is how many zeros two segments may have between them and still become
// one. The linker cuts the memory at each short run of zeros, which makes tens
// of thousands of segments; their heads weigh more behind brotli than the zeros.
const near = 1 << 12

// segment is a stretch of memory that a module fills.
type segment struct {
	at    int
	bytes []byte
}

// segments reads the body of a data section, in the order of the memory. All
// are active, of memory 0, and none lies over another.
func segments(body []byte) ([]segment, error) {
	r := &reader{rest: body}
	count := r.unsigned()
	all := make([]segment, 0, min(count, len(body)))
	for range count {
		flags, op := r.unsigned(), r.take(1)
		at, end := r.signed(), r.take(1)
		bytes := r.take(r.unsigned())
		if r.failed || flags != 0 || op[0] != opConst || end[0] != opEnd {
			return nil, errModule
		}
		all = append(all, segment{at, bytes})
	}
	slices.SortFunc(all, func(a, b segment) int { return cmp.Compare(a.at, b.at) })
	for i := range all[:max(len(all)-1, 0)] {
		if all[i].end() > all[i+1].at {
			return nil, errModule
		}
	}
	return all, nil
}

// end is where the memory behind the segment begins.
func (s segment) end() int { return s.at + len(s.bytes) }

// joined makes one segment of those that are near each other.
func joined(all []segment) []segment {
	var out []segment
	for _, s := range all {
		if len(out) > 0 {
			last := &out[len(out)-1]
			if gap := s.at - last.end(); gap <= near {
				last.bytes = append(append(last.bytes, make([]byte, gap)...), s.bytes...)
				continue
			}
		}
		out = append(out, segment{s.at, append([]byte(nil), s.bytes...)})
	}
	return out
}

// cut leaves out of segments what is zero over a longer stretch.
func cut(all []segment) []segment {
	var out []segment
	for _, s := range all {
		start, zeros := 0, 0
		for i, b := range s.bytes {
			if b == 0 {
				zeros++
				continue
			}
			if zeros > near {
				if used := i - zeros; used > start {
					out = append(out, segment{s.at + start, s.bytes[start:used]})
				}
				start = i
			}
			zeros = 0
		}
		out = append(out, segment{s.at + start, s.bytes[start:]})
	}
	return out
}

// dataBody writes what segments read.
func dataBody(all []segment) []byte {
	out := binary.AppendUvarint(nil, uint64(len(all)))
	for _, s := range all {
		out = append(out, 0, opConst)
		out = append(appendSigned(out, s.at), opEnd)
		out = binary.AppendUvarint(out, uint64(len(s.bytes)))
		out = append(out, s.bytes...)
	}
	return out
}
