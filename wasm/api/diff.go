//go:build js && wasm

package main

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

// sides are what diff compares, and what may be said of a structure's.
var sides = []string{"from", "to"}

// diff compares two layouts of a structure, or without one two versions.
func diff(a *arguments, w *writer) error {
	for _, side := range sides {
		if !a.mentions(side) {
			return ndis.NewError(codeMissing, side).In(side)
		}
	}
	if !a.has("structure") {
		return diffVersions(a, w)
	}
	if err := a.known([]string{"structure", "from.revision", "from.version", "from.arch", "to.revision", "to.version", "to.arch"}); err != nil {
		return err
	}
	s, err := a.structure()
	if err != nil {
		return err
	}
	before, err := a.layoutAt(s, "from.")
	if err != nil {
		return err
	}
	after, err := a.layoutAt(s, "to.")
	if err != nil {
		return err
	}
	w.differences(before, after)
	return nil
}

// mentions reports whether a key is given, itself or something below it.
func (a *arguments) mentions(key string) bool {
	for _, leaf := range a.leaves {
		if below(leaf.Path, []string{key}) {
			return true
		}
	}
	return false
}

func (w *writer) differences(before, after *catalog.Layout) {
	w.open('{')
	w.pair("structure", after.Structure.Name)
	for i, l := range []*catalog.Layout{before, after} {
		w.key(sides[i])
		w.open('{')
		w.key("revision")
		if l.Revision > 0 {
			w.int(l.Revision)
		} else {
			w.null()
		}
		w.pair("version", l.Version.String())
		w.pair("arch", l.Arch.String())
		w.intPair("size", l.Size)
		w.intPair("sizeof", l.Sizeof)
		w.close('}')
	}
	w.key("members")
	w.open('[')
	for _, d := range catalog.Compare(before, after) {
		w.open('{')
		w.pair("path", string(d.Path))
		w.pair("change", d.Change.String())
		for i, s := range []*catalog.Slot{d.Before, d.After} {
			w.key([]string{"before", "after"}[i])
			w.orSlot(s)
		}
		w.close('}')
	}
	w.close(']')
	w.pair("text", catalog.DiffText(before, after))
	w.close('}')
}

func (w *writer) orSlot(s *catalog.Slot) {
	if s == nil {
		w.null()
		return
	}
	w.open('{')
	w.slot(s)
	w.pair("since", s.Since.String())
	w.close('}')
}

func diffVersions(a *arguments, w *writer) error {
	var versions [2]ndis.Version
	for i, side := range sides {
		if _, err := a.text(side); err != nil {
			return err
		}
		var err error
		if versions[i], err = a.version(side); err != nil {
			return err
		}
	}
	from, to := versions[0], versions[1]
	if from > to {
		return ndis.NewError(ndis.CodeRangeSyntax, from.String()+".."+to.String()).Suggest(to.String() + ".." + from.String()).In("to")
	}
	w.versions(catalog.CompareVersions(from, to))
	return nil
}

func (w *writer) versions(d catalog.VersionDiff) {
	w.open('{')
	w.pair("from", d.From.String())
	w.pair("to", d.To.String())
	w.list("structures", len(d.Structures), func(i int) {
		w.pair("name", d.Structures[i].Name)
		w.pair("since", d.Structures[i].Since.String())
	})
	w.list("revisions", len(d.Revisions), func(i int) {
		w.pair("structure", d.Revisions[i].Structure.Name)
		w.intPair("revision", d.Revisions[i].Number)
		w.pair("since", d.Revisions[i].Since.String())
	})
	w.list("members", len(d.Members), func(i int) {
		w.pair("structure", d.Members[i].Structure.Name)
		w.pair("path", string(d.Members[i].Path))
		w.pair("since", d.Members[i].Since.String())
	})
	w.list("names", len(d.Names), func(i int) {
		w.pair("kind", d.Names[i].Kind)
		w.pair("name", d.Names[i].Name)
		w.pair("value", ndis.Hex(d.Names[i].Value, 8))
		w.pair("since", d.Names[i].Since.String())
	})
	w.pair("text", d.Text())
	w.close('}')
}

// list writes a list of n objects.
func (w *writer) list(name string, n int, write func(int)) {
	w.key(name)
	w.open('[')
	for i := range n {
		w.open('{')
		write(i)
		w.close('}')
	}
	w.close(']')
}
