package export

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// declarations declare the record's structure as it is compiled for its version.
func declarations(r *codec.Record) (string, error) {
	o := r.Layout.Options
	return headComment(r.Layout) + C([]*catalog.Structure{r.Layout.Structure}, o.Version, o.Arch), nil
}

// C declares the structures, and first whatever they contain by value, as they
// are compiled for a version and an architecture. Enumerations and pointers are
// declared by their size and alignment alone.
func C(structures []*catalog.Structure, version ndis.Version, arch ndis.Arch) string {
	w := cWriter{version: version, arch: arch, done: map[string]bool{}}
	for _, s := range structures {
		w.structure(s)
	}
	return w.types.String() + "\n" + w.text.String()
}

type cWriter struct {
	version     ndis.Version
	arch        ndis.Arch
	types, text lines
	done        map[string]bool
}

// cBases are the bases in C, in their order; a function pointer has none.
var cBases = [...]string{
	"", "unsigned char", "unsigned short", "unsigned int", "unsigned long long", "signed char", "short", "int", "long long",
	"__UINTPTR_TYPE__", "__INTPTR_TYPE__", "unsigned char", "void *", "", "int", "int", "unsigned int",
}

func (w *cWriter) structure(s *catalog.Structure) {
	if w.done[s.Name] {
		return
	}
	w.done[s.Name] = true
	w.contained(s.Members)
	align, pack := s.Alignment(w.arch)
	if pack > 0 {
		w.text.line("#pragma pack(push, ", strconv.Itoa(pack), ")")
	}
	w.text.line("typedef ", keyword(s.Union), " ", alignment(align), "_", s.Name, " {")
	w.members(s.Members, "\t")
	w.text.line("} ", s.Name, ";")
	if pack > 0 {
		w.text.line("#pragma pack(pop)")
	}
	w.text.line()
}

func keyword(union bool) string {
	if union {
		return "union"
	}
	return "struct"
}

func alignment(align int) string {
	if align == 0 {
		return ""
	}
	return "__attribute__((aligned(" + strconv.Itoa(align) + "))) "
}

// contained declares the structures and the types that members need.
func (w *cWriter) contained(members []catalog.Member) {
	for i := range members {
		m := &members[i]
		if !m.Exists(w.version, w.arch) {
			continue
		}
		if m.Members != nil {
			w.contained(m.Members)
			continue
		}
		if element, length, ok := catalog.ArrayNamed(m.Type); ok {
			w.array(m.Type, element, length)
		} else if base, target := catalog.TypeNamed(m.Type); base == catalog.BaseNone {
			w.structure(catalog.MustLookup(target))
			w.alias(m.Type, target)
		} else if !strings.HasSuffix(m.Type, "*") {
			w.alias(m.Type, cBases[base])
		}
	}
}

// array writes the typedef of a type that is an array, once.
func (w *cWriter) array(name, element string, length int) {
	base, _ := catalog.TypeNamed(element)
	w.alias(element, cBases[base])
	if !w.done[name] {
		w.done[name] = true
		w.types.line("typedef ", element, " ", name, "[", strconv.Itoa(length), "];")
	}
}

// alias writes a typedef, once; "" declares a function pointer.
func (w *cWriter) alias(name, of string) {
	if w.done[name] || name == of {
		return
	}
	w.done[name] = true
	switch {
	case of == "":
		w.types.line("typedef void (*", name, ")(void);")
	case catalog.Exists(of):
		w.text.line("typedef ", of, " ", name, ";\n")
	default:
		w.types.line("typedef ", of, " ", name, ";")
	}
}

func (w *cWriter) members(members []catalog.Member, indent string) {
	for i := range members {
		m := &members[i]
		if !m.Exists(w.version, w.arch) {
			continue
		}
		if m.Members != nil {
			w.text.line(indent, keyword(m.Union), " {")
			w.members(m.Members, indent+"\t")
			w.text.line(indent, "} ", m.Name, w.suffix(m), ";")
			continue
		}
		w.text.line(indent, alignment(m.Alignment(w.arch)), cType(m.Type), " ", m.Name, w.suffix(m), ";")
	}
}

func cType(declared string) string {
	if strings.HasSuffix(declared, "*") {
		return "void *"
	}
	return declared
}

func (w *cWriter) suffix(m *catalog.Member) string {
	if width := m.Width(w.version); width > 0 {
		return " : " + strconv.Itoa(width)
	}
	text := ""
	for _, length := range m.Lengths(w.version, w.arch) {
		text += "[" + strconv.Itoa(length) + "]"
	}
	return strings.ReplaceAll(text, "[0]", "[]")
}
