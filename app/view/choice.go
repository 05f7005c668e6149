package view

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/scenario"
)

// mostChosen is how many packets of a file can be chosen at once: a step each.
const mostChosen = 256

// readChoice reads which packets of so many are chosen: "1-3, 7, 9-". It gives
// their indices, from 0 on, in the order that is written.
func readChoice(text string, count int) (chosen []int, _ *ndis.Error) {
	for _, part := range strings.Fields(strings.ReplaceAll(text, ",", " ")) {
		first, last := readSpan(part, count)
		if first < 1 || last < first || last > count {
			return nil, ndis.NewError(ndis.CodeNumberWrong, part, "1.."+strconv.Itoa(count))
		}
		if all := len(chosen) + last - first + 1; all > mostChosen {
			return nil, ndis.NewError(scenario.CodeStepEntries, strconv.Itoa(all), strconv.Itoa(mostChosen))
		}
		for ; first <= last; first++ {
			chosen = append(chosen, first-1)
		}
	}
	return chosen, nil
}

// readSpan reads "3", "3-5" and "3-", numbers from 1 on; what is none is 0.
func readSpan(text string, count int) (first, last int) {
	from, to, span := strings.Cut(text, "-")
	first, _ = strconv.Atoi(from)
	switch last, _ = strconv.Atoi(to); {
	case !span:
		last = first
	case to == "":
		last = count
	}
	return first, last
}
