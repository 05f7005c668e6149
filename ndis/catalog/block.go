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
	for at < len(text) && (text[at] == '\t' || text[at] == '\n' || text[at] == '#') {
		at = lineEnd(text, at)
	}
	return at
}

// lineEnd is where the line behind the one at a place begins.
func lineEnd(text string, at int) int {
	if end := strings.IndexByte(text[at:], '\n'); end >= 0 {
		return at + end + 1
	}
	return len(text)
}

// seek finds the entry of that name in a text whose entries are sorted by name
// and stand apart by sep. It reads no more than a few of them.
func seek(text, sep, want string, name func(entry string) string) (entry string, ok bool) {
	low, high := 0, len(text)
	for low < high {
		start := low
		if at := lastIndex(text[low:(low+high)/2], sep); at >= 0 {
			start += at + len(sep)
		}
		end := high
		if at := strings.Index(text[start:high], sep); at >= 0 {
			end = start + at
		}
		entry = text[start:end]
		switch order := strings.Compare(name(entry), want); {
		case order == 0:
			return entry, true
		case order < 0:
			low = end + len(sep)
		default:
			high = start
		}
	}
	return "", false
}

// lastIndex is strings.LastIndex of line ends, several times as fast as that.
func lastIndex(text, sep string) int {
	for {
		end := strings.LastIndexByte(text, '\n') + 1
		if end == 0 || strings.HasSuffix(text[:end], sep) {
			return max(end-len(sep), -1)
		}
		text = text[:end-1]
	}
}

// entries are the text without the comment that it begins with.
func entries(text string) string {
	_, rest, _ := strings.Cut(text, "\n\n")
	return strings.TrimRight(rest, "\n")
}
