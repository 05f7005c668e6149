package catalog

import _ "embed"

// The data files are embedded one by one: an embed.FS would bring a file system
// into the browser. A test compares the list with the folder.
var (
	//go:embed structures/80211.txt
	dot11Text string
	//go:embed structures/attributes.txt
	attributesText string
	//go:embed structures/binding.txt
	bindingText string
	//go:embed structures/co-ndis.txt
	coNdisText string
	//go:embed structures/dma.txt
	dmaText string
	//go:embed structures/gft.txt
	gftText string
	//go:embed structures/hd-split.txt
	hdSplitText string
	//go:embed structures/header.txt
	headerText string
	//go:embed structures/interface.txt
	interfaceText string
	//go:embed structures/interrupt.txt
	interruptText string
	//go:embed structures/ipsec.txt
	ipsecText string
	//go:embed structures/kdnet.txt
	kdnetText string
	//go:embed structures/legacy.txt
	legacyText string
	//go:embed structures/link.txt
	linkText string
	//go:embed structures/monitor.txt
	monitorText string
	//go:embed structures/ndis5.txt
	ndis5Text string
	//go:embed structures/ndk.txt
	ndkText string
	//go:embed structures/net-buffer.txt
	netBufferText string
	//go:embed structures/net-buffer-info.txt
	netBufferInfoText string
	//go:embed structures/nic-switch.txt
	nicSwitchText string
	//go:embed structures/offload.txt
	offloadText string
	//go:embed structures/pd.txt
	pdText string
	//go:embed structures/pnp.txt
	pnpText string
	//go:embed structures/poll.txt
	pollText string
	//go:embed structures/port.txt
	portText string
	//go:embed structures/power.txt
	powerText string
	//go:embed structures/qos.txt
	qosText string
	//go:embed structures/receive-filter.txt
	receiveFilterText string
	//go:embed structures/registration.txt
	registrationText string
	//go:embed structures/request.txt
	requestText string
	//go:embed structures/restart.txt
	restartText string
	//go:embed structures/rss.txt
	rssText string
	//go:embed structures/sriov.txt
	sriovText string
	//go:embed structures/statistics.txt
	statisticsText string
	//go:embed structures/switch.txt
	switchText string
	//go:embed structures/system.txt
	systemText string
	//go:embed structures/tcp-chimney.txt
	tcpChimneyText string
	//go:embed structures/timestamp.txt
	timestampText string
	//go:embed structures/wdi.txt
	wdiText string
	//go:embed structures/windows.txt
	windowsText string
	//go:embed structures/wmi.txt
	wmiText string
	//go:embed structures/wwan.txt
	wwanText string
	//go:embed structures/wwan-types.txt
	wwanTypesText string
)

// structureFile is a file of structures, by the name that a driver developer
// would look for.
type structureFile struct {
	name string
	text *string
}

var structureFiles = []structureFile{
	{"80211", &dot11Text},
	{"attributes", &attributesText},
	{"binding", &bindingText},
	{"co-ndis", &coNdisText},
	{"dma", &dmaText},
	{"gft", &gftText},
	{"hd-split", &hdSplitText},
	{"header", &headerText},
	{"interface", &interfaceText},
	{"interrupt", &interruptText},
	{"ipsec", &ipsecText},
	{"kdnet", &kdnetText},
	{"legacy", &legacyText},
	{"link", &linkText},
	{"monitor", &monitorText},
	{"ndis5", &ndis5Text},
	{"ndk", &ndkText},
	{"net-buffer", &netBufferText},
	{"net-buffer-info", &netBufferInfoText},
	{"nic-switch", &nicSwitchText},
	{"offload", &offloadText},
	{"pd", &pdText},
	{"pnp", &pnpText},
	{"poll", &pollText},
	{"port", &portText},
	{"power", &powerText},
	{"qos", &qosText},
	{"receive-filter", &receiveFilterText},
	{"registration", &registrationText},
	{"request", &requestText},
	{"restart", &restartText},
	{"rss", &rssText},
	{"sriov", &sriovText},
	{"statistics", &statisticsText},
	{"switch", &switchText},
	{"system", &systemText},
	{"tcp-chimney", &tcpChimneyText},
	{"timestamp", &timestampText},
	{"wdi", &wdiText},
	{"windows", &windowsText},
	{"wmi", &wmiText},
	{"wwan", &wwanText},
	{"wwan-types", &wwanTypesText},
}
