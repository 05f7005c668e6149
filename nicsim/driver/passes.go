package driver

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
)

// CodeNotPassed: a driver of this kind never passes that structure.
const CodeNotPassed ndis.Code = "not-passed"

// CodeStructureMissing: an entry of sends does not say of which structure.
const CodeStructureMissing ndis.Code = "structure-missing"

// CodeProfileKind: the profile is one of another kind of driver.
const CodeProfileKind ndis.Code = "profile-kind"

//go:embed unnamed.txt
var unnamedText string

// Passes lists the structures that a kind of driver passes to NDIS.
func Passes(kind trace.PartyKind) []negotiate.Pass {
	var own []negotiate.Pass
	for _, p := range negotiate.Passes() {
		if p.Kind == kind {
			own = append(own, p)
		}
	}
	return own
}

// CallOf is the function with which a kind of driver passes a structure.
func CallOf(kind trace.PartyKind, structure string) string {
	for _, p := range negotiate.Passes() {
		if p.Kind == kind && p.Structure == structure {
			return p.Call
		}
	}
	return ""
}

// unnamed are kinds of driver, each with a handler.
var unnamed = sync.OnceValue(func() map[[2]string]bool {
	all := map[[2]string]bool{}
	for _, line := range ndis.DataLines(unnamedText) {
		f := strings.Fields(line)
		all[[2]string{f[0], f[1]}] = true
	}
	return all
})

// Names reports whether the driver names a handler in its characteristics.
func (d *Driver) Names(kind trace.PartyKind, handler string) bool {
	switch {
	case slices.Contains(d.Handlers.Omit, handler):
		return false
	case slices.Contains(d.Handlers.Add, handler):
		return true
	}
	return !unnamed()[[2]string{kind.String(), handler}]
}

// Check reports what a driver of the kind cannot do: have a profile that does
// not exist, pass a structure that is not its to pass, name a handler that does
// not exist.
func (d *Driver) Check(kind *negotiate.Kind) []*ndis.Error {
	var wrong []*ndis.Error
	if e := d.checkProfile(kind); e != nil {
		wrong = append(wrong, e)
	}
	for i, r := range d.Ladder {
		if !r.complete() {
			wrong = append(wrong, placed(ndis.NewError(CodeLadderSyntax, r.Hosts.String()).Suggest(r.Hosts.String()+" host"), "ladder", i))
		}
	}
	for i, s := range d.Sends {
		switch {
		case s.Structure == "":
			wrong = append(wrong, placed(ndis.NewError(CodeStructureMissing).Suggest(structures(kind.Party)...), "sends", i))
		case CallOf(kind.Party, s.Structure) == "":
			wrong = append(wrong, placed(ndis.NewError(CodeNotPassed, s.Structure, kind.Party.String()).Suggest(structures(kind.Party)...), "sends", i))
		}
	}
	known := handlerNames(kind)
	for i, handler := range d.Handlers.Omit {
		if !slices.Contains(known, handler) {
			wrong = append(wrong, placed(ndis.NewError(CodeHandlerUnknown, handler).Suggest(ndis.Nearest(handler, known)...), "handlers.omit", i))
		}
	}
	for i, handler := range d.Handlers.Add {
		if !slices.Contains(known, handler) {
			wrong = append(wrong, placed(ndis.NewError(CodeHandlerUnknown, handler).Suggest(ndis.Nearest(handler, known)...), "handlers.add", i))
		}
	}
	return wrong
}

func (d *Driver) checkProfile(kind *negotiate.Kind) *ndis.Error {
	if d.Profile == "" {
		return nil
	}
	p, e := ProfileNamed(d.Profile)
	if e == nil && p.Kind != kind.Party.String() {
		e = ndis.NewError(CodeProfileKind, d.Profile, p.Kind, kind.Party.String())
	}
	if e == nil {
		return nil
	}
	return e.In("profile")
}

func placed(e *ndis.Error, list string, i int) *ndis.Error {
	return e.In(list + "[" + strconv.Itoa(i) + "]")
}

func structures(kind trace.PartyKind) []string {
	var names []string
	for _, p := range Passes(kind) {
		names = append(names, p.Structure)
	}
	return names
}

// handlerNames lists the handlers of both characteristics structures of a kind.
func handlerNames(kind *negotiate.Kind) []string {
	return append(HandlerNames(kind.Characteristics), HandlerNames(kind.Legacy)...)
}
