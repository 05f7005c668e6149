package view

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// mostChosen is how many packets of a file can be chosen at once: a step each.
const mostChosen = 256

// readChoice reads which packets of so many are chosen: "1-3, 7, 9-". It gives
// their indices, from 0 on, in the order that is written.
func readChoice(text string, count int) (chosen []int, _ *ndis.Error) {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ' ' || r == '、' }) {
		first, last, ok := readSpan(part, count)
		if !ok {
			return nil, ndis.NewError(ndis.CodeNumberWrong, part, "1.."+strconv.Itoa(count))
		}
		if len(chosen)+last-first >= mostChosen {
			return nil, ndis.NewError(ndis.CodeNumberWrong, strconv.Itoa(len(chosen)+last-first+1), "1.."+strconv.Itoa(mostChosen))
		}
		for i := first; i <= last; i++ {
			chosen = append(chosen, i-1)
		}
	}
	return chosen, nil
}

// readSpan reads "3", "3-5", "3-" and "-5", numbers from 1 on.
func readSpan(text string, count int) (first, last int, ok bool) {
	from, to, span := strings.Cut(text, "-")
	if !span {
		to = from
	}
	if from == "" && span {
		from = "1"
	}
	if to == "" && span {
		to = strconv.Itoa(count)
	}
	first, err := strconv.Atoi(from)
	last, wrong := strconv.Atoi(to)
	return first, last, text != "-" && err == nil && wrong == nil && 1 <= first && first <= last && last <= count
}

// spellChoice is what [readChoice] reads.
func spellChoice(chosen []int) string {
	var parts []string
	for i := 0; i < len(chosen); {
		last := i
		for last+1 < len(chosen) && chosen[last+1] == chosen[last]+1 {
			last++
		}
		text := strconv.Itoa(chosen[i] + 1)
		if last > i {
			text += "-" + strconv.Itoa(chosen[last]+1)
		}
		parts = append(parts, text)
		i = last + 1
	}
	return strings.Join(parts, ", ")
}
