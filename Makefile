# The NDIS Playground. `make` alone prints this help.

PORT ?= 8080
SITE  = build/site
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.7.0
NODE_EXEC   = $(shell go env GOROOT)/lib/wasm/go_js_wasm_exec
FUZZ_TIME  ?= 20s

.DEFAULT_GOAL = help
.PHONY: help run build test test-go test-wasm test-pages bench size check golden fuzz clean install

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: build ## build and serve the site on localhost (PORT=8080)
	go run ./web/serve -port $(PORT) $(SITE)

build: ## write the static site to build/site, the JavaScript API to build/site/api
	go run ./web/generate -out $(SITE)

test: install ## test everything, and install what that needs
	$(MAKE) test-go build
	$(MAKE) test-wasm test-pages size

test-go:
	go vet ./...
	go test ./...

# The same tests in the browser's architecture, under Node.
test-wasm:
	GOOS=js GOARCH=wasm go test -exec="$(NODE_EXEC)" ./ndis/... ./nicsim/...

# The JavaScript API in Node, and the pages in Chromium and Firefox.
test-pages:
	cd web/e2e && npx --no-install tsc --noEmit && node --test --test-concurrency=2

install:
	web/tools/install.sh

bench: build ## time our code beside its rivals, natively and as WebAssembly, then the API in Node
	go run ./web/tools/bench
	go run ./web/tools/bench -wasm
	cd web/e2e && node bench.mjs

size: ## weigh the programs; fails above the budget
	go run ./web/tools/size -site $(SITE)

golden: ## write the golden files anew; look at the difference before you commit it
	go test ./ndis/catalog -run Lengths -golden
	go test ./nicsim/scenario -run WorkedCases -golden
	go test ./nicsim/figure -golden
	go test ./ndis/export -run Format -golden

fuzz: ## fuzz each parser for FUZZ_TIME (20s)
	@grep -rl --include='*_test.go' '^func Fuzz' app ndis nicsim web | while read -r file; do \
	  sed -n 's/^func \(Fuzz[A-Za-z0-9]*\)(.*/\1/p' "$$file" | while read -r name; do \
	    go test -run='^$$' -fuzz="^$$name\$$" -fuzztime=$(FUZZ_TIME) "./$$(dirname "$$file")" || exit 1; done || exit 1; done

check: ## format, vet, lint, build, test, tidy, and a clean tree: before a pull request
	test -z "$$(gofmt -l app ndis nicsim wasm web)"
	go mod tidy -diff
	go run $(STATICCHECK) ./...
	go build ./... && GOOS=js GOARCH=wasm go vet ./wasm/... ./app/...
	$(MAKE) test
	test -z "$$(git status --porcelain)"

clean: ## remove what was built
	rm -rf build web/e2e/node_modules
