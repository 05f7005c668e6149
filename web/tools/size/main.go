package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"ndisplayground/web/compile"
)

// Budgets in bytes, behind brotli.
const (
	appBudget     = 1_220_000
	apiBudget     = 900_000
	captureBudget = 290_000
)

func main() {
	site := flag.String("site", "build/site", "folder of the built site")
	flag.Parse()
	if err := report(*site); err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		os.Exit(1)
	}
}

// weight is what a program weighs, in bytes.
type weight struct{ raw, gzip, brotli int }

// report prints a line for each program, and fails above a budget.
func report(site string) error {
	dir, err := os.MkdirTemp("", "size")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	stock := filepath.Join(dir, "empty.wasm")
	if err := (compile.Program{Package: "./web/tools/size/empty"}).Build(stock); err != nil {
		return err
	}
	page, err := filepath.Glob(filepath.Join(site, "playground-????????.wasm"))
	if err != nil || len(page) != 1 {
		return fmt.Errorf("%s has %d programs for its pages, want 1 (make build writes it)", site, len(page))
	}
	fmt.Printf("%-36s %12s %12s %12s %12s\n", "bytes", "raw", "gzip -9", "brotli -11", "budget")
	return errors.Join(
		line("an empty go-app page, stock", stock, 0),
		line("app: the pages' program", page[0], appBudget),
		line("api: ndis.wasm", filepath.Join(site, "api", "ndis.wasm"), apiBudget),
		line("api: capture.wasm", filepath.Join(site, "api", "capture.wasm"), captureBudget),
	)
}

// line prints what a file weighs; a budget of 0 is none.
func line(name, file string, budget int) error {
	w, err := weigh(file)
	if err != nil {
		return err
	}
	limit := ""
	if budget > 0 {
		limit = grouped(budget)
	}
	fmt.Printf("%-36s %12s %12s %12s %12s\n", name, grouped(w.raw), grouped(w.gzip), grouped(w.brotli), limit)
	if budget > 0 && w.brotli > budget {
		return fmt.Errorf("%s is %s bytes over its budget", name, grouped(w.brotli-budget))
	}
	return nil
}

func weigh(file string) (w weight, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return w, err
	}
	w.raw = len(text)
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return w, err
	}
	if _, err := z.Write(text); err != nil {
		return w, err
	}
	if err := z.Close(); err != nil {
		return w, err
	}
	w.gzip = packed.Len()
	w.brotli, err = brotli(file)
	return w, err
}

// brotli is a file's length behind brotli; Node's default is the best quality.
func brotli(file string) (int, error) {
	const script = `const fs = require("fs"), zlib = require("zlib"); const text = fs.readFileSync(process.argv[1]);` +
		`console.log(zlib.brotliCompressSync(text, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: text.length } }).length)`
	out, err := exec.Command("node", "-e", script, file).Output()
	if err != nil {
		return 0, fmt.Errorf("node: %w", err)
	}
	return strconv.Atoi(strings.TrimSpace(string(out)))
}

// grouped is a number with its thousands set apart.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
