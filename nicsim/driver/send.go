package driver

import (
	"slices"
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// CodeSendSyntax: an entry is "STRUCTURE[.REVISION] option:value member=value".
const CodeSendSyntax ndis.Code = "send-syntax"

// Wheres are the places that an entry may be for.
var Wheres = []string{"default", "hardware", "indication", "request"}

const (
	maxRevision = 1<<8 - 1  // Header.Revision is a UCHAR
	maxSize     = 1<<16 - 1 // Header.Size is a USHORT
)

// option is a key of an entry, but for its structure and its members.
type option struct {
	name string
	set  func(s *Send, v ndis.Value) error
	get  func(s *Send) string
}

var options = []option{
	{"where", func(s *Send, v ndis.Value) (err error) { s.Where, err = word(v, Wheres...); return err }, func(s *Send) string { return s.Where }},
	{"registered", setRegistered, getRegistered},
	{"revision", bounded(maxRevision, func(s *Send) **int { return &s.Revision }), printed(func(s *Send) *int { return s.Revision })},
	{"size", setSize, getSize},
	{"type", setType, getType},
	{"delivered", bounded(maxSize, func(s *Send) **int { return &s.Delivered }), printed(func(s *Send) *int { return s.Delivered })},
	{"null", func(s *Send, v ndis.Value) (err error) { s.Null, err = v.AsBool(); return err }, func(s *Send) string { return when(s.Null, "true") }},
}

func bounded(most int, field func(*Send) **int) func(*Send, ndis.Value) error {
	return func(s *Send, v ndis.Value) error {
		n, err := v.AsInt(most)
		if err != nil {
			return err
		}
		*field(s) = &n
		return nil
	}
}

func printed(field func(*Send) *int) func(*Send) string {
	return func(s *Send) string {
		if n := field(s); n != nil {
			return strconv.Itoa(*n)
		}
		return ""
	}
}

func setRegistered(s *Send, v ndis.Value) error {
	text, err := v.AsText()
	if err != nil {
		return err
	}
	s.Registered, err = ndis.ParseRange(text)
	return err
}

func getRegistered(s *Send) string {
	return when(s.Registered != ndis.Range{}, s.Registered.String())
}

func setSize(s *Send, v ndis.Value) error {
	if s.Sizeof = v.Text == "sizeof"; s.Sizeof {
		return nil
	}
	return bounded(maxSize, func(s *Send) **int { return &s.Size })(s, v)
}

func getSize(s *Send) string {
	if s.Sizeof {
		return "sizeof"
	}
	return printed(func(s *Send) *int { return s.Size })(s)
}

func setType(s *Send, v ndis.Value) error {
	if v.Kind == ndis.ValueNumber {
		v.Kind = ndis.ValueString
	}
	text, err := v.AsText()
	if err != nil {
		return err
	}
	t, err := ndis.ParseObjectType(text)
	if err != nil {
		return err
	}
	s.Type = &t
	return nil
}

func getType(s *Send) string {
	if s.Type == nil {
		return ""
	}
	return s.Type.Hex()
}

func setSends(d *Driver, index int, rest string, v ndis.Value) error {
	if v.Kind == ndis.ValueArray {
		return nil
	}
	if index == -1 {
		index = len(d.Sends)
	}
	s, err := ndis.Element(&d.Sends, index)
	if err != nil || rest == "" && v.Kind == ndis.ValueObject {
		return err
	}
	if rest == "" {
		return whole(s, v, ParseSend)
	}
	return s.Set(rest, v)
}

// whole reads an element that is spelled as one value.
func whole[T any](element *T, v ndis.Value, parse func(string) (T, error)) error {
	text, err := v.AsText()
	if err != nil {
		return err
	}
	parsed, err := parse(text)
	if err == nil {
		*element = parsed
	}
	return err
}

// Set gives a key of an entry its value: "structure", "revision",
// "members.IPsecV2.Ah".
func (s *Send) Set(path string, v ndis.Value) error {
	if path == "structure" {
		return s.setStructure(v)
	}
	if member, ok := strings.CutPrefix(path, "members."); ok {
		return s.SetMember(ndis.Path(member), v.Text)
	}
	if path == "members" && v.Kind == ndis.ValueObject {
		return nil
	}
	for _, o := range options {
		if o.name == path {
			changed := *s
			err := o.set(&changed, v)
			if err == nil {
				*s = changed
			}
			return err
		}
	}
	names := []string{"structure", "members"}
	for _, o := range options {
		names = append(names, o.name)
	}
	return ndis.NewError(ndis.CodeKeyUnknown, path).Suggest(ndis.Nearest(path, names)...)
}

func (s *Send) setStructure(v ndis.Value) error {
	text, err := v.AsText()
	if err != nil {
		return err
	}
	structure, err := catalog.Lookup(text)
	if err != nil {
		return err
	}
	s.Structure = structure.Name
	for _, m := range s.Members {
		if err := checkMember(s.Structure, m); err != nil {
			return err
		}
	}
	return nil
}

// SetMember gives a member its value, as people write it, in place of an earlier
// one.
func (s *Send) SetMember(path ndis.Path, text string) error {
	m := codec.Assignment{Path: path, Text: text}
	if s.Structure != "" {
		if err := checkMember(s.Structure, m); err != nil {
			return err
		}
	}
	i := slices.IndexFunc(s.Members, func(m codec.Assignment) bool { return m.Path == path })
	if i < 0 {
		s.Members = append(s.Members, m)
		return nil
	}
	s.Members[i] = m
	return nil
}

// checkMember tries the value on the newest definition of the structure.
func checkMember(structure string, m codec.Assignment) error {
	layout, err := catalog.MustLookup(structure).Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		return err
	}
	return codec.New(layout).SetText(m.Path, m.Text)
}

func getSends(d *Driver) []ndis.Pair {
	var pairs []ndis.Pair
	for i := range d.Sends {
		s := &d.Sends[i]
		at := "[" + strconv.Itoa(i) + "]."
		if s.Structure != "" {
			pairs = append(pairs, ndis.Pair{Path: at + "structure", Text: s.Structure})
		}
		for _, o := range options {
			if text := o.get(s); text != "" {
				pairs = append(pairs, ndis.Pair{Path: at + o.name, Text: text})
			}
		}
		for _, m := range s.Members {
			pairs = append(pairs, ndis.Pair{Path: at + "members." + string(m.Path), Text: m.Text})
		}
	}
	return pairs
}

// ParseSend reads an entry in one line: "OFFLOAD.2 where:hardware size:sizeof
// IPsecV2.Ah=1". A space within a value is written %20.
func ParseSend(text string) (Send, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return Send{}, ndis.NewError(CodeSendSyntax, text)
	}
	var s Send
	name, revision := SplitRevision(words[0])
	if err := s.setStructure(ndis.TextValue(name)); err != nil {
		return Send{}, err
	}
	if revision != "" {
		if err := s.Set("revision", ndis.TextValue(revision)); err != nil {
			return Send{}, err
		}
	}
	for _, word := range words[1:] {
		if err := s.word(word); err != nil {
			return Send{}, err
		}
	}
	return s, nil
}

// SplitRevision takes ".2" off "OFFLOAD.2"; the revision is "" where there is
// none.
func SplitRevision(text string) (name, revision string) {
	if dot := strings.LastIndexByte(text, '.'); dot >= 0 {
		return text[:dot], text[dot+1:]
	}
	return text, ""
}

// word reads "option:value" or "member=value".
func (s *Send) word(word string) error {
	if member, value, ok := strings.Cut(word, "="); ok {
		return s.SetMember(ndis.Path(member), Unescape(value))
	}
	name, value, ok := strings.Cut(word, ":")
	if !ok || name == "structure" {
		return ndis.NewError(CodeSendSyntax, word)
	}
	return s.Set(name, ndis.TextValue(Unescape(value)))
}

// String is what [ParseSend] reads.
func (s Send) String() string {
	text := catalog.ShortName(s.Structure)
	if s.Revision != nil {
		text += "." + strconv.Itoa(*s.Revision)
	}
	for _, o := range options {
		if value := o.get(&s); value != "" && o.name != "revision" {
			text += " " + o.name + ":" + Escape(value)
		}
	}
	for _, m := range s.Members {
		text += " " + string(m.Path) + "=" + Escape(m.Text)
	}
	return text
}

// Escape writes a value that stands between spaces: spaces, "%" and controls as
// % and two hex digits.
func Escape(value string) string {
	var b strings.Builder
	for i := range len(value) {
		if c := value[i]; c <= ' ' || c == '%' || c == 0x7F {
			b.WriteString("%" + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]))
			continue
		}
		b.WriteByte(value[i])
	}
	return b.String()
}

// Unescape undoes [Escape]; what is no escape stays as it is.
func Unescape(value string) string {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] == '%' && i+2 < len(value) {
			if n, ok := ndis.ParseNumber("0x"+value[i+1:i+3], 8); ok {
				b.WriteByte(byte(n))
				i += 2
				continue
			}
		}
		b.WriteByte(value[i])
	}
	return b.String()
}
