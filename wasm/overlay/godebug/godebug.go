//go:build js && wasm

package godebug

// Setting is a setting of GODEBUG.
type Setting struct{ name string }

// New is the setting of a name; a # before it says that it is not documented.
func New(name string) *Setting { return &Setting{name} }

// Name is the setting's name.
func (s *Setting) Name() string {
	if s.Undocumented() {
		return s.name[1:]
	}
	return s.name
}

// Undocumented says whether Go's documentation leaves the setting out.
func (s *Setting) Undocumented() bool { return s.name != "" && s.name[0] == '#' }

// String is the setting as GODEBUG would have it.
func (s *Setting) String() string { return s.Name() + "=" }

// Value is empty: the default.
func (s *Setting) Value() string { return "" }

// IncNonDefault counts nothing.
func (s *Setting) IncNonDefault() {}
