package negotiate

import (
	_ "embed"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
)

// Filler is who fills a structure, in the words of fills.txt; "" where it does
// not say.
type Filler string

// The fillers.
const (
	FilledByDriver  Filler = "driver"
	FilledByNdis    Filler = "ndis"
	FilledByBoth    Filler = "both"
	FilledByRequest Filler = "request"
	FilledBySwitch  Filler = "switch"
	FilledByWmi     Filler = "wmi"
)

//go:embed fills.txt
var fillsText string

var fillers = sync.OnceValue(func() map[string]Filler {
	all := map[string]Filler{}
	for _, line := range ndis.DataLines(fillsText) {
		name, filler, _ := strings.Cut(line, " ")
		all[name] = Filler(strings.TrimSpace(filler))
	}
	return all
})

// SheetRow is what a driver that registered a version puts into a structure's
// header. Size is in bytes. Headless says that the structure has revisions, but
// no header to say them in. Also is an earlier revision that the documentation
// asks for in its place, or 0; HeaderOnly says that the documentation does not
// know the revision. A macro is "" where the headers have none.
type SheetRow struct {
	Structure     string
	Filler        Filler
	Drivers       []trace.PartyKind // who passes it to NDIS; none where the data do not say
	Revision      int
	Size          int
	Since         ndis.Version // of the revision
	Also          int
	HeaderOnly    bool
	Headless      bool
	RevisionMacro string
	SizeMacro     string
	Doc           string
}

// Sheet is the version sheet: a row for each structure that a driver of the
// registered version fills, in the order of the catalogue.
func Sheet(registered ndis.Version, arch ndis.Arch) []SheetRow {
	var rows []SheetRow
	for o := range catalog.Outlines() {
		filler := fillers()[o.Name]
		if !o.Versioned() || filler == FilledByNdis || filler == FilledByWmi {
			continue
		}
		if row, ok := sheetRow(catalog.MustLookup(o.Name), registered, arch); ok {
			row.Filler = filler
			rows = append(rows, row)
		}
	}
	return rows
}

func sheetRow(s *catalog.Structure, registered ndis.Version, arch ndis.Arch) (SheetRow, bool) {
	number, size, ok := Required(s, registered, arch)
	if !ok || registered < arch.Since() {
		return SheetRow{}, false
	}
	r, _ := s.Revision(number)
	return SheetRow{
		Structure: s.Name, Headless: !s.Versioned(), Drivers: passedBy(s.Name), Revision: number, Size: size, Since: r.Since, Also: r.Also, HeaderOnly: r.HeaderOnly,
		RevisionMacro: s.RevisionMacro(number), SizeMacro: s.SizeMacro(number), Doc: s.Doc,
	}, true
}

func passedBy(structure string) []trace.PartyKind {
	var kinds []trace.PartyKind
	for _, p := range Passes() {
		if p.Structure == structure {
			kinds = append(kinds, p.Kind)
		}
	}
	return kinds
}

// DriverNames are the kinds of drivers that pass the structure: "miniport
// filter".
func (r *SheetRow) DriverNames() string {
	var names []string
	for _, kind := range r.Drivers {
		names = append(names, kind.String())
	}
	return strings.Join(names, " ")
}
