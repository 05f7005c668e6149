package catalog

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// parser reads the text of one structure.
type parser struct {
	structure *Structure
	open      []*[]Member // the member lists that are open, outermost first
	since     []ndis.Version
	fields    []string // the words of a line
}

// parseStructure reads a block that begins with "struct NAME" or "union NAME".
func parseStructure(text string) (*Structure, error) {
	s, err := parseText(text)
	if err == nil {
		s.Notes = append(s.Notes, s.gaps()...)
	}
	return s, err
}

// bytesOfLine is about how long a member's line is.
const bytesOfLine = 64

func parseText(text string) (*Structure, error) {
	p := parser{structure: &Structure{Members: make([]Member, 0, len(text)/bytesOfLine)}}
	for number, line := range ndis.DataLines(text) {
		if err := p.line(line); err != nil {
			return nil, errors.New(p.structure.Name + ", line " + strconv.Itoa(number) + ": " + err.Error())
		}
	}
	if p.structure.Name == "" {
		return nil, errors.New("no structure")
	}
	return p.structure, nil
}

// slip is an error about something that the text says.
func slip(text, what string) error { return errors.New(strconv.Quote(text) + " " + what) }

func (p *parser) line(line string) error {
	depth := 0
	for depth < len(line) && line[depth] == '\t' {
		depth++
	}
	p.fields = ndis.AppendWords(p.fields[:0], line)
	fields := p.fields
	switch {
	case depth == 0:
		return p.head(fields)
	case p.structure.Name == "":
		return errors.New("a member before its structure")
	case depth == 1 && len(p.structure.Members) == 0 && len(fields) > 1:
		if is, err := p.attribute(fields); is {
			return err
		}
	}
	return p.member(depth, fields)
}

func (p *parser) head(fields []string) error {
	if p.structure.Name != "" || len(fields) != 2 || fields[0] != "struct" && fields[0] != "union" {
		return slip(strings.Join(fields, " "), "does not begin a structure")
	}
	p.structure.Name, p.structure.Union = fields[1], fields[0] == "union"
	p.open = []*[]Member{&p.structure.Members}
	p.since = []ndis.Version{0}
	return nil
}

// attribute reads a line in front of the first member, unless it is a member: one
// may bear such a name.
func (p *parser) attribute(f []string) (is bool, err error) {
	s := p.structure
	if text := s.text(f[0]); text != nil {
		*text = f[1]
		return true, nil
	}
	switch f[0] {
	case "sizeof":
		err = p.sizeof(f)
	case "since":
		s.Since, err = ndis.ParseListed(f[1])
		p.since[0] = s.Since
	case "pack":
		s.pack, err = strconv.Atoi(f[1])
	case "align":
		s.align, err = parseDim(f[1])
	case "note":
		s.Notes = append(s.Notes, Note{f[1], slices.Clone(f[2:])})
	case "rev":
		err = p.revision(f[1:])
	default:
		return false, nil
	}
	return true, err
}

// text is where an attribute goes that is kept as it stands.
func (s *Structure) text(attribute string) *string {
	switch attribute {
	case "as":
		return (*string)(&s.format)
	case "header":
		return &s.Header
	case "doc":
		return &s.Doc
	case "object":
		return &s.Object
	case "macro":
		return &s.macro
	}
	return nil
}

// sizeof reads "NDIS_SIZEOF_X_REVISION_" and perhaps "before 4": the revisions
// from 4 on have no size macro.
func (p *parser) sizeof(f []string) (err error) {
	p.structure.sizeof = f[1]
	if len(f) > 3 && f[2] == "before" {
		p.structure.unsized, err = strconv.Atoi(f[3])
	}
	return err
}

// revision reads "1 since 6.0 through Flags".
func (p *parser) revision(fields []string) (err error) {
	r := Revision{}
	if r.Number, err = strconv.Atoi(fields[0]); err != nil {
		return err
	}
	for i := 1; i < len(fields); i++ {
		switch fields[i] {
		case "header-only":
			r.HeaderOnly = true
			continue
		case "whole":
			r.whole = true
			continue
		}
		if i+1 == len(fields) {
			return slip(fields[i], "says nothing")
		}
		if err := r.word(fields[i], fields[i+1]); err != nil {
			return err
		}
		i++
	}
	if r.Since == 0 || r.Through == "" && r.Literal == 0 && r.Of == "" && !r.whole {
		return slip("revision "+fields[0], "says neither since nor through")
	}
	p.structure.Revisions = append(p.structure.Revisions, r)
	return nil
}

func (r *Revision) word(word, value string) (err error) {
	switch word {
	case "since":
		r.Since, err = ndis.ParseListed(value)
	case "through":
		r.Through = ndis.Path(value)
	case "of":
		r.Of = value
	case "literal":
		r.Literal, err = parseLength(value)
	case "also":
		r.Also, err = strconv.Atoi(value)
	default:
		err = slip(word, "is an unknown word")
	}
	return err
}

func parseLength(text string) (int, error) {
	n, ok := ndis.ParseNumber(text, 20)
	if !ok {
		return 0, slip(text, "is no length")
	}
	return int(n), nil
}

func (p *parser) member(depth int, fields []string) error {
	if depth > len(p.open) || len(fields) < 2 {
		return slip(strings.Join(fields, " "), "is no member here")
	}
	p.open, p.since = p.open[:depth], p.since[:depth]
	m := Member{Since: p.since[depth-1]}
	nested := fields[0] == "struct" || fields[0] == "union"
	if nested {
		m.Union, m.Name = fields[0] == "union", strings.TrimPrefix(fields[1], "_")
		m.Members = []Member{}
	} else if err := m.declare(fields[0], fields[1]); err != nil {
		return err
	}
	if err := m.words(fields[2:]); err != nil {
		return err
	}
	list := p.open[depth-1]
	*list = append(*list, m)
	if nested {
		p.open = append(p.open, &(*list)[len(*list)-1].Members)
		p.since = append(p.since, m.Since)
	}
	return nil
}

// declare reads "Name TYPE", "TYPE:2" of a bit-field, "TYPE[8]" of an array. The
// name "_" is none.
func (m *Member) declare(name, declared string) (err error) {
	if m.Name = name; name == "_" {
		m.Name = ""
	}
	base, dims, isArray := strings.Cut(declared, "[")
	base, bits, isBits := strings.Cut(base, ":")
	m.Type = strings.Replace(base, "*", " *", 1)
	m.meaning = resolved(m.Type)
	if isBits {
		if m.Bits, err = parseLength(bits); err != nil || m.Bits == 0 || m.Bits > 64 {
			return slip(bits, "is no width of a bit-field")
		}
	}
	if !isArray {
		return nil
	}
	for _, text := range strings.Split(strings.TrimSuffix(dims, "]"), "][") {
		d, err := parseDim(text)
		if err != nil {
			return err
		}
		m.Dims = append(m.Dims, d)
	}
	return nil
}

// parseDim reads "8", "64|32" or "16*sizeof(PVOID)"; nothing is the open end of
// a flexible array.
func parseDim(text string) (dim, error) {
	if text == "" {
		return dim{}, nil
	}
	if count, isPointers := strings.CutSuffix(text, "*sizeof(PVOID)"); isPointers {
		n, err := parseLength(count)
		return dim{n * ndis.X64.Pointer(), n * ndis.X86.Pointer()}, err
	}
	wide, narrow, differ := strings.Cut(text, "|")
	if !differ {
		narrow = wide
	}
	x64, err := parseLength(wide)
	if err != nil {
		return dim{}, err
	}
	x86, err := parseLength(narrow)
	return dim{x64, x86}, err
}

// words reads what is special about a member.
func (m *Member) words(words []string) (err error) {
	for i := 0; i < len(words); i++ {
		if words[i] == "tail" {
			m.tail = true
			continue
		}
		if i+1 == len(words) {
			return slip(words[i], "says nothing")
		}
		word, value := words[i], words[i+1]
		i++
		switch word {
		case "since":
			m.Since, err = ndis.ParseListed(value)
		case "until":
			m.until, err = ndis.ParseListed(value)
		case "on":
			m.on, err = parseArchs(value)
		case "flags", "values":
			m.group = value
		case "as":
			m.format = Format(value)
		case "beside":
			m.beside = value
		case "align":
			m.align, err = parseDim(value)
		case "was":
			i, err = m.wasBefore(words, i)
		default:
			err = m.counted(word, ndis.Path(value))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// wasBefore reads "12 before 6.85", the first of whose words is words[i], and
// returns the place of the last one.
func (m *Member) wasBefore(words []string, i int) (int, error) {
	if i+2 >= len(words) || words[i+1] != "before" {
		return i, slip("was "+words[i], "before what?")
	}
	length, err := parseDim(words[i])
	if err != nil {
		return i, err
	}
	before, err := ndis.ParseListed(words[i+2])
	m.former = append(m.former, former{length, before})
	return i + 2, err
}

// parseArchs reads "x64,arm64".
func parseArchs(text string) ([]ndis.Arch, error) {
	var archs []ndis.Arch
	for _, name := range strings.Split(text, ",") {
		arch, err := ndis.ParseArch(name)
		if err != nil {
			return nil, err
		}
		archs = append(archs, arch)
	}
	return archs, nil
}
