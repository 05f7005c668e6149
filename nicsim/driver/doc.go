// Package driver describes drivers: which version they choose to register, what
// they send instead of what is right, which handlers they name.
//
// A [Driver] is a plain value. It is spelled as paths and values
// ([Driver.Set], [Driver.Pairs]), the same in objects, texts and links. What
// real drivers do is data: profiles.txt, cited by file and line. Nothing happens
// here; nicsim makes drivers act, and is what to read next.
package driver
