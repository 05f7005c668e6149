package page

import (
	"strconv"
	"strings"

	"ndisplayground/app/view"
	"ndisplayground/nicsim/hardware"
	"ndisplayground/nicsim/inf"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// openBytes opens a file: an INF file, whatever its encoding, or a scenario's text.
func (p *Playground) openBytes(bytes []byte) {
	if text := string(bytes); !strings.Contains(text, "\x00") && !view.IsINF(text) {
		p.openAs(text)
		return
	}
	p.openINF(bytes)
}

// openINF shows what an INF file says, in the dialog.
func (p *Playground) openINF(bytes []byte) {
	var languages []string
	if p.model.Lang == rulebook.Japanese {
		languages = []string{"0411"}
	}
	file, problems := inf.Parse(bytes, languages...)
	p.model.INF, p.model.Capture = &view.INF{File: file, Problems: problems}, nil
	openDialog(view.OpenID)
}

// chooseDevice takes the keywords of another device.
func (p *Playground) chooseDevice(c call) {
	if n, err := strconv.Atoi(c.value); err == nil && p.model.INF != nil && n >= 0 && n < len(p.model.INF.File.Devices) {
		p.model.INF.Device = n
	}
}

// useINF makes the keywords of an INF file the card's; what the registry has
// besides stays.
func (p *Playground) useINF(call) {
	if p.model.INF == nil {
		return
	}
	settings, _ := p.model.INF.Settings(p.model.Lang)
	closeDialog(view.OpenID)
	p.model.INF = nil
	p.model.Driver = "nic"
	p.change(func(s *scenario.Scenario) {
		var kept []hardware.Setting
		for _, k := range s.Keywords {
			if !strings.HasPrefix(k.Name, "*") {
				kept = append(kept, k)
			}
		}
		s.Keywords = append(settings, kept...)
	})
}
