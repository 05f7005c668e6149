package negotiate

import (
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/trace"
)

// newestHeader is the header of a structure's newest revision.
func newestHeader(tb testing.TB, s *catalog.Structure, arch ndis.Arch) ndis.ObjectHeader {
	tb.Helper()
	revision, _ := s.Newest()
	size, err := s.Size(catalog.Options{Arch: arch, Revision: revision.Number})
	if err != nil {
		tb.Fatal(err)
	}
	wanted, _ := s.ObjectType()
	return ndis.ObjectHeader{Type: wanted, Revision: uint8(revision.Number), Size: uint16(size)}
}

// versioned lists the structures that have a header and revisions.
func versioned() []*catalog.Structure {
	var all []*catalog.Structure
	for _, s := range catalog.All() {
		if s.Versioned() && len(s.Revisions) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// The grid is Pass without events: both walk the same rows.
func TestAGridIsWhatPassSays(t *testing.T) {
	for _, name := range []string{"NDIS_OFFLOAD", "NDIS_MINIPORT_DRIVER_CHARACTERISTICS", "NDIS_FILTER_DRIVER_CHARACTERISTICS", "NDIS_OID_REQUEST", "NDIS_PM_CAPABILITIES", "NDIS_RSS_SET_INDIRECTION_ENTRIES"} {
		s := catalog.MustLookup(name)
		right := newestHeader(t, s, ndis.X64)
		for _, spoil := range []func(*ndis.ObjectHeader){
			func(*ndis.ObjectHeader) {},
			func(h *ndis.ObjectHeader) { h.Revision = 1 },
			func(h *ndis.ObjectHeader) { h.Revision, h.Size = 2, 8 },
			func(h *ndis.ObjectHeader) { h.Revision = 200 },
			func(h *ndis.ObjectHeader) { h.Type = ndis.TypeDefault },
			func(h *ndis.ObjectHeader) { h.Size-- },
		} {
			header := right
			spoil(&header)
			for _, mode := range []Mode{Documented, Observed} {
				compareGrid(t, Headed{s, header, ndis.X64, mode, CallFor(name)})
			}
		}
	}
}

func compareGrid(t *testing.T, h Headed) {
	t.Helper()
	g := h.Grid()
	for row, host := range g.Hosts {
		for column, version := range g.Versions {
			if version > host {
				if g.Cells[row][column] != (Result{}) {
					t.Errorf("a version above the host has a verdict")
				}
				continue
			}
			j := &Judge{Recorder: &trace.Recorder{}, Host: host, Arch: h.Arch, Mode: h.Mode}
			object := j.AddObject(trace.Object{Structure: h.Structure.Name, Bytes: make([]byte, h.Header.Size)})
			sent := j.Send(object, trace.Party{}, trace.Party{}, "")
			sent.Header = h.Header
			want, got := j.Pass(sent, h.Call, version), g.Cells[row][column]
			if got.Rule != want.Rule || got.Verdict != want.Verdict || got.Used != want.Used || (got.Status == nil) != (want.Status == nil) || got.Status != nil && *got.Status != *want.Status {
				t.Fatalf("%s %+v on %s from %s, %s: grid %+v, pass %+v", h.Structure.Name, h.Header, host, version, h.Mode, got, want)
			}
		}
	}
}

// All hosts, all versions, every structure's newest header.
func BenchmarkGridOfEveryStructure(b *testing.B) {
	structures := versioned()
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range structures {
			Headed{s, newestHeader(b, s, ndis.X64), ndis.X64, Documented, CallFor(s.Name)}.Grid()
		}
	}
}

// The same questions, put to a table that somebody has made beforehand.
func BenchmarkGridOfEveryStructure_table(b *testing.B) {
	type entry struct{ required, newest [32]uint8 }
	versions := ndis.Range{First: ndis.V60}.Versions()
	var table []entry
	var headers []ndis.ObjectHeader
	for _, s := range versioned() {
		var e entry
		for i, v := range versions {
			r, _ := s.RevisionFor(v)
			e.required[i], e.newest[i] = uint8(r.Number), uint8(r.Number)
		}
		table, headers = append(table, e), append(headers, newestHeader(b, s, ndis.X64))
	}
	b.ReportAllocs()
	sum := 0
	for b.Loop() {
		for i := range table {
			for host := range versions {
				for version := range versions[:host+1] {
					switch revision := headers[i].Revision; {
					case revision < table[i].required[version]:
						sum++
					case revision > table[i].newest[host]:
						sum += 2
					case revision > table[i].required[version]:
						sum += 3
					}
				}
			}
		}
	}
	if sum == 0 {
		b.Fatal("nothing was judged")
	}
}
