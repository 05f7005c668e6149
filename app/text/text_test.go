package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ndisplayground/ndis"
	"ndisplayground/ndis/export"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim"
	"ndisplayground/nicsim/driver"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

func TestBothLanguagesHaveTheSameNamesInTheSameOrder(t *testing.T) {
	en, ja := namesOf(enText), namesOf(jaText)
	if !slices.Equal(en, ja) {
		t.Errorf("English has\n%q\nJapanese\n%q", en, ja)
	}
	slices.Sort(en)
	for i := 1; i < len(en); i++ {
		if en[i] == en[i-1] {
			t.Errorf("%s stands twice", en[i])
		}
	}
}

func namesOf(text string) []string {
	var names []string
	for _, line := range ndis.DataLines(text) {
		name, _, _ := strings.Cut(line, " ")
		names = append(names, name)
	}
	return names
}

var argument = regexp.MustCompile(`\{[^}]*\}?|\}`)

// arguments are the {n} of a text, each once.
func arguments(text string) []string {
	all := argument.FindAllString(text, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

func TestBothLanguagesTakeTheSameArguments(t *testing.T) {
	for name, text := range english() {
		en, ja := arguments(text), arguments(japanese()[name])
		for i := range en {
			if want := "{" + strconv.Itoa(i+1) + "}"; en[i] != want {
				t.Errorf("%s takes %s in place of %s", name, en[i], want)
			}
		}
		if !slices.Equal(en, ja) {
			t.Errorf("%s takes %q in English, %q in Japanese", name, en, ja)
		}
		if text == "" || japanese()[name] == "" {
			t.Errorf("%s says nothing", name)
		}
	}
}

func TestOfPutsArgumentsInTheirPlaces(t *testing.T) {
	for _, lang := range rulebook.Langs() {
		got := Of("step-of", lang, "3", "12")
		if arguments(got) != nil || !strings.Contains(got, "3") || !strings.Contains(got, "12") || strings.Index(got, "3") > strings.Index(got, "12") {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if en, ja := Of("title", rulebook.English), Of("title", rulebook.Japanese); en == ja || en != english()["title"] {
		t.Errorf("%q, %q", en, ja)
	}
	if got := Of("no-such-name", rulebook.English, "x"); got != "" {
		t.Errorf("an unknown name says %q", got)
	}
}

// built are the names that code puts together: the part that it spells, and what
// comes before or behind.
func built() map[string][]string {
	all := map[string][]string{
		"pcap-":   {"choice", "how", "which", "receive", "together", "send", "wire", "out", "in", "drivers"},
		"theme-":  {"auto", "light", "dark"},
		"step-":   {"first", "back", "forward", "last", "trouble"},
		"mode-":   {negotiate.Documented.String(), negotiate.Observed.String()},
		"skip-":   driver.SkipWords,
		"page-":   {"playground", "catalogue", "rules"},
		"tool-":   {"sheet", "changes", "bytes"},
		"format-": export.Formats(),
		"verb-":   scenario.VerbNames(),
		"ask-":    nicsim.AskWords,
		"option-": options(),
		"about-":  append(options(), besides()...),
	}
	for _, e := range scenario.Library() {
		all["library-"] = append(all["library-"], e.Theme)
	}
	for _, kind := range []trace.PartyKind{trace.Miniport, trace.Filter, trace.Protocol, trace.Intermediate} {
		all["add-"] = append(all["add-"], kind.String())
	}
	return all
}

// options are what steps can say beside their arguments.
func options() (names []string) {
	s := scenario.New()
	s.AddDriver(trace.Miniport)
	texts := []string{"set OID_GEN_RECEIVE_SCALE_PARAMETERS", "set OID_TCP_TASK_IPSEC_OFFLOAD_V2_ADD_SA"}
	for _, verb := range scenario.VerbNames() {
		texts = append(texts, scenario.ExampleStep(verb))
	}
	for i, text := range texts {
		step, _ := scenario.ParseStep(text)
		s.Steps = append(s.Steps, step)
		for _, o := range s.OptionsOf(i) {
			names = append(names, o.Name)
		}
	}
	return names
}

func besides() (names []string) {
	for _, o := range scenario.Besides() {
		names = append(names, o.Name)
	}
	return names
}

func TestEachNameInCodeHasWordsAndEachWordItsName(t *testing.T) {
	code := readCode(t)
	unused := maps.Clone(english())
	for name, at := range code.said {
		if _, ok := english()[name]; !ok {
			t.Errorf("%s: there are no words for %q", at, name)
		}
		delete(unused, name)
	}
	for name := range unused {
		t.Errorf("nobody says %s", name)
	}
}

func TestNamesAreBuiltInKnownWays(t *testing.T) {
	parts := readCode(t).parts
	for part, at := range parts {
		if built()[part] == nil && part != "-do" {
			t.Errorf("%s: what names does %q begin?", at, part)
		}
	}
	for part := range built() {
		if _, ok := parts[part]; !ok {
			t.Errorf("nobody builds a name of %q", part)
		}
	}
}

func TestTextsGetAsManyArgumentsAsTheyTake(t *testing.T) {
	calls := readCode(t).calls
	for _, c := range calls {
		if want := len(arguments(english()[c.name])); c.arguments != want {
			t.Errorf("%s: %s takes %d arguments, gets %d", c.at, c.name, want, c.arguments)
		}
	}
	if len(calls) == 0 {
		t.Error("nobody says anything")
	}
}

// code is what the pages' code says.
type code struct {
	positions *token.FileSet
	files     []*ast.File
	consts    map[string]string // constants of the packages
	speakers  map[string]int    // functions that say one of their arguments, and which one
	said      map[string]token.Position
	parts     map[string]token.Position // of names that are put together
	calls     []call
}

// call is a text with its arguments.
type call struct {
	name      string
	arguments int
	at        token.Position
}

func readCode(t *testing.T) *code {
	t.Helper()
	c := &code{
		positions: token.NewFileSet(), consts: map[string]string{}, speakers: map[string]int{"say": 0, "Of": 0},
		said: map[string]token.Position{}, parts: map[string]token.Position{},
	}
	for _, folder := range []string{"..", "../../web/generate"} {
		if err := filepath.WalkDir(folder, c.read); err != nil {
			t.Fatal(err)
		}
	}
	for known := 0; known < len(c.speakers); {
		known = len(c.speakers)
		c.functions(c.findSpeakers)
	}
	c.functions(c.findNames)
	for _, file := range c.files {
		ast.Inspect(file, c.findNotices)
	}
	for part, ends := range built() {
		for _, end := range ends {
			c.said[part+end] = c.parts[part]
		}
	}
	return c
}

func (c *code) read(path string, _ fs.DirEntry, err error) error {
	if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || filepath.Base(filepath.Dir(path)) == "text" {
		return err
	}
	file, err := parser.ParseFile(c.positions, path, nil, 0)
	if err != nil {
		return err
	}
	c.files = append(c.files, file)
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Names) == len(spec.Values) {
			for i, name := range spec.Names {
				if value, ok := literal(spec.Values[i]); ok {
					c.consts[name.Name] = value
				}
			}
		}
		return true
	})
	return nil
}

func literal(e ast.Expr) (string, bool) {
	l, ok := e.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(l.Value)
	return text, err == nil
}

// functions visits the functions that are declared.
func (c *code) functions(visit func(*ast.FuncDecl)) {
	for _, file := range c.files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				visit(f)
			}
		}
	}
}

// speech visits what a function says: the expression that names it, and the call.
func (c *code) speech(f *ast.FuncDecl, visit func(name ast.Expr, call *ast.CallExpr)) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if i, ok := c.speakers[called(call)]; ok && i < len(call.Args) {
			visit(call.Args[i], call)
		}
		return true
	})
}

// called is the name of the function that is called; of Of, only text's.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); f.Sel.Name != "Of" || ok && x.Name == "text" {
			return f.Sel.Name
		}
	}
	return ""
}

// findSpeakers notes functions that hand a parameter on to one that says it.
func (c *code) findSpeakers(f *ast.FuncDecl) {
	c.speech(f, func(name ast.Expr, _ *ast.CallExpr) {
		if i := parameter(f, name); i >= 0 {
			c.speakers[f.Name.Name] = i
		}
	})
}

// parameter is the number of the function's parameter that an expression is, -1
// for none.
func parameter(f *ast.FuncDecl, e ast.Expr) int {
	identifier, ok := e.(*ast.Ident)
	if !ok {
		return -1
	}
	i := 0
	for _, field := range f.Type.Params.List {
		for _, name := range field.Names {
			if name.Name == identifier.Name {
				return i
			}
			i++
		}
	}
	return -1
}

// findNames notes the names that a function says.
func (c *code) findNames(f *ast.FuncDecl) {
	c.speech(f, func(name ast.Expr, call *ast.CallExpr) {
		switch e := name.(type) {
		case *ast.BinaryExpr:
			c.part(e)
		case *ast.SelectorExpr:
			c.field(f, e.Sel.Name)
		default:
			c.plain(e, call)
		}
	})
}

// plain notes a name that stands in a call, or a constant's.
func (c *code) plain(e ast.Expr, to *ast.CallExpr) {
	at := c.positions.Position(e.Pos())
	name, ok := literal(e)
	if identifier, isName := e.(*ast.Ident); isName {
		name, ok = c.consts[identifier.Name]
	}
	if !ok {
		return
	}
	c.said[name] = at
	if function := called(to); function == "say" {
		c.calls = append(c.calls, call{name, len(to.Args) - 1, at})
	}
}

func (c *code) part(e *ast.BinaryExpr) {
	for _, side := range []ast.Expr{e.X, e.Y} {
		if part, ok := literal(side); ok {
			c.parts[part] = c.positions.Position(e.Pos())
		}
	}
}

// field notes what that field is in the lists that the function goes through.
func (c *code) field(f *ast.FuncDecl, name string) {
	ast.Inspect(f.Body, func(n ast.Node) bool {
		l, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		list, ok := l.Type.(*ast.ArrayType)
		if !ok {
			return true
		}
		row, ok := list.Elt.(*ast.StructType)
		if !ok {
			return true
		}
		column := slices.IndexFunc(row.Fields.List, func(field *ast.Field) bool { return field.Names[0].Name == name })
		for _, element := range l.Elts {
			if cells, ok := element.(*ast.CompositeLit); ok && column >= 0 {
				if text, ok := literal(cells.Elts[column]); ok {
					c.said[text] = c.positions.Position(cells.Pos())
				}
			}
		}
		return true
	})
}

// findNotices notes the names of notices, and of the actions that they offer.
func (c *code) findNotices(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CompositeLit:
		if lastName(n.Type) == "Notice" {
			c.notice(n)
		}
	case *ast.AssignStmt:
		s, ok := n.Lhs[0].(*ast.SelectorExpr)
		if name, spelled := literal(n.Rhs[0]); ok && spelled && s.Sel.Name == "Name" && lastName(s.X) == "Notice" {
			c.said[name] = c.positions.Position(n.Pos())
		}
	}
	return true
}

func (c *code) notice(l *ast.CompositeLit) {
	fields := map[string]string{}
	for _, e := range l.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			fields[lastName(kv.Key)], _ = literal(kv.Value)
		}
	}
	at := c.positions.Position(l.Pos())
	if fields["Name"] != "" {
		c.said[fields["Name"]] = at
	}
	if _, offers := fields["Do"]; offers {
		c.said[fields["Name"]+"-do"] = at
	}
}

// lastName is the name that an expression ends in: Notice of view.Notice.
func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
