// Package text has the words of the pages' own controls, in English and in
// Japanese. What rules, errors and figures say stands in nicsim/rulebook.
//
// [Of] is all there is to it; en.txt and ja.txt are the data.
package text
