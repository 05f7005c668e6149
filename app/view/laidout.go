package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/codec"
	"ndisplayground/ndis/export"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// structure is where a structure's members lie, what differs from another
// revision or version, and the structure in other languages.
func (c *Catalogue) structure(s *catalog.Structure) []app.UI {
	parts := []app.UI{words("h3", "", c.say("layout")), c.choosingLayout(s)}
	var layouts []*catalog.Layout
	var refused string
	for _, arch := range []ndis.Arch{ndis.X86, ndis.X64} {
		l, err := s.Layout(c.layoutOptions(arch))
		if err != nil {
			refused = rulebook.Error(err.(*ndis.Error), c.Lang)
			continue
		}
		layouts = append(layouts, l)
	}
	if len(layouts) == 0 {
		return append(parts, words("p", "refused", refused))
	}
	last := layouts[len(layouts)-1]
	parts = append(parts,
		c.wide("layout", c.say("layout"), func() string { return figure.Layout(layouts, c.Lang) }),
		c.wide("constants", c.say("constants"), func() string { return figure.Constants(last, c.Lang) }))
	parts = append(parts, c.accepted(s)...)
	parts = append(parts, c.comparing(s, last)...)
	parts = append(parts, c.exporting(last)...)
	return append(parts, c.ways(s, last))
}

func (c *Catalogue) layoutOptions(arch ndis.Arch) catalog.Options {
	return catalog.Options{Arch: arch, Revision: c.Place.number("revision"), Version: c.Place.version("version", 0)}
}

func (c *Catalogue) choosingLayout(s *catalog.Structure) app.UI {
	var fields []app.UI
	if len(s.Revisions) > 0 {
		fields = append(fields, c.choosing("revision", c.say("revision"), append([]option{{none, c.say("newest")}}, revisionOptions(s)...)))
	}
	fields = append(fields, c.choosing("version", c.say("as-of"), append([]option{{none, c.say("newest-version")}}, versionsSince(s.Since)...)))
	return el("div", attrs{"class", "row fields"}, fields...)
}

func revisionOptions(s *catalog.Structure) []option {
	var options []option
	for _, r := range s.Revisions {
		options = append(options, option{strconv.Itoa(r.Number), strconv.Itoa(r.Number)})
	}
	return options
}

func versionsSince(first ndis.Version) []option {
	var options []option
	for _, v := range ndis.Versions() {
		if v >= first {
			options = append(options, option{v.String(), "NDIS " + v.String()})
		}
	}
	return options
}

// comparing shows what differs from another revision, version or architecture.
func (c *Catalogue) comparing(s *catalog.Structure, l *catalog.Layout) []app.UI {
	options := []option{{none, c.say("nothing")}, {"x86", "x86"}}
	for _, r := range s.Revisions {
		options = append(options, option{"revision " + strconv.Itoa(r.Number), c.say("revision") + " " + strconv.Itoa(r.Number)})
	}
	options = append(options, versionsSince(s.Since)...)
	parts := []app.UI{words("h3", "", c.say("compare")), c.choosing("against", c.say("against"), options)}
	other, err := s.Layout(c.against(l))
	if c.Place.option("against") == "" {
		return parts
	}
	if err != nil {
		return append(parts, words("p", "refused", rulebook.Error(err.(*ndis.Error), c.Lang)))
	}
	return append(parts, c.wide("diff", c.say("compare"), func() string { return figure.Diff(other, l, c.Lang) }))
}

// against is the layout that the chosen one is compared with.
func (c *Catalogue) against(l *catalog.Layout) catalog.Options {
	text := c.Place.option("against")
	if arch, err := ndis.ParseArch(text); err == nil {
		return catalog.Options{Arch: arch, Revision: l.Revision, Version: c.Place.version("version", 0)}
	}
	if v, err := ndis.ParseVersion(text); err == nil {
		return catalog.Options{Arch: l.Arch, Version: v}
	}
	number, _ := ndis.ParseNumber(strings.TrimPrefix(text, "revision "), 16)
	return catalog.Options{Arch: l.Arch, Revision: int(number)}
}

// exporting is the structure, empty but for its header, in another language.
func (c *Catalogue) exporting(l *catalog.Layout) []app.UI {
	var options []option
	for _, f := range export.Formats() {
		options = append(options, option{f, c.say("format-" + f)})
	}
	format := c.Place.option("format")
	if format == "" {
		format = options[0].value
	}
	parts := []app.UI{words("h3", "", c.say("export")),
		c.selecting(control{do: "option", arg: "format", label: c.say("language-of")}, format, options)}
	text, err := exported(l, format)
	if err != nil {
		return append(parts, words("p", "refused", rulebook.Error(err.(*ndis.Error), c.Lang)))
	}
	return append(parts,
		el("textarea", attrs{"id", "exported", "rows", "12", "readonly", "true", "spellcheck", "false", "aria-label", c.say("export"), "data-value", "=" + text}),
		el("div", attrs{"class", "row end"}, c.button("copy", "exported", c.say("copy-text")), c.button("download", "exported", c.say("download")), c.noticed()))
}

func exported(l *catalog.Layout, format string) (string, error) {
	bytes, err := codec.Encode(l, nil)
	if err != nil {
		return "", err
	}
	return export.Write(format, codec.Decode(l, bytes))
}

// ways lead to the structure's bytes, and to drivers that pass it.
func (c *Catalogue) ways(s *catalog.Structure, l *catalog.Layout) app.UI {
	bytes := Place{Name: "bytes"}.With("structure", s.Name).With("revision", c.Place.option("revision")).With("version", c.Place.option("version"))
	parts := []app.UI{el("a", attrs{"href", bytes.String()}, app.Text(c.say("open-bytes")))}
	for _, p := range negotiate.Passes() {
		if p.Structure != s.Name {
			continue
		}
		sc := scenario.New()
		sc.Host = max(l.Version, ndis.V60)
		sc.AddDriver(p.Kind)
		link := c.playground() + sc.Link()
		parts = append(parts, el("a", attrs{"href", link, "data-page", "playground"}, app.Text(c.say("open-playground", rulebook.Label("driver-"+p.Kind.String(), c.Lang), sc.Host.String()))))
	}
	return el("p", attrs{"class", "ways"}, parts...)
}
