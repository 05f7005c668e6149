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
