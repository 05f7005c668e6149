package dump

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// shown is a member as dt or dx show it: how far it is indented, its offset
// within what holds it (-1 for an element that has none), its value.
type shown struct {
	at     word // the member's name
	indent int
	offset int
	name   string
	value  string
	place  int  // index of the value
	bare   bool // holds others, so it has no value of its own
}

// member reads a line of dt: "   +0x002 Size             : 0x70".
func (l *line) member() (shown, bool) {
	begin := l.begin()
	rest, ok := strings.CutPrefix(l.clean[begin:], "+0x")
	n := countHex(rest)
	if !ok || n == 0 || n > 8 || n == len(rest) {
		return shown{}, false
	}
	offset, _ := strconv.ParseUint(rest[:n], 16, 32)
	return l.named(shown{indent: begin, offset: int(offset)}, begin+len("+0x")+n, " :")
}

// bracketed reads a line of dx: "    [+0x004 ( 1: 0)] Flags : 0x0 [Type: ...]".
func (l *line) bracketed() (shown, bool) {
	begin := l.begin()
	rest, ok := strings.CutPrefix(l.clean[begin:], "[+0x")
	end := strings.IndexByte(rest, ']')
	n := countHex(rest)
	if !ok || n == 0 || n > 8 || end < n {
		return shown{}, false
	}
	offset, _ := strconv.ParseUint(rest[:n], 16, 32)
	s, ok := l.named(shown{indent: begin, offset: int(offset)}, begin+len("[+0x")+end+1, " :")
	value, _, whole := strings.Cut(s.value, "[Type:")
	if s.value = strings.TrimSpace(value); !whole {
		s.value = "" // cut off, perhaps within the number
	}
	return s, ok
}

// named reads the name and the value behind an offset.
func (l *line) named(s shown, from int, colon string) (shown, bool) {
	from += len(l.clean[from:]) - len(strings.TrimLeft(l.clean[from:], " \t"))
	end := from + wordLength(l.clean[from:])
	s.at, s.name = word{l, span{int32(from), int32(end)}}, l.clean[from:end]
	s.place = len(l.clean)
	if at := strings.Index(l.clean[end:], colon); at >= 0 && strings.TrimSpace(l.clean[end:end+at]) == "" {
		s.place = end + at + len(colon)
		s.value = strings.TrimSpace(l.clean[s.place:])
	}
	s.place += len(l.clean[s.place:]) - len(strings.TrimLeft(l.clean[s.place:], " \t"))
	return s, end > from
}

// element reads a line of an array that dt shows with -a: "      [01] 0x2".
func (l *line) element() (shown, bool) {
	begin := l.begin()
	rest, ok := strings.CutPrefix(l.clean[begin:], "[")
	digits, value, closed := strings.Cut(rest, "]")
	n, err := strconv.ParseUint(digits, 10, 16)
	if !ok || !closed || err != nil {
		return shown{}, false
	}
	s := shown{indent: begin, offset: -1, name: "[" + strconv.FormatUint(n, 10) + "]", value: strings.TrimSpace(value)}
	s.place = begin + len(digits) + 2
	s.at = word{l, span{int32(begin), int32(s.place)}}
	return s, true
}

func (p *paste) likeDT() bool { return p.anyLine((*line).member) }
func (p *paste) likeDX() bool { return p.anyLine((*line).bracketed) }

func (p *paste) anyLine(read func(*line) (shown, bool)) bool {
	for i := range p.lines {
		if _, ok := read(&p.lines[i]); ok {
			return true
		}
	}
	return false
}

func readDT(p *paste, o Options) (Dump, error) {
	return p.readMembers(o, DT, (*line).member, dtStructure)
}

func readDX(p *paste, o Options) (Dump, error) {
	return p.readMembers(o, DX, (*line).bracketed, dxStructure)
}

// readMembers reads the first structure that is shown, and wants no second.
func (p *paste) readMembers(o Options, f Format, read func(*line) (shown, bool), nameIn func(string) string) (Dump, error) {
	v := view{format: f}
	for _, s := range p.parts() {
		before := len(v.lines)
		for _, l := range s.lines {
			v.add(l, read, nameIn)
		}
		if len(v.lines) == before {
			continue
		}
		if before > 0 {
			return Dump{}, s.prompt.fault(0, CodeSeveral, clip(s.command))
		}
		if s.prompt != nil && v.name == "" {
			v.name, v.at = nameIn(s.command), word{line: s.prompt}
		}
	}
	if len(v.lines) == 0 {
		return Dump{}, ndis.NewError(CodeUnknown).Suggest(formatNames()...)
	}
	return v.read(o)
}

// view is a structure as dt or dx show it.
type view struct {
	format Format
	name   string
	at     word
	lines  []shown
}

func (v *view) add(l *line, read func(*line) (shown, bool), nameIn func(string) string) {
	s, ok := read(l)
	if !ok && len(v.lines) > 0 {
		s, ok = l.element()
	}
	if ok {
		v.lines = append(v.lines, s)
	} else if name := nameIn(l.trimmed()); len(v.lines) == 0 && name != "" && v.name == "" {
		v.name, v.at = name, word{line: l}
	}
}

// dtStructure is the name in "dt -r ndis!_NDIS_OFFLOAD ffff..." or in the line
// "ndis!_NDIS_OFFLOAD".
func dtStructure(text string) string {
	fields := strings.Fields(text)
	if len(fields) > 1 && fields[0] == "dt" {
		fields = fields[1:]
		for len(fields) > 1 && strings.HasPrefix(fields[0], "-") {
			fields = fields[1:]
		}
		return typeName(fields[0])
	}
	if strings.HasPrefix(text, "Local var ") {
		return typeName(fields[len(fields)-1])
	}
	if len(fields) == 1 && strings.Contains(text, "!_") {
		return typeName(text)
	}
	return ""
}

// dxStructure is the name in "[Type: _NDIS_OFFLOAD]" or in a cast.
func dxStructure(text string) string {
	if _, name, ok := strings.Cut(text, "[Type: "); ok {
		name, _, _ = strings.Cut(name, "]")
		return typeName(name)
	}
	if _, name, ok := strings.Cut(text, "!"); ok && strings.Contains(text, "((") {
		return typeName(name[:wordLength(name)])
	}
	return ""
}

func typeName(text string) string {
	if _, name, ok := strings.Cut(text, "!"); ok {
		text = name
	}
	return strings.TrimRight(strings.TrimPrefix(text, "_"), " *&)")
}

func (v *view) read(o Options) (Dump, error) {
	var named *catalog.Structure
	if v.name != "" && o.Structure == "" {
		s, err := catalog.Lookup(v.name)
		if err != nil {
			return Dump{}, v.at.placed(err)
		}
		named = s
	}
	structure, err := o.structure(named, v.lines[0].at)
	if err != nil {
		return Dump{}, err
	}
	layout, paths, err := v.layout(structure, o)
	if err != nil {
		return Dump{}, err
	}
	m := &members{structure: structure}
	if err := v.assign(m, layout, paths); err != nil {
		return Dump{}, err
	}
	return m.encode(v.format, layout)
}

// layout finds the architecture on which each member lies where the view says.
func (v *view) layout(s *catalog.Structure, o Options) (*catalog.Layout, []ndis.Path, error) {
	var wrong error
	reached := -1
	for _, arch := range []ndis.Arch{ndis.X64, ndis.X86} {
		if o.Pointer != 0 && arch.Pointer() != o.Pointer {
			continue
		}
		layout, err := s.Layout(catalog.Options{Arch: arch})
		if err != nil {
			return nil, nil, err
		}
		paths, at, err := v.paths(layout)
		if err == nil {
			return layout, paths, nil
		}
		if at > reached {
			wrong, reached = err, at
		}
	}
	return nil, nil, wrong
}

// paths resolves each line's member, and checks its offset. Offsets inside a
// member count from its begin. Where one is wrong, at says how far it got.
func (v *view) paths(layout *catalog.Layout) (paths []ndis.Path, at int, err error) {
	type holder struct {
		indent, offset int
		path           ndis.Path
	}
	open := []holder{{indent: -1}}
	for i := range v.lines {
		s := &v.lines[i]
		for len(open) > 1 && open[len(open)-1].indent >= s.indent {
			open = open[:len(open)-1]
		}
		outer := open[len(open)-1]
		path := join(outer.path, s.name)
		if s.offset < 0 {
			path = outer.path + ndis.Path(s.name)
		}
		slot, err := layout.Index(path)
		if err != nil {
			return nil, i, s.at.placed(err)
		}
		offset := layout.Slots[slot].Offset
		if s.offset >= 0 && outer.offset+s.offset != offset {
			return nil, i, s.at.fault(CodeOffset, string(path), ndis.Hex(uint64(outer.offset+s.offset), 3), ndis.Hex(uint64(offset), 3))
		}
		s.bare = layout.Slots[slot].Kind.Container()
		open = append(open, holder{s.indent, offset, path})
		paths = append(paths, path)
	}
	return paths, len(v.lines), nil
}

// assign takes the values over.
func (v *view) assign(m *members, layout *catalog.Layout, paths []ndis.Path) *ndis.Error {
	for i := range v.lines {
		s := &v.lines[i]
		text, ok := s.number()
		switch {
		case s.bare && strings.Contains(s.value, "{"):
			m.add(paths[i], s.value[strings.IndexByte(s.value, '{'):], s.at)
		case s.bare:
		case isType(s.value):
			return s.at.fault(CodeNoValues, string(paths[i])).Suggest("dt -r " + m.structure.Name + " ADDRESS")
		case !ok:
			return s.at.line.fault(s.place, CodeValue, string(paths[i]), clip(s.value))
		default:
			m.add(paths[i], text, s.at)
		}
	}
	return nil
}

// isType knows what dt writes in place of a value where it has no address.
func isType(value string) bool {
	for _, name := range []string{"UChar", "Char", "Uint", "Int", "Ptr32 ", "Ptr64 ", "Pos ", "Wchar", "Void", "_", "<"} {
		if strings.HasPrefix(value, name) {
			return true
		}
	}
	return false
}

// number is a value as the codec takes it: dt writes hex with 0x, decimal with
// 0n, bits with 0y, one digit bare; names and strings follow in quotes or
// parentheses, or come first and the number in parentheses.
func (s *shown) number() (text string, ok bool) {
	word := s.value[:wordLength(s.value)]
	if word == "(null)" {
		return "0", true
	}
	if open := strings.LastIndexByte(s.value, '('); open > 0 && !strings.ContainsAny(word[:1], "0123456789-") {
		return decimal(strings.TrimSuffix(s.value[open+1:], ")"))
	}
	if bits, found := strings.CutPrefix(word, "0y"); found {
		n, err := strconv.ParseUint(bits, 2, 64)
		return strconv.FormatUint(n, 10), err == nil
	}
	if strings.HasPrefix(word, "0x") {
		_, ok = ndis.ParseNumber(word, 64)
		return strings.Replace(word, "`", "", 1), ok
	}
	if digits, found := strings.CutPrefix(word, "0n"); found {
		return decimal(digits)
	}
	return word, len(word) == 1 && isDecimal(word)
}

func decimal(text string) (string, bool) {
	if hex := strings.HasPrefix(text, "0x"); hex {
		_, ok := ndis.ParseNumber(text, 64)
		return text, ok
	}
	return text, isDecimal(strings.TrimPrefix(text, "-"))
}
