package offload

import (
	"strconv"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/packet"
)

// Frame is a packet's bytes. Object is its place among the trace's objects,
// trace.NoObject for none.
type Frame struct {
	Bytes  []byte
	Object int
}

// run is the hardware at work on one frame. It collects what it decides.
type run struct {
	packet.Packet
	card     *Card
	object   int
	from, to trace.Party
	call     string
	facts    []trace.Fact // gathered for the next event
	events   []trace.Event
	stripped int // how many bytes of a tag were taken out: facts point at the frame as it was
}

func (c *Card) sending(f Frame) *run {
	return &run{
		Packet: c.Parse(f.Bytes), card: c, object: f.Object,
		from: trace.Party{Kind: trace.Miniport}, to: trace.Party{Kind: trace.Hardware},
		call: "MiniportSendNetBufferLists",
	}
}

func (c *Card) receiving(f Frame) *run {
	return &run{
		Packet: c.Parse(f.Bytes), card: c, object: f.Object,
		from: trace.Party{Kind: trace.Hardware}, to: trace.Party{Kind: trace.Miniport},
		call: "NdisMIndicateReceiveNetBufferLists",
	}
}

// note adds an event of the facts that were gathered, and reports whether it lets
// go on.
func (r *run) note(rule trace.Rule, verdict trace.Verdict) bool {
	e := trace.Event{Rule: rule, From: r.from, To: r.to, Call: r.call, Object: r.object, Verdict: verdict, Facts: r.facts}
	r.facts = nil
	if verdict == trace.Rejected {
		failure := ndis.StatusFailure
		e.Status = &failure
	}
	r.events = append(r.events, e)
	return e.OK()
}

// reject adds an event that rejects, and reports false.
func (r *run) reject(rule trace.Rule) bool { return r.note(rule, trace.Rejected) }

// bytes gathers a fact that was read from bytes of the packet. What gathers facts
// returns the run, so that one line gathers and notes.
func (r *run) bytes(name, value string, offset, length int) *run {
	fact := trace.Fact{Name: name, Value: value}
	if offset >= tagAt() {
		offset += r.stripped
	}
	if r.object != trace.NoObject {
		fact.Ref = &trace.Ref{Object: r.object, Offset: offset, Length: length}
	}
	r.facts = append(r.facts, fact)
	return r
}

// word gathers a fact that was read from no bytes. It and its like are not inlined:
// there are hundreds of calls, and the browser loads each copy.
func (r *run) word(name, value string) *run {
	r.facts = append(r.facts, trace.Fact{Name: name, Value: value})
	return r
}

func (r *run) number(name string, value int) *run { return r.word(name, strconv.Itoa(value)) }

func (r *run) hex(name string, value uint16) *run { return r.word(name, ndis.Hex(uint64(value), 4)) }

// field gathers a field of the packet.
func (r *run) field(name string, layer int, f packet.Field) *run {
	v := r.Field(layer, f)
	first, end := v.At/8, (v.At+v.Bits+7)/8
	return r.bytes(name, v.Text, first, end-first)
}

// of gathers a field of another frame's packet.
func (r *run) of(other *run, name string, layer int, f packet.Field) *run {
	facts := other.facts
	other.facts = nil
	other.field(name, layer, f)
	r.facts, other.facts = append(r.facts, other.facts...), facts
	return r
}

// header gathers a layer: its name.
func (r *run) header(name string, layer int) *run {
	l := r.Layers[layer]
	return r.bytes(name, r.NameOf(layer), l.Offset, l.Length)
}

// data gathers the length of data behind the headers.
func (r *run) data(name string, offset, length int) *run {
	return r.bytes(name, strconv.Itoa(length), offset, length)
}

// stop gathers why the parser read no further, and where.
func (r *run) stop() *run {
	if r.Stop.Code == "" {
		return r
	}
	length := min(1, max(0, len(r.Bytes)-r.Stop.At))
	return r.word("stop", string(r.Stop.Code)).bytes("at", strconv.Itoa(r.Stop.At), r.Stop.At, length)
}

// member gathers a member of the enabled capabilities: its path and its value.
func (r *run) member(path ndis.Path) *run { return r.word("member", string(path)).limit("value", path) }

// limit gathers the value of a member of the enabled capabilities.
func (r *run) limit(name string, path ndis.Path) *run {
	r.word(name, strconv.FormatUint(r.card.value(path), 10))
	fact := &r.facts[len(r.facts)-1]
	if slot := slotOf(r.card.Enabled, path); slot >= 0 {
		s := &r.card.Enabled.Layout.Slots[slot]
		fact.Value = r.card.Enabled.Text(slot)
		if r.card.Object != trace.NoObject {
			fact.Ref = &trace.Ref{Object: r.card.Object, Path: path, Offset: s.Offset, Length: s.End() - s.Offset}
		}
	}
	return r
}

func slotOf(r *codec.Record, path ndis.Path) int {
	if r == nil {
		return -1
	}
	if i, ok := r.Layout.Find(path); ok && r.Present(i) {
		return i
	}
	return -1
}

// can reports whether a member is enabled. Where it is not, it notes the rule of
// what the card reported but nobody enabled, or the other one, with what was
// gathered.
func (r *run) can(path ndis.Path, notEnabled, notReported trace.Rule, verdict trace.Verdict) bool {
	if r.card.value(path) != 0 {
		r.facts = nil
		return true
	}
	rule := notReported
	if r.card.reported(path) != 0 {
		rule = notEnabled
	}
	r.member(path).note(rule, verdict)
	return false
}

// encapsulated checks what the card does in tunnels: for the task, and as far as
// the headers reach.
func (r *run) encapsulated(at place, task func(*tunnelPaths) ndis.Path, verdict trace.Verdict) bool {
	t := tunnelOf(r.Layers[at.tunnel].Kind)
	path, mask := task(t), tunnelMask(r.Layers[at.network].Kind, r.Layers[at.outer].Kind)
	if r.card.value(path)&mask != mask {
		rule := RuleTunnelNotReported
		if r.card.reported(path)&mask == mask {
			rule = RuleTunnelNotEnabled
		}
		r.tunnel(at).member(path).note(rule, verdict)
		return false
	}
	end := r.Layers[max(at.transport, at.network)].Behind()
	if most := r.card.value(t.headers); most != 0 && uint64(end) > most {
		r.tunnel(at).number("length", end).limit("most", t.headers).note(RuleTunnelHeaders, verdict)
		return false
	}
	return true
}

// tunnel gathers the headers of a tunnel.
func (r *run) tunnel(at place) *run {
	return r.header("tunnel", at.tunnel).header("outer", at.outer).header("inner", at.network)
}

// offsets compares the offsets that came with a packet in a tunnel to where its
// headers are. The hardware looks for itself.
func (r *run) offsets(at place, e *Encapsulated) {
	if !e.Valid || at.transport < 0 {
		return
	}
	if right := offsetsOf(&r.Packet, at); *e != right {
		r.number("innerFrame", e.InnerFrame).number("ipHeader", e.IPHeader).number("tcpHeader", e.TCPHeader)
		r.bytes("rightInnerFrame", strconv.Itoa(right.InnerFrame), right.InnerFrame, r.Layers[at.tunnel+1].Length)
		r.header("network", at.network).header("transport", at.transport).note(RuleTunnelOffsetsWrong, trace.Tolerated)
	}
}

// framing is the bit of an Encapsulation member that says how a frame is framed,
// its tag in the bytes or beside them.
func (r *run) framing(beside bool) (bit uint64, name string) {
	name = "NDIS_ENCAPSULATION_IEEE_802_3"
	switch {
	case len(r.Layers) == 0 || r.Layers[0].Kind.IsNetwork():
		name = "NDIS_ENCAPSULATION_NULL"
	case r.Layers[0].Kind == packet.Ethernet8023:
		name = "NDIS_ENCAPSULATION_IEEE_LLC_SNAP_ROUTED"
	case beside:
		name = "NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB"
	case len(r.Layers) > 1 && r.Layers[1].Kind == packet.VLAN:
		name = "NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q"
	}
	return constant("NDIS_ENCAPSULATION_FLAGS", name), name
}

// framed reports whether an offload works with how the frame is framed.
func (r *run) framed(path ndis.Path, beside bool, rule trace.Rule, verdict trace.Verdict) bool {
	bit, name := r.framing(beside)
	if r.card.value(path)&bit != 0 {
		return true
	}
	r.word("framing", name).member(path).note(rule, verdict)
	return false
}
