package figure_test

import (
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/search"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

var golden = flag.Bool("golden", false, "write the golden files anew")

// sameAs compares with a golden file of testdata.
func sameAs(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	got = strings.ReplaceAll(got, "><", ">\n<") + "\n"
	if *golden {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs: see make golden", path)
	}
}

func play(t *testing.T, text string) *trace.Trace {
	t.Helper()
	s, problems := scenario.ParseText(strings.ReplaceAll(text, ";", "\n"))
	if len(problems) > 0 {
		t.Fatal(problems[0].Error)
	}
	tr, problems := scenario.Run(s)
	if len(problems) > 0 {
		t.Fatal(problems[0].Error)
	}
	return tr
}

// wellFormed reads HTML as XML, which what figures write also is.
func wellFormed(t *testing.T, html string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<x>" + html + "</x>"))
	for {
		_, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, html)
		}
	}
}

func offload(t *testing.T, tr *trace.Trace) figure.View {
	t.Helper()
	for _, o := range tr.Objects {
		if o.Structure == "NDIS_OFFLOAD" {
			v, err := figure.Look(o)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
	}
	t.Fatal("no NDIS_OFFLOAD")
	return figure.View{}
}

func TestFiguresOfASeedCase(t *testing.T) {
	tr := play(t, "host 6.0;miniport.supports[0] 6.0..6.1")
	for _, l := range rulebook.Langs() {
		sameAs(t, "trace."+string(l)+".html", figure.Trace(tr, figure.TraceOptions{Lang: l, Current: 4, Remedies: []string{"<x>"}}))
		sameAs(t, "bytes."+string(l)+".html", figure.Bytes(offload(t, tr), figure.BytesOptions{Lang: l, Marked: []trace.Ref{{Offset: 1, Length: 1}}}))
		sameAs(t, "summary."+string(l)+".html", figure.Summary(tr, l))
	}
}

func TestEveryFigureOfTheLibraryIsWellFormed(t *testing.T) {
	drawn := map[string]bool{} // scenarios pass many of the same bytes
	for _, e := range scenario.Library() {
		tr, _ := scenario.Run(e.Scenario)
		for _, l := range rulebook.Langs() {
			wellFormed(t, figure.Trace(tr, figure.TraceOptions{Lang: l}))
			wellFormed(t, figure.Summary(tr, l))
			for _, o := range tr.Objects {
				same := string(l) + o.Name + " " + o.Structure + " " + string(o.Bytes)
				if o.Structure == "" || drawn[same] { // a packet, or drawn before
					continue
				}
				drawn[same] = true
				v, err := figure.Look(o)
				if err != nil {
					t.Fatalf("%s: %s: %v", e.Name, o.Structure, err)
				}
				wellFormed(t, figure.Bytes(v, figure.BytesOptions{Lang: l}))
			}
		}
	}
}

func TestTextFromOutsideStaysText(t *testing.T) {
	tr := play(t, `host 6.30;filters[0].uniqueName "><script>alert(1)</script><img%20src=x%20onerror='alert(1)'>`)
	html := figure.Trace(tr, figure.TraceOptions{Lang: rulebook.English})
	if !strings.Contains(html, "&lt;script&gt;") || strings.Contains(html, "<script") || strings.Contains(html, "<img") {
		t.Error(html)
	}
	wellFormed(t, html)
}

func TestCellsAndMembersAgree(t *testing.T) {
	tr := play(t, "host 6.89;miniport;protocol")
	for _, o := range tr.Objects {
		v, err := figure.Look(o)
		if err != nil {
			t.Fatal(err)
		}
		html := figure.Bytes(v, figure.BytesOptions{})
		if got := strings.Count(html, "data-at="); got != len(o.Bytes) {
			t.Errorf("%s: %d cells for %d bytes", o.Structure, got, len(o.Bytes))
		}
		if got := strings.Count(html, "data-path="); got == 0 || got > len(v.Layout.Slots) {
			t.Errorf("%s: %d members of %d", o.Structure, got, len(v.Layout.Slots))
		}
	}
}

func TestLookTakesTheStatedRevisionOrTheNearestBelow(t *testing.T) {
	newest, _ := catalog.MustLookup("NDIS_OFFLOAD").Newest()
	for _, c := range []struct{ revision, want byte }{{0, 1}, {1, 1}, {2, 2}, {99, byte(newest.Number)}} {
		v, err := figure.Look(trace.Object{Structure: "NDIS_OFFLOAD", Arch: ndis.X64, Bytes: []byte{0xA7, c.revision, 0xFF, 0xFF}})
		if err != nil {
			t.Fatal(err)
		}
		want, err := catalog.MustLookup("NDIS_OFFLOAD").Layout(catalog.Options{Revision: int(c.want)})
		if err != nil || v.Layout.Size != want.Size {
			t.Errorf("revision %d is looked at through %d bytes, want %d", c.revision, v.Layout.Size, want.Size)
		}
	}
	if _, err := figure.Look(trace.Object{Structure: "NDIS_NOTHING"}); err == nil {
		t.Error("an unknown structure is looked at")
	}
}

func at(t *testing.T, structure string, o catalog.Options) *catalog.Layout {
	t.Helper()
	l, err := catalog.MustLookup(structure).Layout(o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestFiguresOfTheCatalogue(t *testing.T) {
	five, newest := at(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64, Revision: 5}), at(t, "NDIS_OFFLOAD", catalog.Options{Arch: ndis.X64})
	for _, l := range rulebook.Langs() {
		sameAs(t, "diff."+string(l)+".html", figure.Diff(five, newest, l))
		rows := negotiate.Sheet(ndis.V684, ndis.X64)
		sameAs(t, "sheet."+string(l)+".html", figure.Sheet(rows, figure.SheetOptions{Lang: l, Registered: ndis.V684, Arch: ndis.X64}))
		layouts := []*catalog.Layout{at(t, "NDIS_FILTER_ATTACH_PARAMETERS", catalog.Options{Arch: ndis.X86}), at(t, "NDIS_FILTER_ATTACH_PARAMETERS", catalog.Options{Arch: ndis.X64})}
		sameAs(t, "layout."+string(l)+".html", figure.Layout(layouts, l))
	}
}

func TestEveryStructureCanBeDrawn(t *testing.T) {
	for _, s := range catalog.All() {
		layouts := []*catalog.Layout{at(t, s.Name, catalog.Options{Arch: ndis.X86}), at(t, s.Name, catalog.Options{Arch: ndis.X64})}
		html := figure.Layout(layouts, rulebook.English)
		wellFormed(t, html)
		wellFormed(t, figure.Diff(layouts[0], layouts[1], rulebook.Japanese))
		for _, l := range layouts {
			if got, want := strings.Count(html, `<th scope="col">`+l.Arch.String()), 1; got != want {
				t.Errorf("%s: %d columns for %s", s.Name, got, l.Arch)
			}
		}
	}
}

// Behind its header, x64 has four bytes that x86 has not.
func TestPaddingIsDrawn(t *testing.T) {
	html := figure.Layout([]*catalog.Layout{at(t, "NDIS_OPEN_PARAMETERS", catalog.Options{Arch: ndis.X86}), at(t, "NDIS_OPEN_PARAMETERS", catalog.Options{Arch: ndis.X64})}, rulebook.English)
	if !strings.Contains(html, `<tr class="pad"><th scope="row">padding</th><td class="place"></td><td class="place">+0x4 4</td>`) {
		t.Error(html)
	}
}

func TestLayoutsOfOneStructureDoNotDiffer(t *testing.T) {
	l := at(t, "NDIS_OFFLOAD", catalog.Options{})
	html := figure.Diff(l, l, rulebook.English)
	if strings.Contains(html, "<table") || !strings.Contains(html, "No member of NDIS_OFFLOAD differs") {
		t.Error(html)
	}
}

func TestEverySubjectIsDrawnWithItsName(t *testing.T) {
	for _, query := range []string{
		"NDIS_OFFLOAD", "NDIS_OFFLOAD.Flags", "NDIS_OFFLOAD_REVISION_2", "NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_2", "0xC0010005", "NDIS_STATUS_RESOURCES",
		"0xA7", "OID_GEN_SUPPORTED_LIST", "NDIS_MEDIUM", "NDIS_OFFLOAD_SUPPORTED", "NDIS_ENCAPSULATION_NULL", "6.30", "6.0", "KTIMER",
	} {
		r, ok := search.Exact(query)
		if !ok {
			t.Errorf("%s names nothing", query)
			continue
		}
		for _, lang := range rulebook.Langs() {
			text := figure.Subject(r, figure.SubjectOptions{Lang: lang, Playground: "../"})
			wellFormed(t, text)
			name := r.Name
			if r.Structure != "" {
				name = r.Structure
			}
			if !strings.Contains(text, name) {
				t.Errorf("%s in %s does not name %s: %.200s", query, lang, name, text)
			}
			if strings.Contains(text, "<dt></dt>") || strings.Contains(text, `scope="col"></th>`) {
				t.Errorf("%s in %s has a label without words", query, lang)
			}
		}
		if again, ok := search.Exact(strings.TrimPrefix(strings.Split(figure.Fragment(r), "?")[0], "#")); !ok || again.Name != r.Name && again.Name != r.Structure {
			t.Errorf("%s: its fragment %s names %s", query, figure.Fragment(r), again.Name)
		}
	}
}

func TestFamiliesHaveNamesInEachLanguage(t *testing.T) {
	for _, lang := range rulebook.Langs() {
		text := figure.Families(lang)
		wellFormed(t, text)
		if strings.Contains(text, "<span></span>") {
			t.Errorf("a family has no name in %s", lang)
		}
		if got := strings.Count(text, "<li>"); got != len(catalog.Names()) {
			t.Errorf("%d structures are listed", got)
		}
	}
}

func TestFoundIsAListboxOfAddresses(t *testing.T) {
	results := search.Find("off enc", 5)
	text := "<ul>" + figure.Found(figure.Finds{Results: results}, 1, rulebook.English) + "</ul>"
	wellFormed(t, text)
	if strings.Count(text, `role="option"`) != len(results) || strings.Count(text, `aria-selected="true"`) != 1 || !strings.Contains(text, `data-go="#NDIS_OFFLOAD_ENCAPSULATION"`) {
		t.Error(text)
	}
}

func TestBytesShowVersionsAndWhatACountPromises(t *testing.T) {
	for _, c := range []struct {
		structure string
		bytes     []byte
		want      string
	}{
		{"DOT11_MAC_ADDRESS_LIST", []byte{0x80, 1, 18, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0x15, 0x5D, 1, 2, 3}, rulebook.Label("missing", rulebook.English, "2")},
		{"NDIS_MINIPORT_DRIVER_CHARACTERISTICS", []byte{0x8A, 2, 8, 0, 6, 30, 1, 0}, `<span class="beside">6.30</span>`},
	} {
		v, err := figure.Look(trace.Object{Structure: c.structure, Arch: ndis.X64, Bytes: c.bytes})
		if err != nil {
			t.Fatal(err)
		}
		if html := figure.Bytes(v, figure.BytesOptions{Lang: rulebook.English}); !strings.Contains(html, c.want) {
			t.Errorf("%s: %q is not in\n%s", c.structure, c.want, html)
		}
	}
}
