//go:build js && wasm

package main

import (
	"slices"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/nicsim/driver"
)

// versionSheet lists what a registered version requires: rows, or a file.
func versionSheet(a *arguments, w *writer) error {
	if _, err := a.text("registered"); err != nil {
		return err
	}
	registered, err := a.version("registered")
	if err != nil {
		return err
	}
	arch, err := a.arch()
	if err != nil {
		return err
	}
	rows := negotiate.Sheet(registered, arch)
	if rows, err = a.ofDriver(rows); err != nil {
		return err
	}
	for i := range rows {
		rows[i].Doc = ndis.DocURL(rows[i].Doc)
	}
	format, err := a.word("format", "rows", "csv", "c")
	if err != nil {
		return err
	}
	switch format {
	case "csv":
		w.text(negotiate.SheetCSV(rows))
	case "c":
		w.text(negotiate.SheetC(rows, registered, arch))
	default:
		w.sheet(rows)
	}
	return nil
}

// word is one of the words that fit, or "" where none was given.
func (a *arguments) word(path string, words ...string) (string, error) {
	return parsed(a, path, func(text string) (string, error) {
		if slices.Contains(words, text) {
			return text, nil
		}
		return "", ndis.NewError(driver.CodeWordUnknown, text).Suggest(words...)
	}, "")
}

// ofDriver leaves the rows that a kind of driver passes to NDIS.
func (a *arguments) ofDriver(rows []negotiate.SheetRow) ([]negotiate.SheetRow, error) {
	kind, err := a.word("driver", "miniport", "filter", "protocol")
	if err != nil || kind == "" {
		return rows, err
	}
	var passed []negotiate.SheetRow
	for _, row := range rows {
		if strings.Contains(row.DriverNames(), kind) {
			passed = append(passed, row)
		}
	}
	return passed, nil
}

func (w *writer) sheet(rows []negotiate.SheetRow) {
	w.open('[')
	for i := range rows {
		r := &rows[i]
		w.open('{')
		w.pair("structure", r.Structure)
		w.orNull("filledBy", string(r.Filler))
		w.key("drivers")
		w.open('[')
		for _, kind := range r.Drivers {
			w.text(kind.String())
		}
		w.close(']')
		w.intPair("revision", r.Revision)
		w.intPair("size", r.Size)
		w.pair("since", r.Since.String())
		w.key("documentedInstead")
		if r.Also > 0 {
			w.int(r.Also)
		} else {
			w.null()
		}
		w.key("headerOnly")
		w.bool(r.HeaderOnly)
		w.key("headless")
		w.bool(r.Headless)
		w.orNull("revisionMacro", r.RevisionMacro)
		w.orNull("sizeMacro", r.SizeMacro)
		w.orNull("doc", r.Doc)
		w.close('}')
	}
	w.close(']')
}
