package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
)

func main() {
	port := flag.Int("port", 8080, "port; the next free one if it is taken")
	flag.Parse()
	folder := flag.Arg(0)
	if folder == "" {
		folder = "build/site"
	}
	if err := serve(folder, *port); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

func serve(folder string, port int) error {
	if _, err := os.Stat(filepath.Join(folder, "index.html")); err != nil {
		return fmt.Errorf("%s has no site: %w (make build writes it)", folder, err)
	}
	listener, err := listen(port)
	if err != nil {
		return err
	}
	if got := listener.Addr().(*net.TCPAddr).Port; got != port {
		fmt.Printf("port %d is taken; using %d\n", port, got)
	}
	fmt.Printf("http://%s/\n", listener.Addr())
	return http.Serve(listener, handler(folder))
}

// tries is how many ports are tried.
const tries = 100

// listen takes the port, or the next one that is free.
func listen(port int) (net.Listener, error) {
	for p := port; p < port+tries && p < 1<<16; p++ {
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(p)))
		if !errors.Is(err, syscall.EADDRINUSE) {
			return listener, err
		}
	}
	return nil, fmt.Errorf("ports %d to %d are all taken", port, port+tries-1)
}

// forever are files whose names carry their hash.
var forever = regexp.MustCompile(`-[0-9a-f]{8}\.\w+$`)

// handler serves the folder. Frames of other origins may load it.
func handler(folder string) http.Handler {
	files := http.FileServer(http.Dir(folder))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-cache")
		if forever.MatchString(r.URL.Path) {
			h.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		files.ServeHTTP(w, r)
	})
}
