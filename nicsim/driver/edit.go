package driver

import (
	"slices"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/trace"
)

// Entry is the driver's own entry of sends that decides for a structure at a
// place and a registered version. Where there is none it is made: from the
// profile's, so that what is changed stays as it was otherwise, or empty.
func (d *Driver) Entry(structure, where string, registered ndis.Version) *Send {
	if own := d.Sending(structure, where, registered); own != nil {
		return own
	}
	entry := Send{Structure: structure}
	if p, err := ProfileNamed(d.Profile); err == nil {
		if base := p.Driver.Sending(structure, where, registered); base != nil {
			entry = *base
			entry.Members = slices.Clone(base.Members)
		}
	}
	d.Sends = append(d.Sends, entry)
	return &d.Sends[len(d.Sends)-1]
}

// RightHeader takes back what an entry says of the header and of how much
// arrives; its members stay.
func (s *Send) RightHeader() {
	*s = Send{Structure: s.Structure, Where: s.Where, Registered: s.Registered, Members: s.Members}
}

// Clear takes back an entry's option: "revision", "size".
func (s *Send) Clear(option string) {
	switch option {
	case "revision":
		s.Revision = nil
	case "size":
		s.Size, s.Sizeof = nil, false
	case "type":
		s.Type = nil
	case "delivered":
		s.Delivered = nil
	case "null":
		s.Null = false
	}
}

// ClearMember takes back what an entry says of a member.
func (s *Send) ClearMember(path ndis.Path) {
	s.Members = slices.DeleteFunc(s.Members, func(m codec.Assignment) bool { return m.Path == path })
}

// Tidy drops entries that say nothing, unless they stand before one of the
// profile's.
func (d *Driver) Tidy() {
	p, err := ProfileNamed(d.Profile)
	d.Sends = slices.DeleteFunc(d.Sends, func(s Send) bool {
		if len(s.Members) > 0 || s.Where != "" || s.Registered != (ndis.Range{}) || s.String() != (Send{Structure: s.Structure}).String() {
			return false
		}
		return err != nil || !slices.ContainsFunc(p.Driver.Sends, func(base Send) bool { return base.Structure == s.Structure })
	})
}

// HandlerNames lists the members of a characteristics structure that are
// handlers.
func HandlerNames(structure string) []string {
	layout, err := catalog.MustLookup(structure).Layout(catalog.Options{Arch: ndis.X64})
	if err != nil {
		panic(err) // every structure has a newest definition
	}
	var names []string
	for _, slot := range layout.Slots {
		if slot.Kind == catalog.KindFunction {
			names = append(names, string(slot.Path))
		}
	}
	return names
}

// ProfilesOf lists the profiles of a kind of driver.
func ProfilesOf(kind trace.PartyKind) []Profile {
	var own []Profile
	for _, p := range profiles() {
		if p.Kind == kind.String() {
			own = append(own, p)
		}
	}
	return own
}
