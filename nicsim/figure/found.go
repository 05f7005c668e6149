package figure

import (
	"ndisplayground/ndis/search"
	"ndisplayground/nicsim/rulebook"
)

// Found draws what a search found as the options of a listbox: result-0,
// result-1; the chosen one is selected. Options carry data-go, their address.
func Found(results []search.Result, chosen int, lang rulebook.Lang) string {
	p := &page{}
	for i, r := range results {
		p.open("li", "role", "option", "id", "result-"+number(i), "aria-selected", when(i == chosen, "true", "false"), "data-go", Fragment(r))
		p.tag("span", rulebook.Label("kind-"+r.Kind.String(), lang), "class", "kind")
		p.tag("code", resultName(r))
		p.tag("span", when(r.Value != "", r.Value, r.Detail), "class", "detail")
		p.close("li")
	}
	return p.String()
}

func resultName(r search.Result) string {
	if r.Kind == search.Member {
		return r.Structure + "." + string(r.Path)
	}
	return r.Name
}
