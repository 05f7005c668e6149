package hardware

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/codec"
)

// Profile is a card that is known by name; the rulebook holds its title.
type Profile struct {
	Name   string
	Source string   // where its capabilities are from, "" for one that is made up
	Doubt  string   // what the source leaves open, and what was assumed
	Breaks []Breach // rules of companions.txt that it does not obey

	media        string
	linkSpeed    uint64
	capabilities []capability
}

// Breach is a rule that a card breaks, and why that is no mistake here.
type Breach struct{ Rule, Why string }

// capability is a line of nics.txt: a member of NDIS_OFFLOAD, its value, and the
// registered versions for which it counts.
type capability struct {
	path  ndis.Path
	value uint64
	at    ndis.Range
}

//go:embed nics.txt
var nicsText string

var profiles = sync.OnceValue(func() []Profile {
	var all []Profile
	sets := map[string]*Profile{} // capabilities that several cards share
	var last *Profile
	for number, line := range ndis.DataLines(nicsText) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		value = strings.TrimSpace(value)
		switch {
		case line[0] == '\t':
			if err := last.add(key, value, sets); err != nil {
				panic("nics.txt:" + strconv.Itoa(number) + ": " + err.Error())
			}
		case key == "set":
			last = &Profile{}
			sets[value] = last
		default:
			all = append(all, Profile{Name: value})
			last = &all[len(all)-1]
		}
	}
	return all
})

func (p *Profile) add(key, value string, sets map[string]*Profile) (err error) {
	switch key {
	case "source":
		p.Source = value
	case "doubt":
		p.Doubt = value
	case "media":
		p.media = value
	case "linkSpeed":
		p.linkSpeed, _ = ndis.ParseNumber(value, 64)
	case "with":
		set := sets[value]
		if set == nil {
			return ndis.NewError(CodeProfileUnknown, value)
		}
		p.capabilities = append(p.capabilities, set.capabilities...)
	case "breaks":
		rule, why, _ := strings.Cut(value, " ")
		p.Breaks = append(p.Breaks, Breach{rule, strings.TrimSpace(why)})
	default:
		return p.addCapability(key, value)
	}
	return nil
}

func (p *Profile) addCapability(key, value string) (err error) {
	value, at, limited := strings.Cut(value, "  at ")
	c := capability{path: ndis.Path(key)}
	if limited {
		if c.at, err = ndis.ParseRange(at); err != nil {
			return err
		}
	}
	c.value, err = valueOf(codec.Assignment{Path: c.path, Text: value})
	p.capabilities = append(p.capabilities, c)
	return err
}

// excuse is why the card breaks a rule, "" where it does not say.
func (p *Profile) excuse(rule string) string {
	for _, b := range p.Breaks {
		if b.Rule == rule {
			return b.Why
		}
	}
	return ""
}

// Profiles lists the cards.
func Profiles() []Profile { return profiles() }

// Names lists the names of the cards.
func Names() []string {
	var names []string
	for _, p := range profiles() {
		names = append(names, p.Name)
	}
	return names
}

func profileNamed(name string) (*Profile, *ndis.Error) {
	if name == "" {
		name = Reference
	}
	for i := range profiles() {
		if profiles()[i].Name == name {
			return &profiles()[i], nil
		}
	}
	return nil, ndis.NewError(CodeProfileUnknown, name).Suggest(Names()...)
}
