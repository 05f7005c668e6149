package scenario

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/offload"
	"ndisplayground/nicsim/packet"
)

// Bounds of what a step sends.
const (
	maxFrames = 64
	maxFrame  = packet.MaxPacket
	maxMSS    = 1<<20 - 1 // what the out-of-band information has room for

	standardMSS = 1460
)

// CodePacketsTooMany: the steps up to this one send more packets than a run bears.
const CodePacketsTooMany ndis.Code = "packets-too-many"

// maxPackets bounds the packets of a run.
const maxPackets = 1 << 13

// weight is about how many packets a step puts on the wire.
func (s *Step) weight() int {
	count, _ := s.number("count", s.frames())
	if s.Verb != "send" || !strings.Contains(s.option("ask"), "so") { // lso1, lso2, uso
		return count
	}
	mss, _ := s.number("mss", standardMSS)
	return count * (1 + s.longest()/max(1, mss))
}

// longest is no less than the bytes of data of any of a step's packets.
func (s *Step) longest() int {
	most := len(s.option("bytes"))
	for _, m := range s.Members {
		switch strings.TrimPrefix(string(m.Path), Then) {
		case dataLength:
			n, _ := ndis.ParseNumber(m.Text, 31)
			most = max(most, int(n))
		case dataHex:
			most = max(most, len(m.Text)/2)
		}
	}
	return most
}

// The fields that say how much data a packet has, where in the pattern it begins,
// and what it is.
const (
	dataLength = "data.length"
	dataFrom   = "data.from"
	dataHex    = "data.hex"
)

// borne is how many of the steps a run bears.
func (s *Scenario) borne() int {
	packets := 0
	for i := range s.Steps {
		if s.Steps[i].Sends() {
			packets += s.Steps[i].weight()
		}
		if packets > maxPackets {
			return i
		}
	}
	return len(s.Steps)
}

// defaultLayers are those of a packet of which a step says nothing.
const defaultLayers = "eth/ipv4/tcp/data"

// sending reads "send [LAYERS] [FIELD=VALUE ...]" and its options.
func sending(s *Step, scene *Scenario) (nicsim.Action, *ndis.Error) {
	t, err := s.traffic(scene)
	if err != nil {
		return nil, err
	}
	if t.From, err = s.sender(scene); err != nil {
		return nil, err
	}
	return nicsim.Send(t), nil
}

// receiving reads "receive [LAYERS] [FIELD=VALUE ...]" and its options.
func receiving(s *Step, scene *Scenario) (nicsim.Action, *ndis.Error) {
	t, err := s.traffic(scene)
	if err != nil {
		return nil, err
	}
	return nicsim.Receive(t), nil
}

func (s *Step) traffic(scene *Scenario) (t nicsim.Traffic, _ *ndis.Error) {
	if scene.Miniport == nil {
		return t, ndis.NewError(CodeStepParty, trace.Miniport.String())
	}
	for _, read := range []func(*Step, *nicsim.Traffic) *ndis.Error{(*Step).readFrames, (*Step).readAsks, (*Step).readVLAN, (*Step).readAssociations} {
		if err := read(s, &t); err != nil {
			return t, err
		}
	}
	return t, nil
}

// readFrames reads the bytes of a frame, or builds it; with a count, more of them
// that follow it.
func (s *Step) readFrames(t *nicsim.Traffic) *ndis.Error {
	count, err := s.number("count", s.frames())
	if err != nil {
		return err
	}
	then, err := s.readBeside(t)
	if err != nil {
		return err
	}
	text := s.option("bytes")
	if text == "" {
		t.Frames, err = frames(s.spec(), then, count)
		return err
	}
	frame, wrong := base64.RawURLEncoding.DecodeString(text)
	if wrong != nil || len(frame) > maxFrame {
		return ndis.NewError(CodeStepSyntax, text)
	}
	if len(then) > 0 {
		t.Frames, err = frames(packet.Describe(frame), then, count)
		return err
	}
	for range count {
		t.Frames = append(t.Frames, frame)
	}
	return nil
}

// readBeside reads what a step says of its packets beside the fields of the first:
// how those behind it differ, and what stands beside it otherwise than it should.
func (s *Step) readBeside(t *nicsim.Traffic) (then []packet.Assignment, _ *ndis.Error) {
	for _, m := range s.Members {
		name := string(m.Path)
		if member, beside := strings.CutPrefix(name, besidePrefix); beside {
			if err := readSaying(t, member, m.Text); err != nil {
				return nil, err
			}
		}
		field, later := strings.CutPrefix(name, Then)
		if later {
			then = append(then, packet.Assignment{Name: field, Value: m.Text})
		}
		t.Sum = t.Sum || field == "tcp.checksum" || field == "udp.checksum"
	}
	return then, nil
}

// readSaying reads "oob.MEMBER=VALUE": what stands beside the packet otherwise than
// it should.
func readSaying(t *nicsim.Traffic, member, text string) *ndis.Error {
	if !slices.Contains(nicsim.SayingWords, member) {
		return ndis.NewError(CodeStepSyntax, member).Suggest(nearestOr(member, nicsim.SayingWords)...)
	}
	value, err := ndis.TextValue(text).AsInt(nicsim.MostOf(member))
	if err != nil {
		return err.(*ndis.Error)
	}
	t.Says = append(t.Says, nicsim.Saying{Member: member, Value: value})
	return nil
}

// frames is how many packets there are where the step does not say: a second one
// where it says what is different then.
func (s *Step) frames() int {
	for _, m := range s.Members {
		if strings.HasPrefix(string(m.Path), Then) {
			return 2
		}
	}
	return 1
}

// frames builds a packet and those that follow it: their sequence numbers,
// identifications and data go on, and the fields of then are others.
func frames(spec packet.Spec, then []packet.Assignment, count int) ([][]byte, *ndis.Error) {
	p, err := spec.Packet()
	if err != nil {
		return nil, PacketError(err)
	}
	all := [][]byte{p.Bytes}
	data, from := p.Find(packet.Data, 0), numberIn(spec, dataFrom)
	for i := 1; i < count; i++ {
		next := spec
		next.Fields = append([]packet.Assignment(nil), spec.Fields...)
		length := 0
		if data >= 0 {
			length = p.Layers[data].Length
			next.Fields = with(next.Fields, dataFrom, (from+i*length)%packet.PatternLength)
		}
		if tcp := p.Find(packet.TCP, 0); tcp >= 0 {
			next.Fields = with(next.Fields, "tcp.seq", int(uint32(p.Get(tcp, packet.TCPSequence)+uint64(i*length))))
		}
		if ip := p.Find(packet.IPv4, 0); ip >= 0 {
			next.Fields = with(next.Fields, "ipv4.id", int(uint16(p.Get(ip, packet.IPv4Identification)+uint64(i))))
		}
		for _, a := range then {
			next.Fields = withText(next.Fields, a)
		}
		frame, err := next.Build()
		if err != nil {
			return nil, PacketError(err)
		}
		all = append(all, frame)
	}
	return all, nil
}

// numberIn is a number that a field of the packet was given, 0 for none.
func numberIn(spec packet.Spec, name string) (number int) {
	for _, a := range spec.Fields { // the last counts
		if a.Name == name {
			n, _ := ndis.ParseNumber(a.Value, 31)
			number = int(n)
		}
	}
	return number
}

// with is the fields with one that has another value.
func with(fields []packet.Assignment, name string, value int) []packet.Assignment {
	return withText(fields, packet.Assignment{Name: name, Value: strconv.Itoa(value)})
}

func withText(fields []packet.Assignment, a packet.Assignment) []packet.Assignment {
	fields = slices.DeleteFunc(fields, func(had packet.Assignment) bool { return had.Name == a.Name })
	return append(fields, a)
}

// PacketError is a mistake in what people write of a packet.
func PacketError(err error) *ndis.Error {
	e, ok := err.(*packet.Error)
	if !ok {
		return ndis.NewError(CodeStepSyntax, err.Error())
	}
	return ndis.NewError(ndis.Code(e.Code), append([]string{e.At}, e.Args...)...).Suggest(e.Suggestions...)
}

func (s *Step) readAsks(t *nicsim.Traffic) (err *ndis.Error) {
	t.Asks = s.asks()
	for _, ask := range t.Asks {
		if !slices.Contains(nicsim.AskWords, ask) {
			return ndis.NewError(CodeStepSyntax, ask).Suggest(nearestOr(ask, nicsim.AskWords)...)
		}
	}
	t.MSS, err = s.number("mss", standardMSS)
	return err
}

func nearestOr(text string, all []string) []string {
	if near := ndis.Nearest(text, all); near != nil {
		return near
	}
	return all
}

// readVLAN reads "vlan:ID" or "vlan:ID.PRIORITY".
func (s *Step) readVLAN(t *nicsim.Traffic) *ndis.Error {
	text := s.option("vlan")
	if text == "" {
		return nil
	}
	id, priority, both := strings.Cut(text, ".")
	n, ok := ndis.ParseNumber(id, 12)
	if !ok {
		return ndis.NewError(ndis.CodeNumberWrong, id, "0..4095")
	}
	t.VLAN = &offload.Tag{VlanID: int(n)}
	if !both {
		return nil
	}
	if n, ok = ndis.ParseNumber(priority, 3); !ok {
		return ndis.NewError(ndis.CodeNumberWrong, priority, "0..7")
	}
	t.VLAN.UserPriority = int(n)
	return nil
}

// maxAssociations bounds the number of an association in a step.
const maxAssociations = 1 << 16

func (s *Step) readAssociations(t *nicsim.Traffic) (err *ndis.Error) {
	if t.SA, err = s.number("sa", 0); err != nil {
		return err
	}
	if t.Hold, err = s.said("hold"); err != nil {
		return err
	}
	t.Tunnel, err = s.number("tunnel", 0)
	return err
}
