package negotiate

import (
	_ "embed"
	"strings"
	"sync"

	"ndisplayground/ndis"
	"ndisplayground/ndis/trace"
)

//go:embed passes.txt
var passesText string

// Pass is a structure that a kind of driver passes to NDIS, and the function.
type Pass struct {
	Kind            trace.PartyKind
	Structure, Call string
}

// Passes lists the structures that drivers pass to NDIS.
var Passes = sync.OnceValue(func() []Pass {
	var all []Pass
	for _, line := range ndis.DataLines(passesText) {
		f := strings.Fields(line)
		for _, kind := range Kinds() {
			if kind.Party.String() == f[0] {
				all = append(all, Pass{kind.Party, f[1], f[2]})
			}
		}
	}
	return all
})
