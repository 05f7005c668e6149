//go:build js && wasm

package fips140

// Enabled: never in a browser.
const Enabled = false

// CAST would test an algorithm once.
func CAST(string, func() error) {}

// PCT would test a pair of keys.
func PCT(string, func() error) {}

// RecordApproved would note the use of an algorithm.
func RecordApproved() {}

// RecordNonApproved would note the use of another one.
func RecordNonApproved() {}

// Supported would say why the platform cannot be checked.
func Supported() error { return nil }
