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
		for number := 1; text != ""; number++ {
			line := text
			if end := strings.IndexByte(text, '\n'); end >= 0 {
				line, text = text[:end], text[end+1:]
			} else {
				text = ""
			}
			if line = trimRight(uncommented(line)); line != "" && !yield(number, line) {
				return
			}
		}
	}
}

// uncommented is a line without its comment: from "#" at its begin on, or " # ".
func uncommented(line string) string {
	for at := strings.IndexByte(line, '#'); at >= 0 && at < len(line); at++ {
		if line[at] == '#' && (at == 0 || line[at-1] == ' ' && at+1 < len(line) && line[at+1] == ' ') {
			return line[:at]
		}
	}
	return line
}

func trimRight(line string) string {
	end := len(line)
	for end > 0 && line[end-1] <= blank {
		end--
	}
	return line[:end]
}

// blank is the last of the characters between words.
const blank = ' '

// AppendWords appends the words of a line of data to a slice, which may be used
// again for the next line.
func AppendWords(words []string, line string) []string {
	for at := 0; at < len(line); at++ {
		if line[at] <= blank {
			continue
		}
		begin := at
		for at < len(line) && line[at] > blank {
			at++
		}
		words = append(words, line[begin:at])
	}
	return words
}
