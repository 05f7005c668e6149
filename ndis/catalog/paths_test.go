package catalog_test

import (
	"errors"
	"go/ast"
	"go/build"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
)

const (
	root   = "../.."
	module = "ndisplayground"
)

// program is the module's code, tests excepted, with its types.
type program struct {
	positions *token.FileSet
	library   types.Importer
	packages  map[string]*code
}

// code is a package with what its expressions are.
type code struct {
	*types.Package
	info types.Info
}

// theProgram is what the browser gets, and what that stands on.
var theProgram = sync.OnceValues(func() (*program, error) {
	positions := token.NewFileSet()
	p := &program{positions, importer.ForCompiler(positions, "source", nil), map[string]*code{}}
	var all error
	for _, folder := range []string{"ndis", "nicsim", "app", "wasm/api", "wasm/playground"} {
		all = errors.Join(all, filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				err = p.add(path)
			}
			return err
		}))
	}
	return p, all
})

// add reads the package of a folder, if there is one.
func (p *program) add(folder string) error {
	if files, err := filepath.Glob(filepath.Join(folder, "*.go")); len(files) == 0 {
		return err
	}
	inside, err := filepath.Rel(root, folder)
	if err != nil {
		return err
	}
	_, err = p.Import(module + "/" + filepath.ToSlash(inside))
	return err
}

// errForeign stands for packages of others. They are not read: the types that
// come from them stay unknown.
var errForeign = errors.New("of another module")

// Import finds a package for the type checker.
func (p *program) Import(path string) (*types.Package, error) {
	inside, ours := strings.CutPrefix(path, module+"/")
	switch {
	case ours && p.packages[path] != nil:
		return p.packages[path].Package, nil
	case ours:
		return p.check(path, filepath.Join(root, filepath.FromSlash(inside)))
	case strings.Contains(path, "."):
		return nil, errForeign
	}
	return p.library.Import(path)
}

func (p *program) check(path, folder string) (*types.Package, error) {
	files, err := p.parse(folder)
	if err != nil {
		return nil, err
	}
	c := &code{info: types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
	config := types.Config{Importer: p, Error: func(error) {}} // all of them are passed over, the first is returned
	c.Package, err = config.Check(path, p.positions, files, &c.info)
	p.packages[path] = c
	ours := strings.HasPrefix(path, module+"/ndis") || strings.HasPrefix(path, module+"/nicsim")
	if ours && path != module+"/nicsim/capture" {
		return c.Package, err
	}
	return c.Package, nil // go-app, safejs and the pcap library are missing
}

// parse reads the files of a package, those of the browser's build where no other
// has any.
func (p *program) parse(folder string) ([]*ast.File, error) {
	native, browser := build.Default, build.Default
	browser.GOOS, browser.GOARCH = "js", "wasm"
	listed, err := native.ImportDir(folder, 0)
	if _, none := errors.AsType[*build.NoGoError](err); none {
		listed, err = browser.ImportDir(folder, 0)
	}
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range listed.GoFiles {
		file, err := parser.ParseFile(p.positions, filepath.Join(folder, name), nil, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// constants are the constants of a type, each with a place where it stands.
func (c *code) constants(of func(types.Type) bool) map[string]token.Pos {
	all := map[string]token.Pos{}
	for expression, is := range c.info.Types {
		if is.Value != nil && is.Value.Kind() == constant.String && of(is.Type) {
			all[constant.StringVal(is.Value)] = expression.Pos()
		}
	}
	return all
}

func isPath(t types.Type) bool { return t.String() == module+"/ndis.Path" }

// structures are those that the package names, and those that the packages that
// it imports name; all where there is none.
func (p *program) structures(c *code) []*catalog.Structure {
	var own []*catalog.Structure
	for _, of := range append(c.Imports(), c.Package) {
		other := p.packages[of.Path()]
		if other == nil {
			continue
		}
		for name := range other.constants(func(types.Type) bool { return true }) {
			if slices.Contains(catalog.Names(), name) {
				own = append(own, catalog.MustLookup(name))
			}
		}
	}
	if own == nil {
		return catalog.All()
	}
	return own
}

// members are the paths of structures, on any architecture and in any version.
func members(t *testing.T, structures []*catalog.Structure) map[ndis.Path]bool {
	t.Helper()
	all := map[ndis.Path]bool{}
	for _, s := range structures {
		for _, arch := range ndis.Archs() {
			for _, version := range ndis.Versions() {
				if version < max(s.Since, arch.Since()) {
					continue
				}
				layout, err := s.Layout(catalog.Options{Arch: arch, Version: version})
				if err != nil {
					t.Fatal(err)
				}
				for _, slot := range layout.Slots {
					all[slot.Path] = true
				}
			}
		}
	}
	return all
}

// names reports whether a path is a member; where code puts a path together, the
// beginning of one ends with a dot, and the end of one begins with a dot or an index.
func names(members map[ndis.Path]bool, path string) bool {
	if outer, ok := strings.CutSuffix(path, "."); ok {
		return members[ndis.Path(outer)]
	}
	if strings.HasPrefix(path, ".") || strings.HasPrefix(path, "[") {
		return slices.ContainsFunc(slices.Collect(maps.Keys(members)), func(m ndis.Path) bool { return strings.HasSuffix(string(m), path) })
	}
	return members[ndis.Path(path)]
}

func TestMembersNamedInCodeExist(t *testing.T) {
	p, err := theProgram()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, c := range p.packages {
		paths := c.constants(isPath)
		if len(paths) == 0 {
			continue
		}
		known := members(t, append(p.structures(c), catalog.MustLookup("NDIS_OFFLOAD"))) // one that has a header, for paths of headers
		for path, at := range paths {
			if path == "" || path == "." {
				continue // no member, and what stands between two
			}
			found++
			if !names(known, path) {
				t.Errorf("%s: no structure that %s names has %q", p.positions.Position(at), c.Path(), path)
			}
		}
	}
	if found == 0 {
		t.Error("the code names no member")
	}
}

func TestStructuresNamedInCodeExist(t *testing.T) {
	p, err := theProgram()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, c := range p.packages {
		for expression := range c.info.Types {
			call, ok := expression.(*ast.CallExpr)
			if !ok || !c.calls(call, catalogPath, "MustLookup") {
				continue
			}
			if name := c.info.Types[call.Args[0]].Value; name != nil {
				found++
				if !slices.Contains(catalog.Names(), constant.StringVal(name)) {
					t.Errorf("%s: there is no %s", p.positions.Position(call.Pos()), name)
				}
			}
		}
	}
	if found == 0 {
		t.Error("the code names no structure")
	}
}

const catalogPath = module + "/ndis/catalog"

// calls reports whether a call is one of that function.
func (c *code) calls(call *ast.CallExpr, path, name string) bool {
	called := call.Fun
	if s, ok := called.(*ast.SelectorExpr); ok {
		called = s.Sel
	}
	identifier, ok := called.(*ast.Ident)
	if !ok {
		return false
	}
	f, ok := c.info.Uses[identifier].(*types.Func)
	return ok && f.Name() == name && f.Pkg() != nil && f.Pkg().Path() == path
}
