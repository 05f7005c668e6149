package compile

import (
	"path"
	"slices"
	"strings"
)

// modulePath is where our packages are.
const modulePath = "ndisplayground"

// asked are the names that the runtime itself asks for.
var asked = []string{"runtime.gopanic", "reflect.makeFuncStub", "reflect.methodValueCall"}

// withoutNames takes the names of the library's functions: a trace leaves them
// out, and names ours. A wrapper of a method keeps its name, as a call of it with
// a nil pointer is told by it.
func (f functions) withoutNames() {
	last := uint32(0) // where a name ends
	for _, fn := range f.each {
		name := f.name(fn)
		if isOurs(name) || slices.Contains(asked, name) || fn[funcID] == idWrapper && strings.Contains(name, "(*") {
			last = fn.word(funcName) + uint32(len(name))
			continue
		}
		clear(f.names[fn.word(funcName):][:len(name)])
		fn.set(funcName, last)
	}
}

// isOurs says whether a function is of this module, or of a main package.
func isOurs(name string) bool {
	name, _, _ = strings.Cut(name, "[")
	folder, last := path.Split(name)
	return strings.HasPrefix(folder, modulePath+"/") || folder == "" && strings.HasPrefix(last, "main.")
}
