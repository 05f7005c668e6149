package export

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// ladder is a C function that fills a structure's header for the NDIS version
// that a driver registered, whatever version its headers are for: what they know
// is a question of when it is compiled, what was registered one of when it runs.
func ladder(r *codec.Record) (string, error) {
	s := r.Layout.Structure
	if !s.Versioned() || len(s.Revisions) == 0 {
		return "", ndis.NewError(CodeNoLadder, s.Name)
	}
	header := "s->" + s.Members[0].Name
	var l lines
	l.line("/* version: what was registered, (major << 16) | minor. FALSE: ", s.Name, " does not exist yet. */")
	l.line("static BOOLEAN")
	l.line("Set", pascal(s.Name), "Header(", s.Name, " *s, ULONG version)")
	l.line("{")
	if s.Object != "" {
		l.line("    ", header, ".Type = ", s.Object, ";")
	}
	for _, r := range rungs(s) {
		l.WriteString(guardedAbove(s, r, rung(s, r, header)))
	}
	l.line("    return FALSE;")
	l.line("}")
	return headComment(r.Layout) + guarded(s.Since, sizeAssertions(s)+"\n"+l.String()), nil
}

// rungs are the revisions from the newest down, one for each version.
func rungs(s *catalog.Structure) []catalog.Revision {
	var all []catalog.Revision
	for i := len(s.Revisions) - 1; i >= 0; i-- {
		r := s.Revisions[i]
		if right, ok := s.RevisionFor(r.Since); ok && right.Number == r.Number {
			all = append(all, r)
		}
	}
	return all
}

// guardedAbove guards what is of a revision, where the structure's own guard
// does not.
func guardedAbove(s *catalog.Structure, r catalog.Revision, text string) string {
	if r.Since <= s.Since {
		return text
	}
	return guarded(r.Since, text)
}

func rung(s *catalog.Structure, r catalog.Revision, header string) string {
	var l lines
	l.line("    if (version >= ", runtimeVersion(r.Since), ") {", doubt(r))
	l.line("        ", header, ".Revision = ", revisionText(s, r), ";")
	l.line("        ", header, ".Size = ", sizeText(s, r), ";")
	l.line("        return TRUE;")
	l.line("    }")
	return l.String()
}

// doubt says where the documentation and the header part.
func doubt(r catalog.Revision) string {
	switch {
	case r.Also > 0:
		return " /* the documentation asks for revision " + strconv.Itoa(r.Also) + " */"
	case r.HeaderOnly:
		return " /* not in the documentation, only in the header */"
	}
	return ""
}

// revisionText is a revision's number in the headers' words.
func revisionText(s *catalog.Structure, r catalog.Revision) string {
	if macro := s.RevisionMacro(r.Number); macro != "" {
		return macro
	}
	return ndis.Hex(uint64(r.Number), 1)
}

// sizeAssertions hold the headers to the size of each revision.
func sizeAssertions(s *catalog.Structure) string {
	text := ""
	for _, r := range s.Revisions {
		text += guardedAbove(s, r, perPointer(func(arch ndis.Arch) string { return sizeAssertion(s, r, arch) }))
	}
	return text
}

func sizeAssertion(s *catalog.Structure, r catalog.Revision, arch ndis.Arch) string {
	l, err := s.Layout(catalog.Options{Arch: arch, Revision: r.Number})
	if err != nil {
		return ""
	}
	var b lines
	b.size(l)
	return b.String()
}
