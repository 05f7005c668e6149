package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/driver"
)

// The ways in which a driver comes to the version that it registers.
const (
	ChoiceEvery    = "every"
	ChoiceSupports = "supports"
	ChoiceRegister = "register"
	ChoiceLadder   = "ladder"
)

// ChoiceOf is the way that a driver takes.
func ChoiceOf(d *driver.Driver) string {
	switch {
	case d.Register != 0:
		return ChoiceRegister
	case len(d.Ladder) > 0:
		return ChoiceLadder
	case len(d.Supports) > 0:
		return ChoiceSupports
	}
	return ChoiceEvery
}

// form is what a driver does, to be changed.
func (m *Model) form(l layer) app.UI {
	parts := []app.UI{m.profiles(l), m.choice(l)}
	parts = append(parts, m.choiceFields(l)...)
	parts = append(parts, m.entries(l), m.more(l), m.moving(l))
	return el("div", attrs{"class", "form"}, parts...)
}

func (m *Model) profiles(l layer) app.UI {
	options := []option{{none, m.say("profile-none")}}
	hint := ""
	for _, p := range driver.ProfilesOf(l.Kind.Party) {
		options = append(options, option{p.ID, p.Title})
		if p.ID == l.Driver.Profile {
			hint = p.Source
		}
	}
	return m.selecting(control{path: l.Path + ".profile", label: m.say("profile"), hint: hint}, either(l.Driver.Profile, none), options)
}

func either(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}

func (m *Model) choice(l layer) app.UI {
	every := m.say("choice-every")
	if l.Driver.Profile != "" {
		every = m.say("choice-profile")
	}
	return m.selecting(control{do: "choice", arg: l.Path, label: m.say("choice")}, ChoiceOf(l.Driver), []option{
		{ChoiceEvery, every}, {ChoiceSupports, m.say("choice-supports")}, {ChoiceRegister, m.say("choice-register")}, {ChoiceLadder, m.say("choice-ladder")},
	})
}

// choiceFields are the fields of the way that the driver takes.
func (m *Model) choiceFields(l layer) []app.UI {
	switch ChoiceOf(l.Driver) {
	case ChoiceSupports:
		return m.supports(l)
	case ChoiceRegister:
		return []app.UI{m.writing(control{path: l.Path + ".register", label: m.say("register"), hint: m.say("register-hint")}, l.Driver.Register.String(), "6.20", "versions")}
	case ChoiceLadder:
		return m.ladder(l)
	}
	return nil
}

// supports: one range has two selects, several are text.
func (m *Model) supports(l layer) []app.UI {
	if len(l.Driver.Supports) > 1 {
		var ranges []string
		for _, r := range l.Driver.Supports {
			ranges = append(ranges, r.String())
		}
		return []app.UI{words("p", "hint", strings.Join(ranges, ", "))}
	}
	r := l.Driver.Supports[0]
	return []app.UI{el("div", attrs{"class", "pair"},
		m.selecting(control{do: "first", arg: l.Path, label: m.say("from")}, versionText(r.First), m.ends("open-first")),
		m.selecting(control{do: "last", arg: l.Path, label: m.say("to")}, versionText(r.Last), m.ends("open-last")))}
}

func versionText(v ndis.Version) string {
	if v == 0 {
		return none
	}
	return v.String()
}

func (m *Model) ends(open string) []option {
	all := []option{{none, m.say(open)}}
	for _, v := range ndis.Versions() {
		all = append(all, option{v.String(), v.String()})
	}
	return all
}

func (m *Model) ladder(l layer) []app.UI {
	var rungs []app.UI
	for i, r := range l.Driver.Ladder {
		n := strconv.Itoa(i)
		rungs = append(rungs, el("div", attrs{"class", "row"},
			m.writing(control{path: l.Path + ".ladder[" + n + "]", label: m.say("rung", strconv.Itoa(i+1))}, r.String(), "6.83.. host", ""),
			m.editing("remove-rung", l.Path+" "+n, "×", "aria-label", m.say("remove-rung", strconv.Itoa(i+1)), "class", "small")))
	}
	return append(rungs, words("p", "hint", m.say("ladder-hint")), m.editing("add-rung", l.Path, m.say("add-rung")))
}

// entries lists what the driver sends instead of what is right.
func (m *Model) entries(l layer) app.UI {
	if len(l.Driver.Sends) == 0 {
		return words("p", "hint", m.say("sends-none"))
	}
	var rows []app.UI
	for i := range l.Driver.Sends {
		text := l.Driver.Sends[i].String()
		rows = append(rows, el("li", attrs{}, words("code", "", text),
			m.editing("remove-entry", l.Path+" "+strconv.Itoa(i), "×", "aria-label", m.say("remove-entry", text), "class", "small")))
	}
	return el("div", attrs{"class", "entries"}, words("h3", "", m.say("sends")), el("ul", attrs{}, rows...))
}

// more is what is seldom changed.
func (m *Model) more(l layer) app.UI {
	d, at := l.Driver, l.Path
	parts := []app.UI{
		words("summary", "", m.say("more")),
		m.selecting(control{path: at + ".call", label: m.say("call"), hint: m.say("call-hint")}, callText(d), []option{
			{none, m.say("by-version")}, {"5", l.Kind.LegacyCall}, {"6", l.Kind.Call},
		}),
		m.selecting(control{path: at + ".build", label: m.say("build"), hint: m.say("build-hint")}, versionText(d.Build), m.ends("by-highest")),
		m.checking(control{path: at + ".driverObject", label: m.say("driver-object")}, "null", d.DriverObjectNull),
		m.returns(l, "setOptions", m.say("set-options"), d.SetOptions),
		m.returns(l, "driverEntry", m.say("driver-entry"), d.DriverEntry),
		m.skipping(l, "deregistration"),
		m.handlers(l),
	}
	parts = append(parts, m.asked(l)...)
	switch l.Kind.Party {
	case trace.Miniport:
		parts = append(parts, m.miniportMore(l)...)
	case trace.Filter:
		name := ""
		if d.UniqueName != nil {
			name = *d.UniqueName
		}
		parts = append(parts, m.writing(control{path: at + ".uniqueName", label: m.say("unique-name"), hint: m.say("unique-name-hint")}, name, "", ""))
	case trace.Protocol:
		parts = append(parts,
			m.writing(control{path: at + ".opens", label: m.say("opens"), hint: m.say("opens-hint")}, d.Opens, "", ""),
			m.writing(control{path: at + ".media", label: m.say("media"), hint: m.say("media-hint")}, strings.Join(d.Media, " "), "", ""))
	}
	return el("details", attrs{"class", "more"}, parts...)
}

func callText(d *driver.Driver) string {
	if d.Call == 0 {
		return none
	}
	return strconv.Itoa(d.Call)
}

func (m *Model) miniportMore(l layer) []app.UI {
	parts := []app.UI{m.returns(l, "initialize", m.say("initialize"), l.Driver.Initialize)}
	for _, what := range driver.SkipWords {
		if what != "deregistration" { // which other drivers can leave out, too
			parts = append(parts, m.skipping(l, what))
		}
	}
	return append(parts, m.writing(control{path: l.Path + ".linked", label: m.say("linked"), hint: m.say("linked-hint")}, strings.Join(l.Driver.Linked, " "), "", ""))
}

// skipping is what a driver leaves out.
func (m *Model) skipping(l layer, what string) app.UI {
	return m.checking(control{do: "skip", arg: l.Path + " " + what, label: m.say("skip-" + what)}, what, l.Driver.Skip(what))
}

// returns is a status that one of the driver's functions returns.
func (m *Model) returns(l layer, key, label string, status *ndis.Status) app.UI {
	text := ""
	if status != nil {
		text = status.String()
	}
	return m.writing(control{path: l.Path + "." + key, label: label}, text, "NDIS_STATUS_SUCCESS", "statuses")
}

// asked is how the driver deals with requests and with what it is handed.
func (m *Model) asked(l layer) []app.UI {
	d, at := l.Driver, l.Path
	parts := []app.UI{
		m.writing(control{path: at + ".exact", label: m.say("exact"), hint: m.say("exact-hint")}, strings.Join(d.Exact, " "), "", ""),
		m.writing(control{path: at + ".supportedRevision", label: "SupportedRevision", hint: m.say("supported-hint")}, d.SupportedRevision.String(), "honest", ""),
	}
	if l.Kind.Party == trace.Filter {
		parts = append(parts, m.checking(control{path: at + ".clone", label: m.say("clone")}, "copies", d.Clone == "copies"))
	}
	for _, a := range d.Answers {
		parts = append(parts, m.writing(control{path: at + ".answers." + a.OID, label: m.say("answers", a.OID)}, a.Status.String(), "", "statuses"))
	}
	return append(parts, m.writing(control{do: "add-answer", arg: at, label: m.say("add-answer"), hint: m.say("answer-hint")}, "", "OID_GEN_STATISTICS NDIS_STATUS_PENDING", ""))
}

// handlers lets the driver leave handlers out.
func (m *Model) handlers(l layer) app.UI {
	parts := []app.UI{words("summary", "", m.say("handlers"))}
	for _, handler := range driver.HandlerNames(l.Kind.Characteristics) {
		parts = append(parts, m.checking(control{do: "handler", arg: l.Path + " " + handler, label: handler}, handler, l.Driver.Names(l.Kind.Party, handler)))
	}
	return el("details", attrs{"class", "more"}, parts...)
}

// moving removes a driver, or changes a filter's place.
func (m *Model) moving(l layer) app.UI {
	var parts []app.UI
	if l.Kind.Party == trace.Filter && l.Party.Kind == trace.Filter {
		index := strconv.Itoa(l.Party.Index - 1)
		if l.Party.Index > 1 {
			parts = append(parts, m.editing("up", index, m.say("up")))
		}
		if l.Party.Index < len(m.Scenario.Filters) {
			parts = append(parts, m.editing("down", index, m.say("down")))
		}
	}
	parts = append(parts, m.editing("remove", l.Path, m.say("remove"), "class", "danger"))
	return el("div", attrs{"class", "row end"}, parts...)
}

// lists are the suggestions that fields offer.
func (m *Model) lists() app.UI {
	var versions, statuses []app.UI
	for _, v := range ndis.Versions() {
		versions = append(versions, el("option", attrs{"value", v.String()}))
	}
	for _, name := range []ndis.Status{ndis.StatusFailure, ndis.StatusResources, ndis.StatusNotSupported, ndis.StatusBadVersion, ndis.StatusPending} {
		statuses = append(statuses, el("option", attrs{"value", name.String()}))
	}
	return el("div", attrs{"hidden", "true"},
		el("datalist", attrs{"id", "versions"}, versions...),
		el("datalist", attrs{"id", "statuses"}, statuses...))
}
