package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAProgramOverItsBudgetFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "program.wasm")
	if err := os.WriteFile(file, []byte(strings.Repeat("abcdefgh", 1000)), 0o644); err != nil {
		t.Fatal(err)
	}
	w, err := weigh(file)
	if err != nil {
		t.Fatal(err)
	}
	if w.raw != 8000 || w.gzip >= 200 || w.brotli >= w.gzip || w.brotli < 10 {
		t.Errorf("got %+v", w)
	}
	for budget, fails := range map[int]bool{0: false, w.brotli: false, w.brotli - 1: true} {
		if err := line("a program", file, budget); (err != nil) != fails {
			t.Errorf("budget %d: %v", budget, err)
		}
	}
	if err := line("none", file+"x", 0); err == nil {
		t.Error("a program that is not there weighs nothing")
	}
}

func TestNumbersAreGrouped(t *testing.T) {
	for n, want := range map[int]string{7: "7", 750: "750", 1000: "1,000", 1300000: "1,300,000"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
