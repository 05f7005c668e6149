//go:build js && wasm

package main

import (
	"github.com/hack-pad/safejs"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/rulebook"
)

// method is a function of the API: its name, the keys that its argument may have,
// and what it writes.
type method struct {
	name string
	keys []string
	run  func(*arguments, *writer) error
}

var methods = []method{
	{"versions", nil, versions},
	{"structures", nil, structures},
	{"layout", []string{"structure", "revision", "version", "arch"}, layout},
	{"encode", []string{"structure", "revision", "version", "arch", "members"}, encode},
	{"decode", []string{"bytes", "text", "format", "structure", "arch", "reader"}, decode},
	{"decodeMany", []string{"bytes", "structure", "revision", "version", "arch", "stride"}, decodeMany},
	{"check", []string{"structure", "header", "available", "arch", "reader", "sender", "host", "mode", "call"}, check},
	{"run", []string{"*"}, run},
	{"link", []string{"*"}, link},
	{"parse", []string{"text"}, parse},
	{"explain", []string{"event", "lang"}, explain},
	{"sweep", []string{"scenario", "driver", "by"}, sweep},
	{"oid", []string{"oid"}, oidOf},
	{"packet", []string{"text", "bytes"}, packetOf},
	{"inf", []string{"text", "bytes"}, infOf},
	{"nics", []string{"lang"}, nics},
	{"keywords", nil, keywords},

	{"diff", []string{"structure", "from", "to"}, diff},
	{"search", []string{"query", "limit"}, find},
	{"versionSheet", []string{"registered", "arch", "driver", "format"}, versionSheet},
	{"export", []string{"structure", "revision", "version", "arch", "members", "bytes", "format"}, exported},
	{"prepare", []string{"part", "structure", "bytes", "query"}, prepare}, // glue.js alone calls it
}

func main() {
	f, err := safejs.FuncOf(func(_ safejs.Value, args []safejs.Value) any { return door(args) })
	if err == nil {
		err = safejs.Global().Set("ndisDoor", f)
	}
	if err != nil {
		panic(err) // nobody is there to be told
	}
	select {}
}

// door answers one call: {"ok": ...} or {"error": ...}.
func door(args []safejs.Value) (answer any) {
	defer func() {
		if fault := recover(); fault != nil {
			answer = failure(ndis.NewError(codeInternal, words(fault)))
		}
	}()
	name, err := text(args, 0)
	if err != nil {
		return failure(err)
	}
	lines, err := text(args, 1)
	if err != nil {
		return failure(err)
	}
	m := methodNamed(name)
	if m == nil {
		return failure(ndis.NewError(codeInternal, name))
	}
	w := &writer{bytes: make([]byte, 0, usualAnswer)}
	w.open('{')
	w.key("ok")
	if len(args) < 3 {
		return failure(ndis.NewError(codeInternal, "arguments"))
	}
	if err := call(m, lines, args[2], w); err != nil {
		return failure(err)
	}
	w.close('}')
	return string(w.bytes)
}

// usualAnswer is about how long an answer is, in bytes.
const usualAnswer = 16 << 10

func methodNamed(name string) *method {
	for i := range methods {
		if methods[i].name == name {
			return &methods[i]
		}
	}
	return nil
}

// words is what a fault says.
func words(fault any) string {
	switch fault := fault.(type) {
	case error:
		return fault.Error()
	case string:
		return fault
	}
	return "panic"
}

func call(m *method, lines string, box safejs.Value, w *writer) error {
	a, err := readArguments(lines, box)
	if err != nil {
		return err
	}
	if err := a.known(m.keys); err != nil {
		return err
	}
	return m.run(a, w)
}

func text(args []safejs.Value, i int) (string, error) {
	if i >= len(args) {
		return "", ndis.NewError(codeInternal, "arguments")
	}
	return args[i].String()
}

// failure is an error as JSON, with its words.
func failure(err error) string {
	e, ok := err.(*ndis.Error)
	if !ok {
		e = ndis.NewError(codeInternal, err.Error())
	}
	w := &writer{}
	w.open('{')
	w.key("error")
	w.open('{')
	w.pair("code", string(e.Code))
	w.pair("message", rulebook.Error(e, rulebook.English))
	w.pair("at", e.At)
	w.key("suggestions")
	w.texts(e.Suggestions)
	w.close('}')
	w.close('}')
	return string(w.bytes)
}
