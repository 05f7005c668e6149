//go:build js && wasm

package fmt

import (
	"io"
	"strconv"
)

// State is what a Formatter writes to.
type State interface {
	Write([]byte) (int, error)
	Width() (int, bool)
	Precision() (int, bool)
	Flag(int) bool
}

// Formatter is what the real package would ask to format itself.
type Formatter interface{ Format(State, rune) }

// Stringer says what it is.
type Stringer interface{ String() string }

// Sprint writes values one behind the other.
func Sprint(values ...any) string {
	text := ""
	for _, v := range values {
		text += word(v)
	}
	return text
}

// Sprintf writes values in place of verbs.
func Sprintf(format string, values ...any) string {
	text, next := "", 0
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			text += format[i : i+1]
			continue
		}
		for i++; i+1 < len(format) && !isLetter(format[i]) && format[i] != '%'; i++ {
		}
		if format[i] == '%' {
			text += "%"
			continue
		}
		if next < len(values) {
			text += verb(format[i], values[next])
		}
		next++
	}
	return text
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func verb(c byte, v any) string {
	if c == 'q' {
		return strconv.Quote(word(v))
	}
	return word(v)
}

func word(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case error:
		return v.Error()
	case Stringer:
		return v.String()
	case int:
		return strconv.Itoa(v)
	case rune:
		return strconv.Itoa(int(v))
	case uint64:
		return strconv.FormatUint(v, 10)
	case bool:
		return strconv.FormatBool(v)
	case nil:
		return "<nil>"
	}
	return "?"
}

// Fprint writes values one behind the other.
func Fprint(w io.Writer, values ...any) (int, error) { return io.WriteString(w, Sprint(values...)) }

// Fprintf writes values in place of verbs.
func Fprintf(w io.Writer, format string, values ...any) (int, error) {
	return io.WriteString(w, Sprintf(format, values...))
}

// wrapped is an error with others inside.
type wrapped struct {
	text  string
	inner error
}

func (w *wrapped) Error() string { return w.text }
func (w *wrapped) Unwrap() error { return w.inner }

// Errorf is an error that says the text and holds the last error of the values.
func Errorf(format string, values ...any) error {
	e := &wrapped{text: Sprintf(format, values...)}
	for _, v := range values {
		if inner, ok := v.(error); ok {
			e.inner = inner
		}
	}
	return e
}
