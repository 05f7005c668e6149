package main

import (
	"fmt"
	"html"
	"strings"

	"ndisplayground/app"
	"ndisplayground/app/page"
	"ndisplayground/app/text"
	"ndisplayground/ndis/trace"
	"ndisplayground/nicsim/figure"
	"ndisplayground/nicsim/rulebook"
	"ndisplayground/nicsim/scenario"
)

// policy is what pages may load: themselves, and WebAssembly.
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'"

// page is a page as it is sent: what it is about, and a figure that can be read
// before the program has arrived. The program draws in place of the first
// element of the body.
func (s *site) page(r app.Route) string {
	say := func(name string, args ...string) string { return html.EscapeString(text.Of(name, r.Lang, args...)) }
	base := r.Root()
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html>
<html lang="%s">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="%s">
<title>%s</title>
<meta name="description" content="%s">
<link rel="icon" href="%s" type="image/svg+xml">
<link rel="stylesheet" href="%s">
<link rel="preload" as="fetch" crossorigin href="%s">
`, r.Lang, policy, html.EscapeString(r.Title()), say("tagline"), base+s.hashed["icon.svg"], base+s.hashed["style.css"], base+s.hashed["playground.wasm"])
	for _, lang := range rulebook.Langs() {
		fmt.Fprintf(&b, "<link rel=\"alternate\" hreflang=\"%s\" href=\"%s\">\n", lang, base+r.In(lang).Path)
	}
	b.WriteString("</head>\n<body>\n")
	b.WriteString(s.reading(r, say))
	fmt.Fprintf(&b, "\n<script src=\"%s\" data-base=\"%s\" data-wasm=\"%s\" data-captures=\"%s\" data-captures-wasm=\"%s\" data-worker=\"%s\" data-failed=\"%s\" data-stopped=\"%s\" data-reload=\"%s\"></script>\n</body>\n</html>\n",
		base+s.hashed["boot.js"], base, base+s.hashed["playground.wasm"], base+s.hashed["capture.js"], base+s.hashed["capture.wasm"], base+"worker.js", say("load-failed", "{1}"), say("stopped"), say("reload"))
	return b.String()
}

// reading is what can be read at once.
func (s *site) reading(r app.Route, say func(string, ...string) string) string {
	var b strings.Builder
	b.WriteString(`<div class="page"><header class="top"><h1>` + say("title") + `</h1><p class="tagline">` + say("tagline") + `</p>` + links(r, say) + `</header>`)
	b.WriteString(`<p id="boot" class="boot" role="status">` + say("loading") + `</p><noscript><p class="boot failed">` + say("no-script") + `</p></noscript>`)
	b.WriteString(`<main class="reading">` + contents[r.Page](r.Lang, say) + `</main><footer><p>` + say("footer-facts") + `</p></footer></div>`)
	return b.String()
}

// links lead to the other pages, without a script too.
func links(here app.Route, say func(string, ...string) string) string {
	var b strings.Builder
	b.WriteString(`<nav aria-label="` + say("pages") + `">`)
	for _, r := range app.Routes() {
		if r.Lang == here.Lang {
			fmt.Fprintf(&b, `<a href="%s" data-page="%s">%s</a> `, here.Root()+r.Path, r.Page, say("page-"+r.Page))
		}
	}
	for _, lang := range rulebook.Langs() {
		if lang != here.Lang {
			fmt.Fprintf(&b, `<a href="%s" lang="%s" hreflang="%s" data-language="%s">%s</a>`, here.Root()+here.In(lang).Path, lang, lang, lang, say("language"))
		}
	}
	return b.String() + `</nav>`
}

// contents are what can be read on each page.
var contents = map[string]func(rulebook.Lang, func(string, ...string) string) string{
	"playground": happening,
	"catalogue":  declared,
	"rules":      known,
}

// happening is the scenario that the playground opens with, how it ends, and a
// structure of it.
func happening(lang rulebook.Lang, say func(string, ...string) string) string {
	t, _ := scenario.Run(page.Beginning())
	return `<section class="happens"><h2>` + say("happens") + `</h2><p class="hint">` + say("example-of") + `</p>` +
		figure.Summary(t, lang) + figure.Trace(t, figure.TraceOptions{Lang: lang, Book: "rules/"}) + `</section>` + structure(t, lang, say)
}

// declared is the list of all structures.
func declared(lang rulebook.Lang, say func(string, ...string) string) string {
	return `<section class="catalogue"><h2>` + say("all-structures") + `</h2><p class="hint">` + say("catalogue-about") + `</p>` + figure.Families(lang) + `</section>`
}

// known is the whole rulebook.
func known(lang rulebook.Lang, say func(string, ...string) string) string {
	return `<section class="catalogue rulebook"><h2>` + say("rules-all") + `</h2><p class="hint">` + say("rules-about") + `</p>` +
		figure.Rulebook(figure.RuleOptions{Lang: lang, Playground: "../"}) + `</section>`
}

// structure is the first report of the miniport's offloads.
func structure(t *trace.Trace, lang rulebook.Lang, say func(string, ...string) string) string {
	v, err := figure.Look(t.Objects[page.FirstReport(t)])
	if err != nil {
		panic(err) // the run's own objects can be looked at
	}
	return `<section class="structure"><h2>` + say("structure") + `</h2><p><code>` + v.Object.Structure + `</code></p>` +
		figure.Bytes(v, figure.BytesOptions{Lang: lang}) + `</section>`
}

// notFound is what servers send for addresses that do not exist. They send it
// for any path, so it loads nothing.
func (s *site) notFound() string {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>404</title>\n</head>\n<body>\n")
	for _, r := range app.Routes() {
		fmt.Fprintf(&b, "<p lang=\"%s\">%s</p>\n", r.Lang, html.EscapeString(text.Of("not-found", r.Lang)))
	}
	b.WriteString("</body>\n</html>\n")
	return b.String()
}
