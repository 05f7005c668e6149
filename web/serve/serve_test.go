package main

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

func site(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range map[string]string{"index.html": "home", "ja/index.html": "日本語", "style-0123abcd.css": "a{}", "playground-0123abcd.wasm": "\x00asm"} {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestFilesAreServedWithTheirHeaders(t *testing.T) {
	server := httptest.NewServer(handler(site(t)))
	defer server.Close()
	const forever, fresh = "public, max-age=31536000, immutable", "no-cache"
	for _, test := range []struct {
		path, contentType, cache, text string
		status                         int
	}{
		{"/", "text/html; charset=utf-8", fresh, "home", 200},
		{"/ja/", "text/html; charset=utf-8", fresh, "日本語", 200},
		{"/style-0123abcd.css", "text/css; charset=utf-8", forever, "a{}", 200},
		{"/playground-0123abcd.wasm", "application/wasm", forever, "\x00asm", 200},
		{"/none", "text/plain; charset=utf-8", fresh, "404 page not found\n", 404},
		{"/../serve_test.go", "text/plain; charset=utf-8", fresh, "404 page not found\n", 404},
	} {
		t.Run(test.path, func(t *testing.T) {
			response, err := http.Get(server.URL + test.path)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			text, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			h := response.Header
			if response.StatusCode != test.status || string(text) != test.text || h.Get("Content-Type") != test.contentType {
				t.Errorf("%d %q %q", response.StatusCode, h.Get("Content-Type"), text)
			}
			if test.status == 200 && h.Get("Cache-Control") != test.cache {
				t.Errorf("cached as %q", h.Get("Cache-Control"))
			}
			if h.Get("Access-Control-Allow-Origin") != "*" {
				t.Error("frames of other origins cannot load it")
			}
		})
	}
}

func TestATakenPortGivesTheNextFreeOne(t *testing.T) {
	first, err := listen(0)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	taken := first.Addr().(*net.TCPAddr).Port
	second, err := listen(taken)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if got := second.Addr().(*net.TCPAddr).Port; got <= taken {
		t.Errorf("port %d is taken, got %d", taken, got)
	}
}

func TestAFolderWithoutASiteIsNamed(t *testing.T) {
	folder := t.TempDir()
	if err := serve(folder, 0); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
