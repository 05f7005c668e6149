package packet

import "strconv"

// MaxPacket bounds the bytes of a packet that is built: large sends reach beyond
// 64 kB.
const MaxPacket = 1 << 18

// builder makes a packet: first how long each layer is, then what is given, then
// what follows from it.
type builder struct {
	Packet
	parts []part
}

// part is a layer to be built.
type part struct {
	kind   Kind
	given  []given
	length int // of data and padding
	from   int
}

// given is a field that somebody gave.
type given struct {
	field Field
	value
}

// has is what was given for a field.
func (p *part) has(f Field) (value, bool) {
	for _, g := range p.given {
		if g.field == f {
			return g.value, true
		}
	}
	return value{}, false
}

// Build makes the packet: fields that are not given have their standard values;
// lengths, numbers of protocols and checksums follow from the rest.
func (s Spec) Build() ([]byte, error) {
	p, err := s.Packet()
	if err != nil {
		return nil, err
	}
	return p.Bytes, nil
}

// Packet makes the packet with the layers that are written, whatever its bytes are
// read as.
func (s Spec) Packet() (*Packet, error) {
	kinds, err := parseLayers(s.Layers)
	if err != nil {
		return nil, err
	}
	b := &builder{parts: make([]part, len(kinds))}
	for i, k := range kinds {
		b.parts[i].kind = k
	}
	for _, a := range s.Fields {
		if err := b.assign(a); err != nil {
			return nil, err
		}
	}
	if err := b.layOut(); err != nil {
		return nil, err
	}
	for i := range b.parts {
		b.write(i)
	}
	for i := len(b.parts) - 1; i >= 0; i-- {
		b.fill(i, &b.parts[i])
	}
	return &b.Packet, nil
}

// InEthernet is a packet of IP in a frame, between the addresses that a frame has by
// itself.
func InEthernet(ip []byte) []byte {
	network := IPv4
	if len(ip) > 0 && ip[0]>>4 == 6 {
		network = IPv6
	}
	frame, err := Spec{Layers: Ethernet.String() + "/" + network.String()}.Packet()
	if err != nil {
		panic(err) // nothing is given that could be wrong
	}
	return append(frame.Header(0), ip...)
}

// assign notes a field's value at the layer that it belongs to.
func (b *builder) assign(a Assignment) *Error {
	kind, index, name, err := cutName(a.Name)
	if err != nil {
		return err
	}
	p := b.part(kind, index)
	if p == nil {
		return &Error{Code: CodeLayerMissing, At: a.Name, Args: []string{kind.String(), strconv.Itoa(index)}}
	}
	if kind == Data || kind == Padding {
		if name == lengthName || name == fromName {
			return p.measure(a, name)
		}
	}
	f := fieldNamed(kind, name)
	if f == NoField {
		return &Error{Code: CodeFieldUnknown, At: a.Name, Suggestions: nearest(kind.String()+"."+name, namesIn(kind))}
	}
	if _, twice := p.has(f); twice {
		return &Error{Code: CodeFieldTwice, At: a.Name}
	}
	v, err := f.parse(a.Value)
	if err != nil {
		err.At = a.Name
		return err
	}
	p.given = append(p.given, given{f, v})
	return nil
}

func (b *builder) part(kind Kind, index int) *part {
	for i := range b.parts {
		if b.parts[i].kind != kind {
			continue
		}
		if index == 0 {
			return &b.parts[i]
		}
		index--
	}
	return nil
}

// measure reads the length of data, or where its pattern begins.
func (p *part) measure(a Assignment, name string) *Error {
	n, err := strconv.ParseUint(a.Value, 0, 32)
	if err != nil || n > MaxPacket {
		return &Error{Code: CodeValueWrong, At: a.Name, Args: []string{a.Value}, Suggestions: []string{"0.." + strconv.Itoa(MaxPacket)}}
	}
	if name == fromName {
		p.from = int(n)
		return nil
	}
	p.length = int(n)
	return nil
}

// layOut gives each layer its place.
func (b *builder) layOut() *Error {
	at, end := 0, 0
	for i := range b.parts {
		p := &b.parts[i]
		length := p.size()
		if field := tooLong(p.kind, length); field != NoField {
			return &Error{Code: CodeValueRange, At: field.Name(), Args: []string{strconv.Itoa(length)}}
		}
		b.Layers = append(b.Layers, Layer{Kind: p.kind, Offset: at, Length: length})
		at += length
		if p.kind != Padding {
			end = at
		}
	}
	if at > MaxPacket {
		return &Error{Code: CodeValueRange, At: "layers", Args: []string{strconv.Itoa(at), "0.." + strconv.Itoa(MaxPacket)}}
	}
	for i := range b.Layers {
		b.Layers[i].End = max(end, b.Layers[i].Behind())
	}
	b.Bytes = make([]byte, at)
	return nil
}

// size is how many bytes a layer has: with its options up to a full unit.
func (p *part) size() int {
	open, unit := openField(p.kind)
	if open == NoField {
		return kindRows[p.kind].least
	}
	at, _ := open.Bits()
	length := at/8 + len(p.bytes(open))
	if length += (unit - length%unit) % unit; length > kindRows[p.kind].least {
		return length
	}
	return max(kindRows[p.kind].least, p.length)
}

// openField is the field of a kind that goes on to its end, and the unit of bytes
// that the header's length counts.
func openField(k Kind) (Field, int) {
	first, behind := FieldsOf(k)
	if first == NoField || fieldRows[behind-1].width != 0 {
		return NoField, 1
	}
	return behind - 1, max(1, kindRows[k].length.unit)
}

// bytes are those given for a field, or its standard ones.
func (p *part) bytes(f Field) []byte {
	if v, ok := p.has(f); ok {
		return v.bytes
	}
	bytes, _ := parseHex(fieldRows[f].standard)
	return bytes
}

// tooLong is the field that makes a header longer than its length field can say.
func tooLong(k Kind, length int) Field {
	rule := kindRows[k].length
	if rule.field == NoField {
		return NoField
	}
	_, width := rule.field.Bits()
	if length <= (1<<width-1)*rule.unit+rule.more {
		return NoField
	}
	open, _ := openField(k)
	return open
}

// write writes a layer's fields, given and standard.
func (b *builder) write(i int) {
	p := &b.parts[i]
	header := b.Header(i)
	first, behind := FieldsOf(p.kind)
	for f := first; f < behind; f++ {
		v, ok := p.has(f)
		if !ok {
			v = f.standard()
		}
		f.Put(header, v.number)
		span := b.Span(i, f)
		if n := copy(span, v.bytes); v.bytes != nil && n < len(span) {
			padOptions(p.kind, span[n:])
		}
	}
	if _, hex := p.has(behind - 1); !hex && p.kind == Data {
		Pattern(header, p.from)
	}
}

// standard is the value of a field that nobody gave.
func (f Field) standard() value {
	if fieldRows[f].standard == "" {
		return value{}
	}
	v, _ := f.parse(fieldRows[f].standard)
	return v
}

// padOptions fills options up to a full unit: with PadN in the headers of IPv6
// that have it (RFC 8200 section 4.2), else with zeros, which is the end of the
// list in IPv4 and TCP.
func padOptions(k Kind, rest []byte) {
	if (k == HopByHop || k == DestinationOptions) && len(rest) > 1 {
		rest[0], rest[1] = 1, byte(len(rest)-2)
	}
}

// PatternLength is after how many bytes the pattern of data begins anew.
const PatternLength = 1 << 16

// Pattern fills bytes with the pattern that data has, from a place in it on. It
// repeats after [PatternLength] bytes, and shows where each byte came from.
func Pattern(bytes []byte, from int) {
	for i := range bytes {
		n := from + i
		bytes[i] = byte(n + n>>8)
	}
}

// fill writes what follows from the rest of the packet, but what was given.
func (b *builder) fill(i int, p *part) {
	l := b.Layers[i]
	for _, c := range computedOf(l.Kind) {
		if _, ok := p.has(c); ok {
			continue
		}
		if number, ok := b.compute(i, c); ok {
			b.Put(i, c, number)
		}
	}
}

// computedOf are the fields of a kind that follow from the rest, in the order in
// which they do: a checksum last, since it is over the others.
func computedOf(k Kind) []Field {
	var all []Field
	if f := kindRows[k].length.field; f != NoField {
		all = append(all, f)
	}
	if next := nextOf(k); next != nil {
		all = append(all, next.field)
	}
	if row := lengthOf(k); row != nil {
		all = append(all, row.field)
	}
	if f := ChecksumField(k); f != NoField {
		all = append(all, f)
	}
	return all
}

// compute is the value of such a field; false where nothing is to be written.
func (b *builder) compute(i int, f Field) (uint64, bool) {
	l := b.Layers[i]
	rule, row := kindRows[l.Kind].length, lengthOf(l.Kind)
	switch {
	case f == rule.field:
		return uint64((l.Length - rule.more) / rule.unit), true
	case f == ChecksumField(l.Kind):
		b.Put(i, f, 0)
		_, right, _ := b.Checksum(i)
		return uint64(right), true
	case row != nil && f == row.field:
		return row.length(l), true
	}
	return b.number(i)
}

// number is what says which layer follows.
func (b *builder) number(i int) (uint64, bool) {
	inner := Data
	if i+1 < len(b.Layers) {
		inner = b.Layers[i+1].Kind
	}
	next := nextOf(b.Layers[i].Kind)
	if inner == LLC {
		return fitting(b.Layers[i].End - b.Layers[i].Behind()), true
	}
	if next.kind == UDP && inner == Data || next.kind == UDP && inner == Padding {
		return 0, false
	}
	return next.number(inner)
}
