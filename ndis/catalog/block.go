package catalog

import (
	"iter"
	"strings"
)

// blocks cuts a data file at the lines that stand at its left edge. It yields the
// two words of such a line, "struct NDIS_OFFLOAD", and the text up to the next one;
// comments in front of the first are left out. Nothing else of the text is looked at.
func blocks(text string) iter.Seq2[[2]string, string] {
	return func(yield func([2]string, string) bool) {
		for at := headFrom(text, 0); at < len(text); {
			begin := at
			end := lineEnd(text, at)
			at = headFrom(text, end)
			keyword, name, _ := strings.Cut(text[begin:end], " ")
			if !yield([2]string{keyword, strings.TrimSuffix(name, "\n")}, text[begin:at]) {
				return
			}
		}
	}
}

// headFrom is where the first line from a place on stands at the left edge.
func headFrom(text string, at int) int {
	for at < len(text) && !edge(text[at]) {
		at = lineEnd(text, at)
	}
	return at
}

// edge reports whether a line that begins with c stands at the left edge.
func edge(c byte) bool { return c != '\t' && c != '\n' && c != '#' }

// lineEnd is where the line behind the one at a place begins.
func lineEnd(text string, at int) int {
	if end := strings.IndexByte(text[at:], '\n'); end >= 0 {
		return at + end + 1
	}
	return len(text)
}

// seek finds the entry of that name in a text whose entries are sorted by name.
// It reads no more than a few of them.
func seek(text, want string, name func(entry string) string) (entry string, ok bool) {
	low, high := headFrom(text, 0), len(text)
	for low < high {
		begin := headBefore(text, (low+high)/2)
		end := headFrom(text, lineEnd(text, begin))
		entry = text[begin:end]
		switch order := strings.Compare(name(entry), want); {
		case order == 0:
			return entry, true
		case order < 0:
			low = end
		default:
			high = begin
		}
	}
	return "", false
}

// headBefore is where the last line up to a place begins that stands at the left
// edge.
func headBefore(text string, at int) int {
	for {
		at = strings.LastIndexByte(text[:at], '\n') + 1
		if at == 0 || edge(text[at]) {
			return at
		}
		at--
	}
}
