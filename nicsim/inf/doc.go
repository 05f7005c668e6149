// Package inf reads INF files, as far as a network card is set up by one: which
// devices a file installs, and with which keywords of the registry.
//
// [Parse] reads a whole file, or a part of one that somebody pasted; what is
// wrong in it is a list of [Problem] and stops nothing. [File.Install] follows a
// device to its sections and yields its keywords: their defaults, limits and
// choices, each with the line and column that it comes from. These two are what
// most readers need.
//
// Nothing here knows what a keyword means (nicsim/hardware does), copies files or
// decides which of several installs fits a machine. Include and the INF files of
// Windows are not read.
package inf
