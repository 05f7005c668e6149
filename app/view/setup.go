package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"ndisplayground/ndis"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/nicsim/rulebook"
)

// setup is the machine: which host, which architecture, which mode.
func (m *Model) setup() app.UI {
	return el("section", attrs{"class", "setup", "aria-label", m.say("setup")},
		m.selecting(control{path: "host", label: m.say("host")}, m.Scenario.Host.String(), hosts()),
		m.selecting(control{path: "host", arg: "windows", label: m.say("windows"), hint: m.otherReleases()}, m.Scenario.Host.String(), windows()),
		m.choosing(control{path: "arch", label: m.say("arch")}, m.Scenario.Arch.String(), archs()),
		m.choosing(control{path: "mode", label: m.say("mode"), hint: m.say("mode-" + m.Scenario.EffectiveMode().String())}, m.Scenario.EffectiveMode().String(), m.modes()),
	)
}

// simulated are the versions of which there are hosts.
func simulated() []ndis.Release {
	var all []ndis.Release
	for _, r := range ndis.Releases() {
		if r.Version >= ndis.V50 {
			all = append(all, r)
		}
	}
	return all
}

func hosts() []option {
	var all []option
	for _, r := range simulated() {
		all = append(all, option{r.Version.String(), "NDIS " + r.Version.String()})
	}
	return newestFirst(all)
}

func windows() []option {
	var all []option
	for _, r := range simulated() {
		all = append(all, option{r.Version.String(), strings.Join(r.Windows(), ", ")})
	}
	return newestFirst(all)
}

func newestFirst(all []option) []option {
	for i, j := 0, len(all)-1; i < j; i, j = i+1, j-1 {
		all[i], all[j] = all[j], all[i]
	}
	return all
}

// otherReleases says which Windows other sources name for the host.
func (m *Model) otherReleases() string {
	for _, r := range ndis.Releases() {
		if r.Version != m.Scenario.Host || len(r.Docs) == 0 {
			continue
		}
		var others []string
		for _, source := range []struct {
			name     string
			releases []string
		}{{"source-header", r.Header}, {"source-intro", r.Intro}} {
			if len(source.releases) > 0 && strings.Join(source.releases, ", ") != strings.Join(r.Docs, ", ") {
				others = append(others, m.say(source.name, strings.Join(source.releases, ", ")))
			}
		}
		return strings.Join(others, " · ")
	}
	return ""
}

func archs() []option {
	var all []option
	for _, a := range ndis.Archs() {
		all = append(all, option{a.String(), a.String()})
	}
	return all
}

func (m *Model) modes() []option {
	var all []option
	for _, mode := range []negotiate.Mode{negotiate.Documented, negotiate.Observed} {
		all = append(all, option{mode.String(), rulebook.Mode(mode.String(), m.Lang)})
	}
	return all
}
