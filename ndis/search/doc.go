// Package search finds structures, members, OIDs, statuses, constants, object
// types, versions and macros by whatever somebody remembers of them: a name with
// or without its prefix, the beginnings of its words ("off enc"), a part of it, a
// value (0xC0010005, 3221291013, -1073676283), a member's path, a name with a slip.
//
// Most readers need [Find] and [Prepare]. The index is made from the texts of the
// catalogue when it is first asked for, without parsing a structure; a keystroke
// then is one walk over it. Making it takes as long as ten keystrokes: whoever has
// idle moments before the first one calls Prepare in them, when the program has
// loaded or when the field of the search is entered. Where names come from is a table in sources.go. What people read beside
// a result is not here: that is nicsim/rulebook's and the pages'.
package search
