package scenario

import "ndisplayground/ndis"

// Problem is something wrong with what was read. A warning says what was made of
// it; everything else must be put right before the scenario means what its
// author thinks.
type Problem struct {
	*ndis.Error
	Warning bool
}

// Codes of mistakes in scenarios.
const (
	// CodeHostMissing: nothing says which host.
	CodeHostMissing ndis.Code = "host-missing"
	// CodeHostTooEarly: hosts are simulated from 5.0 on.
	CodeHostTooEarly ndis.Code = "host-too-early"
	// CodeArchTooEarly: the host's version does not exist on that architecture.
	CodeArchTooEarly ndis.Code = "arch-host-too-early"
	// CodeKeyKept: an unknown key, kept as it is.
	CodeKeyKept ndis.Code = "key-kept"
	// CodeKeyCritical: an unknown key without which the rest means something else.
	CodeKeyCritical ndis.Code = "key-critical"
	// CodeLineSyntax: a line of text is "path value".
	CodeLineSyntax ndis.Code = "line-syntax"
	// CodeStepUnknown: no such verb.
	CodeStepUnknown ndis.Code = "step-unknown"
	// CodeStepSyntax: a verb's arguments are missing, too many, or not understood.
	CodeStepSyntax ndis.Code = "step-syntax"
	// CodeStepOption: an option is said otherwise than it can be.
	CodeStepOption ndis.Code = "step-option"
	// CodeStepIdle: an option that means nothing to what the step does.
	CodeStepIdle ndis.Code = "step-idle"
	// CodeStepEntries: a list has more entries than there is room for.
	CodeStepEntries ndis.Code = "step-entries"
	// CodeStepNoStructure: members or a revision for a request that carries no structure.
	CodeStepNoStructure ndis.Code = "step-no-structure"
	// CodeStepParty: nobody is there whom the step names.
	CodeStepParty ndis.Code = "step-party"
	// CodeLinkSyntax: no link.
	CodeLinkSyntax ndis.Code = "link-syntax"
	// CodeLinkMajor: written by another generation of the grammar.
	CodeLinkMajor ndis.Code = "link-major"
	// CodeLinkKind: no such kind of link.
	CodeLinkKind ndis.Code = "link-kind"
	// CodeLinkUnseen: a link of a kind that is understood and has no page yet.
	CodeLinkUnseen ndis.Code = "link-unseen"
	// CodeLinkCut: the check does not fit; something is missing or changed.
	CodeLinkCut ndis.Code = "link-cut"
	// CodeLinkRepaired: the link was damaged on its way, and put right.
	CodeLinkRepaired ndis.Code = "link-repaired"
	// CodeLinkPair: no "path=value".
	CodeLinkPair ndis.Code = "link-pair"
	// CodeExampleUnknown: the library has no such scenario.
	CodeExampleUnknown ndis.Code = "example-unknown"
	// CodeVersionWord: a version was given as the word of NdisGetVersion.
	CodeVersionWord ndis.Code = "version-word"
	// CodeNothing: there is nothing to read.
	CodeNothing ndis.Code = "nothing-to-read"
)

// problem wraps an error of a setter.
func problem(err error, offset int) Problem {
	e, ok := err.(*ndis.Error)
	if !ok {
		e = ndis.NewError(CodeLineSyntax, err.Error())
	}
	placed := *e
	placed.Offset = offset
	return Problem{Error: &placed}
}

// Errors reports whether one of the problems is more than a warning.
func Errors(problems []Problem) bool {
	for _, p := range problems {
		if !p.Warning {
			return true
		}
	}
	return false
}
