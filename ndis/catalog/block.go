package catalog

import (
	"iter"
	"strings"
)

// blocks cuts a data file at the blank lines that a line without a tab follows.
// It yields the two words that a block begins with, such as "struct NDIS_OFFLOAD",
// and its text; comments are left out. Nothing else of the text is looked at.
func blocks(text string) iter.Seq2[[2]string, string] {
	return func(yield func([2]string, string) bool) {
		for text != "" {
			end := blockEnd(text)
			block := text[:end]
			text = text[end:]
			head, _, _ := strings.Cut(block, "\n")
			keyword, name, ok := strings.Cut(head, " ")
			if ok && keyword != "#" && !yield([2]string{keyword, name}, block) {
				return
			}
		}
	}
}

// blockEnd is where the next block begins.
func blockEnd(text string) int {
	for at := 0; ; {
		gap := strings.Index(text[at:], "\n\n")
		if gap < 0 {
			return len(text)
		}
		at += gap + len("\n\n")
		if at == len(text) || text[at] != '\t' {
			return at
		}
	}
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
