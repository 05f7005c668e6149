//go:build js && wasm

package http

import (
	"context"
	"errors"
	"io"
	"net/url"
)

// Statuses and methods that go-app names.
const (
	MethodGet                 = "GET"
	StatusOK                  = 200
	StatusNotModified         = 304
	StatusNotFound            = 404
	StatusInternalServerError = 500
)

// errNoServer is what everything here answers.
var errNoServer = errors.New("net/http is not part of the browser build")

// Header is a set of header fields.
type Header map[string][]string

// Get returns "".
func (h Header) Get(string) string { return "" }

// Set does nothing.
func (h Header) Set(string, string) {}

// ResponseWriter would write an answer.
type ResponseWriter interface {
	Header() Header
	Write([]byte) (int, error)
	WriteHeader(int)
}

// Request would be a request.
type Request struct {
	Method string
	URL    *url.URL
	Header Header
	Host   string
	TLS    *struct{}
}

// Context is the background.
func (r *Request) Context() context.Context { return context.Background() }

// Response would be an answer.
type Response struct {
	StatusCode int
	Header     Header
	Body       io.ReadCloser
}

// Handler would answer requests.
type Handler interface {
	ServeHTTP(ResponseWriter, *Request)
}

// Dir would be a folder to serve.
type Dir string

// FileServer answers nothing.
func FileServer(Dir) Handler { return nil }

// NotFound does nothing.
func NotFound(ResponseWriter, *Request) {}

// Get fails.
func Get(string) (*Response, error) { return nil, errNoServer }

// Client would send requests.
type Client struct{}

// Do fails.
func (*Client) Do(*Request) (*Response, error) { return nil, errNoServer }

// DefaultClient fails whatever it is asked.
var DefaultClient = &Client{}

// NewRequest fails.
func NewRequest(string, string, io.Reader) (*Request, error) { return nil, errNoServer }
