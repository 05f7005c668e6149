package figure

import (
	"slices"
	"strings"

	"ndisplayground/ndis/search"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
)

// Finds is what was found: in the catalogue, and below that in the book of rules,
// whose page's address is Book.
type Finds struct {
	Results []search.Result
	Rules   []trace.Rule
	Book    string
}

// Len is how many things were found.
func (f Finds) Len() int { return len(f.Results) + len(f.Rules) }

// Found draws what a search found as the options of a listbox: result-0,
// result-1; the chosen one is selected. Options carry data-go, their address.
func Found(f Finds, chosen int, lang rulebook.Lang) string {
	p := &page{}
	for i, r := range f.Results {
		p.found(i, chosen, Fragment(r), rulebook.Label("kind-"+r.Kind.String(), lang), resultName(r), when(r.Value != "", r.Value, r.Detail))
	}
	for i, rule := range f.Rules {
		p.found(len(f.Results)+i, chosen, f.Book+RuleFragment(rule), rulebook.Label("kind-rule", lang), string(rule), rulebook.Title(rule, lang))
	}
	return p.String()
}

func (p *page) found(i, chosen int, address, kind, name, detail string) {
	p.open("li", "role", "option", "id", "result-"+number(i), "aria-selected", when(i == chosen, "true", "false"), "data-go", address)
	p.tag("span", kind, "class", "kind")
	p.tag("code", name)
	p.tag("span", detail, "class", "detail")
	p.close("li")
}

func resultName(r search.Result) string {
	if r.Kind == search.Member {
		return r.Structure + "." + string(r.Path)
	}
	return r.Name
}

// FindRules lists up to limit rules in which all words of a query stand: first
// those that have them in their names, then in their titles as well, then in the
// paragraphs that they cover and in what those are about. It takes two letters, or
// a character of Japanese.
func FindRules(query string, limit int, lang rulebook.Lang) []trace.Rule {
	parts := strings.Fields(strings.ToLower(query))
	if len(strings.Join(parts, "")) < 2 {
		return nil
	}
	var found [3][]trace.Rule
	rules := rulebook.Rules()
	for i := range rules {
		if rank := rankOf(&rules[i], parts, lang); rank < len(found) {
			found[rank] = append(found[rank], rules[i].Name)
		}
	}
	all := slices.Concat(found[0], found[1], found[2])
	return all[:min(limit, len(all))]
}

// rankOf is how near to its name a rule has all words: 0 to 2, and 3 where it has
// not.
func rankOf(r *rulebook.Rule, parts []string, lang rulebook.Lang) int {
	text := ""
	for rank, more := range []string{string(r.Name), rulebook.Title(r.Name, lang), paragraphs(r, lang)} {
		text += " " + strings.ToLower(more)
		if !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(text, part) }) {
			return rank
		}
	}
	return 3
}

// paragraphs are those that a rule covers, and what the parts of the list are
// about that they stand in.
func paragraphs(r *rulebook.Rule, lang rulebook.Lang) string {
	text := ""
	for _, paragraph := range r.Covers {
		text += " " + paragraph + " " + rulebook.Label("part-"+paragraph[:1], lang)
	}
	return text
}
