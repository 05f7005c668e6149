package view

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// attrs are attributes as pairs of name and value; one of the name "" is left
// out. go-app drops empty values, so none may mean something.
type attrs []string

// el makes an element. All are made by app.Elem, inputs too: each typed element
// of go-app that is used costs the download some kilobytes.
func el(tag string, a attrs, children ...app.UI) app.UI {
	e := app.Elem(tag)
	for i := 0; i+1 < len(a); i += 2 {
		if a[i] != "" {
			e = e.Attr(a[i], a[i+1])
		}
	}
	return e.Body(children...)
}

// words is an element that holds text alone.
func words(tag, class, text string) app.UI {
	return el(tag, attrs{"class", class}, app.Text(text))
}

// lines is a list of texts.
func lines(class string, texts []string) app.UI {
	var items []app.UI
	for _, text := range texts {
		items = append(items, words("li", "", text))
	}
	return el("ul", attrs{"class", class}, items...)
}

func when(holds bool, then, otherwise string) string {
	if holds {
		return then
	}
	return otherwise
}

func flag(holds bool) string { return when(holds, "true", "false") }

// id makes an element's id of a path.
func id(path string) string {
	return "in-" + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, path)
}
