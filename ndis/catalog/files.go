package catalog

import _ "embed"

// The data files are embedded one by one: an embed.FS would bring a file system
// into the browser. A test compares the list with the folder.
var (
	//go:embed structures/attributes.txt
	attributesText string
	//go:embed structures/binding.txt
	bindingText string
	//go:embed structures/dma.txt
	dmaText string
	//go:embed structures/header.txt
	headerText string
	//go:embed structures/ipsec.txt
	ipsecText string
	//go:embed structures/legacy.txt
	legacyText string
	//go:embed structures/offload.txt
	offloadText string
	//go:embed structures/power.txt
	powerText string
	//go:embed structures/registration.txt
	registrationText string
	//go:embed structures/request.txt
	requestText string
	//go:embed structures/rss.txt
	rssText string
	//go:embed structures/windows.txt
	windowsText string
)

// structureFile is a file of structures, by the name that a driver developer
// would look for.
type structureFile struct{ name, text string }

func structureFiles() []structureFile {
	return []structureFile{
		{"attributes", attributesText},
		{"binding", bindingText},
		{"dma", dmaText},
		{"header", headerText},
		{"ipsec", ipsecText},
		{"legacy", legacyText},
		{"offload", offloadText},
		{"power", powerText},
		{"registration", registrationText},
		{"request", requestText},
		{"rss", rssText},
		{"windows", windowsText},
	}
}
