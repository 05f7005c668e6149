package hardware

import (
	"strconv"
	"strings"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
)

// CodeProfileUnknown: no such network card.
const CodeProfileUnknown ndis.Code = "nic-unknown"

// CodeMediumUnknown: no such medium.
const CodeMediumUnknown ndis.Code = "medium-unknown"

// Reference is the card that can do every task offload.
const Reference = "reference"

// Offload is the structure that capabilities are members of.
const Offload = "NDIS_OFFLOAD"

// NIC is a network card: a profile, and what differs from it.
type NIC struct {
	Profile      string // "": the reference card, or no offload at all where Capabilities says all
	Capabilities []codec.Assignment
	Media        string
	LinkSpeed    uint64 // bits per second
	PacketLimit  uint64 // after how many packets a security association is to be deleted; 0: never
}

// valueOf is the number that a member of NDIS_OFFLOAD gets.
func valueOf(a codec.Assignment) (uint64, error) {
	record := codec.New(newestOffload())
	if err := record.SetText(a.Path, a.Text); err != nil {
		return 0, err
	}
	return record.Value(a.Path)
}

// Medium is the NDIS_MEDIUM of the card, its own or its profile's.
func (n *NIC) Medium() string {
	if p, err := profileNamed(n.Profile); n.Media == "" && err == nil {
		return p.media
	}
	return n.Media
}

// Speed is the link speed in bits per second, its own or its profile's.
func (n *NIC) Speed() uint64 {
	if p, err := profileNamed(n.Profile); n.LinkSpeed == 0 && err == nil {
		return p.linkSpeed
	}
	return n.LinkSpeed
}

// Fill writes into a record of NDIS_OFFLOAD what the card can do, as a driver of
// the registered version says it. It returns the members that the record's
// revision has no place for, each by its outermost name.
func (n *NIC) Fill(r *codec.Record, registered ndis.Version) (unreportable []ndis.Path) {
	p, err := profileNamed(n.Profile)
	if err != nil {
		return nil
	}
	for _, c := range p.capabilities {
		if !c.at.Has(registered) {
			continue
		}
		if r.Layout.Leaf(c.path) == nil {
			unreportable = appendOuter(unreportable, c.path)
			continue
		}
		_ = r.SetValue(c.path, c.value) // a test sets each of them
	}
	for _, c := range n.Capabilities {
		if !fill(r, c) {
			unreportable = appendOuter(unreportable, c.Path)
		}
	}
	return unreportable
}

// fill writes a member where the record has it.
func fill(r *codec.Record, a codec.Assignment) bool {
	_, ok := r.Layout.Find(a.Path)
	return ok && r.SetText(a.Path, a.Text) == nil
}

// appendOuter adds the outermost name of a path, once.
func appendOuter(paths []ndis.Path, path ndis.Path) []ndis.Path {
	name, _, _ := ndis.CutPath(string(path))
	for _, known := range paths {
		if known == ndis.Path(name) {
			return paths
		}
	}
	return append(paths, ndis.Path(name))
}

// newestOffload is the newest definition of NDIS_OFFLOAD.
func newestOffload() *catalog.Layout {
	layout, err := catalog.MustLookup(Offload).Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		panic(err)
	}
	return layout
}

// Set gives a key of the card its value: "profile", "capabilities.IPsecV2.Ah".
// "" is the profile alone.
func (n *NIC) Set(path string, v ndis.Value) error {
	switch path {
	case "", "profile":
		return n.setProfile(v)
	case "media":
		return n.setMedia(v)
	case "linkSpeed":
		return setNumber(&n.LinkSpeed, v)
	case "packetLimit":
		return setNumber(&n.PacketLimit, v)
	}
	if member, ok := strings.CutPrefix(path, "capabilities."); ok {
		return n.setCapability(codec.Assignment{Path: ndis.Path(member), Text: v.Text})
	}
	if path == "capabilities" && v.Kind == ndis.ValueObject {
		return nil
	}
	return ndis.NewError(ndis.CodeKeyUnknown, path).Suggest("profile", "capabilities", "media", "linkSpeed", "packetLimit")
}

func setNumber(to *uint64, v ndis.Value) error {
	number, ok := ndis.ParseNumber(v.Text, 64)
	if !ok {
		return ndis.NewError(ndis.CodeNumberWrong, v.Text, "0..18446744073709551615")
	}
	*to = number
	return nil
}

func (n *NIC) setProfile(v ndis.Value) error {
	if v.Kind == ndis.ValueObject {
		return nil
	}
	text, err := v.AsText()
	if err != nil {
		return err
	}
	if _, err := profileNamed(text); err != nil {
		return err
	}
	n.Profile = text
	return nil
}

func (n *NIC) setMedia(v ndis.Value) error {
	text, err := v.AsText()
	if err != nil {
		return err
	}
	media := catalog.GroupNamed("NDIS_MEDIUM")
	if _, ok := media.Named(text); !ok {
		return ndis.NewError(CodeMediumUnknown, text).Suggest(ndis.Nearest(text, media.Names())...)
	}
	n.Media = text
	return nil
}

func (n *NIC) setCapability(a codec.Assignment) error {
	if err := codec.New(newestOffload()).SetText(a.Path, a.Text); err != nil {
		return err
	}
	for i := range n.Capabilities {
		if n.Capabilities[i].Path == a.Path {
			n.Capabilities[i] = a
			return nil
		}
	}
	n.Capabilities = append(n.Capabilities, a)
	return nil
}

// Pairs spells the card as paths and values, one for each leaf.
func (n *NIC) Pairs() []ndis.Pair {
	var pairs []ndis.Pair
	for _, p := range []ndis.Pair{{Path: "profile", Text: n.Profile}, {Path: "media", Text: n.Media}} {
		if p.Text != "" {
			pairs = append(pairs, p)
		}
	}
	if n.LinkSpeed != 0 {
		pairs = append(pairs, ndis.Pair{Path: "linkSpeed", Text: strconv.FormatUint(n.LinkSpeed, 10)})
	}
	if n.PacketLimit != 0 {
		pairs = append(pairs, ndis.Pair{Path: "packetLimit", Text: strconv.FormatUint(n.PacketLimit, 10)})
	}
	for _, c := range n.Capabilities {
		pairs = append(pairs, ndis.Pair{Path: "capabilities." + string(c.Path), Text: c.Text})
	}
	return pairs
}
