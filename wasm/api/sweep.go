//go:build js && wasm

package main

import (
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/oid"
	"ndisplayground/nicsim/scenario"
)

// sweep runs a scenario on every host, or on every host with every version that
// one of its drivers could register.
func sweep(a *arguments, w *writer) error {
	s, problems := a.inside("scenario").scenarioOf()
	if err := firstError(problems); err != nil {
		return at(err, "scenario")
	}
	path, err := a.text("driver")
	if err != nil {
		return err
	}
	by, err := a.word("by", "hosts", "versions")
	if err != nil {
		return err
	}
	of := s.SweepHosts
	if by == "versions" {
		of = s.SweepVersions
	}
	swept := of(path)
	if swept == nil {
		var paths []string
		for _, d := range s.Drivers() {
			paths = append(paths, d.Path)
		}
		return ndis.NewError(scenario.CodeStepParty, path).Suggest(paths...).In("driver")
	}
	w.sweep(swept)
	return nil
}

// inside is what stands below a key.
func (a *arguments) inside(key string) *arguments {
	inner := &arguments{byPath: map[string]ndis.Value{}, box: a.box}
	for _, leaf := range a.leaves {
		rest, ok := strings.CutPrefix(leaf.Path, key)
		if !ok || rest != "" && rest[0] != '.' {
			continue
		}
		leaf.Path = strings.TrimPrefix(rest, ".")
		inner.leaves = append(inner.leaves, leaf)
		inner.byPath[leaf.Path] = leaf.Value
	}
	return inner
}

func (w *writer) sweep(s *scenario.Sweep) {
	w.open('{')
	w.pair("driver", s.Driver)
	w.key("hosts")
	w.versionList(s.Hosts)
	w.key("versions")
	if s.Versions == nil {
		w.null()
	} else {
		w.versionList(s.Versions)
	}
	w.key("cells")
	w.open('[')
	for _, row := range s.Cells {
		w.open('[')
		for i := range row {
			c := &row[i]
			w.open('{')
			w.version("registered", c.Registered)
			w.pair("verdict", c.Verdict.String())
			w.status(c.Status)
			w.orNull("rule", string(c.Rule))
			w.close('}')
		}
		w.close(']')
	}
	w.close(']')
	w.close('}')
}

func (w *writer) versionList(all []ndis.Version) {
	w.open('[')
	for _, v := range all {
		w.text(v.String())
	}
	w.close(']')
}

// oidOf says what requests with an OID expect.
func oidOf(a *arguments, w *writer) error {
	name, err := a.text("oid")
	if err != nil {
		return err
	}
	o, err := catalog.OIDNamed(name)
	if err != nil {
		return at(err, "oid")
	}
	expected := oid.Of(o.Name)
	w.open('{')
	w.pair("oid", o.String())
	w.intPair("value", int(o.Value))
	w.version("since", o.Since)
	w.orNull("header", o.Header)
	page := ""
	if expected != nil {
		page = ndis.DocURL(oid.Page(o.Name))
	}
	w.orNull("doc", page)
	w.key("requests")
	w.open('[')
	for i := range expected {
		w.expected(&expected[i])
	}
	w.close(']')
	w.close('}')
	return nil
}

func (w *writer) expected(e *oid.Expected) {
	answers := "miniport"
	if e.ByNDIS {
		answers = "ndis"
	}
	w.open('{')
	w.pair("type", e.Type.String())
	w.pair("path", e.Path.String())
	w.orNull("carries", e.Carries)
	w.orNull("reply", e.Reply)
	w.pair("answers", answers)
	w.key("tooShort")
	if e.Short == ndis.StatusSuccess {
		w.null()
	} else {
		w.text(e.Short.String())
	}
	w.close('}')
}
