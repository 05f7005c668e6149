package export

import "strings"

// lines is a text that grows by lines.
type lines struct{ strings.Builder }

// line adds the parts and the end of a line.
func (l *lines) line(parts ...string) {
	for _, part := range parts {
		l.WriteString(part)
	}
	l.WriteByte('\n')
}
