package packet

import "strings"

// Code names a mistake in what people write. Codes are public and stable.
type Code string

// Error is a mistake in the text of a packet: what (Code), where (At, such as
// "tcp.dstport"), about what (Args), and what would be right (Suggestions, best
// first).
type Error struct {
	Code        Code
	At          string
	Args        []string
	Suggestions []string
}

// Codes of mistakes.
const (
	// CodeLayerUnknown: no layer has that name.
	CodeLayerUnknown Code = "packet-layer-unknown"
	// CodeLayerOrder: a layer that cannot stand behind the one before it.
	CodeLayerOrder Code = "packet-layer-order"
	// CodeLayerMissing: a field of a layer that the packet does not have.
	CodeLayerMissing Code = "packet-layer-missing"
	// CodeLayerCount: no layers, or more than [MaxLayers].
	CodeLayerCount Code = "packet-layer-count"
	// CodeFieldUnknown: the layer has no field of that name.
	CodeFieldUnknown Code = "packet-field-unknown"
	// CodeFieldTwice: a field that is given twice.
	CodeFieldTwice Code = "packet-field-twice"
	// CodeValueWrong: not what the field is written as.
	CodeValueWrong Code = "packet-value-wrong"
	// CodeValueRange: more than fits the field.
	CodeValueRange Code = "packet-value-range"
	// CodeTextWrong: not of the shape name=value.
	CodeTextWrong Code = "packet-text-wrong"
)

// Error is short English for Go callers.
func (e *Error) Error() string {
	text := string(e.Code)
	if e.At != "" {
		text = e.At + ": " + text
	}
	if len(e.Args) > 0 {
		text += ": " + strings.Join(e.Args, ", ")
	}
	if len(e.Suggestions) > 0 {
		text += " (" + strings.Join(e.Suggestions, ", ") + "?)"
	}
	return text
}

// nearest are up to three of the names that resemble text most, best first.
func nearest(text string, names []string) []string {
	limit := len(text)/3 + 1
	var found []string
	for cost := 0; cost <= limit && len(found) < 3; cost++ {
		for _, name := range names {
			if distance(text, name, limit) == cost && len(found) < 3 {
				found = append(found, name)
			}
		}
	}
	if len(found) == 0 && len(names) <= 12 {
		return names
	}
	return found
}

// distance is how many letters to change, add or drop between a and b; limit+1
// where it is more.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit || len(a) > 60 {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return min(row[len(b)], limit+1)
}
