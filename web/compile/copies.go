package compile

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// modfileName is a go.mod beside the overlay.
const modfileName = "go.mod"

// modfile writes a go.mod by which modules are read from copies, in which the
// packages with a stand-in are ours: go build -overlay does not reach into the
// cache of modules. copied: there are such packages.
func (p Program) modfile(folder string) (copied bool, err error) {
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		return false, err
	}
	done := map[string]bool{}
	for _, pkg := range p.StandIns {
		if inLibrary(pkg) {
			continue
		}
		m, err := moduleOf(pkg)
		if err != nil {
			return false, err
		}
		to := filepath.Join(folder, path.Base(m.name))
		if !done[m.name] {
			done[m.name] = true
			mod = append(mod, "\nreplace "+m.name+" => "+to+"\n"...)
			if err := p.copyModule(m, to); err != nil {
				return false, err
			}
		}
		file := path.Base(pkg) + ".go"
		if err := copyFile(filepath.Join("wasm/overlay", path.Base(pkg), file), filepath.Join(to, strings.TrimPrefix(pkg, m.name), file)); err != nil {
			return false, err
		}
	}
	if err := os.WriteFile(filepath.Join(folder, modfileName), mod, 0o644); err != nil {
		return false, err
	}
	return len(done) > 0, copyFile("go.sum", filepath.Join(folder, "go.sum"))
}

// inLibrary reports whether a package is of the standard library.
func inLibrary(pkg string) bool { return !strings.Contains(strings.Split(pkg, "/")[0], ".") }

// moduleFile is a module, and where its go.mod is.
type moduleFile struct{ name, file string }

func moduleOf(pkg string) (moduleFile, error) {
	text, err := exec.Command("go", "list", "-f", "{{.Module.Path}}\t{{.Module.GoMod}}", pkg).Output()
	name, file, _ := strings.Cut(strings.TrimSpace(string(text)), "\t")
	return moduleFile{name, file}, err
}

// copyModule copies the packages of a module that the program needs, but for
// those that have a stand-in.
func (p Program) copyModule(m moduleFile, to string) error {
	if err := copyFile(m.file, filepath.Join(to, modfileName)); err != nil {
		return err
	}
	list := exec.Command("go", "list", "-deps", "-f", `{{$p := .}}{{range .GoFiles}}{{$p.ImportPath}}{{"\t"}}{{$p.Dir}}{{"\t"}}{{.}}{{"\n"}}{{end}}`, p.Package)
	list.Env = browser()
	files, err := list.Output()
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(files)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		below, within := strings.CutPrefix(f[0]+"/", m.name+"/")
		if len(f) < 3 || !within || slices.Contains(p.StandIns, f[0]) {
			continue
		}
		if err := copyFile(filepath.Join(f[1], f[2]), filepath.Join(to, below, f[2])); err != nil {
			return err
		}
	}
	return nil
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}
