package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// runs is how often each benchmark runs.
const runs = 5

func main() {
	if err := bench(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench() error {
	cmd := exec.Command("go", "test", "-run=^$", "-bench=.", "-benchmem", "-count="+strconv.Itoa(runs), "./ndis/...", "./nicsim/...")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("go test: %w\n%s", err, out)
	}
	results := read(string(out))
	if len(results) == 0 {
		return fmt.Errorf("no benchmark ran:\n%s", out)
	}
	fmt.Printf("%-40s %14s %12s  %s\n", fmt.Sprintf("median of %d", runs), "time", "allocations", "")
	for _, r := range results {
		fmt.Printf("%-40s %14s %12d  %s\n", r.name, duration(r.time()), r.allocations(), against(results, r))
	}
	return nil
}

// result is what a benchmark's runs took: nanoseconds and allocations.
type result struct {
	name        string
	nanoseconds []float64
	allocs      []float64
}

func (r *result) time() float64    { return median(r.nanoseconds) }
func (r *result) allocations() int { return int(median(r.allocs)) }

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

var row = regexp.MustCompile(`(?m)^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op.*?\s(\d+) allocs/op`)

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
		all[i].allocs = append(all[i].allocs, number(m[3]))
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

func duration(nanoseconds float64) string {
	switch {
	case nanoseconds >= 1e6:
		return fmt.Sprintf("%.2f ms", nanoseconds/1e6)
	case nanoseconds >= 1e3:
		return fmt.Sprintf("%.2f µs", nanoseconds/1e3)
	}
	return fmt.Sprintf("%.1f ns", nanoseconds)
}
