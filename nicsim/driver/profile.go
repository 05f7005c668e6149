package driver

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
)

// Profile is a real driver: how it chooses its version, what it sends.
type Profile struct {
	ID     string // "netkvm/build686"
	Kind   string // "miniport", "filter", "protocol", "intermediate"
	Title  string
	Source string // repository, commit, file and lines
	Mode   negotiate.Mode
	Driver Driver
}

//go:embed profiles.txt
var profilesText string

var profiles = sync.OnceValue(func() []Profile {
	var all []Profile
	for number, line := range ndis.DataLines(profilesText) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		value = strings.TrimSpace(value)
		if line[0] != '\t' {
			all = append(all, Profile{ID: value})
			continue
		}
		if err := all[len(all)-1].set(key, value); err != nil {
			panic("profiles.txt:" + strconv.Itoa(number) + ": " + err.Error())
		}
	}
	return all
})

func (p *Profile) set(key, value string) (err error) {
	switch key {
	case "kind":
		p.Kind = value
	case "title":
		p.Title = value
	case "source":
		p.Source = value
	case "mode":
		p.Mode, err = negotiate.ParseMode(value)
	default:
		err = p.Driver.Set(key, ndis.TextValue(value))
	}
	return err
}

// Profiles lists the profiles.
func Profiles() []Profile { return profiles() }

// ProfileNamed is the profile of that id. The error offers the nearest ones.
func ProfileNamed(id string) (*Profile, *ndis.Error) {
	var ids []string
	for i := range profiles() {
		p := &profiles()[i]
		if p.ID == id {
			return p, nil
		}
		ids = append(ids, p.ID)
		if short, _, _ := strings.Cut(p.ID, "/"); short == id {
			return nil, ndis.NewError(CodeProfileUnknown, id).Suggest(p.ID)
		}
	}
	return nil, ndis.NewError(CodeProfileUnknown, id).Suggest(ndis.Nearest(id, ids)...)
}

// Resolved is the driver with its profile's fields filled in. Its own come
// first: its choice of version replaces the profile's, its entries of sends and
// understands match before the profile's.
func (d Driver) Resolved() Driver {
	if d.Profile == "" {
		return d
	}
	p, err := ProfileNamed(d.Profile)
	if err != nil {
		return d
	}
	base := p.Driver
	if len(d.Supports) == 0 && len(d.Ladder) == 0 && d.Register == 0 {
		d.Supports, d.Ladder, d.Register = base.Supports, base.Ladder, base.Register
	}
	d.Call = either(d.Call, base.Call)
	d.Build = either(d.Build, base.Build)
	d.Clone = either(d.Clone, base.Clone)
	d.SetOptions = either(d.SetOptions, base.SetOptions)
	d.SupportedRevision = either(d.SupportedRevision, base.SupportedRevision)
	d.Sends = append(d.Sends[:len(d.Sends):len(d.Sends)], base.Sends...)
	d.Understands = append(d.Understands[:len(d.Understands):len(d.Understands)], base.Understands...)
	d.Answers = append(d.Answers[:len(d.Answers):len(d.Answers)], base.Answers...)
	d.Exact = append(d.Exact[:len(d.Exact):len(d.Exact)], base.Exact...)
	d.Linked = append(d.Linked[:len(d.Linked):len(d.Linked)], base.Linked...)
	d.Skips = append(d.Skips[:len(d.Skips):len(d.Skips)], base.Skips...)
	d.Handlers.Omit = append(d.Handlers.Omit[:len(d.Handlers.Omit):len(d.Handlers.Omit)], base.Handlers.Omit...)
	d.Handlers.Add = append(d.Handlers.Add[:len(d.Handlers.Add):len(d.Handlers.Add)], base.Handlers.Add...)
	return d
}

func either[T comparable](own, other T) T {
	var zero T
	if own != zero {
		return own
	}
	return other
}
