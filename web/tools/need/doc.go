// Package need is for tests that ask other programs, compilers and such, which may
// not be there: [Tool]. Browsers are asked for in web/e2e.
package need
