package export

import (
	"fmt"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

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
	types, text strings.Builder
	done        map[string]bool
}

var cBases = map[catalog.Base]string{
	catalog.BaseU8: "unsigned char", catalog.BaseU16: "unsigned short", catalog.BaseU32: "unsigned int",
	catalog.BaseU64: "unsigned long long", catalog.BaseI8: "signed char", catalog.BaseI16: "short",
	catalog.BaseI32: "int", catalog.BaseI64: "long long", catalog.BaseBool: "unsigned char",
	catalog.BasePointer: "void *", catalog.BaseEnum: "int", catalog.BaseStatus: "int", catalog.BaseOID: "unsigned int",
	catalog.BaseUPtr: "__UINTPTR_TYPE__", catalog.BaseIPtr: "__INTPTR_TYPE__",
}

func (w *cWriter) structure(s *catalog.Structure) {
	if w.done[s.Name] {
		return
	}
	w.done[s.Name] = true
	w.contained(s.Members)
	align, pack := s.Alignment(w.arch)
	if pack > 0 {
		fmt.Fprintf(&w.text, "#pragma pack(push, %d)\n", pack)
	}
	fmt.Fprintf(&w.text, "typedef %s %s_%s {\n", keyword(s.Union), alignment(align), s.Name)
	w.members(s.Members, "\t")
	fmt.Fprintf(&w.text, "} %s;\n", s.Name)
	if pack > 0 {
		w.text.WriteString("#pragma pack(pop)\n")
	}
	w.text.WriteString("\n")
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
	return fmt.Sprintf("__attribute__((aligned(%d))) ", align)
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
		fmt.Fprintf(&w.types, "typedef %s %s[%d];\n", element, name, length)
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
		fmt.Fprintf(&w.types, "typedef void (*%s)(void);\n", name)
	case catalog.Exists(of):
		fmt.Fprintf(&w.text, "typedef %s %s;\n\n", of, name)
	default:
		fmt.Fprintf(&w.types, "typedef %s %s;\n", of, name)
	}
}

func (w *cWriter) members(members []catalog.Member, indent string) {
	for i := range members {
		m := &members[i]
		if !m.Exists(w.version, w.arch) {
			continue
		}
		if m.Members != nil {
			fmt.Fprintf(&w.text, "%s%s {\n", indent, keyword(m.Union))
			w.members(m.Members, indent+"\t")
			fmt.Fprintf(&w.text, "%s} %s;\n", indent, m.Name)
			continue
		}
		fmt.Fprintf(&w.text, "%s%s%s%s;\n", indent, alignment(m.Alignment(w.arch)), cType(m.Type)+" "+m.Name, w.suffix(m))
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
		return fmt.Sprintf(" : %d", width)
	}
	text := ""
	for _, length := range m.Lengths(w.version, w.arch) {
		text += fmt.Sprintf("[%d]", length)
	}
	return strings.ReplaceAll(text, "[0]", "[]")
}
