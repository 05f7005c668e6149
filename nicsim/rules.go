package nicsim

import "ndisplayground/ndis/trace"

// Rules of the machine: who does what when drivers start. The rules by which
// structures and versions are judged are ndis/negotiate's.
const (
	RuleDriverEntry       trace.Rule = "driver.entry"
	RuleAsksVersion       trace.Rule = "driver.asks-version"
	RuleDoesNotAsk        trace.Rule = "driver.does-not-ask"
	RuleLegacyDoesNotAsk  trace.Rule = "driver.legacy-does-not-ask"
	RulePicksHighest      trace.Rule = "driver.picks-highest"
	RuleFollowsLadder     trace.Rule = "driver.follows-its-ladder"
	RuleRefuses           trace.Rule = "driver.refuses"
	RuleRegisters         trace.Rule = "driver.registers"
	RuleEntryFails        trace.Rule = "driver.entry-fails"
	RuleBuildsForItself   trace.Rule = "driver.builds-for-registered"
	RuleNoPlace           trace.Rule = "offload.no-place"
	RuleNdisBuilds        trace.Rule = "ndis.builds-for-receiver"
	RuleOffloadKept       trace.Rule = "offload.kept"
	RuleInitializes       trace.Rule = "miniport.initializes"
	RuleSetsAttributes    trace.Rule = "miniport.sets-attributes"
	RuleOutOfOrder        trace.Rule = "attributes.out-of-order"
	RulePowerMissing      trace.Rule = "attributes.power-capabilities-missing"
	RulePowerOld          trace.Rule = "attributes.power-capabilities-old"
	RuleInitialized       trace.Rule = "miniport.initialized"
	RuleInitializeFails   trace.Rule = "miniport.initialize-fails"
	RuleWithoutGeneral    trace.Rule = "miniport.without-general-attributes"
	RuleAttaches          trace.Rule = "filter.attaches"
	RuleAttached          trace.Rule = "filter.attached"
	RuleAttachFails       trace.Rule = "filter.attach-fails"
	RuleBinds             trace.Rule = "protocol.binds"
	RuleBound             trace.Rule = "protocol.bound"
	RuleBindFails         trace.Rule = "protocol.bind-fails"
	RuleRestarts          trace.Rule = "stack.restarts"
	RuleLegacyInitializes trace.Rule = "legacy.initializes"
	RuleLegacyBinds       trace.Rule = "legacy.binds"
	RuleIndicates         trace.Rule = "status.indicated"
	RuleSenderNotRunning  trace.Rule = "status.sender-not-running"
	RuleReaches           trace.Rule = "status.reaches"
	RuleNoHandler         trace.Rule = "status.no-handler"
	RuleConfigReplaced    trace.Rule = "offload.config-replaced"
	RuleConfigUnreadable  trace.Rule = "offload.config-unreadable"
)

// States of drivers and of what they run: an adapter (miniport), a filter
// module, a binding (protocol).
const (
	StateNotLoaded    = "NotLoaded" // the image, or no longer
	StateHalted       = "Halted"
	StateInitializing = "Initializing"
	StateDetached     = "Detached"
	StateAttaching    = "Attaching"
	StateUnbound      = "Unbound"
	StateOpening      = "Opening"
	StatePaused       = "Paused"
	StateRestarting   = "Restarting"
	StateRunning      = "Running"
)
