package ndis

import (
	"iter"
	"strings"
)

// DataLines yields the number (from 1) and the text of each line of an embedded
// data file that says something: blank lines and comments ("#" first) are left
// out, a comment behind " # " is cut off, and so is white space at the end.
func DataLines(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		number := 0
		for line := range strings.Lines(text) {
			number++
			line = strings.TrimRight(line, " \t\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			if cut := strings.Index(line, " # "); cut >= 0 {
				line = strings.TrimRight(line[:cut], " \t")
			}
			if !yield(number, line) {
				return
			}
		}
	}
}
