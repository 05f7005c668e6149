package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("out", "build/site", "folder that the site is written to")
	flag.Parse()
	if err := generate(*out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(out string) error {
	api := filepath.Join(out, "api")
	if err := writeAPI(api); err != nil {
		return err
	}
	return writeSite(out, api)
}
