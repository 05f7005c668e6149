package dump

import (
	"strings"

	"ndisplayground/ndis"
)

// token is a word, a number, a literal or a sign of C.
type token struct {
	word
	kind tokenKind
}

// tokenKind is what a token is.
type tokenKind uint8

// The kinds.
const (
	tokenEnd tokenKind = iota
	tokenName
	tokenNumber
	tokenChar
	tokenSign
)

// cText is C cut into tokens.
type cText struct {
	tokens []token
	next   int
	end    token // stands behind the last
}

// tokens cuts the content into C's tokens. Comments and directives are left out.
func (p *paste) tokens() *cText {
	if p.c != nil {
		return &cText{tokens: p.c[:len(p.c)-1], end: p.c[len(p.c)-1]}
	}
	c := &cText{end: token{word: word{line: &p.lines[0]}}}
	comment := false
	for _, l := range p.content() {
		if strings.HasPrefix(l.trimmed(), "#") {
			continue
		}
		comment = c.line(l, comment)
		c.end = token{word: word{l, span{int32(len(l.clean)), int32(len(l.clean))}}}
	}
	p.c = append(c.tokens, c.end)
	c.tokens = p.c[:len(p.c)-1]
	return c
}

// line adds a line's tokens; inside tells whether a comment is open, before and
// behind it.
func (c *cText) line(l *line, inside bool) bool {
	for i := 0; i < len(l.clean); {
		rest := l.clean[i:]
		switch {
		case inside:
			n := strings.Index(rest, "*/")
			if n < 0 {
				return true
			}
			inside, i = false, i+n+2
		case strings.HasPrefix(rest, "//"):
			return false
		case strings.HasPrefix(rest, "/*"):
			inside, i = true, i+2
		case rest[0] == ' ' || rest[0] == '\t':
			i++
		default:
			kind, n := scan(rest)
			c.tokens = append(c.tokens, token{word{l, span{int32(i), int32(i + n)}}, kind})
			i += n
		}
	}
	return inside
}

// scan measures the token that a text begins with.
func scan(text string) (kind tokenKind, n int) {
	switch c := text[0]; {
	case c == '\'':
		n = 1
		for n < len(text) && text[n] != '\'' {
			if text[n] == '\\' {
				n++
			}
			n++
		}
		return tokenChar, min(n+1, len(text))
	case isNameByte(c):
		for n < len(text) && isNameByte(text[n]) {
			n++
		}
		if c >= '0' && c <= '9' {
			return tokenNumber, n
		}
		return tokenName, n
	}
	return tokenSign, 1
}

func isNameByte(c byte) bool {
	return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}

// peek is the next token; take also goes on behind it.
func (c *cText) peek() token {
	if c.next < len(c.tokens) {
		return c.tokens[c.next]
	}
	return c.end
}

func (c *cText) take() token {
	t := c.peek()
	c.next++
	return t
}

func (t token) is(sign string) bool { return t.kind == tokenSign && t.text() == sign }

// skip goes on behind a sign, if it is next.
func (c *cText) skip(sign string) bool {
	if !c.peek().is(sign) {
		return false
	}
	c.next++
	return true
}

// want is skip for a sign that must come.
func (c *cText) want(sign string) *ndis.Error {
	if c.skip(sign) {
		return nil
	}
	return c.unexpected(sign)
}

func (c *cText) unexpected(want ...string) *ndis.Error {
	t := c.peek()
	e := t.fault(CodeSyntax, clip(t.text()))
	e.Suggestions = want
	return e
}

// head are the tokens before the first brace, behind which the text goes on;
// false where there is none.
func (c *cText) head() (head []token, ok bool) {
	for i, t := range c.tokens {
		if t.is("{") {
			c.next = i + 1
			return c.tokens[:i], true
		}
	}
	return nil, false
}
