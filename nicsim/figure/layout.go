package figure

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/nicsim/rulebook"
)

// Layout draws where each member of a structure lies, a column for each layout:
// x86 beside x64, say. Bytes that belong to no member are rows of their own.
// Rows carry data-path; a member's class says which outermost one it belongs to
// and how deep it lies. Elements of arrays are not drawn.
func Layout(layouts []*catalog.Layout, lang rulebook.Lang) string {
	d := layoutDrawer{page: &page{}, lang: lang, layouts: layouts}
	for _, l := range layouts {
		d.gaps = append(d.gaps, gapsOf(l))
	}
	d.head()
	outer := -1
	for _, path := range d.paths() {
		if s := d.any(path); s.Parent < 0 {
			outer++
		}
		d.padding(path)
		d.row(path, outer)
	}
	d.padding("")
	d.endTable()
	return d.String()
}

type layoutDrawer struct {
	*page
	lang    rulebook.Lang
	layouts []*catalog.Layout
	gaps    []map[ndis.Path]gap
}

// gap is bytes that belong to no member.
type gap struct{ offset, size int }

// gapsOf finds the gaps of a layout, each by the member that stands behind it, ""
// where there is none.
func gapsOf(l *catalog.Layout) map[ndis.Path]gap {
	taken := make([]bool, l.Sizeof)
	for i := range l.Leaves {
		for at := int(l.Leaves[i].Offset); at < min(l.Leaves[i].End(), l.Sizeof); at++ {
			taken[at] = true
		}
	}
	end := l.Sizeof
	if l.Revision > 0 {
		end = min(l.Size, end)
	}
	gaps := map[ndis.Path]gap{}
	for at := 0; at < end; at++ {
		if begin := at; !taken[at] {
			for at < end && !taken[at] {
				at++
			}
			gaps[behind(l, at)] = gap{begin, at - begin}
		}
	}
	return gaps
}

// behind is the first member at or behind an offset.
func behind(l *catalog.Layout, offset int) ndis.Path {
	for i := range l.Slots {
		if l.Slots[i].Offset >= offset {
			return l.Slots[i].Path
		}
	}
	return ""
}

func (d layoutDrawer) head() {
	titles := make([]string, len(d.layouts))
	for i, l := range d.layouts {
		titles[i] = layoutTitle(l, d.lang)
	}
	d.open("table", "class", "layout")
	d.tag("caption", rulebook.Label("layout", d.lang, d.layouts[0].Structure.Name, strings.Join(titles, " / ")))
	d.open("thead")
	d.open("tr")
	d.tag("th", rulebook.Label("member", d.lang), "scope", "col")
	for _, l := range d.layouts {
		d.tag("th", l.Arch.String(), "scope", "col")
	}
	d.tag("th", rulebook.Label("type", d.lang), "scope", "col")
	d.tag("th", rulebook.Label("since", d.lang), "scope", "col")
	d.close("tr")
	d.close("thead")
	d.open("tbody")
}

// paths are the members of all layouts, in the order of the first that has them.
func (d layoutDrawer) paths() []ndis.Path {
	var all []ndis.Path
	seen := map[ndis.Path]bool{}
	for _, l := range d.layouts {
		for i := range l.Slots {
			if path := l.Slots[i].Path; !seen[path] && strings.IndexByte(string(path), '[') < 0 {
				seen[path] = true
				all = append(all, path)
			}
		}
	}
	return all
}

// any is the member in the first layout that has it.
func (d layoutDrawer) any(path ndis.Path) *catalog.Slot {
	for _, l := range d.layouts {
		if i, ok := l.Find(path); ok {
			return &l.Slots[i]
		}
	}
	return nil
}

func (d layoutDrawer) row(path ndis.Path, outer int) {
	s := d.any(path)
	depth := strings.Count(string(path), ".")
	d.rowName(classes("m"+number(outer%6), "d"+number(min(depth, 6)), s.Kind.String()), lastName(path), "data-path", string(path))
	for _, l := range d.layouts {
		text := rulebook.Label("null", d.lang)
		if i, ok := l.Find(path); ok {
			text = place(&l.Slots[i], d.lang)
		}
		d.tag("td", text, "class", "place")
	}
	d.cells(s.Type, s.Since.String())
}

// padding draws the gap before a member, where one of the layouts has one.
func (d layoutDrawer) padding(path ndis.Path) {
	any := false
	for _, gaps := range d.gaps {
		any = any || gaps[path].size > 0
	}
	if !any {
		return
	}
	d.open("tr", "class", "pad")
	d.tag("th", rulebook.Label("padding", d.lang), "scope", "row")
	for _, gaps := range d.gaps {
		text := ""
		if g := gaps[path]; g.size > 0 {
			text = place(&catalog.Slot{Offset: g.offset, Size: g.size}, d.lang)
		}
		d.tag("td", text, "class", "place")
	}
	d.cells("", "")
}
