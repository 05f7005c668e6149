// Package figure draws traces and structures as HTML that needs no script: lists
// and grids with data- attributes, which pages make come alive. The app, the
// static pages and the documentation show the same drawing.
//
// [Trace] and [Bytes] are what most readers need; [Sequence], [Matrix] and [Compare]
// look at runs in other ways; [Diff], [Layout] and [Sheet] are tables of what the
// catalogue knows. Everything that goes into the text is
// escaped: names and values may come from a link that somebody sent.
package figure
