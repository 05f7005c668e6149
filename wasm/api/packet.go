//go:build js && wasm

package main

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/packet"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// packetOf takes a packet apart: bytes, or what people write.
func packetOf(a *arguments, w *writer) error {
	bytes, err := a.frame()
	if err != nil {
		return err
	}
	p := packet.Parse(bytes)
	w.open('{')
	w.key("bytes")
	w.hex(bytes)
	w.pair("text", packet.Describe(bytes).String())
	w.list("layers", len(p.Layers), func(i int) { w.packetLayer(&p, i) })
	w.key("stop")
	if p.Stop.Code == "" {
		w.null()
	} else {
		w.open('{')
		w.pair("reason", string(p.Stop.Code))
		w.pair("message", rulebook.FactValue("stop", string(p.Stop.Code), rulebook.English))
		w.intPair("at", p.Stop.At)
		w.close('}')
	}
	w.close('}')
	return nil
}

// frame is a packet as the call gives it.
func (a *arguments) frame() ([]byte, error) {
	if a.below("bytes") {
		bytes, err := a.bytes()
		if len(bytes) > packet.MaxPacket {
			err = ndis.NewError(codeUnreadable, "bytes").In("bytes")
		}
		return bytes, err
	}
	text, err := a.text("text")
	if err != nil {
		return nil, err
	}
	bytes, err := packet.Build(text)
	if err != nil {
		return nil, scenario.PacketError(err).In("text")
	}
	return bytes, nil
}

// code writes what a mistake is, in words too.
func (w *writer) code(e *ndis.Error) {
	w.pair("code", string(e.Code))
	w.pair("message", rulebook.Error(e, rulebook.English))
}

func (w *writer) packetLayer(p *packet.Packet, layer int) {
	l := p.Layers[layer]
	w.pair("kind", l.Kind.String())
	w.pair("name", p.NameOf(layer))
	w.intPair("offset", l.Offset)
	w.intPair("length", l.Length)
	fields := p.Fields(layer)
	w.list("fields", len(fields), func(i int) {
		f := &fields[i]
		w.pair("name", f.Name)
		w.intPair("at", f.At)
		w.intPair("bits", f.Bits)
		w.key("value")
		switch number := strconv.FormatUint(f.Number, 10); {
		case f.Bits > 64:
			w.null()
		case f.Bits > 53:
			w.text(number)
		default:
			w.raw(number)
		}
		w.pair("text", f.Text)
	})
}
