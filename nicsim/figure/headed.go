package figure

import (
	"ndisplayground/ndis"
	"ndisplayground/ndis/catalog"
	"ndisplayground/ndis/negotiate"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/rulebook"
)

// RightHeader is the header that is right for a revision of a structure, 0 for the
// newest, passed in the structure's own kind of call; false where the structure
// does not say its revision in a header.
func RightHeader(s *catalog.Structure, revision int, arch ndis.Arch, mode negotiate.Mode) (negotiate.Headed, bool) {
	h := negotiate.Headed{Structure: s, Arch: arch, Mode: mode, Call: negotiate.CallFor(s.Name)}
	r, ok := s.Newest()
	if revision != 0 {
		r, ok = s.Revision(revision)
	}
	if !ok || !s.Versioned() {
		return h, false
	}
	size, err := s.Size(catalog.Options{Arch: arch, Revision: r.Number})
	if err != nil || s.LastVersion(r) < arch.Since() {
		return h, false
	}
	wanted, _ := s.ObjectType()
	h.Header = ndis.ObjectHeader{Type: wanted, Revision: uint8(r.Number), Size: uint16(size)}
	return h, true
}

// Headed draws what NDIS makes of a header: a row for each host, a cell for each
// version that its driver has registered, with the revision that is read. Cells
// are those of [Matrix]; each carries data-do, option-is, and what of the address
// names it, for which [HeadedWhy] says more.
func Headed(h negotiate.Headed, lang rulebook.Lang) string {
	judged := h.Grid()
	g := grid{page: &page{}, lang: lang, label: "headed", hosts: judged.Hosts, versions: judged.Versions}
	for row, host := range judged.Hosts {
		var squares []square
		for column, version := range judged.Versions {
			squares = append(squares, headedSquare(h, judged.Cells[row][column], host, version, lang))
		}
		g.squares = append(g.squares, squares)
	}
	g.draw()
	return g.String()
}

func headedSquare(h negotiate.Headed, r negotiate.Result, host, version ndis.Version, lang rulebook.Lang) square {
	option := "cell " + version.String() + " on " + host.String()
	if version > host {
		label := rulebook.Label("above-host", lang)
		return square{verdict: trace.Rejected, above: true, ending: label, title: label, option: option}
	}
	s := square{verdict: r.Verdict, text: when(r.Used > 0, number(r.Used), ""), title: rulebook.Explain(judged(h, host, version), lang).Title, option: option}
	if r.Status != nil {
		s.ending = r.Status.String()
	}
	return s
}

// judged is the event in which NDIS judges the header; one that is above the host
// is not even registered.
func judged(h negotiate.Headed, host, version ndis.Version) *trace.Event {
	sent := &negotiate.Sent{
		Structure: h.Structure, From: trace.Party{Kind: trace.Miniport}, To: trace.Party{Kind: trace.NDIS},
		Object: trace.NoObject, Header: h.Header, Available: int(h.Header.Size),
	}
	for _, pass := range negotiate.Passes() {
		if pass.Structure == h.Structure.Name && sent.Call == "" {
			sent.From.Kind, sent.Call = pass.Kind, pass.Call
		}
	}
	j := &negotiate.Judge{Recorder: &trace.Recorder{}, Host: host, Arch: h.Arch, Mode: h.Mode}
	j.Pass(sent, h.Call, version)
	return j.Last()
}

// HeadedWhy draws why NDIS judges a header as it does, on a host and from a driver
// of a version; book is the address of the page of rules.
func HeadedWhy(h negotiate.Headed, host, version ndis.Version, lang rulebook.Lang, book string) string {
	p := &page{}
	p.tag("p", rulebook.Label("headed-cell", lang, host.String(), version.String()), "class", "which")
	if version > host {
		p.tag("p", rulebook.Label("above-host", lang), "class", "says")
		p.rule("registration.version-above-host", book)
		return p.String()
	}
	e := judged(h, host, version)
	x := rulebook.Explain(e, lang)
	p.open("p", "class", "says")
	p.tag("span", x.Verdict, "class", "mark "+e.Verdict.String())
	p.tag("span", " "+x.Title)
	p.close("p")
	if e.Call != "" {
		p.tag("p", x.Text)
	}
	p.open("dl")
	if e.Status != nil {
		p.known("kind-status", e.Status.String()+" ("+e.Status.Hex()+")", lang)
	}
	p.known("why", x.Why, lang)
	p.known("fix", x.Fix, lang)
	p.known("but", x.But, lang)
	p.close("dl")
	p.rule(e.Rule, book)
	return p.String()
}
