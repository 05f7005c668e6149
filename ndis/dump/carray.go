package dump

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// elementTypes are the bytes of the C types that arrays are made of; "long" is
// Windows'.
var elementTypes = map[string]int{
	"char": 1, "CHAR": 1, "UCHAR": 1, "BYTE": 1, "byte": 1, "BOOLEAN": 1, "UINT8": 1, "uint8_t": 1, "int8_t": 1, "u8": 1, "__u8": 1, "uint8": 1,
	"short": 2, "SHORT": 2, "USHORT": 2, "WORD": 2, "WCHAR": 2, "wchar_t": 2, "UINT16": 2, "uint16_t": 2, "int16_t": 2, "u16": 2, "uint16": 2,
	"int": 4, "INT": 4, "UINT": 4, "long": 4, "LONG": 4, "ULONG": 4, "DWORD": 4, "UINT32": 4, "uint32_t": 4, "int32_t": 4, "u32": 4, "uint32": 4, "unsigned": 4,
	"LONGLONG": 8, "ULONGLONG": 8, "ULONG64": 8, "DWORD64": 8, "QWORD": 8, "UINT64": 8, "uint64_t": 8, "int64_t": 8, "u64": 8, "uint64": 8, "__int64": 8,
}

// likeArray wants braces, numbers between commas, or several 0x.
func (p *paste) likeArray() bool {
	c := p.tokens()
	if _, braces := c.head(); braces {
		return true
	}
	numbers, commas, prefixed := 0, 0, 0
	for _, t := range c.tokens {
		switch {
		case t.kind == tokenNumber || t.kind == tokenChar:
			numbers++
			if strings.HasPrefix(t.text(), "0x") {
				prefixed++
			}
		case t.is(","):
			commas++
		default:
			return false
		}
	}
	return numbers > 1 && (commas > 0 || prefixed > 1)
}

// array is what a declaration says: the bytes of an element, 0 if it does not
// say, and the number of elements, -1 if it does not.
type array struct {
	width, count int
	declared     bool
}

func readArray(p *paste, _ Options) (Dump, error) {
	c := p.tokens()
	head, braces := c.head()
	a := declaration(head)
	d := Dump{Format: CArray}
	width := max(a.width, 1)
	for first := c.peek(); !c.closed(braces); c.skip(",") {
		if a.width == 0 && len(d.Bytes) == 0 && (a.declared || !strings.HasPrefix(first.text(), "0x")) {
			d.note(first.fault(CodeWidthAssumed))
		}
		t := c.peek()
		value, err := c.number(width)
		if err != nil {
			return Dump{}, err
		}
		if !braces && strings.HasPrefix(first.text(), "0x") && len(t.text()) != len(first.text()) {
			return Dump{}, t.fault(CodeNumber, clip(t.text()), strconv.Itoa(width)) // perhaps cut
		}
		for i := range width {
			d.Bytes = append(d.Bytes, byte(value>>(8*i)))
		}
		if a.count >= 0 && len(d.Bytes) > a.count*width {
			return Dump{}, t.fault(CodeSyntax, clip(t.text())).Suggest("}")
		}
		if braces && !c.peek().is(",") && !c.peek().is("}") {
			return Dump{}, c.unexpected(",", "}")
		}
	}
	if braces {
		if err := c.another(); err != nil {
			return Dump{}, err
		}
	}
	return d.padTo(a.count*width, p, c)
}

// closed reports whether the list ends here, and goes on behind its brace. A
// brace that never comes is left to number, which says so.
func (c *cText) closed(braces bool) bool {
	if braces {
		return c.skip("}")
	}
	return c.peek().kind == tokenEnd
}

// another finds a second list behind the first.
func (c *cText) another() *ndis.Error {
	for ; c.peek().kind != tokenEnd; c.take() {
		if t := c.peek(); t.is("{") {
			return t.fault(CodeSeveral, clip(t.text()))
		}
	}
	return nil
}

// padTo adds the zeros with which C fills an array up.
func (d Dump) padTo(size int, p *paste, c *cText) (Dump, error) {
	if size > p.room() {
		return Dump{}, c.tokens[0].fault(CodeTooLong, strconv.Itoa(p.room()))
	}
	if missing := size - len(d.Bytes); missing > 0 {
		d.Bytes = append(d.Bytes, make([]byte, missing)...)
	}
	if len(d.Bytes) == 0 {
		return Dump{}, ndis.NewError(CodeEmpty)
	}
	return d, nil
}

// declaration reads what stands before the brace: "static const UCHAR x[16] =".
func declaration(head []token) array {
	a := array{count: -1}
	longs := 0
	for i, t := range head {
		switch t.kind {
		case tokenName:
			a.declared = true
			if t.text() == "long" {
				longs++
			}
			if width := elementTypes[t.text()]; width > 0 && (a.width == 0 || head[i-1].text() == "unsigned") {
				a.width = width
			}
		case tokenNumber:
			if n, err := strconv.ParseUint(t.text(), 0, 24); err == nil && i > 0 && head[i-1].is("[") {
				a.count = int(n)
			}
		}
	}
	if longs > 1 {
		a.width = 8
	}
	return a
}

// number reads a value of at most so many bytes: a number or a character, with a
// minus or a cast before it.
func (c *cText) number(width int) (uint64, *ndis.Error) {
	if c.skip("(") {
		for c.peek().kind == tokenName {
			c.take()
		}
		if err := c.want(")"); err != nil {
			return 0, err
		}
	}
	negative := c.skip("-")
	t := c.peek()
	value, ok := uint64(0), false
	switch t.kind {
	case tokenNumber:
		value, ok = cNumber(t.text())
	case tokenChar:
		value, ok = cChar(t.text())
	case tokenEnd:
		return 0, c.unexpected("}")
	}
	most := ^uint64(0) >> (64 - 8*width)
	if negative {
		most = most>>1 + 1
	}
	if !ok || value > most {
		return 0, t.fault(CodeNumber, clip(t.text()), strconv.Itoa(width))
	}
	c.take()
	if negative {
		value = -value
	}
	return value, nil
}

// cNumber reads a number as C does: a leading zero is octal, u and l say its
// type.
func cNumber(text string) (uint64, bool) {
	digits := strings.TrimRight(text, "uUlL")
	if strings.Contains(digits, "_") || strings.HasPrefix(digits, "0o") || strings.HasPrefix(digits, "0O") {
		return 0, false
	}
	value, err := strconv.ParseUint(digits, 0, 64)
	return value, err == nil
}

func cChar(text string) (uint64, bool) {
	if len(text) < 3 || text[len(text)-1] != '\'' {
		return 0, false
	}
	inside := text[1 : len(text)-1]
	if inside[0] != '\\' {
		return uint64(inside[0]), len(inside) == 1 && inside[0] != foreign
	}
	b, n := unescape(inside)
	return uint64(b), n == len(inside)
}
