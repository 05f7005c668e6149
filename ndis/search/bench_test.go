package search

import (
	"strings"
	"testing"
)

// What somebody types on the way to a structure, a status, a member, and with a
// slip.
var typed = []string{
	"n", "nd", "ndis_o", "off", "off e", "off enc", "offload", "0xc0010005", "bad char", "flags", "ipchecksum",
	"NDIS_OFFLOAD.Checksum", "NDIS_SIZEOF_FILTER_CHARACTERISTICS_REVISION_2", "encapsulatoin", "qqqqqqqqq",
}

// The rival looks for the query as a part of each name, and knows no better order.
func BenchmarkKeystroke(b *testing.B) {
	x := names()
	b.Run("ours", func(b *testing.B) {
		keys(b, func(query string) { Find(query, 20) })
	})
	b.Run("strings.Contains", func(b *testing.B) {
		keys(b, func(query string) {
			query, found := strings.ToUpper(query), 0
			for i := range x.entries {
				if strings.Contains(x.fold(int32(i)), query) {
					found++
				}
			}
		})
	})
}

// keys runs all that is typed as one operation.
func keys(b *testing.B, find func(string)) {
	b.ReportAllocs()
	for b.Loop() {
		for _, query := range typed {
			find(query)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(typed)), "ns/key")
}

func BenchmarkIndex(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		new(preparation).whole()
	}
}
