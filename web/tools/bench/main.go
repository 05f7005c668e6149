package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ndisplayground/web/compile"
)

// runs is how often each benchmark runs.
const runs = 5

func main() {
	wasm := flag.Bool("wasm", false, "the throughput alone, as WebAssembly under Node")
	flag.Parse()
	if err := bench(*wasm); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// throughput are the benchmarks that have bytes to get through: what the browser
// makes of them is worth knowing.
const throughput = "Checksum|Toeplitz|LSO|RSC|ESP|Send$|Receive$"

func bench(wasm bool) error {
	args := []string{"test", "-run=^$", "-benchmem", "-count=" + strconv.Itoa(runs)}
	title := "natively"
	if wasm {
		root, err := compile.Root()
		if err != nil {
			return err
		}
		title = "as WebAssembly"
		args = append(args, "-bench="+throughput, "-exec="+filepath.Join(root, "lib", "wasm", "go_js_wasm_exec"), "./nicsim/...")
	} else {
		args = append(args, "-bench=.", "./ndis/...", "./nicsim/...")
	}
	cmd := exec.Command("go", args...)
	if wasm {
		cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("go test: %w\n%s", err, out)
	}
	results := read(string(out))
	if len(results) == 0 {
		return fmt.Errorf("no benchmark ran:\n%s", out)
	}
	fmt.Printf("%-40s %14s %12s %12s\n", fmt.Sprintf("median of %d, %s", runs, title), "time", "MB/s", "allocations")
	for _, r := range results {
		fmt.Printf("%-40s %14s %12s %12d  %s\n", r.name, duration(r.time()), r.speed(), r.allocations(), against(results, r)+growth(results, r))
	}
	return nil
}

// result is what a benchmark's runs took: nanoseconds, megabytes in a second
// where it counts bytes, and allocations.
type result struct {
	name        string
	nanoseconds []float64
	speeds      []float64
	allocs      []float64
}

// speed is "" where no bytes are counted.
func (r *result) speed() string {
	if len(r.speeds) == 0 {
		return ""
	}
	return strconv.FormatFloat(median(r.speeds), 'f', 0, 64)
}

func (r *result) time() float64    { return median(r.nanoseconds) }
func (r *result) allocations() int { return int(median(r.allocs)) }

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

var row = regexp.MustCompile(`(?m)^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op(?:\s+([\d.]+) MB/s)?.*?\s(\d+) allocs/op`)

// read reads what go test prints, in its order.
func read(output string) []*result {
	var all []*result
	for _, m := range row.FindAllStringSubmatch(output, -1) {
		i := slices.IndexFunc(all, func(r *result) bool { return r.name == m[1] })
		if i < 0 {
			i = len(all)
			all = append(all, &result{name: m[1]})
		}
		all[i].nanoseconds = append(all[i].nanoseconds, number(m[2]))
		if m[3] != "" {
			all[i].speeds = append(all[i].speeds, number(m[3]))
		}
		all[i].allocs = append(all[i].allocs, number(m[4]))
	}
	return all
}

func number(text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err) // the pattern lets only numbers through
	}
	return n
}

// against says how a rival stands to ours.
func against(all []*result, r *result) string {
	group, part, ok := strings.Cut(r.name, "/")
	i := slices.IndexFunc(all, func(o *result) bool { return o.name == group+"/ours" })
	if !ok || i < 0 || part == "ours" {
		return ""
	}
	return fmt.Sprintf("%.2f times ours", r.time()/all[i].time())
}

// growth says of a part that is a number how its time stands to that of the
// least of its group, for each.
func growth(all []*result, r *result) string {
	group, part, _ := strings.Cut(r.name, "/")
	n, err := strconv.Atoi(part)
	i := slices.IndexFunc(all, func(o *result) bool { return strings.HasPrefix(o.name, group+"/") })
	if err != nil || all[i] == r {
		return ""
	}
	_, part, _ = strings.Cut(all[i].name, "/")
	least, err := strconv.Atoi(part)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%.2f times %d in all, %.2f for each", r.time()/all[i].time(), least, r.time()/all[i].time()*float64(least)/float64(n))
}

func duration(nanoseconds float64) string {
	switch {
	case nanoseconds >= 1e6:
		return fmt.Sprintf("%.2f ms", nanoseconds/1e6)
	case nanoseconds >= 1e3:
		return fmt.Sprintf("%.2f µs", nanoseconds/1e3)
	}
	return fmt.Sprintf("%.1f ns", nanoseconds)
}
