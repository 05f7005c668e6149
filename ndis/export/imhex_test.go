package export

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis/codec"
)

// pattern reads as much of ImHex's language as is written here, to tell where
// each member would be shown. There is no ImHex for Debian.
type pattern struct {
	t     *testing.T
	types map[string]patternType
	size  int // of the file
}

type patternType struct {
	keyword string
	lines   []string
}

var (
	patternBegin  = regexp.MustCompile(`^(struct|union|bitfield|enum) (\w+)(?: : (\w+))? \{$`)
	patternMember = regexp.MustCompile(`^    (\w+) (\w+)(?:\[(.*)\])?( \[\[inline\]\])?;$`)
	patternBits   = regexp.MustCompile(`^    (?:\w+ )?(\w+) : (\d+);$`)
	patternGap    = regexp.MustCompile(`^    padding\[(\d+)\];$`)
	patternOpen   = regexp.MustCompile(`^\(std::mem::size\(\) - (\d+)\) / (\d+)$`)
	patternPlace  = regexp.MustCompile(`^(\w+) \w+ @ 0x00;$`)
)

// span is the bits of a member.
type span struct{ from, width int }

// read returns the spans of all leaves and the size in bytes.
func (p *pattern) read(text string) (leaves map[string]span, size int) {
	leaves = map[string]span{}
	var open string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case patternBegin.MatchString(line):
			m := patternBegin.FindStringSubmatch(line)
			if _, twice := p.types[m[2]]; twice {
				p.t.Errorf("two types %s", m[2])
			}
			open = m[2]
			p.types[open] = patternType{keyword: m[1], lines: []string{m[3]}}
		case line == "};":
			open = ""
		case open != "":
			known := p.types[open]
			p.types[open] = patternType{known.keyword, append(known.lines, line)}
		case patternPlace.MatchString(line):
			size = p.place(patternPlace.FindStringSubmatch(line)[1], "", 0, leaves) / 8
		case line != "" && !strings.HasPrefix(line, "//") && line != "#pragma endian little" && line != "import std.mem;":
			p.t.Errorf("what is %q", line)
		}
	}
	return leaves, size
}

// place lays a type out at a bit and returns its width in bits.
func (p *pattern) place(name, path string, at int, leaves map[string]span) int {
	declared, ok := p.types[name]
	if declared.keyword == "enum" {
		name, ok = declared.lines[0], false
	}
	if !ok {
		width, err := strconv.Atoi(name[1:])
		if err != nil || !strings.Contains("us", name[:1]) {
			p.t.Fatalf("no type %q", name)
		}
		if _, twice := leaves[path]; twice {
			p.t.Errorf("two members %s", path)
		}
		leaves[path] = span{at, width}
		return width
	}
	total := 0
	for _, line := range declared.lines[1:] {
		if declared.keyword == "union" {
			total = max(total, p.member(line, path, at, leaves))
		} else {
			total += p.member(line, path, at+total, leaves)
		}
	}
	return total
}

func (p *pattern) member(line, path string, at int, leaves map[string]span) int {
	if m := patternGap.FindStringSubmatch(line); m != nil {
		return 8 * number10(m[1])
	}
	if m := patternBits.FindStringSubmatch(line); m != nil {
		if m[1] != "padding" {
			leaves[dotted(path, m[1])] = span{at, number10(m[2])}
		}
		return number10(m[2])
	}
	m := patternMember.FindStringSubmatch(line)
	if m == nil {
		p.t.Fatalf("what is %q", line)
	}
	if m[4] == "" && m[2] != "cells" {
		path = dotted(path, m[2])
	}
	if m[3] == "" {
		return p.place(m[1], path, at, leaves)
	}
	count := 0
	if open := patternOpen.FindStringSubmatch(m[3]); open != nil {
		count = (p.size - number10(open[1])) / number10(open[2])
	} else {
		count = number10(m[3])
	}
	total := 0
	for i := range count {
		total += p.place(m[1], path+"["+strconv.Itoa(i)+"]", at+total, leaves)
	}
	return total
}

func dotted(path, name string) string {
	name = strings.TrimSuffix(name, "_")
	if path == "" {
		return name
	}
	return path + "." + name
}

func number10(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return n
}

func TestPatternsShowEachMemberInItsPlace(t *testing.T) {
	compared := 0
	everyRecord(t, func(r *codec.Record) {
		l := r.Declared()
		text, err := Write("imhex", r)
		if err != nil {
			t.Fatal(err)
		}
		p := pattern{t, map[string]patternType{}, l.Size}
		leaves, size := p.read(text)
		root := tree(l)
		if size != l.Size && openEnd(&root) == nil {
			t.Errorf("%s: %d bytes, want %d", title(l), size, l.Size)
		}
		for i := range l.Leaves {
			s := &l.Slots[l.Leaves[i].Slot]
			width := s.Bits
			if width == 0 {
				width = 8 * s.Size
			}
			want := span{8*s.Offset + s.Bit, width}
			if got, ok := leaves[strings.TrimSuffix(string(s.Path), "_")]; !ok || got != want {
				t.Errorf("%s %s: %v, want %v in\n%s", title(l), s.Path, got, want, text)
			}
			delete(leaves, strings.TrimSuffix(string(s.Path), "_"))
			compared++
		}
		if openEnd(&root) == nil && len(leaves) > 0 {
			t.Errorf("%s: %v", title(l), slices.Sorted(maps.Keys(leaves)))
		}
	})
	t.Logf("%d members", compared)
}
