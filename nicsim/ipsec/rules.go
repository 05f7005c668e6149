package ipsec

import "ndisplayground/ndis/trace"

// Rules of security associations: what a miniport makes of the OID requests.
const (
	RuleOffloadOff      trace.Rule = "sa.offload-off"
	RuleListOutside     trace.Rule = "sa.list-outside-memory"
	RuleListEndless     trace.Rule = "sa.list-endless"
	RuleHeaderWrong     trace.Rule = "sa.header-wrong"
	RuleHeadersCount    trace.Rule = "sa.headers-count"
	RuleFlagsUnknown    trace.Rule = "sa.flags-unknown"
	RuleFamilyOff       trace.Rule = "sa.ipv6-off"
	RuleOrderWrong      trace.Rule = "sa.order-wrong"
	RuleProtocolOff     trace.Rule = "sa.protocol-off"
	RuleUDPWrong        trace.Rule = "sa.udp-wrong"
	RuleUDPOff          trace.Rule = "sa.udp-off"
	RuleAlgorithmsWrong trace.Rule = "sa.algorithms-wrong"
	RuleAlgorithmOff    trace.Rule = "sa.algorithm-off"
	RuleKeyWrong        trace.Rule = "sa.key-wrong"
	RuleICVLength       trace.Rule = "sa.icv-length"
	RuleExtendedOff     trace.Rule = "sa.esn-off"
	RuleOverCapacity    trace.Rule = "sa.over-capacity"
	RuleAdded           trace.Rule = "sa.added"
	RuleSomeAdded       trace.Rule = "sa.some-added"
	RuleUpdateUnknown   trace.Rule = "sa.update-unknown"
	RuleUpdateNoESN     trace.Rule = "sa.update-without-esn"
	RuleUpdated         trace.Rule = "sa.updated"
	RuleDeleteUnknown   trace.Rule = "sa.delete-unknown"
	RuleDeleted         trace.Rule = "sa.deleted"
)

// Rules of packets.
const (
	RuleNoHandle         trace.Rule = "ipsec.no-handle"
	RuleSendsPlain       trace.Rule = "ipsec.sends-without-offload"
	RuleNoMatchingSA     trace.Rule = "ipsec.no-matching-sa"
	RuleDirectionWrong   trace.Rule = "ipsec.direction-wrong"
	RuleNotCovered       trace.Rule = "ipsec.packet-not-covered"
	RuleFrameWrong       trace.Rule = "ipsec.frame-wrong"
	RuleHeaderInfo       trace.Rule = "ipsec.header-info-differs"
	RuleSealed           trace.Rule = "ipsec.sealed"
	RuleReceivesInactive trace.Rule = "ipsec.receive-not-active"
	RuleReceivesOff      trace.Rule = "ipsec.receive-off"
	RuleReceivesNoSA     trace.Rule = "ipsec.receive-no-sa"
	RuleReceivesUncover  trace.Rule = "ipsec.receive-not-covered"
	RuleSyntaxWrong      trace.Rule = "ipsec.syntax-wrong"
	RuleProtocolWrong    trace.Rule = "ipsec.protocol-wrong"
	RuleICVWrong         trace.Rule = "ipsec.icv-wrong"
	RulePaddingWrong     trace.Rule = "ipsec.padding-wrong"
	RuleOpened           trace.Rule = "ipsec.opened"
	RuleDeleteRequested  trace.Rule = "ipsec.delete-requested"
)
