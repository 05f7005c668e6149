//go:build js && wasm

package main

import (
	"strconv"

	"ndisplayground/ndis/trace"
)

func itoa(n int) string { return strconv.Itoa(n) }

func (w *writer) outcome(o *trace.Outcome) {
	w.open('{')
	w.version("host", o.Host)
	w.key("miniport")
	w.driver(o.Miniport)
	w.key("protocol")
	w.driver(o.Protocol)
	w.key("intermediate")
	if o.Intermediate == nil {
		w.null()
	} else {
		w.open('{')
		w.key("protocol")
		w.driver(&o.Intermediate.Protocol)
		w.key("miniport")
		w.driver(&o.Intermediate.Miniport)
		w.close('}')
	}
	w.key("filters")
	w.open('[')
	for i := range o.Filters {
		w.driver(&o.Filters[i])
	}
	w.close(']')
	w.key("steps")
	w.open('[')
	for i := range o.Steps {
		w.step(&o.Steps[i])
	}
	w.close(']')
	w.close('}')
}

func (w *writer) driver(d *trace.DriverOutcome) {
	if d == nil {
		w.null()
		return
	}
	w.open('{')
	w.version("registered", d.Registered)
	w.status(d.Status)
	w.pair("state", d.State)
	w.key("structures")
	w.open('{')
	for _, s := range d.Structures {
		w.key(s.Name)
		w.open('{')
		w.intPair("revision", s.Revision)
		w.intPair("size", s.Size)
		w.pair("verdict", s.Verdict.String())
		w.close('}')
	}
	w.close('}')
	w.close('}')
}

func (w *writer) step(s *trace.StepOutcome) {
	w.open('{')
	w.pair("step", s.Step)
	w.status(s.Status)
	w.intOrNull("bytesWritten", s.BytesWritten)
	w.intOrNull("bytesRead", s.BytesRead)
	w.intOrNull("bytesNeeded", s.BytesNeeded)
	w.intOrNull("supportedRevision", s.SupportedRevision)
	w.intOrNull("object", s.Object)
	w.close('}')
}

// objects writes structures and packets that were passed. Addresses of eight bytes are
// strings here, which glue.js makes BigInts; bytes are in hex, which it makes
// Uint8Arrays.
func (w *writer) objects(all []trace.Object) {
	w.open('[')
	for _, o := range all {
		w.open('{')
		w.pair("name", o.Name)
		w.orNull("structure", o.Structure) // null for a packet
		w.pair("arch", o.Arch.String())
		w.key("address")
		if address := strconv.FormatUint(o.Address, 10); o.Arch.Pointer() == 8 {
			w.text(address)
		} else {
			w.raw(address)
		}
		w.key("bytes")
		w.hex(o.Bytes)
		w.close('}')
	}
	w.close(']')
}

func (w *writer) events(all []trace.Event) {
	w.open('[')
	for i := range all {
		w.event(&all[i])
	}
	w.close(']')
}

func (w *writer) event(e *trace.Event) {
	w.open('{')
	w.pair("rule", string(e.Rule))
	w.intPair("time", int(e.Time))
	w.intPair("step", e.Step)
	w.party("from", e.From)
	w.party("to", e.To)
	w.pair("call", e.Call)
	w.intPair("object", e.Object)
	w.pair("verdict", e.Verdict.String())
	w.status(e.Status)
	w.key("facts")
	w.open('[')
	for i := range e.Facts {
		w.fact(&e.Facts[i])
	}
	w.close(']')
	w.key("changes")
	w.open('[')
	for _, c := range e.Changes {
		w.open('{')
		w.party("party", c.Party)
		w.pair("name", c.Name)
		w.pair("before", c.Before)
		w.pair("after", c.After)
		w.close('}')
	}
	w.close(']')
	w.key("events")
	w.events(e.Events)
	w.close('}')
}

func (w *writer) party(name string, p trace.Party) {
	w.key(name)
	w.open('{')
	w.pair("kind", p.Kind.String())
	w.intPair("index", p.Index)
	w.close('}')
}

func (w *writer) fact(f *trace.Fact) {
	w.open('{')
	w.pair("name", f.Name)
	w.pair("value", f.Value)
	w.key("ref")
	if f.Ref == nil {
		w.null()
	} else {
		w.open('{')
		w.intPair("object", f.Ref.Object)
		w.pair("path", string(f.Ref.Path))
		w.intPair("offset", f.Ref.Offset)
		w.intPair("length", f.Ref.Length)
		w.close('}')
	}
	w.close('}')
}
