package inf

import "strings"

// Device is a line of a [Models] section: a name, and what is installed for which
// hardware.
type Device struct {
	Name         string
	Manufacturer string
	Target       string   // what the models are for: "NTamd64.10.0", "" for any
	Install      string   // the section that installs it, without what is for one target
	IDs          []string // of the hardware, then of what is compatible
	At           Place
}

// Whole reports whether the device stands for a text that names none.
func (d Device) Whole() bool { return d.Install == "" }

const defaultInstall = "DefaultInstall"

// readDevices follows [Manufacturer] to the models.
func (f *File) readDevices() {
	if s := f.Section("Manufacturer"); s != nil {
		read := map[string]bool{}
		for _, l := range s.Lines {
			f.readManufacturer(l, read)
		}
	}
	if len(f.Devices) > 0 {
		return
	}
	if s := f.decorated(defaultInstall, ""); s != nil {
		f.Devices = []Device{{Name: s.Name, Install: defaultInstall, At: s.At}}
	} else if len(f.Sections) > 0 {
		f.Devices = []Device{{At: f.Sections[0].At}}
	}
}

// readManufacturer reads "Name = models, target, target"; without a key the name
// is the section's as well. Models are read once, whoever names them again.
func (f *File) readManufacturer(l Line, read map[string]bool) {
	models := f.resolved(l.Values[0])
	name := models.Text
	if l.Key.Given() {
		name = f.resolved(l.Key).Text
	}
	for i, target := range l.Values {
		section := models
		if target = f.resolved(target); i > 0 {
			section = Value{models.Text + "." + target.Text, target.At}
		} else if target.Text = ""; len(l.Values) > 1 && f.Section(models.Text) == nil {
			continue // there are models for targets alone
		}
		if key := strings.ToLower(section.Text); !read[key] {
			read[key] = true
			f.readModels(section, name, target.Text)
		}
	}
}

func (f *File) readModels(models Value, manufacturer, target string) {
	s := f.Section(models.Text)
	if s == nil {
		f.missing(models, "Manufacturer")
		return
	}
	for _, l := range s.Lines {
		if !l.Key.Given() {
			continue
		}
		install := f.resolved(l.Values[0])
		d := Device{Name: f.resolved(l.Key).Text, Manufacturer: manufacturer, Target: target, Install: install.Text, At: l.Key.At}
		for _, id := range l.Values[1:] {
			d.IDs = append(d.IDs, f.resolved(id).Text)
		}
		if f.decorated(install.Text, target) == nil {
			f.missing(install, models.Text)
		}
		f.Devices = append(f.Devices, d)
	}
}

// missing notes that no section has the name that a value says.
func (f *File) missing(name Value, referrer string) {
	if f.found.add(CodeSectionMissing, name.At, name.Text, referrer) {
		f.found.suggest(f.nearestSection(name.Text)...)
	}
}

// architectures are the endings that a section for one of them can have.
var architectures = []string{"NTamd64", "NTx86", "NTarm64", "NTarm", "NTia64"}

// decorated is the section that installs something on a target: the one for its
// architecture, for Windows NT, or for all; where no architecture is said, any.
func (f *File) decorated(install, target string) *Section {
	architecture, _, _ := strings.Cut(target, ".")
	endings := []string{"." + architecture, ".NT", ""}
	if architecture == "" || strings.EqualFold(architecture, "NT") {
		endings = []string{".NT", ""}
		for _, a := range architectures {
			endings = append(endings, "."+a)
		}
	}
	for _, ending := range endings {
		if s := f.Section(install + ending); s != nil && install != "" {
			return s
		}
	}
	return nil
}
