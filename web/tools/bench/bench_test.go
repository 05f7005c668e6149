package main

import "testing"

const output = `goos: linux
BenchmarkDecode/ours-2         	 7447220	       160.0 ns/op	       0 B/op	       0 allocs/op
BenchmarkDecode/ours-2         	 7447220	       900.0 ns/op	       0 B/op	       0 allocs/op
BenchmarkDecode/ours-2         	 7447220	       150.0 ns/op	       0 B/op	       1 allocs/op
BenchmarkDecode/rival-2        	 1782188	       480 ns/op	     272 B/op	       2 allocs/op
BenchmarkRun-2                 	   12895	     93164 ns/op	   81298 B/op	     885 allocs/op
BenchmarkSum/ours              	   12895	       500 ns/op	2000.50 MB/s	   0 B/op	     0 allocs/op
BenchmarkSends/1-2             	   12895	      1000 ns/op	   81298 B/op	     885 allocs/op
BenchmarkSends/100-2           	   12895	     50000 ns/op	   7.2 ns/SA	   81298 B/op	     885 allocs/op
PASS
`

func TestMediansAreComparedWithOurs(t *testing.T) {
	results := read(output)
	for i, want := range []struct {
		name, time, speed string
		allocations       int
		against           string
	}{
		{"Decode/ours", "160.0 ns", "", 0, ""},
		{"Decode/rival", "480.0 ns", "", 2, "3.00 times ours"},
		{"Run", "93.16 µs", "", 885, ""},
		{"Sum/ours", "500.0 ns", "2000", 0, ""},
		{"Sends/1", "1.00 µs", "", 885, ""},
		{"Sends/100", "50.00 µs", "", 885, "50.00 times 1 in all, 0.50 for each"},
	} {
		r := results[i]
		if r.name != want.name || duration(r.time()) != want.time || r.speed() != want.speed || r.allocations() != want.allocations || against(results, r)+growth(results, r) != want.against {
			t.Errorf("%s %s %s %d %q %q, want %+v", r.name, duration(r.time()), r.speed(), r.allocations(), against(results, r), growth(results, r), want)
		}
	}
}
