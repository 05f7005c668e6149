package negotiate

import (
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
)

func rowOf(rows []SheetRow, structure string) *SheetRow {
	for i := range rows {
		if rows[i].Structure == structure {
			return &rows[i]
		}
	}
	return nil
}

func TestTheSheetHasTheDocumentedRevisions(t *testing.T) {
	text, err := os.ReadFile("testdata/required.txt")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, line := range ndis.DataLines(string(text)) {
		f := strings.Fields(line)
		if filler := fillers()[f[0]]; filler == FilledByNdis || filler == FilledByWmi {
			continue
		}
		versions, _ := ndis.ParseRange(f[2])
		for _, v := range ndis.Versions() {
			row := rowOf(Sheet(v, ndis.X64), f[0])
			if is := row != nil && strconv.Itoa(row.Revision) == f[1]; is != versions.Has(v) {
				t.Errorf("%s at %v: %+v, revision %s belongs to %s", f[0], v, row, f[1], f[2])
			}
			checked++
		}
	}
	if checked == 0 {
		t.Fatal("nothing was compared")
	}
}

func TestARowSaysWhatGoesIntoTheHeader(t *testing.T) {
	row := rowOf(Sheet(version(t, "6.85"), ndis.X64), "NDIS_OFFLOAD")
	if row.Revision != 7 || row.Size != 216 || row.Also != 6 || !row.HeaderOnly || row.Since != version(t, "6.85") {
		t.Errorf("%+v", row)
	}
	if row.RevisionMacro != "NDIS_OFFLOAD_REVISION_7" || row.SizeMacro != "NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_7" {
		t.Errorf("%+v", row)
	}
	if rsc := rowOf(Sheet(ndis.V630, ndis.X64), "NDIS_TCP_RECV_SEG_COALESCE_OFFLOAD"); row.Headless || !rsc.Headless {
		t.Errorf("%+v", rsc)
	}
	if !slices.Equal(row.Drivers, []trace.PartyKind{trace.Miniport, trace.Filter}) || row.DriverNames() != "miniport filter" || row.Filler != FilledByBoth {
		t.Errorf("%+v", row)
	}
	if wide, narrow := rowOf(Sheet(ndis.V620, ndis.X64), "NDIS_OPEN_PARAMETERS"), rowOf(Sheet(ndis.V620, ndis.X86), "NDIS_OPEN_PARAMETERS"); wide.Size <= narrow.Size {
		t.Errorf("%d bytes on x64, %d on x86", wide.Size, narrow.Size)
	}
}

func TestTheSheetLeavesOutWhatNdisFillsAndWhatDoesNotExist(t *testing.T) {
	rows := Sheet(ndis.V60, ndis.X64)
	for _, name := range []string{"NDIS_BIND_PARAMETERS", "NDIS_PM_CAPABILITIES", "NDIS_OBJECT_HEADER", "IPSEC_OFFLOAD_V2_ADD_SA"} {
		if row := rowOf(rows, name); row != nil {
			t.Errorf("%+v", row)
		}
	}
	if early := Sheet(ndis.V620, ndis.ARM64); len(early) > 0 {
		t.Errorf("%d rows for arm64 at 6.20", len(early))
	}
}

func TestTheDataOfTheSheetNameWhatExists(t *testing.T) {
	for _, p := range Passes() {
		if _, err := catalog.Lookup(p.Structure); err != nil {
			t.Errorf("passes.txt: %v", err)
		}
	}
	known := []Filler{FilledByDriver, FilledByNdis, FilledByBoth, FilledByRequest, FilledBySwitch, FilledByWmi}
	waiting := 0
	for name, filler := range fillers() {
		if !slices.Contains(known, filler) {
			t.Errorf("fills.txt: %s %s", name, filler)
		}
		if s, err := catalog.Lookup(name); err != nil {
			waiting++
		} else if len(s.Revisions) == 0 {
			t.Errorf("fills.txt: %s has no revisions", name)
		}
	}
	if whole := 700; waiting > 0 && len(catalog.Names()) > whole {
		t.Errorf("fills.txt: %d structures are not in the catalogue", waiting)
	}
}

func TestTheSheetAsCSVReadsBack(t *testing.T) {
	rows := Sheet(ndis.V630, ndis.X64)
	rows = append(rows, SheetRow{Structure: `a "b", c` + "\r\nd"})
	text := SheetCSV(rows)
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Error("a line does not end in CRLF")
	}
	read, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(read) != len(rows)+1 {
		t.Fatalf("%d lines of %d rows: %v", len(read), len(rows), err)
	}
	if got := read[len(rows)][0]; got != "a \"b\", c\nd" { // the reader drops CR
		t.Errorf("%q", got)
	}
	if want := []string{"NDIS_OFFLOAD", "both", "miniport filter", "3", "156", "6.30", "", "", "", "NDIS_OFFLOAD_REVISION_3", "NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_3"}; !slices.ContainsFunc(read, func(line []string) bool { return slices.Equal(line[:11], want) }) {
		t.Errorf("%q is not in it", want)
	}
}
