package main

import (
	"os"
	"path/filepath"
	"strings"

	"ndisplayground/web/compile"
)

// writeAPI writes the JavaScript API into a folder: the program, its two scripts,
// the program for captures, and what says how to use them.
func writeAPI(out string) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	if err := compile.API.Build(filepath.Join(out, "ndis.wasm")); err != nil {
		return err
	}
	if err := compile.Capture.Build(filepath.Join(out, "capture.wasm")); err != nil {
		return err
	}
	glue, err := script("wasm/api/glue.js")
	if err != nil {
		return err
	}
	capture, err := script("wasm/capture/glue.js")
	if err != nil {
		return err
	}
	runtime, licence, err := goRuntime()
	if err != nil {
		return err
	}
	ours, err := os.ReadFile("LICENSE")
	if err != nil {
		return err
	}
	gopacket, err := compile.Licence("github.com/gopacket/gopacket")
	if err != nil {
		return err
	}
	head := comment("The NDIS Playground's JavaScript API.\n\n" + string(ours))
	files := map[string]string{
		"ndis.js":         head + module(runtime+glue),
		"capture.js":      head + module(runtime+capture),
		"ndis.classic.js": classic(head, runtime+glue),
		"LICENSE": string(ours) + "\nndis.js, ndis.classic.js and capture.js contain wasm_exec.js of Go:\n\n" + licence +
			"\ncapture.wasm contains gopacket:\n\n" + gopacket,
	}
	for _, name := range []string{"wasm/api/ndis.d.ts", "wasm/api/package.json", "wasm/capture/capture.d.ts"} {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files[filepath.Base(name)] = string(text)
	}
	return writeAll(out, files)
}

// script is a program's script behind what loads it.
func script(name string) (string, error) {
	load, err := os.ReadFile("wasm/api/load.js")
	if err != nil {
		return "", err
	}
	own, err := os.ReadFile(name)
	return string(load) + "\n" + string(own), err
}

// module is the script for pages with modules, and for Node.
func module(body string) string {
	return "const here = import.meta.url;\n\n" + body + "\nexport { load, NdisError };\n"
}

// classic is the script for pages without modules.
func classic(head, body string) string {
	return head + "(() => {\nconst here = typeof document === \"object\" ? document.currentScript?.src : undefined;\n\n" +
		body + "\nglobalThis.loadNdis = load;\n})();\n"
}

// goRuntime is wasm_exec.js as a function of the global object that it is to
// use, with its licence above it.
func goRuntime() (function, licence string, err error) {
	script, licence, err := compile.Exec()
	if err != nil {
		return "", "", err
	}
	return comment("wasm_exec.js is part of Go.\n\n"+licence) +
		"const goRuntime = (globalThis) => {\n" + script + "\nreturn globalThis.Go;\n};\n\n", licence, nil
}

// comment makes a comment that minifiers keep.
func comment(text string) string {
	return "/*!\n" + strings.TrimSpace(strings.ReplaceAll(text, "*/", "* /")) + "\n*/\n"
}

func writeAll(folder string, files map[string]string) error {
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
