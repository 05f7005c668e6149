package view

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/inf"
	"ndisplayground/nicsim/rulebook"
)

// INF is an INF file that was opened: which of its devices is to give the keywords
// is still to be said.
type INF struct {
	File     *inf.File
	Problems []inf.Problem
	Device   int
}

// IsINF reports whether a text is an INF file, or a part of one: no other text that
// can be opened has sections.
func IsINF(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimLeft(line, " \t\ufeff")
		if strings.HasPrefix(line, "[") || len(line) > 4 && strings.EqualFold(line[:3], "HKR") {
			return true
		}
	}
	return false
}

// Settings are the keywords of the device that is chosen, and what is wrong in the
// file, in words.
func (f *INF) Settings(lang rulebook.Lang) (settings []hardware.Setting, wrong []Fault) {
	for i := range f.Problems {
		wrong = append(wrong, faultOf(&f.Problems[i], lang))
	}
	if f.Device >= len(f.File.Devices) {
		return nil, wrong
	}
	install, problems := f.File.Install(f.File.Devices[f.Device])
	for i := range problems {
		wrong = append(wrong, faultOf(&problems[i], lang))
	}
	settings, remarks := hardware.FromInstall(install)
	for _, e := range remarks {
		line, _, _ := strings.Cut(e.At, ":")
		wrong = append(wrong, Fault{line, rulebook.Error(e, lang)})
	}
	return settings, wrong
}

// Fault is something wrong on a line, in words.
type Fault struct{ Line, Text string }

func faultOf(p *inf.Problem, lang rulebook.Lang) Fault {
	e := ndis.NewError(ndis.Code(p.Code), p.Args...).Suggest(p.Suggestions...)
	return Fault{strconv.Itoa(int(p.At.Line)), rulebook.Error(e, lang)}
}

// infFile is what was found in an INF file, and the way to use it.
func (m *Model) infFile() []app.UI {
	if m.INF == nil {
		return nil
	}
	settings, wrong := m.INF.Settings(m.Lang)
	parts := []app.UI{words("h3", "", m.say("inf-found", strconv.Itoa(len(settings))))}
	if len(m.INF.File.Devices) > 1 {
		parts = append(parts, m.selecting(control{do: "inf-device", label: m.say("inf-device")}, strconv.Itoa(m.INF.Device), m.infDevices()))
	}
	var texts []string
	for _, s := range settings {
		texts = append(texts, s.Name+" = "+s.Value)
	}
	parts = append(parts, lines("names inf-settings", texts))
	if len(settings) > 0 {
		parts = append(parts, words("p", "hint", m.say("inf-hint")),
			el("div", attrs{"class", "row end"}, m.editing("inf-use", "", m.say("inf-use"), "class", "primary")))
	}
	if len(wrong) > 0 {
		texts = nil
		for _, f := range wrong {
			texts = append(texts, m.say("inf-line", f.Line, f.Text))
		}
		parts = append(parts, words("h3", "", m.say("inf-problems", strconv.Itoa(len(wrong)))), lines("inf-problems", texts))
	}
	return []app.UI{el("div", attrs{"class", "inf", "role", "group", "aria-label", "INF"}, parts...)}
}

// infDevices names the devices by what installs them.
func (m *Model) infDevices() (options []option) {
	for i, d := range m.INF.File.Devices {
		label := d.Name
		if d.Target != "" {
			label += " · " + d.Target
		}
		options = append(options, option{strconv.Itoa(i), label + " · [" + d.Install + "]"})
	}
	return options
}
