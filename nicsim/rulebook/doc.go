// Package rulebook has the words: what each rule says and why, where it is
// written, how sure that is, and what each mistake of a caller means; in English
// and in Japanese.
//
// Facts about rules are data (rules.txt), words are data (en.txt, ja.txt); an
// event's own facts go into them in place of {name}. [Explain] is what most
// readers need, [Error] the other. Every word below the pages' own controls
// stands here, so that two surfaces never say two things.
package rulebook
