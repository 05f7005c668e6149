package ndis

import "strings"

// Range is versions from First to Last, both of them in it. A zero end is open.
type Range struct{ First, Last Version }

// CodeRangeSyntax: neither a version nor "a..b", "a.." or "..b".
const CodeRangeSyntax Code = "range-syntax"

// ParseRange reads "6.0..6.30", "6.83..", "..6.70", or "6.20" alone. The ends
// need not be versions that exist.
func ParseRange(text string) (Range, error) {
	first, last, isRange := strings.Cut(text, "..")
	if !isRange {
		last = first
	}
	r := Range{}
	for i, end := range []string{first, last} {
		if end == "" && isRange {
			continue
		}
		version, err := ParseDotted(end)
		if err != nil {
			return Range{}, NewError(CodeRangeSyntax, text).Suggest(V60.String() + ".." + Newest().String())
		}
		*[]*Version{&r.First, &r.Last}[i] = version
	}
	if r.Last != 0 && r.First > r.Last {
		return Range{}, NewError(CodeRangeSyntax, text).Suggest(r.Last.String() + ".." + r.First.String())
	}
	return r, nil
}

// Has reports whether the version is in the range.
func (r Range) Has(v Version) bool {
	return r.First <= v && (r.Last == 0 || v <= r.Last)
}

// String is what [ParseRange] reads.
func (r Range) String() string {
	first, last := "", ""
	if r.First != 0 {
		first = r.First.String()
	}
	if r.Last != 0 {
		last = r.Last.String()
	}
	if first == last && first != "" {
		return first
	}
	return first + ".." + last
}

// Versions lists the versions of the range that exist, oldest first.
func (r Range) Versions() []Version {
	var all []Version
	for _, v := range Versions() {
		if r.Has(v) {
			all = append(all, v)
		}
	}
	return all
}
