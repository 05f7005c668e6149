package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"

	"ndisplayground/app"
	"ndisplayground/web/compile"
)

// site is what is being written: files whose names carry their hash, and what
// pages call them.
type site struct {
	out    string
	api    string            // folder of the JavaScript API
	hashed map[string]string // "style.css" -> "style-1f3a.css"
}

// writeSite writes the pages, and everything that they load: of the JavaScript API,
// which is there already, what reads and writes captures.
func writeSite(out, api string) error {
	s := &site{out, api, map[string]string{}}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, step := range []func() error{s.clean, s.program, s.scripts, s.captures, s.pages, s.worker} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// clean removes hashed files of an earlier build.
func (s *site) clean() error {
	for _, pattern := range []string{"*-????????.wasm", "*-????????.js", "*-????????.css", "*-????????.svg"} {
		old, err := filepath.Glob(filepath.Join(s.out, pattern))
		if err != nil {
			return err
		}
		for _, file := range old {
			if err := os.Remove(file); err != nil {
				return err
			}
		}
	}
	return nil
}

// program compiles the pages' program.
func (s *site) program() error {
	file := filepath.Join(s.out, "playground.wasm")
	if err := compile.App.Build(file); err != nil {
		return err
	}
	defer os.Remove(file)
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return s.put("playground.wasm", text)
}

// scripts writes the boot script with Go's runtime before it, the style and the
// icon.
func (s *site) scripts() error {
	runtime, _, err := goRuntime()
	if err != nil {
		return err
	}
	for _, name := range []string{"boot.js", "style.css", "icon.svg"} {
		text, err := os.ReadFile(filepath.Join("web/static", name))
		if err != nil {
			return err
		}
		if name == "boot.js" {
			text = append([]byte(runtime), text...)
		}
		if err := s.put(name, text); err != nil {
			return err
		}
	}
	return nil
}

// later is what pages load when it is first needed.
var later = []string{"capture.js", "capture.wasm"}

// captures writes the program for capture files a second time, under names that
// change with it, as all that pages load has; its script with what pages ask of it.
func (s *site) captures() error {
	for _, name := range later {
		text, err := os.ReadFile(filepath.Join(s.api, name))
		if err != nil {
			return err
		}
		if name == "capture.js" {
			own, err := os.ReadFile("web/static/captures.js")
			if err != nil {
				return err
			}
			text = append(text, own...)
		}
		if err := s.put(name, text); err != nil {
			return err
		}
	}
	return nil
}

// put writes a file under a name with its hash.
func (s *site) put(name string, text []byte) error {
	sum := sha256.Sum256(text)
	extension := filepath.Ext(name)
	s.hashed[name] = strings.TrimSuffix(name, extension) + "-" + hex.EncodeToString(sum[:4]) + extension
	return os.WriteFile(filepath.Join(s.out, s.hashed[name]), text, 0o644)
}

// pages writes a page for each route.
func (s *site) pages() error {
	for _, r := range app.Routes() {
		folder := filepath.Join(s.out, filepath.FromSlash(r.Path))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, "index.html"), []byte(s.page(r)), 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(s.out, "404.html"), []byte(s.notFound()), 0o644)
}

// worker writes the service worker with the list of what it keeps.
func (s *site) worker() error {
	var files, rest []string
	for name, hashed := range s.hashed {
		if slices.Contains(later, name) {
			rest = append(rest, hashed)
		} else {
			files = append(files, hashed)
		}
	}
	sort.Strings(files)
	sort.Strings(rest)
	sum := sha256.New()
	for _, r := range app.Routes() {
		page, err := os.ReadFile(filepath.Join(s.out, filepath.FromSlash(r.Path), "index.html"))
		if err != nil {
			return err
		}
		sum.Write(page)
		files = append(files, "./"+r.Path)
	}
	code, err := os.ReadFile("web/static/worker.js")
	if err != nil {
		return err
	}
	head := "const VERSION = \"" + hex.EncodeToString(sum.Sum(nil)[:8]) + "\";\nconst FILES = " + array(files) + ";\nconst LATER = " + array(rest) + ";\n"
	return os.WriteFile(filepath.Join(s.out, "worker.js"), append([]byte(head), code...), 0o644)
}

// array is texts as JavaScript, of which none needs escapes.
func array(texts []string) string { return `["` + strings.Join(texts, `", "`) + `"]` }
