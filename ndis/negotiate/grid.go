package negotiate

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// Grid is what NDIS makes of one header on every host, from a driver of every
// version: a row for each host, a cell in it for each version.
type Grid struct {
	Hosts    []ndis.Version
	Versions []ndis.Version
	Cells    [][]Result
}

// Headed is a header as a driver sends it, whole, in a kind of call.
type Headed struct {
	Structure *catalog.Structure
	Header    ndis.ObjectHeader
	Arch      ndis.Arch
	Mode      Mode
	Call      CallKind
}

// Grid judges the header on every host with NDIS 6, by the rows by which
// [Judge.Pass] judges it, and makes no events. A version above the host's has
// the zero Result. What the rows look at changes only where a revision begins, so
// each pair of revisions is judged once.
func (h Headed) Grid() Grid {
	versions := ndis.Range{First: max(ndis.V60, h.Arch.Since())}.Versions()
	revisions := make([]catalog.Revision, len(versions))
	for i, version := range versions {
		revisions[i], _ = h.Structure.RevisionFor(version)
	}
	g := Grid{versions, versions, make([][]Result, len(versions))}
	cells := make([]Result, len(versions)*len(versions))
	j := judgement{
		Judge: &Judge{Arch: h.Arch, Mode: h.Mode}, sizes: sizes(h.Structure, h.Arch),
		Sent: &Sent{Structure: h.Structure, Header: h.Header, Available: int(h.Header.Size)},
	}
	for row := range versions {
		g.Cells[row], cells = cells[:len(versions)], cells[len(versions):]
		if row > 0 && revisions[row].Number == revisions[row-1].Number {
			copy(g.Cells[row], g.Cells[row-1])
			g.Cells[row][row] = g.Cells[row][row-1]
			continue
		}
		j.newest = revisions[row]
		for column := range versions[:row+1] {
			if column > 0 && revisions[column].Number == revisions[column-1].Number {
				g.Cells[row][column] = g.Cells[row][column-1]
				continue
			}
			j.known = revisions[column]
			g.Cells[row][column] = j.outcome(calls[h.Call])
		}
	}
	return g
}

// sizes are NDIS_SIZEOF of a structure's revisions, by number.
func sizes(s *catalog.Structure, arch ndis.Arch) []int {
	var all []int
	for _, r := range s.Revisions {
		for len(all) <= r.Number {
			all = append(all, 0)
		}
		all[r.Number], _ = s.Size(catalog.Options{Arch: arch, Revision: r.Number})
	}
	return all
}

// outcome is [judgement.decide] without events.
func (j *judgement) outcome(rows []row) Result {
	var last Result
	for i := range rows {
		row := &rows[i]
		if !row.holds(j) {
			continue
		}
		next := Result{Rule: row.rule, Verdict: row.verdict}
		if !next.OK() {
			next.Status = &row.status
			return next
		}
		last = next.after(last)
		if row.used != nil {
			last.Used = row.used(j)
			return last
		}
	}
	return last
}
