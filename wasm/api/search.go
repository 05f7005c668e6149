//go:build js && wasm

package main

import "ndisplayground/ndis/search"

// mostResults bounds how many results a search gives.
const mostResults = 1000

// find searches for a name or a value.
func find(a *arguments, w *writer) error {
	query, err := a.text("query")
	if err != nil {
		return err
	}
	limit, err := a.int("limit", mostResults, 20)
	if err != nil {
		return err
	}
	w.open('[')
	for _, r := range search.Find(query, limit) {
		w.result(&r)
	}
	w.close(']')
	return nil
}

func (w *writer) result(r *search.Result) {
	w.open('{')
	w.pair("kind", r.Kind.String())
	w.pair("name", r.Name)
	for _, f := range [][2]string{{"structure", r.Structure}, {"path", string(r.Path)}, {"value", r.Value}, {"detail", r.Detail}, {"since", r.Since}} {
		if f[1] != "" {
			w.pair(f[0], f[1])
		}
	}
	w.intPair("score", r.Score)
	w.close('}')
}
