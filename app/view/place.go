package view

import (
	"net/url"
	"strings"

	"ndisplayground/ndis"
)

// Place is what the catalogue's address says: a subject's name or a tool's, and
// options behind a "?": "#NDIS_OFFLOAD?revision=2".
type Place struct {
	Name    string
	Options url.Values
}

// ParsePlace reads a fragment. What cannot be read is taken as it stands.
func ParsePlace(fragment string) Place {
	name, query, _ := strings.Cut(strings.TrimPrefix(fragment, "#"), "?")
	if plain, err := url.PathUnescape(name); err == nil {
		name = plain
	}
	options, _ := url.ParseQuery(query) // what it can read it returns
	return Place{name, options}
}

// String is the fragment.
func (p Place) String() string {
	text := "#" + url.PathEscape(p.Name)
	if query := p.Options.Encode(); query != "" {
		text += "?" + query
	}
	return text
}

// With is the place with an option changed; "" takes it back.
func (p Place) With(name, value string) Place {
	options := url.Values{}
	for key, values := range p.Options {
		options[key] = values
	}
	options.Del(name)
	if value != "" {
		options.Set(name, value)
	}
	return Place{p.Name, options}
}

func (p Place) option(name string) string { return p.Options.Get(name) }

// number is an option that is a number, 0 where it is none.
func (p Place) number(name string) int {
	n, ok := ndis.ParseNumber(p.option(name), 16)
	if !ok {
		return 0
	}
	return int(n)
}

// version is an option that is a version, or another one.
func (p Place) version(name string, otherwise ndis.Version) ndis.Version {
	v, err := ndis.ParseVersion(p.option(name))
	if err != nil {
		return otherwise
	}
	return v
}

// arch is the option of that name, x64 unless it says otherwise.
func (p Place) arch() ndis.Arch {
	a, err := ndis.ParseArch(p.option("arch"))
	if err != nil {
		return ndis.X64
	}
	return a
}
