// Package oid is what NDIS knows of OID requests: which requests an object
// identifier takes, on which path, with what in the buffer, and who answers.
//
// [Of] says what is expected of an OID, from requests.txt; [Judge.Admit] is NDIS
// deciding whether a request may travel at all. How a request then travels
// through filters, and what drivers make of it, is nicsim's.
//
// Read request.go, then admit.go.
package oid
