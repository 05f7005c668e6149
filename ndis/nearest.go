package ndis

import "strings"

// Nearest returns up to three of the names that resemble text most, best first.
// Letter case and a leading "NDIS_" do not count.
func Nearest(text string, names []string) []string {
	want := fold(text)
	if want == "" || len(want) > 100 {
		return nil
	}
	type scored struct {
		name string
		cost int
	}
	var best []scored
	limit := len(want)/3 + 1
	for _, name := range names {
		folded := fold(name)
		cost := distance(want, folded, limit)
		if cost > limit && strings.Contains(folded, want) {
			cost = limit
		}
		if cost <= limit {
			best = append(best, scored{name, cost})
		}
	}
	var found []string
	for cost := 0; cost <= limit && len(found) < 3; cost++ {
		for _, s := range best {
			if s.cost == cost && len(found) < 3 {
				found = append(found, s.name)
			}
		}
	}
	return found
}

func fold(name string) string {
	return strings.TrimPrefix(strings.ToUpper(name), "NDIS_")
}

// distance is the number of letters to change, add or drop between a and b, or
// limit+1 where it is more.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		least := row[0]
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
	}
	return row[len(b)]
}
