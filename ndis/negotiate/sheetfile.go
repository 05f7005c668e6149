package negotiate

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
)

// SheetCSV writes rows as RFC 4180 has it: a line of column names, commas, CRLF,
// quotes where they must be.
func SheetCSV(rows []SheetRow) string {
	var b strings.Builder
	csvLine(&b, "structure", "filled by", "drivers", "revision", "size", "since", "also", "header only", "headless", "revision macro", "size macro", "doc")
	for i := range rows {
		r := &rows[i]
		csvLine(&b, r.Structure, string(r.Filler), r.DriverNames(), strconv.Itoa(r.Revision), strconv.Itoa(r.Size), r.Since.String(),
			orNone(r.Also), yes(r.HeaderOnly), yes(r.Headless), r.RevisionMacro, r.SizeMacro, r.Doc)
	}
	return b.String()
}

func csvLine(b *strings.Builder, fields ...string) {
	for i, field := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.ContainsAny(field, "\",\r\n") {
			field = `"` + strings.ReplaceAll(field, `"`, `""`) + `"`
		}
		b.WriteString(field)
	}
	b.WriteString("\r\n")
}

func orNone(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// SheetC writes rows as a C header: for each structure its revision and its size
// in bytes, as numbers, so that it needs no other header. Where the official
// macros are known as well, the compiler compares: a header for another
// architecture does not go unnoticed. Macros of structures without a header are
// not compared: a few of them are empty.
func SheetC(rows []SheetRow, registered ndis.Version, arch ndis.Arch) string {
	w := &sheetC{}
	guard := "MYDRV_NDIS_" + strconv.Itoa(int(registered.Major())) + "_" + strconv.Itoa(int(registered.Minor())) + "_" + strings.ToUpper(arch.String()) + "_H"
	w.lines("/* NDIS "+registered.String()+", "+arch.String()+": the revision and the size that each structure has. */",
		"#ifndef "+guard, "#define "+guard, "")
	for i := range rows {
		w.row(&rows[i])
	}
	w.lines("#endif /* " + guard + " */")
	return w.String()
}

type sheetC struct{ strings.Builder }

func (w *sheetC) lines(all ...string) {
	for _, line := range all {
		w.WriteString(line + "\n")
	}
}

func (w *sheetC) row(r *SheetRow) {
	name := "MYDRV_" + r.Structure
	w.lines("/* " + r.comment() + " */")
	w.define(name+"_REVISION", r.Revision, r.RevisionMacro, !r.Headless)
	w.define(name+"_SIZE", r.Size, r.SizeMacro, !r.Headless)
	w.lines("")
}

func (r *SheetRow) comment() string {
	text := r.Structure + " since " + r.Since.String()
	if r.Also > 0 {
		text += "; the documentation asks for revision " + strconv.Itoa(r.Also)
	} else if r.HeaderOnly {
		text += "; not in the documentation"
	}
	if r.Headless {
		text += "; it has no header"
	}
	return text
}

func (w *sheetC) define(name string, value int, official string, compare bool) {
	number := strconv.Itoa(value)
	if official == "" {
		w.lines("#define " + name + " " + number)
		return
	}
	w.lines("#define " + name + " " + number + " /* " + official + " */")
	if compare {
		w.lines("#if defined(C_ASSERT) && defined("+official+")", "C_ASSERT("+official+" == "+number+");", "#endif")
	}
}
