// Package negotiate holds the rules by which NDIS and its drivers agree on
// versions and revisions: which version a driver may register, and what a
// reader makes of a structure's header.
//
// A rule is a row of a table: a name, a condition, a verdict, a status. The
// first row that holds decides; it becomes an event in the trace, and callers
// branch on that event's verdict. Rows name facts, never numbers: those come
// from the structure's bytes and from the catalogue.
//
// Most readers need [Judge.Register] (a driver registers), [Judge.Pass] (NDIS
// reads what a driver passes) and [Judge.Receive] (a driver reads what it is
// given); [Sheet] lists what a registered version requires. Where documents and shipping Windows part, [Mode] decides. What the
// rules mean, in words, is nicsim/rulebook's; read nicsim next.
package negotiate
