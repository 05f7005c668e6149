package capture

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// Begin is what a packet begins with.
type Begin string

// What packets are read with.
const (
	Ethernet Begin = "ethernet" // a frame, from the destination's address to before its checksum
	IP       Begin = "ip"       // a packet of IPv4 or IPv6
)

//go:embed links.txt
var linksText string

type link struct {
	name  string
	begin Begin // "" where such packets are not read
}

var links = sync.OnceValue(func() map[uint16]link {
	all := map[uint16]link{}
	for line := range strings.Lines(linksText) {
		f := append(strings.Fields(line), "", "")
		if n, err := strconv.ParseUint(f[0], 10, 16); err == nil {
			all[uint16(n)] = link{f[1], Begin(f[2])}
		}
	}
	return all
})

// linkName is the name of a link type, or its number.
func linkName(n uint16) string {
	if l := links()[n]; l.name != "" {
		return l.name
	}
	return strconv.Itoa(int(n))
}
