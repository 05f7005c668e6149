package compile

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Program is a main package for the browser.
type Program struct {
	Package  string   // "./wasm/api"
	StandIns []string // packages from outside that wasm/overlay has a stand-in for
	Small    bool     // all that makes it small at the cost of speed or line numbers
}

// The programs.
var (
	App = Program{"./wasm/playground", []string{"encoding/json", "internal/godebug", "net/http", "regexp"}, true}
	API = Program{"./wasm/api", []string{"embed", "fmt", "internal/godebug"}, true}
	// Capture reads and writes capture files.
	Capture = Program{"./wasm/capture", []string{"compress/gzip", "fmt", "internal/godebug", "net", "github.com/gopacket/gopacket", "github.com/gopacket/gopacket/layers"}, true}
)

// swift are the packages that are inlined all the same: they read and write
// members byte by byte, or look through every name; and what is called at each
// step of that (the library's, too: what was compiled without inlining is inlined
// nowhere).
var swift = []string{
	"encoding/binary", "internal/runtime/maps",
	"ndisplayground/ndis/catalog", "ndisplayground/ndis/codec", "ndisplayground/ndis/search",
}

// plain leaves out of Go's runtime what makes large heaps and many processors
// faster: here it only weighs.
const plain = "nogreenteagc,nosizespecializedmalloc"

// Build compiles the program into a file. It runs in the module's folder.
func (p Program) Build(out string) error {
	folder, err := p.overlay()
	defer os.RemoveAll(folder)
	if err != nil {
		return err
	}
	copied, err := p.modfile(folder)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil { // go build would take what is slim already for up to date
		return err
	}
	args := []string{"build", "-trimpath", "-ldflags=-s -w", "-overlay", filepath.Join(folder, overlayName), "-o", out}
	if copied {
		args = append(args, "-modfile="+filepath.Join(folder, modfileName))
	}
	if p.Small {
		args = append(args, "-gcflags=all=-l")
		for _, pkg := range swift {
			args = append(args, "-gcflags="+pkg+"=")
		}
	}
	cmd := exec.Command("go", append(args, p.Package)...)
	cmd.Env = browser()
	if p.Small {
		cmd.Env = append(cmd.Env, "GOEXPERIMENT="+plain)
	}
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build %s: %w\n%s", p.Package, err, output)
	}
	if p.Small {
		return slimFile(out)
	}
	return nil
}

func slimFile(name string) error {
	program, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	program, err = slim(program)
	if err != nil {
		return err
	}
	return os.WriteFile(name, program, 0o644)
}

// overlay writes what tells go build what to read in whose place, into a folder
// of its own.
func (p Program) overlay() (folder string, err error) {
	if folder, err = os.MkdirTemp("", "overlay"); err != nil {
		return "", err
	}
	replace, err := p.replaced(folder)
	if err != nil {
		return folder, err
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return folder, err
	}
	return folder, os.WriteFile(filepath.Join(folder, overlayName), text, 0o644)
}

const overlayName = "overlay.json"

// replaced are the files that stand in for others; those that are made for this
// build are in the folder.
func (p Program) replaced(folder string) (map[string]string, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	library := filepath.Join(root, "src")
	replace := map[string]string{}
	for _, pkg := range p.StandIns {
		if !inLibrary(pkg) {
			continue
		}
		if err := standIn(replace, filepath.Join(library, filepath.FromSlash(pkg))); err != nil {
			return nil, err
		}
	}
	if !p.Small {
		return replace, nil
	}
	ours, err := filepath.Abs(filepath.Join("wasm", "overlay", "sync", "oncefunc.go"))
	if err != nil {
		return nil, err
	}
	replace[filepath.Join(library, "sync", "oncefunc.go")] = ours
	if err := withoutSelfTests(replace, filepath.Join(library, "crypto", "internal")); err != nil {
		return nil, err
	}
	return replace, withoutFastFloats(replace, library, folder)
}

// withoutSelfTests takes from Go's cryptography what only FIPS 140-3 asks for, and
// what only that needs.
func withoutSelfTests(replace map[string]string, folder string) error {
	for _, file := range []string{"aes", "aes/gcm", "hmac", "sha256", "sha512", "sha3"} {
		replace[filepath.Join(folder, "fips140", filepath.FromSlash(file), "cast.go")] = ""
	}
	nonces, err := filepath.Abs(filepath.Join("wasm", "overlay", "gcm", "gcm_nonces.go"))
	if err != nil {
		return err
	}
	replace[filepath.Join(folder, "fips140", "aes", "gcm", "gcm_nonces.go")] = nonces
	for _, pkg := range []string{"fips140", "fips140only"} {
		if err := standIn(replace, filepath.Join(folder, pkg)); err != nil {
			return err
		}
	}
	return nil
}

// withoutFastFloats has numbers with a point written and read the slow way that
// the library has for its tests, and for what its fast way cannot do: for the
// fast one it brings all powers of ten along.
func withoutFastFloats(replace map[string]string, library, folder string) error {
	const fast, slow = "\nvar optimize = true ", "\nconst optimize = false "
	file := filepath.Join(library, "internal", "strconv", "atof.go")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if strings.Count(string(text), fast) != 1 {
		return fmt.Errorf("%s has another switch for its fast way than %q", file, fast)
	}
	replace[file] = filepath.Join(folder, "atof.go")
	return os.WriteFile(replace[file], []byte(strings.Replace(string(text), fast, slow, 1)), 0o644)
}

// standIn maps the Go files of a library's folder to nothing, and our file into
// it.
func standIn(replace map[string]string, folder string) error {
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		return err
	}
	for _, file := range files {
		replace[file] = ""
	}
	name := filepath.Base(folder)
	ours, err := filepath.Abs(filepath.Join("wasm", "overlay", name, name+".go"))
	replace[filepath.Join(folder, name+".go")] = ours
	return err
}

// Root is GOROOT.
func Root() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	return strings.TrimSpace(string(out)), err
}

// browser is the environment of a build for the browser.
func browser() []string { return append(os.Environ(), "GOOS=js", "GOARCH=wasm") }

// Exec is Go's own wasm_exec.js with its licence.
func Exec() (script, licence string, err error) {
	root, err := Root()
	if err != nil {
		return "", "", err
	}
	js, err := os.ReadFile(filepath.Join(root, "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return "", "", err
	}
	text, err := os.ReadFile(filepath.Join(root, "LICENSE"))
	return string(js), string(text), err
}

// Licence is the text of a module's licence.
func Licence(module string) (string, error) {
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), "LICENSE"))
	return string(text), err
}
