package inf

import (
	"slices"
	"strings"
)

// maxGuesses is how often a file is searched for what somebody may have meant.
const maxGuesses = 50

// nearestSection names the section that is spelled most like a name.
func (f *File) nearestSection(name string) []string {
	if f.guesses--; f.guesses < 0 {
		return nil
	}
	var best guess
	for i := range f.Sections {
		best.offer(name, f.Sections[i].Name)
	}
	return best.names()
}

// nearestString names the string that is spelled most like a name.
func (f *File) nearestString(name string) []string {
	if f.guesses--; f.guesses < 0 {
		return nil
	}
	var names []string
	for known := range f.strings {
		names = append(names, known)
	}
	slices.Sort(names) // a map has no order, a guess has
	var best guess
	for _, known := range names {
		best.offer(name, known)
	}
	return best.names()
}

// guess is the nearest name so far, and how far off it is.
type guess struct {
	name     string
	distance int
}

// offer takes a candidate that is nearer than what there is: at most a third of
// the letters differ.
func (g *guess) offer(name, candidate string) {
	most := len(name) / 3
	if g.name != "" {
		most = min(most, g.distance-1)
	}
	if len(name) > 64 || candidate == "" || len(candidate) > len(name)+most || len(name) > len(candidate)+most {
		return
	}
	if d := distance(strings.ToLower(name), strings.ToLower(candidate)); d <= most {
		*g = guess{candidate, d}
	}
}

// distance is how many letters differ, are missing or are too many.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

func (g *guess) names() []string {
	if g.name == "" {
		return nil
	}
	return []string{g.name}
}
